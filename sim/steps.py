"""Steps of a day: what is said of each, what it needs, and when it has anything to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sim.agents import Host
from sim.model.people.parameters import Phases
from sim.model.tables import MONTH, WEEK
from sim.moving import Moving
from sim.record.evening import Evening
from sim.world.world import World


class Lived(Host, Protocol):
    """What steps need of the market in which they happen."""

    moving: Moving
    watched: int | None
    evening: Evening | None
    on: Phases  # as a row


def always(_market: Lived) -> bool:
    """Every day."""
    return True


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
    room
        Rows that growing tables must hold before it begins, by table.
    swept
        Whether :func:`sim.model.day.live` does the same.
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
    room: Mapping[str, Callable[[World], int]] = field(default_factory=dict)
    swept: bool = False
    own: bool = False

    @property
    def meaning(self) -> str:
        """What happens, in a sentence."""
        return (self.does.__doc__ or "").partition("\n")[0]

    def happen(self, market: Lived) -> None:
        """Let it happen, if it has anything to do today."""
        if self.due(market):
            for table, rows in self.room.items():
                market.world.make_room(table, rows(market.world))
            self.does(market)


declared: list[Step] = []
"""Steps so far, in the order in which they happen; :mod:`sim.day` declares them."""


def step(
    name: str, when: str, who: str, claims: str, rules: str, **more: Any
) -> Callable[[Callable[[Lived], None]], Callable[[Lived], None]]:
    """Make a function the next step of the day; all as in :class:`Step`, where ``more`` is what stands last there."""

    def add(does: Callable[[Lived], None]) -> Callable[[Lived], None]:
        declared.append(Step(name, does, when, who, claims, rules, **more))
        return does

    return add


def week_begins(market: Lived) -> bool:
    """On every seventh day, from the first."""
    return market.day % WEEK == 0


def month_begins(market: Lived) -> bool:
    """On every thirtieth day, from the first."""
    return market.day % MONTH == 0


def month_ends(market: Lived) -> bool:
    """On the last day of a month."""
    return (market.day + 1) % MONTH == 0


def anything_said(market: Lived) -> bool:
    """If anybody said anything today."""
    return market.world.used("said") > 0
