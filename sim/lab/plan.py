"""What a batch is to do, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.lab.identity import model_version, run_identities
from sim.lab.points import Points, refuse_many
from sim.lab.provenance import manifest
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Plan:
    """Points and seeds of a batch.

    Attributes
    ----------
    scenario
        What is asked.
    points, seeds
        Every point is run with every seed.
    model
        As :func:`sim.lab.identity.model_version` gives it.
    identities
        Hash of every run by (point, seed), in the order in which they are begun.
    """

    scenario: Scenario
    points: Points
    seeds: Sequence[int]
    model: str
    identities: Mapping[tuple[int, int], str]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """As :func:`sim.lab.provenance.manifest` makes it."""
        return manifest(self.scenario, self.points, self.seeds, self.model)


def plans_of(scenario: Scenario, seeds: int | None = None) -> list[Plan]:
    """Plan a batch; for one that goes on until it is precise, with the fewest and with the most seeds it may take.

    No point is made: that is for those who ask what a batch would take.

    Parameters
    ----------
    scenario, seeds
        As for :func:`plan_of`; a number of seeds leaves no room for a wish for precision.
    """
    wish = scenario.design.precision
    numbers = [wish.min_seeds, wish.max_seeds] if wish.outcome and seeds is None else [seeds]
    return [_plan(scenario, number) for number in numbers]


def plan_of(scenario: Scenario, seeds: int | None = None) -> Plan:
    """Plan a batch, and make all its points.

    Parameters
    ----------
    scenario
        With what it varies.
    seeds
        Number of seeds; by default the scenario's.

    Raises
    ------
    BatchError, sim.scenario.errors.ScenarioError
        See :func:`sim.lab.points.points` and :func:`sim.lab.points.refuse_many`.
    """
    plan = _plan(scenario, seeds)
    for _ in plan.points:
        pass  # made here, so that nothing is begun that could not be ended
    return plan


def _plan(scenario: Scenario, seeds: int | None) -> Plan:
    """Plan a batch without making anything of it."""
    refuse_many(scenario, seeds)
    first, model, found = scenario.design.first_seed, model_version(), Points(scenario)
    wanted = range(first, first + (seeds or scenario.design.seeds))
    return Plan(scenario, found, wanted, model, run_identities(found, wanted, model))
