"""Points of a design: their number, order and values."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import Scenario
from sim.scenario.design import Design
from sim.scenario.designs import (
    Sample,
    count,
    groups,
    names,
    number_kind,
    rows,
    runs_of_a_sample,
    unit_sample,
    value_at,
)

Make = Callable[..., Scenario]
BOTH = 'design.vary.strategy=["focus", "two, tailored"]'


def test_a_grid_with_names_that_vary_together(scenario: Make) -> None:
    town = scenario(
        'design.vary={"graph.p"=[0, 1], "gossip.rate"=[0.1, 0.2], "study.start"=[0.3, 0.4]}',
        'design.together=[["graph.p", "study.start"]]',
    )
    found = rows(town)
    assert [tuple(row[name] for name in ("graph.p", "study.start", "gossip.rate")) for row in found] == [
        (0, 0.3, 0.1),
        (0, 0.3, 0.2),
        (1, 0.4, 0.1),
        (1, 0.4, 0.2),
    ]
    assert count(town) == 4


def test_one_at_a_time_begins_with_what_the_scenario_states(scenario: Make) -> None:
    town = scenario(
        "design.kind=one-at-a-time",
        'design.vary={"graph.p"=[0.1, 0.3], strategy=["focus", "two, tailored"], "company.vita.joining_fee"=[0, 50]}',
        "graph.p=0.3",
        "company.vita.joining_fee=35",
    )
    found = rows(town)
    assert [row["strategy"] for row in found] == ["focus", "two, tailored"] * 4
    assert [(row["graph.p"], row["company.vita.joining_fee"]) for row in found[::2]] == [
        (0.3, 35.0),
        (0.1, 35.0),
        (0.3, 0),
        (0.3, 50),
    ]
    assert count(town) == 8


def test_listed_points_are_crossed_with_strategies(scenario: Make) -> None:
    town = scenario("design.kind=list", 'design.point=[{"graph.p"=0.1}, {"graph.p"=0.5}]', BOTH)
    assert rows(town) == [
        {"strategy": "focus", "graph.p": 0.1},
        {"strategy": "two, tailored", "graph.p": 0.1},
        {"strategy": "focus", "graph.p": 0.5},
        {"strategy": "two, tailored", "graph.p": 0.5},
    ]
    assert count(town) == 4
    assert names(town) == ["strategy", "graph.p"]


def test_every_sampled_point_is_run_for_every_strategy(scenario: Make) -> None:
    town = scenario("design.kind=morris", "design.points=3", "design.between.gossip.rate=[0, 1]", BOTH)
    found = rows(town)
    assert len(found) == count(town) == 3 * 2 * 2
    assert [row["strategy"] for row in found] == ["focus", "two, tailored"] * 6
    assert [row["gossip.rate"] for row in found[::2]] == [row["gossip.rate"] for row in found[1::2]]
    assert rows(town) == found


BETWEEN = {"gossip.rate": [0.0, 1.0], "graph.p": [0.2, 0.4]}


@pytest.mark.parametrize(
    ("kind", "many"), [("latin-hypercube", 16), ("sobol", 16), ("saltelli", 16 * 4), ("morris", 16 * 3)]
)
def test_a_sample_has_the_size_that_is_said_and_is_always_the_same(kind: str, many: int) -> None:
    design = Design(kind=kind, points=16, between=BETWEEN)
    sample = unit_sample(design)
    assert sample.shape == (many, 2)
    assert runs_of_a_sample(design) == many
    assert sample.min() >= 0.0
    assert sample.max() <= 1.0
    assert np.array_equal(sample, unit_sample(design))
    other = design.model_copy(update={"sampling_seed": 2})
    assert not np.array_equal(sample, unit_sample(other))


def test_a_latin_hypercube_has_one_point_in_every_row_and_column() -> None:
    sample = unit_sample(Design(kind="latin-hypercube", points=10, between=BETWEEN))
    assert np.sort(np.floor(sample * 10), axis=0).tolist() == [[i, i] for i in range(10)]


def test_a_sobol_sequence_is_balanced() -> None:
    sample = unit_sample(Design(kind="sobol", points=64, between=BETWEEN))
    cells = np.unique(np.floor(sample * 8), axis=0, return_counts=True)[1]
    assert cells.tolist() == [1] * 64


def test_a_path_of_morris_changes_one_factor_at_a_time() -> None:
    sample = unit_sample(Design(kind="morris", points=5, between=BETWEEN))
    steps = np.diff(sample.reshape(5, 3, 2), axis=1)
    assert np.abs(steps).sum(axis=2) == pytest.approx(2 / 3)
    assert (np.count_nonzero(steps, axis=2) == 1).all()


def test_the_sample_is_frozen(scenario: Make) -> None:
    town = scenario("design.kind=sobol", "design.points=2", "design.between.gossip.rate=[0.1, 0.5]")
    assert [row["gossip.rate"] for row in Sample(town)] == [0.214468, 0.461845]


@pytest.mark.parametrize(
    ("share", "between", "kind", "value"),
    [
        (0.25, [0.0, 2.0], float, 0.5),
        (0.5, [1, 100, "log"], float, 10.0),
        (1 / 3, [0.0, 1.0], float, 0.333333),
        (0.0, [1, 3], int, 1),
        (0.34, [1, 3], int, 2),
        (0.33, [1, 3], int, 1),
        (1.0, [1, 3], int, 3),
        (1 / 3, [0, 100], Decimal, 33.33),
    ],
)
def test_a_share_of_a_range_is_a_value(share: float, between: list[object], kind: type, value: float) -> None:
    found = value_at(share, between, kind)
    assert found == value
    assert isinstance(found, int) == (kind is int)


@given(share=st.floats(0, 1), low=st.integers(1, 50), wide=st.integers(1, 50), log=st.booleans())
def test_values_never_leave_their_range(share: float, low: int, wide: int, log: bool) -> None:
    between = [low, low + wide, *(["log"] if log else [])]
    for kind in (int, float, Decimal):
        assert low <= value_at(share, between, kind) <= low + wide


def test_every_whole_number_is_equally_likely() -> None:
    values = [value_at((i + 0.5) / 300, [1, 3], int) for i in range(300)]
    assert [values.count(i) for i in (1, 2, 3)] == [100, 100, 100]


def test_what_varies_together_is_one_factor_in_the_place_of_its_first_name(scenario: Make) -> None:
    assert groups(["a", "b", "c"], [["c", "a"]]) == [("c", "a"), ("b",)]
    town = scenario(
        "design.kind=latin-hypercube",
        "design.points=8",
        'design.between={"gossip.rate"=[0, 1], "graph.p"=[0.5, 0.7], "study.start"=[0.0, 1.0]}',
        'design.together=[["gossip.rate", "graph.p"]]',
    )
    assert unit_sample(town.design).shape == (8, 2)
    for row in Sample(town):
        assert row["graph.p"] == pytest.approx(0.5 + 0.2 * row["gossip.rate"], abs=1e-5)


def test_only_numbers_have_ranges(scenario: Make) -> None:
    town = scenario()
    names = ("graph.m", "graph.p", "company.vita.joining_fee", "phases.gossip", "strategy", "company.vita.plan.rates")
    assert [number_kind(town, name) for name in names] == [int, float, Decimal, None, None, None]
