from __future__ import annotations

from collections.abc import Callable

from sim.scenario import Scenario
from sim.scenario.designs import count, names, rows

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
