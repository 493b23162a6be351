from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.core.errors import UserError
from sim.market import Market
from sim.runs import most_caught, run, watch, watch_evening
from tests.builders import all_working, scenario
from tests.test_market import TOML

OF = scenario(time={"days": 33})
OUT = scenario(
    time={"days": 40},
    events={"share": 1.0, "people": 30, "networkers": 4, "hours": 2.0},
    population={"people": 300, "networkers": 0.1, "part_time_hours": 30.0},
    strategy=all_working("tailored"),
)


def test_a_run_is_a_function_of_scenario_and_seed() -> None:
    one, two, other = run(OF, 5, strategy="tailored"), run(OF, 5, strategy="tailored"), run(OF, 6, strategy="tailored")
    for part in ("groups", "people", "series", "companies", "tenure"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(two, part), check_exact=True)
    assert not one.people.equals(other.people)
    assert (one.scenario, one.seed, one.strategy) == (OF, 5, "tailored")


def test_watching_a_market_is_the_same_run() -> None:
    market = Market(OF, 5, strategy="tailored", activation="agents")
    watched = watch(market)
    pd.testing.assert_frame_equal(watched.people, run(OF, 5, strategy="tailored").people, check_exact=True)
    assert market.day == 33
    assert market.world.people == 80


def test_a_market_half_lived_is_watched_to_its_end() -> None:
    market = Market(OF, 5, strategy="tailored", collect=False)
    for _ in range(20):
        market.step()
    rest = watch(market)
    pd.testing.assert_frame_equal(rest.people, run(OF, 5, strategy="tailored").people, check_exact=True)
    assert rest.series.day.unique().tolist() == [21, 28, 33]


def test_progress_is_told_every_day() -> None:
    days: list[int] = []
    run(scenario(time={"days": 9}), 1, progress=days.append)
    assert days == list(range(1, 10))


def test_a_run_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TOML)
    assert run(path, 2).people.equals(run(str(path), 2).people)


def test_an_unknown_strategy_is_a_sentence() -> None:
    with pytest.raises(UserError, match="'tailord' is not declared"):
        run(OF, 1, strategy="tailord")


def test_a_run_names_itself() -> None:
    quiet = {"time": {"days": 2}, "phases": {"decisions": False}}
    assert repr(run(scenario(title="Who wins?", **quiet), 4)) == "<Run of 'Who wins?', seed 4, 8 networkers>"
    assert repr(run(scenario(**quiet), 4)) == "<Run of 'untitled', seed 4, 8 networkers>"


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
