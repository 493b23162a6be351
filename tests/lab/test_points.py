from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.errors import BatchError
from sim.lab.points import points
from sim.scenario import Scenario, UserError

Make = Callable[..., Scenario]


def test_a_scenario_that_varies_nothing_is_one_point_with_its_first_strategy(scenario: Make) -> None:
    (point,) = points(scenario())
    assert (point.index, point.values, point.strategy) == (0, {}, "focus")
    assert point.scenario == scenario()


def test_the_grid_is_full_and_in_file_order(scenario: Make) -> None:
    grid = points(scenario(vary={"strategy": ["two", "focus"], "gossip.rate": [0.1, 0.2]}))
    assert [(point.strategy, point.values["gossip.rate"]) for point in grid] == [
        ("two", 0.1),
        ("two", 0.2),
        ("focus", 0.1),
        ("focus", 0.2),
    ]
    assert [point.scenario.gossip.rate for point in grid] == [0.1, 0.2, 0.1, 0.2]
    assert [point.index for point in grid] == [0, 1, 2, 3]


@given(sizes=st.lists(st.integers(1, 4), max_size=3))
def test_there_are_as_many_points_as_combinations(scenario_once: Make, sizes: list[int]) -> None:
    names = ["gossip.rate", "study.start", "study.aging"]
    vary = {name: [0.1 * i for i in range(size)] for name, size in zip(names, sizes, strict=False)}
    expected = 1
    for size in sizes:
        expected *= size
    grid = points(scenario_once(vary=vary))
    assert len({tuple(point.values.items()) for point in grid}) == len(grid) == expected


def test_mixed_worlds_have_no_strategy_under_study(scenario: Make) -> None:
    (point,) = points(scenario(worlds="mixed"))
    assert point.strategy is None


def test_the_strategy_cannot_vary_in_mixed_worlds(scenario: Make) -> None:
    with pytest.raises(UserError, match="cannot vary in mixed worlds, where the strategies live side by side"):
        points(scenario(worlds="mixed", vary={"strategy": ["focus", "two"]}))


def test_too_many_points_are_refused_before_they_are_made(scenario: Make) -> None:
    many = [i / 1000 for i in range(400)]
    with pytest.raises(BatchError) as caught:
        points(scenario(vary={"gossip.rate": many, "study.start": many}))
    assert str(caught.value) == "design.vary: makes 160,000 points; at most 100,000 are allowed."


def test_a_sampled_design_is_crossed_and_each_point_has_its_scenario(scenario: Make) -> None:
    ranges = {"gossip.rate": [0.0, 0.5], "graph.m": [2, 9]}
    made = points(scenario(kind="morris", points=4, between=ranges, vary={"strategy": ["two", "focus"]}))
    assert len(made) == 4 * 3 * 2
    assert [point.index for point in made] == list(range(24))
    assert [point.strategy for point in made] == ["two", "focus"] * 12
    for point in made:
        assert point.scenario.gossip.rate == point.values["gossip.rate"]
        assert point.scenario.graph.m == point.values["graph.m"]
        assert point.scenario.design == scenario().design
    assert made == points(scenario(kind="morris", points=4, between=ranges, vary={"strategy": ["two", "focus"]}))


def test_a_sampled_point_that_does_not_fit_is_named(scenario: Make) -> None:
    ranges = {"population.part_time_hours": [30.0, 60.0]}
    with pytest.raises(UserError) as caught:
        points(scenario(kind="sobol", points=2, between=ranges))
    value = float(str(caught.value).rpartition(" = ")[2].rstrip("."))
    assert 40.0 < value < 60.0
    assert str(caught.value) == (
        f"design.between: population.part_time_hours = {value}: must be at most population.full_time_hours = 40 "
        f"(hours a week). This is the point where population.part_time_hours = {value}."
    )


def test_a_listed_strategy_cannot_vary_in_mixed_worlds_either(scenario: Make) -> None:
    with pytest.raises(UserError, match="cannot vary in mixed worlds"):
        points(scenario(worlds="mixed", kind="list", point=[{"strategy": "focus"}]))


def test_too_many_sampled_points_are_refused_before_they_are_made(scenario: Make) -> None:
    with pytest.raises(BatchError) as caught:
        points(scenario(kind="saltelli", points=65536, between={"gossip.rate": [0.0, 0.5]}))
    assert str(caught.value) == "design.points: makes 196,608 points; at most 100,000 are allowed."
