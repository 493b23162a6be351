from __future__ import annotations

import numpy as np

from sim.market import Market
from sim.running import watch
from sim.watching import most_caught, watch_evening
from tests.builders import all_working, scenario

OUT = scenario(
    time={"days": 40},
    events={"share": 1.0, "people": 30, "networkers": 4, "hours": 2.0},
    population={"people": 300, "networkers": 0.1, "part_time_hours": 30.0},
    strategy=all_working("tailored"),
)


def test_the_evening_that_is_watched_is_one_of_the_world() -> None:
    market = Market(OUT, 1, collect=False)
    watch(market)
    person = most_caught(market)
    assert person is not None
    tally = market.world.tables.tally
    caught = tally.private.astype(int) + tally.public
    assert caught[person] == caught[market.world.tables.life.founder == 1].max() > 0
    evening = watch_evening(OUT, 1, None, person)
    assert evening is not None
    assert evening.people[evening.speaker] == person
    assert 0 < evening.noticed <= caught[person]
    assert (evening.day % 7, evening.minutes, evening.pitch) == (4, 120.0, "tailored")
    assert set(np.unique(evening.heard.speaker)) == {evening.speaker}


def test_nobody_is_watched_where_nobody_goes_out() -> None:
    at_home = scenario(time={"days": 10})
    market = Market(at_home, 1, collect=False)
    watch(market)
    assert most_caught(market) is None
    assert watch_evening(at_home, 1, None, 0) is None
