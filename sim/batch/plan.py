"""What a batch is to do, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.batch.identity import model_version, run_identities
from sim.batch.points import Point, points
from sim.batch.provenance import manifest
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
        As :func:`sim.batch.identity.model_version` gives it.
    identities
        Hash of every run by (point, seed), in the order in which they are begun.
    manifest
        As :func:`sim.batch.provenance.manifest` makes it.
    """

    scenario: Scenario
    points: list[Point]
    seeds: list[int]
    model: str
    identities: dict[tuple[int, int], str]
    manifest: dict[str, Any]


def plans_of(scenario: Scenario, seeds: int | None = None) -> list[Plan]:
    """Plan a batch; for one that goes on until it is precise, with the fewest and with the most seeds it may take.

    Parameters
    ----------
    scenario, seeds
        As for :func:`plan_of`; a number of seeds leaves no room for a wish for precision.
    """
    wish = scenario.design.precision
    numbers = [wish.min_seeds, wish.max_seeds] if wish.outcome and seeds is None else [seeds]
    return [plan_of(scenario, number) for number in numbers]


def plan_of(scenario: Scenario, seeds: int | None = None) -> Plan:
    """Plan a batch.

    Parameters
    ----------
    scenario
        With what it varies.
    seeds
        Number of seeds; by default the scenario's.

    Raises
    ------
    BatchError, sim.scenario.errors.ScenarioError
        See :func:`sim.batch.points.points`.
    """
    found, first, model = points(scenario), scenario.design.first_seed, model_version()
    wanted = list(range(first, first + (seeds or scenario.design.seeds)))
    identities = run_identities(found, wanted, model)
    return Plan(scenario, found, wanted, model, identities, manifest(scenario, found, wanted, model))
