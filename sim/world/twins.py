"""Twins: a world that goes on under another strategy, and which worlds are the same until the people studied enter."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.core.errors import UserError
from sim.model.tables import GROWING, Tables
from sim.model.talk.parameters import Pitch
from sim.scenario.schema import Scenario, of_a_run
from sim.world.build import row_under_study, spare_places
from sim.world.parameters import entrant_rows, entry_row, strategy_rows
from sim.world.world import World

OF_THE_STUDIED = ("focal_people", "focal_window", "focal_hours")


def burn_in(scenario: Scenario) -> str:
    """Name the burn-in of a scenario: what everybody lives before the people studied are drawn.

    Scenarios with the same name are the same world, seed by seed, up to that morning: they differ at most in the
    strategy under study, in strategies that nobody else follows, in who is studied and how many hours they have.

    Returns
    -------
    str
        64 hexadecimal digits; empty if there is none, or if rules of the user's own, which may look at anything, have a
        part in the days.
    """
    design = scenario.design
    own = scenario.own.phases or any(each.pitch not in Pitch.words() for each in scenario.strategy)
    if design.worlds != "focal" or design.focal_entry == 0 or own:
        return ""
    table = of_a_run(scenario)
    for key in OF_THE_STUDIED:
        del table["design"][key]
    followed = {name for name, weight in design.background.items() if weight > 0.0} or {scenario.strategy[0].name}
    table["strategy"] = [each if each["name"] in followed else each["name"] for each in table["strategy"]]
    posts = any(each.cross_post != "never" for each in scenario.strategy)
    words = json.dumps([table, spare_places(scenario), posts], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


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
