"""Steps of a day: what is said of each, and how it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sim.hands import Hands
from sim.model.day import APPENDED, PARTS, live
from sim.model.limits import BOOKS, POOLS, PURSES
from sim.record.evening import Evening
from sim.scenario.schema import Scenario
from sim.world.limits import outgrown, refuse_pools, refuse_rich, refuse_totals
from sim.world.world import World

REFUSES = {PURSES: refuse_rich, POOLS: refuse_pools, BOOKS: refuse_totals}


class Lived(Protocol):
    """What steps need of the market in which they happen."""

    scenario: Scenario
    world: World
    day: int
    moving: Hands
    watched: int | None
    evening: Evening | None


def always(_of: object) -> bool:
    """Every day."""
    return True


def never(_of: object) -> bool:
    """On no day."""
    return False


@dataclass(frozen=True)
class Step:
    """One step of the day.

    Attributes
    ----------
    name
        By which a subclass of :class:`sim.market.Market` overrides it, as a method.
    does
        Carries it out; the first line of its docstring says what happens.
    when, who, claims, rules
        For people: how often it happens, who acts, the claims it carries, and where its rules are written.
    switch
        Field of the scenario's ``phases`` that switches it off; empty if it always happens.
    due
        Whether it has anything to do today.
    ever
        Whether it can have anything to do on any day of a scenario.
    part
        Bit of the part of :func:`sim.model.day.live` that does the same for all whom no agent moves; 0 if none does.
    own
        Whether it is a phase of the user's own, which no method overrides.
    """

    name: str
    does: Callable[[Lived], None]
    when: str
    who: str
    claims: str
    rules: str
    switch: str = ""
    due: Callable[[Lived], bool] = always
    ever: Callable[[Scenario], bool] = always
    part: int = 0
    own: bool = False

    @property
    def meaning(self) -> str:
        """What happens, in a sentence."""
        return (self.does.__doc__ or "").partition("\n")[0]

    def happen(self, market: Lived) -> None:
        """Let it happen, if it has anything to do today."""
        if self.due(market) and self.ever(market.scenario):
            self.does(market)


declared: list[Step] = []
"""Steps so far, in the order in which they happen; :mod:`sim.day` declares them."""


def step(
    name: str, when: str, who: str, claims: str, rules: str, **more: Any
) -> Callable[[Callable[[Lived], None]], Callable[[Lived], None]]:
    """Make a function the next step of the day; all as in :class:`Step`, where ``more`` is what stands last there."""

    def add(does: Callable[[Lived], None]) -> Callable[[Lived], None]:
        declared.append(Step(name, does, when, who, claims, rules, part=bit(name), **more))
        return does

    return add


def handed(name: str, when: str, who: str, claims: str, rules: str, meaning: str, **more: Any) -> None:
    """Make a part of :func:`sim.model.day.live` the next step of the day; for the rest see :func:`step`."""
    part = bit(name)

    def does(market: Lived) -> None:
        hand_over(market, part)

    does.__doc__ = meaning
    declared.append(Step(name, does, when, who, claims, rules, part=part, **more))


def bit(name: str) -> int:
    """Return the bit of a part of :func:`sim.model.day.live`, 0 if none has this name."""
    return 1 << PARTS.index(name) if name in PARTS else 0


def hand_over(market: Lived, parts: int) -> None:
    """Let compiled code live parts of today, and give tables the rows it asks for on the way.

    Parameters
    ----------
    market
        The market.
    parts
        Bits of parts of :func:`sim.model.day.live`; 0 is nothing.

    Raises
    ------
    sim.core.errors.UserError
        If somebody holds more money than is counted.
    IndexError
        If a table stays too small.
    """
    world, asked = market.world, (0, 0)
    while parts:
        try:
            stopped, why, rows = live(world.handed, market.day, parts)
        except OverflowError:
            raise outgrown(world, market.day) from None
        if stopped == 0:
            return
        refuse(market, why)
        if (stopped, why) == asked:
            raise IndexError("A table is full: the step that appends to it has not made room.")
        asked = stopped, why
        world.make_room(APPENDED[why], rows)
        parts &= -stopped


def refuse(market: Lived, why: int) -> None:
    """End a run in which PURSES, POOLS or BOOKS hold more money than is counted; not if ``why`` is anything else."""
    if why in REFUSES:
        REFUSES[why](market.world, f"Day {market.day + 1}")
