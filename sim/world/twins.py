"""Twins: a copy of a world that goes on under another strategy."""

from __future__ import annotations

from typing import Any

from sim.core.errors import UserError
from sim.model.tables import GROWING, Tables
from sim.scenario.burn_in import burn_in
from sim.scenario.schema import Scenario
from sim.world.build import row_under_study
from sim.world.parameters import entrant_rows, entry_row, strategy_rows
from sim.world.world import World


def refuse_late(scenario: Scenario, day: int) -> None:
    """Refuse to branch a world in which the people studied have been drawn, or in which they are founders.

    Raises
    ------
    sim.core.errors.UserError
        Saying so; ``day`` days have been lived.
    """
    design = scenario.design
    if design.worlds != "focal" or design.focal_entry == 0:
        raise UserError('Only a world with design.worlds = "focal" and design.focal_entry above 0 can be branched.')
    if day > design.focal_entry:
        raise UserError(
            f"The world cannot be branched any more: {day:,} days have been lived, and its focal people were drawn "
            f"after design.focal_entry = {design.focal_entry:,}."
        )


def branched(world: World, scenario: Scenario, strategy: str | None) -> World:
    """Copy a world on a morning before the people studied are drawn; the copy is to live on by another strategy.

    Parameters
    ----------
    world
        The world, which stays as it is.
    scenario
        What the copy lives from here on: the scenario of the world, or another with the same :func:`burn_in`.
    strategy
        Name of the strategy under study; the first if None.

    Raises
    ------
    sim.core.errors.UserError
        If the strategy is not declared, or the scenario has another burn-in.
    """
    if scenario is not world.scenario and burn_in(scenario) != burn_in(world.scenario):
        raise UserError("A world can be branched only for a scenario in which all is the same until then.")
    w, studied = world.tables, row_under_study(scenario, strategy)
    tables = Tables(w.key, *(_copied(w, name) for name in Tables._fields[1:]))._replace(
        strategy=strategy_rows(scenario), entry=entry_row(scenario, studied), entrants=entrant_rows(scenario)
    )
    return World(scenario, world.seed, tables, world.names, list(world.remarks))


def _copied(w: Tables, name: str) -> Any:
    """Copy a table; of one that grows the rows in use, into as much room."""
    table = getattr(w, name)
    if name not in GROWING:
        return table.copy()
    used, copy = int(w.count[name][0]), GROWING[name].rows(table.size)
    copy[:used] = table[:used]
    return copy
