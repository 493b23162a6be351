"""A world that branches off lives as if it had been begun with its strategy, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import twins
from sim.core.errors import UserError
from sim.market import Market
from sim.record.run import Run
from sim.runs import run
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from sim.simulation import Simulation
from tests.builders import differing, scenario
from tests.shipped import SCENARIOS, SHIPPED, load_shipped
from tests.test_invariants import worlds

FOCAL: dict[str, Any] = {"worlds": "focal", "focal_people": 3, "focal_entry": 35, "focal_window": 12}
OUT = {"share": 0.5, "people": 20, "networkers": 5, "hours": 1.0}


def until(market: Simulation, day: int) -> Simulation:
    """The same market some days later."""
    while market.day < day:
        market.step()
    return market


def unequal(one: Run, two: Run) -> list[str]:
    """Columns that differ in two runs."""
    found = [f"{frame}.{name}" for frame in one.columns for name in one.columns[frame] ^ two.columns[frame].keys()]
    for frame, columns in one.columns.items():
        for name, values in columns.items():
            other = two.columns[frame][name]
            same = np.array_equal(values, other) if values.dtype == object else values.tobytes() == other.tobytes()
            found += [] if same else [f"{frame}.{name}"]
    return found


@pytest.mark.parametrize(
    "sections", [{}, {"events": OUT}, {"population": {"openness": 0.2}}], ids=["plain", "evenings", "few would"]
)
def test_a_branch_has_the_bytes_it_would_have_had_alone(sections: dict[str, Any]) -> None:
    of = scenario(design=FOCAL, time={"days": 80}, **sections)
    trunk = until(Simulation(of, 4), 35)
    for strategy in ("tailored", "focus", "disclose-all"):
        alone, twin = Simulation(of, 4, strategy), trunk.branch(strategy)
        until(alone, 35)
        assert differing(alone.world.tables, trunk.world.tables, ignore=("entry.strategy",)) == []
        while alone.running:
            alone.step()
            twin.step()
        assert differing(alone.world.tables, twin.world.tables) == []
        assert (twin.day, twin.running, twin.strategy) == (80, False, strategy)
    assert trunk.day == 35


def test_a_branch_may_begin_on_any_morning_before() -> None:
    of = scenario(design=FOCAL, time={"days": 60})
    alone = until(Simulation(of, 4, "tailored"), 60)
    for day in (0, 20):
        twin = until(until(Simulation(of, 4), day).branch("tailored"), 60)
        assert differing(alone.world.tables, twin.world.tables) == []


@pytest.mark.parametrize("activation", ["sweep", "agents"])
def test_a_market_branches_with_its_agents(activation: str) -> None:
    of = scenario(design={**FOCAL, "focal_entry": 8, "focal_window": 4}, time={"days": 20})
    trunk = Market(of, 4, activation=activation, collect=False)
    until(trunk, 8)
    twin = until(trunk.branch("tailored"), 20)
    alone = until(Simulation(of, 4, "tailored"), 20)
    assert differing(alone.world.tables, twin.world.tables, ignore=("people.by_hand",)) == []
    assert isinstance(twin, Market)
    assert trunk.day == 8


def test_settings_of_those_studied_may_differ_in_a_branch() -> None:
    of = scenario(design=FOCAL, time={"days": 60})
    other = with_values(of, {"strategy.tailored.pace": 3, "design.focal_hours": 50.0, "design.focal_people": 2})
    twin = until(until(Simulation(of, 4), 35).branch("tailored", other), 60)
    assert differing(until(Simulation(other, 4, "tailored"), 60).world.tables, twin.world.tables) == []
    assert twin.world.tables.entrants.size == 2


def test_what_is_recorded_is_the_same_as_well() -> None:
    of = scenario(design=FOCAL, time={"days": 80})
    twins.forget()
    for strategy in ("tailored", "focus"):
        days: list[int] = []
        assert unequal(run(of, 4, strategy=strategy), twins.live(of, 4, strategy=strategy, progress=days.append)) == []
        assert days == list(range(1 if strategy == "tailored" else 36, 81))
    assert unequal(run(of, 5), twins.live(of, 5)) == []
    twins.forget()


def test_worlds_without_late_entry_are_lived_alone() -> None:
    of = scenario(design={"worlds": "focal", "focal_people": 3}, time={"days": 20})
    days: list[int] = []
    twins.forget()
    for strategy in ("tailored", "focus"):
        assert unequal(run(of, 4, strategy=strategy), twins.live(of, 4, strategy=strategy, progress=days.append)) == []
    assert days == 2 * list(range(1, 21))


def shipped_focal() -> list[Path]:
    """Scenarios that ship, in which a few people live by a strategy under study."""
    paths = [*SCENARIOS, *sorted((SHIPPED / "claims").glob("*.toml"))]
    return [path for path in paths if load_shipped(path).design.worlds == "focal"]


@pytest.mark.parametrize("path", shipped_focal(), ids=lambda path: path.stem)
def test_in_every_shipped_focal_scenario_a_branch_has_the_bytes_of_a_world_alone(path: Path) -> None:
    late = ["design.focal_entry=31", "design.focal_window=7", "design.focal_people=3", "time.days=62"]
    of = load_shipped(path, [*late, "population.people=600", "population.networkers=0.05"])
    trunk = until(Simulation(of, 2), 31)
    for strategy in [each.name for each in of.strategy][-2:]:
        alone, twin = until(Simulation(of, 2, strategy), 62), until(trunk.branch(strategy), 62)
        assert differing(alone.world.tables, twin.world.tables) == []
        assert twin.world.tables.life.focal.sum() == 3


def focal(of: Scenario, entry: int) -> Scenario:
    """The same scenario with people studied who enter late."""
    design = {"worlds": "focal", "focal_people": 1, "focal_entry": entry, "focal_window": 5}
    return Scenario.model_validate({**of.model_dump(), "design": design})


@given(of=worlds(), seed=st.integers(0, 2**40), entry=st.integers(1, 40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_in_any_world_nothing_before_depends_on_what_is_studied(of: Scenario, seed: int, entry: int) -> None:
    of = focal(of, entry)
    try:
        one, two = (until(Simulation(of, seed, name), entry) for name in ("one", "two"))
    except UserError:
        return
    assert differing(one.world.tables, two.world.tables, ignore=("entry.strategy",)) == []
    twin = one.branch("two")
    try:
        until(two, 65)
    except UserError as error:
        with pytest.raises(UserError, match=str(error)[:20]):
            until(twin, 65)
        return
    assert differing(two.world.tables, until(twin, 65).world.tables) == []
