"""The same evening under several pitch policies: same seed, same networker, same guests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.errors import UserError
from sim.model.tables import WEEK
from sim.record.evening import Evening
from sim.runs import begin
from sim.scenario.schema import Scenario
from sim.simulation import Simulation

HORIZON = 10
"""Weeks in which the evening is looked for: the longer twins live, the less their evenings have the same guests."""


@dataclass(frozen=True, eq=False)
class Twin:
    """An evening, and the strategy under which it was lived (``name``)."""

    name: str
    evening: Evening


def twin_evenings(scenario: Scenario, seed: int, strategies: Sequence[str] = ()) -> list[Twin]:
    """Live a world once under each strategy, and return the evening that shows best what the difference is.

    Parameters
    ----------
    scenario
        What is lived.
    seed
        Of the world.
    strategies
        Names; by default those that :func:`usual` chooses.

    Returns
    -------
    list
        One evening of one networker, on the same day and with the same guests, a twin a strategy. Of all such evenings
        the one with most contradictions in all twins together, then with most listeners, then the first.

    Raises
    ------
    sim.core.errors.UserError
        If nobody goes out, a strategy is not declared, or no evening has the same guests under all strategies.
    """
    refuse_silence(scenario)
    names = list(dict.fromkeys(strategies)) or usual(scenario)
    trunk = _burnt_in(scenario, seed)
    person = _most_caught([_alive(trunk, scenario, seed, name) for name in names])
    diaries = [_diary(_alive(trunk, scenario, seed, name), person) for name in names]
    shared = [day for day in diaries[0] if _same_guests(diaries, day)]
    if not shared:
        raise UserError(
            f"No evening of the first {HORIZON} weeks has the same guests under all of these strategies; "
            "ask for fewer with --strategy, or try another --seed."
        )
    best = max(shared, key=lambda day: (*_worth([diary[day] for diary in diaries]), -day))
    return [Twin(name or "", diary[best]) for name, diary in zip(names, diaries, strict=True)]


def usual(scenario: Scenario) -> list[str | None]:
    """Return the strategies that are compared unless others are asked for: those of the design, else all; one a pitch.

    In a mixed world, in which none is studied alone, it is [None].
    """
    if scenario.design.worlds == "mixed":
        return [None]
    varied = scenario.design.vary.get("strategy", [])
    asked = {name for name in varied if isinstance(name, str)} if isinstance(varied, list) else set()
    first: dict[str, str] = {}
    for each in scenario.strategy:
        if not asked or each.name in asked:
            first.setdefault(each.pitch, each.name)
    return list(first.values())


def refuse_silence(scenario: Scenario) -> None:
    """Refuse a scenario in which nobody goes out.

    Raises
    ------
    UserError
        Saying what to change.
    """
    if not scenario.phases.events:
        raise UserError("phases.events = false: there are no evenings in this scenario.")
    if scenario.events.share == 0.0 and not scenario.events.attendance:
        raise UserError(
            "events.share = 0.0: nobody goes out in this scenario; events.share = 0.6 sends them, for example."
        )


def _burnt_in(scenario: Scenario, seed: int) -> Simulation | None:
    """Return the world on the morning on which the people studied enter; None if they are there from the start."""
    design = scenario.design
    if design.worlds != "focal" or design.focal_entry == 0:
        return None
    trunk = begin(scenario, seed)
    while trunk.day < design.focal_entry:
        trunk.step()
    return trunk


def _alive(trunk: Simulation | None, scenario: Scenario, seed: int, name: str | None) -> Simulation:
    return begin(scenario, seed, name) if trunk is None else trunk.branch(name)


def _days(market: Simulation) -> Iterator[int]:
    """Let a world live the weeks in which the evening is looked for, and close it."""
    last = market.day + market.scenario.design.focal_window + HORIZON * WEEK
    try:
        while market.running and market.day < last:
            market.step()
            yield market.day - 1
    finally:
        market.close()


def _most_caught(twins: Sequence[Simulation]) -> int:
    """Return which of the people under study, or of the founders, was caught most often in all worlds together."""
    caught: dict[int, tuple[int, int]] = {}
    for market in twins:
        w = market.world.tables
        for _ in _days(market):
            pass
        studied = w.life.focal if w.life.focal.any() else w.life.founder
        for i in np.flatnonzero((studied == 1) & (w.tally.at_events > 0)):
            contradictions, openings = caught.get(int(i), (0, 0))
            seen = int(w.tally.private[i]) + int(w.tally.public[i])
            caught[int(i)] = contradictions + seen, openings + int(w.tally.at_events[i])
    if not caught:
        raise UserError(f"Nobody under study spoke at an evening in the first {HORIZON} weeks; try another --seed.")
    return max(caught, key=lambda i: (*caught[i], -i))


def _diary(market: Simulation, person: int) -> dict[int, Evening]:
    """Return a networker's evenings at which somebody heard them, by day."""
    market.watched = person
    found: dict[int, Evening] = {}
    for day in _days(market):
        now = market.evening
        if now is not None and now.day == day:
            found[day] = now
    return found


def _same_guests(diaries: Sequence[dict[int, Evening]], day: int) -> bool:
    first = diaries[0][day].people
    return all(day in diary and np.array_equal(diary[day].people, first) for diary in diaries)


def _worth(evenings: Sequence[Evening]) -> tuple[int, int]:
    return sum(each.noticed for each in evenings), sum(each.heard.size for each in evenings)
