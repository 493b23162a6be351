from __future__ import annotations

import numpy as np
import pytest

from sim.record import firms as record_firms
from sim.record.milestones import costs_of, net_of
from sim.record.run import Recorder
from sim.run import run
from tests.builders import lived, scenario


@pytest.mark.parametrize(
    ("days", "every", "seen"), [(21, 7, [7, 14, 21]), (20, 7, [7, 14, 20]), (3, 7, [3]), (5, 1, [1, 2, 3, 4, 5])]
)
def test_the_series_is_taken_at_its_interval_and_on_the_last_day(days: int, every: int, seen: list[int]) -> None:
    ran = run(scenario(time={"days": days}, record={"every": every}), 1)
    assert ran.series.day.unique().tolist() == seen
    assert ran.companies.day.unique().tolist() == seen


def test_founders_are_the_same_persons_whatever_they_do() -> None:
    of = scenario(time={"days": 40})
    focus, tailored = run(of, 3, strategy="focus"), run(of, 3, strategy="tailored")
    assert focus.people.person.tolist() == tailored.people.person.tolist()
    assert "founder" not in focus.people.columns
    assert len(focus.people) == 8
    assert focus.groups.founders.sum() == 8
    assert focus.groups.people.sum() > 8
    assert set(tailored.people.strategy) == {"tailored"}


def test_a_recorder_that_never_looked_still_sums_up() -> None:
    market = lived(scenario(), 10)
    ran = Recorder(market.world).finish("focus")
    assert (len(ran.series), len(ran.companies)) == (0, 0)
    assert (ran.seed, ran.strategy, ran.remarks) == (1, "focus", [])
    assert np.array_equal(ran.people.person, np.flatnonzero(market.world.tables.life.founder))


def test_money_of_every_frame_is_in_currency_units_exact_to_the_cent() -> None:
    market = lived(scenario(time={"days": 65}), 0, strategy="tailored")
    recorder = Recorder(market.world)
    while market.running:
        market.step()
        recorder.look(market.day)
    ran, w = recorder.finish("tailored"), market.world.tables
    purse = w.accounts[: w.people.size]
    mine = ran.people["person"].to_numpy()
    assert ran.people["costs"].tolist() == (costs_of(purse)[mine] / 100).tolist()
    assert ran.people["net_income"].tolist() == (net_of(purse)[mine] / 100).tolist()
    joined = w.tally.joined >= 0
    (group,), last = ran.groups.to_dict("records"), ran.series.iloc[-1]
    costs = costs_of(purse)[joined]
    assert group["costs"] == last["costs"] == costs.sum() / costs.size / 100
    assert group["costs_median"] == np.median(costs) / 100
    firms = ran.companies[ran.companies["day"] == 65]
    for name in ("volume", "consumer_volume", "paid", "pool", "paid_in", "paid_out"):
        assert firms[name].tolist() == (getattr(record_firms, name)(w) / 100).tolist()
    assert firms["paid"].sum() > 0.0


def test_a_notebook_shows_the_outcomes_by_strategy() -> None:
    of = scenario(title="a <b> c", time={"days": 20})
    ran = run(of, 2)
    html = ran._repr_html_()
    networkers = int(ran.groups["people"].sum())
    assert html.startswith(f"<p>&lt;Run of &#x27;a &lt;b&gt; c&#x27;, seed 2, {networkers} networkers&gt;</p>\n<table")
    assert html.count("<tr") == 1 + len(ran.groups)
    assert html.endswith("<p>Means a networker; money in currency units.</p>")
