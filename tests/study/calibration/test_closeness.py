"""The distance of a search, and how one particle is measured."""

from __future__ import annotations

import math

import pytest

from sim.study.calibration.closeness import MISSING, REFUSED, Bench, Closeness, cost
from sim.study.targets import TARGETS, of_role
from tests.builders import scenario

PUBLISHED = Closeness.published()


def met() -> dict[str, float]:
    return {each.name: (each.published or (each.low, each.high))[1] for each in of_role("C")}


def test_only_c_figures_are_in_it_and_rows_count_alike() -> None:
    assert {TARGETS[name].role for name in PUBLISHED.names} == {"C"}
    rows: dict[str, float] = {}
    for name, weight in PUBLISHED.weights.items():
        rows[TARGETS[name].row] = rows.get(TARGETS[name].row, 0.0) + weight
    assert {row for row, weight in rows.items() if weight != pytest.approx(1.0)} == {"retention"}
    assert rows["retention"] == pytest.approx(0.5)


def test_what_was_published_is_at_no_distance() -> None:
    assert PUBLISHED.distance(met()) == 0.0


def test_units_are_half_widths_on_that_side() -> None:
    assert PUBLISHED.units("profit", 0.32) == pytest.approx(1.0)
    assert PUBLISHED.units("close-contacts", 0.6) == pytest.approx(1.0)
    assert PUBLISHED.units("close-contacts", 0.3) == pytest.approx(1.0)
    assert [PUBLISHED.units("without-commission", got) for got in (0.638, 0.75, 0.88)] == [0.0, 0.0, 0.0]
    assert PUBLISHED.units("without-commission", 0.6) == pytest.approx(1.0)
    assert PUBLISHED.units("without-commission", 0.9) == pytest.approx(1.0)
    assert PUBLISHED.units("fee-heavy", 0.99) == pytest.approx(0.5)
    assert PUBLISHED.units("participation", 0.05) == 0.0
    assert PUBLISHED.units("participation", 0.1) == pytest.approx(1.0)
    assert PUBLISHED.units("profit", math.nan) == MISSING


def test_costs_go_straight_on_beyond_one() -> None:
    assert [cost(units) for units in (0.0, 0.5, 1.0, 3.0)] == [0.0, 0.25, 1.0, 5.0]


def test_a_part_of_the_figures_is_never_farther_than_all() -> None:
    far = dict.fromkeys(PUBLISHED.names, 5.0)
    parts = [PUBLISHED.distance(dict(list(far.items())[:k])) for k in range(len(far) + 1)]
    assert parts == sorted(parts)
    assert PUBLISHED.distance({"refused": 1.0}) == REFUSED


def test_figures_of_a_known_world_replace_the_published_ones() -> None:
    observed = met() | {"profit": 0.4, "gini": math.nan}
    mine = PUBLISHED.to(observed)
    assert "gini" not in mine.names
    assert mine.distance(observed) == 0.0
    assert mine.units("profit", 0.47) == pytest.approx(1.0)


def test_a_world_too_far_away_is_not_lived_on_and_refused_values_say_so() -> None:
    bench = Bench(scenario(decision={"intercept": -50.0, "work_intercept": -50.0}), PUBLISHED, 390)
    part = bench.measure({}, (1,), most=0.0)
    assert {TARGETS[name].world for name in part} == {"default"}
    assert not bench.is_whole(part)
    assert bench.measure({"company.retail_margin": 5.0}, (1,)) == {"refused": 1.0}
    assert bench.is_whole({"refused": 1.0})


def test_a_crowded_world_is_refused_before_it_ends() -> None:
    everybody = scenario(population={"openness": 1.0, "networkers": 0.9})
    assert Bench(everybody, PUBLISHED, 390).measure({}, (1,)) == {"refused": 1.0}


def test_rows_are_missed_once_however_many_of_their_figures_are() -> None:
    there = met()
    assert PUBLISHED.missed(there) == 0
    assert PUBLISHED.missed(there | {"profit": 0.9, "loss": 0.0}) == 1
    assert PUBLISHED.missed(there | {"profit": 0.9, "gini": math.nan}) == 2
