from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab import points as module
from sim.lab import points as points_module
from sim.lab.batch import batch
from sim.lab.plan import plan_of, plans_of
from sim.lab.points import Points, points, try_points
from sim.lab.points import tried_sentence as told
from sim.lab.work import BatchError
from sim.scenario import Scenario, ScenarioError, UserError
from sim.scenario.designs import Rows
from tests.builders import scenario

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


SOME = range(101)
WIDE = {"gossip.rate": [0.0, 1.0], "graph.p": [0.0, 1.0], "population.networkers": [0.1, 0.5]}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Values of every scenario that is made of a design."""
    found: list[dict[str, Any]] = []
    real = points_module.with_values

    def counted(of: Any, values: dict[str, Any]) -> Any:
        found.append(dict(values))
        return real(of, values)

    monkeypatch.setattr(points_module, "with_values", counted)
    return found


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer points count as many."""
    monkeypatch.setattr(points_module, "FEW", 20)
    monkeypatch.setattr(points_module, "OTHERS", 10)


def sampled(many: int, **design: Any) -> Any:
    return scenario(design={"kind": "latin-hypercube", "points": many, "between": WIDE, "seeds": 2, **design})


@pytest.mark.usefixtures("short")
def test_a_small_design_is_tried_as_a_whole(made: list[dict[str, Any]]) -> None:
    assert try_points(sampled(20)) == (20, 20)
    assert len(made) == 20
    assert told(20, 20) == ""


def test_five_hundred_points_are_few() -> None:
    assert (module.FEW, module.OTHERS) == (500, 100)


@pytest.mark.usefixtures("short")
def test_a_large_one_is_tried_at_its_edges(made: list[dict[str, Any]]) -> None:
    design = sampled(2_000)
    many, tried = try_points(design)
    assert (many, tried) == (2_000, len(made))
    assert 10 < tried <= 2 + 2 * len(WIDE) + 10
    rows = Rows(design)
    assert made[0] == rows[0]
    assert made[-1] == rows[1_999]
    for name in WIDE:
        assert min(row[name] for row in made) == min(row[name] for row in rows)
        assert max(row[name] for row in made) == max(row[name] for row in rows)
    before = list(made)
    made.clear()
    try_points(design)
    assert made == before


@pytest.mark.usefixtures("short")
def test_every_level_that_is_no_number_is_tried(made: list[dict[str, Any]]) -> None:
    many = [k / 1000 for k in range(60)]
    kinds = ["powerlaw_cluster", "complete", "barabasi_albert"]
    assert try_points(scenario(design={"vary": {"gossip.rate": many, "graph.kind": kinds}, "seeds": 2}))[0] == 180
    assert {row["graph.kind"] for row in made} == set(kinds)
    assert {0.0, 0.059} <= {row["gossip.rate"] for row in made}
    assert len(made) < 20


def test_what_was_tried_is_said() -> None:
    assert told(20_000, 108) == (
        "108 of 20,000 points were checked: the first and the last, those with the lowest and the highest value of "
        "every parameter, and 100 others; every value was checked by itself."
    )


@pytest.mark.usefixtures("short")
def test_a_point_at_the_edge_that_does_not_fit_is_found() -> None:
    hours = {"population.part_time_hours": [1.0, 40.01]}
    wrong = scenario(design={"kind": "latin-hypercube", "points": 4_096, "between": hours})
    with pytest.raises(ScenarioError, match=r"^design.between: population.part_time_hours = 40.00\d*: must be at most"):
        try_points(wrong)


@pytest.mark.parametrize(
    ("design", "sentence"),
    [
        (
            {"seeds": 1_000_000, "vary": {"gossip.rate": [0.0, 1.0]}},
            "design.seeds = 1000000: makes 2,000,000 runs of 2 points; at most 1,000,000 are allowed, which is "
            "500,000 seeds.",
        ),
        (
            {"seeds": 1, "vary": {"gossip.rate": [k / 1000 for k in range(1000)], "graph.p": [k / 500 for k in SOME]}},
            "design.vary: makes 101,000 points; at most 100,000 are allowed.",
        ),
        (
            {"kind": "saltelli", "points": 65_536, "between": WIDE, "seeds": 1},
            "design.points: makes 327,680 points; at most 100,000 are allowed.",
        ),
        (
            {
                "vary": {"gossip.rate": [k / 5000 for k in range(1000)], "graph.p": [0.1, 0.2, 0.3]},
                "precision": {"outcome": "sales", "max_seeds": 400},
            },
            "design.precision.max_seeds = 400: makes 1,200,000 runs of 3,000 points; at most 1,000,000 are allowed, "
            "which is 333 seeds.",
        ),
    ],
)
def test_too_many_are_refused_before_one_is_made(
    made: list[dict[str, Any]], tmp_path: Any, design: dict[str, Any], sentence: str
) -> None:
    asked = scenario(design=design)
    for ask in (try_points, lambda of: batch(of, tmp_path / "out")):
        with pytest.raises(BatchError) as caught:
            ask(asked)
        assert str(caught.value) == sentence
    assert made == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("seeds", [2_000_000, "2000000"])
def test_seeds_that_are_asked_for_are_counted_too(tmp_path: Any, seeds: Any) -> None:
    with pytest.raises(BatchError, match=r"^--seeds = 2000000: makes 2,000,000 runs of 1 point;"):
        batch(scenario(), tmp_path, seeds)


@pytest.mark.parametrize("seeds", ["many", 2.5, True, [3]])
def test_seeds_that_are_no_number_are_a_sentence(tmp_path: Any, seeds: Any) -> None:
    with pytest.raises(BatchError, match=r"^seeds = .*: must be a whole number of seeds\.$"):
        batch(scenario(), tmp_path, seeds)


def test_planning_what_a_batch_would_take_makes_nothing(made: list[dict[str, Any]]) -> None:
    (plan,) = plans_of(sampled(20_000))
    assert len(plan.points) == 20_000
    assert len(plan.identities) == 40_000
    assert (19_999, 2) in plan.identities
    assert (20_000, 2) not in plan.identities
    assert len(plan.manifest["points"]) == 20_000
    assert made == []
    assert len(plan.identities[3, 1]) == 32
    assert len(made) == 1


def test_a_plan_for_a_batch_has_all_its_points_and_their_names(made: list[dict[str, Any]]) -> None:
    design = sampled(16)
    plan = plan_of(design)
    assert len(made) == 16
    assert list(plan.points) == points(design) == Points(design)[:]
    assert list(plan.identities)[:2] == [(0, 1), (1, 1)]
    assert len(set(plan.identities.values())) == 32
    assert len(made) == 48
