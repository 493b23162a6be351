"""Steps of a day: what is said of each, what it needs, when it is due; and what own phases may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sim.core.accounts import UNBOOKED, pay
from sim.core.chance import constant_of, named_draw
from sim.core.errors import UserError
from sim.core.parameters import as_whole
from sim.core.registry import Rule, RuleError
from sim.core.wording import shown
from sim.hands import Hands
from sim.model.day import APPENDED, PARTS, live
from sim.model.events.invitations import is_evening
from sim.model.limits import BOOKS, POOLS, PURSES
from sim.model.reach.channels import is_advertising_day, is_posting_day
from sim.model.tables import MONTH, WEEK, Tables
from sim.record.evening import Evening
from sim.scenario.schema import Scenario
from sim.world.limits import outgrown, refuse_pools, refuse_rich, refuse_totals
from sim.world.world import World

REFUSES = {PURSES: refuse_rich, POOLS: refuse_pools, BOOKS: refuse_totals}


class Today:
    """What an own phase is given: a market on a day.

    Parameters
    ----------
    market, name
        The market, and the name of the phase, after which its draws are called.

    Attributes
    ----------
    market, world, day
        The market, its world, and the day, from 0.
    """

    def __init__(self, market: Lived, name: str) -> None:
        self.market, self.world, self.day = market, market.world, market.day
        self._constant = constant_of(f"own.phase.{name}")

    @property
    def tables(self) -> Tables:
        """The tables of the world, which the phase may change."""
        return self.world.tables

    def draw(self, who: int, nth: int = 0) -> float:
        """Return a uniform draw, 0 <= draw < 1, of this phase and day.

        Parameters
        ----------
        who, nth
            Whom it is about and its number, each 0..2**32 - 1: the same names give the same draw.
        """
        return float(named_draw(self.tables.key, self._constant, self.day, int(who), nth))

    def pay(self, payer: int, payee: int, cents: int, kind: int = UNBOOKED) -> None:
        """Move money from one purse to another.

        Parameters
        ----------
        payer, payee
            Rows of ``tables.accounts``: persons first, then companies, then the outside world.
        cents
            Whole cents, not negative.
        kind
            How it is booked, see :func:`sim.core.accounts.pay`.

        Raises
        ------
        UserError
            If that is no purse, or no whole number of cents from 0 on.
        """
        amount = as_whole(cents)
        if amount is None or not 0 <= amount < 2**63:
            raise UserError(f"{shown(cents)} cents cannot be paid; whole cents can, 0 or more")
        pay(self._purse(payer), self._purse(payee), amount, kind)

    def _purse(self, row: int) -> Any:
        accounts, number = self.tables.accounts, as_whole(row)
        if number is None or not 0 <= number < accounts.size:
            raise UserError(
                f"there is no purse {shown(row)}; rows of tables.accounts go from 0 to {accounts.size - 1:,}"
            )
        return accounts[number]


def is_due(when: str, day: int) -> bool:
    """Tell whether a phase happens today: daily, on every seventh day from the first, or on the last of a month."""
    if when == "monthly":
        return (day + 1) % MONTH == 0
    return when == "daily" or day % WEEK == 0


def end_day(market: Lived) -> None:
    """Carry out the scenario's own phases that have no place among the steps of the day, in its order."""
    for name in market.scenario.own.phases:
        rule = market.scenario.own.rule("phase", name)
        if not (rule.after or rule.before):
            carry_out(market, name)


def carry_out(market: Lived, name: str) -> None:
    """Carry out an own phase of the scenario, if it is due today.

    Raises
    ------
    RuleError
        If it fails, makes or destroys money, or leaves a person with less than nothing.
    """
    own = market.scenario.own
    if not is_due(own.rule("phase", name).when, market.day):
        return
    own.function("phase", name)(Today(market, name))
    wrong = _wrong_with_money(market.world)
    if wrong:
        raise RuleError(f"{own.place('phase', name)} {wrong} (day {market.day}).")


def _wrong_with_money(world: World) -> str:
    purses, total = world.tables.accounts.balance[: world.people], world.money()
    if total != 0:
        return f"{'made' if total > 0 else 'destroyed'} {abs(total):,} cents; money only moves, by today.pay"
    if purses.min() < 0:
        return f"left person {purses.argmin()} with {purses.min():,} cents; nobody pays what they do not have"
    return ""


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


def advertises(market: Lived) -> bool:
    """Once a week, if any company gives credits."""
    return is_advertising_day(market.day) and bool(market.world.plain.company["credits"].max() > 0.0)


def posts(market: Lived) -> bool:
    """Once a week, if anybody may advertise in a group or anything is learned there."""
    if not is_posting_day(market.day):
        return False
    w = market.world.tables
    return bool(w.strategy.cross_post.any() or w.groups[0].teaches > 0.0)


def is_out(market: Lived) -> bool:
    """On the evening of the week."""
    may_be = market.day % WEEK == market.world.plain.events["weekday"][0]
    return bool(may_be and is_evening(market.day, market.world.tables.events[0]))


def gossips(market: Lived) -> bool:
    """If anybody said anything today, or everybody is asked for themselves."""
    return market.moving.everybody or anything_said(market)


def enters_late(scenario: Scenario) -> bool:
    """If the people studied enter a market that is some time old."""
    return scenario.design.worlds == "focal" and scenario.design.focal_entry > 0


def lets_enter(market: Lived) -> bool:
    """On the days on which the people studied may enter, from the morning on which they are drawn."""
    design = market.scenario.design
    return design.focal_entry <= market.day < design.focal_entry + design.focal_window


def sells_shares(scenario: Scenario) -> bool:
    """If any company is a revenue-share company."""
    return any(company.kind == "revshare" for company in scenario.company)


def may_close(scenario: Scenario) -> bool:
    """If any company can come to an end."""
    return sells_shares(scenario) or any(company.life.law != "none" for company in scenario.company)


def has_own(scenario: Scenario) -> bool:
    """If the scenario names phases of the user's own."""
    return bool(scenario.own.phases)


def own_step(rule: Rule) -> Step:
    """Return the step that a phase of the user's own is, with a place among the others."""

    def happens(market: Lived) -> None:
        carry_out(market, rule.name)

    happens.__doc__ = rule.meaning

    def due(market: Lived) -> bool:
        return is_due(rule.when, market.day)

    return Step(rule.name, happens, rule.when, "anybody", "", "", due=due, own=True)
