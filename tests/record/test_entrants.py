"""Outcomes of people studied who enter late are measured from their entry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.record.groups import measured
from sim.record.lived import Lived, Milestones, are_entrants, books_of, net_of
from sim.record.run import Recorder, Run, as_frame
from sim.record.tenure import tenure
from sim.runs import look_on, run
from sim.simulation import Simulation
from tests.builders import lived, scenario

FOCAL: dict[str, Any] = {"worlds": "focal", "focal_people": 3, "focal_entry": 35, "focal_window": 12}
STAY = {"leaving": False}


@pytest.fixture(scope="module")
def long() -> tuple[Run, Simulation, dict[int, int]]:
    """A run of 420 days with what three people had net a year after their entry."""
    of = scenario(design=FOCAL, phases=STAY, time={"days": 420})
    market = Simulation(of, 5, "tailored")
    recorder, after = Recorder(market.world), dict[int, int]()
    while market.running:
        look_on(market, recorder)
        w = market.world.tables
        for entrant in w.entrants[w.entrants.day >= 0]:
            if market.day == entrant.day + 365:
                after[int(entrant.person)] = int(net_of(books_of(w)[entrant.person]) - net_of(entrant))
    return recorder.finish("tailored"), market, after


def test_income_is_taken_down_a_year_after_entry(long: tuple[Run, Simulation, dict[int, int]]) -> None:
    record, _, after = long
    people = record.people.set_index("person")
    focal = people[people.focal]
    assert sorted(focal.index) == sorted(after)
    assert focal["net_income_1y"].to_dict() == pytest.approx({i: cents / 100 for i, cents in after.items()})
    assert focal["net_income_2y"].isna().all()
    assert people[~people.focal]["net_income_1y"].notna().all()


def test_a_series_of_those_studied_begins_after_they_were_drawn_and_ends_at_the_table(
    long: tuple[Run, Simulation, dict[int, int]],
) -> None:
    record, _, _ = long
    series = record.series[record.series.focal]
    assert series.day.min() == 42
    assert (series.people == 3).all()
    end, table = series.iloc[-1], record.people[record.people.focal]
    assert end.day == 420
    for name in ("net_income", "active_income", "passive_income", "costs", "recruits", "contradictions"):
        assert end[name] == pytest.approx(table[name].mean())
    assert record.series[~record.series.focal].day.min() == 7


def test_what_they_paid_as_customers_is_not_counted() -> None:
    of = scenario(design=FOCAL, phases=STAY, time={"days": 80})
    market = lived(of, 35, seed=5, strategy="tailored")
    market.step()
    w = market.world.tables
    later = w.entrants[w.entrants.day > 35]
    w.accounts.goods[later.person] += 1_000_000
    recorder = Recorder(market.world)
    while market.running:
        look_on(market, recorder)
    record = recorder.finish("tailored")
    assert (w.accounts.goods[later.person] >= 1_000_000).all()
    assert (record.people[record.people.focal].costs < 1_000).all()
    assert (record.series[record.series.focal].costs < 1_000).all()
    assert record.series[record.series.focal].costs.min() >= 0.0


def test_days_and_months_count_from_entry() -> None:
    of = scenario(design=FOCAL, phases=STAY, time={"days": 130})
    w = lived(of, seed=5, strategy="tailored").world.tables
    who = w.entrants.person
    w.tally.first_commission[who] = w.tally.joined[who] + 9
    found = measured(["first_commission_day"], Lived(w, Milestones()))["first_commission_day"]
    assert (found[are_entrants(w)[Lived(w).who]] == 9).all()
    seats = w.held.seat[who, 0]
    w.positions.day[seats] = 1  # they were customers before
    stays = as_frame(tenure(w, [each.name for each in of.strategy], 130))
    months = stays[stays.focal].groupby("month").at_risk.sum()
    assert months.index.max() == (130 - w.entrants.day.min()) // 30 - 1


def test_a_run_tells_of_founders_and_of_those_studied() -> None:
    record = run(scenario(design=FOCAL, time={"days": 60}), 5, strategy="tailored")
    groups = record.groups.set_index("focal")
    assert (groups.loc[True, "people"], groups.loc[True, "founders"]) == (3, 0)
    assert record.people.focal.sum() == 3
    assert (~record.people.focal).sum() == groups.loc[False, "founders"] == 8
    assert np.isfinite(record.people[record.people.focal].net_income).all()
