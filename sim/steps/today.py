"""Phases of the user's own: what they are given, when they are due, and what they may not do."""

from __future__ import annotations

from typing import Any

from sim.core.accounts import UNBOOKED, pay
from sim.core.chance import constant_of, named_draw
from sim.core.errors import UserError
from sim.core.parameters import as_whole
from sim.core.registry import Rule, RuleError
from sim.core.wording import shown
from sim.model.tables import MONTH, WEEK, Tables
from sim.steps.stepping import Lived, Step
from sim.world.world import World


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
    """Carry out the scenario's own phases that have no place among the steps of the day, in its order.

    Raises
    ------
    RuleError
        As :func:`carry_out`, and if any other rule of the user's own made or destroyed money today.
    """
    own = market.scenario.own
    for name in own.phases:
        rule = own.rule("phase", name)
        if not (rule.after or rule.before):
            carry_out(market, name)
    wrong = _wrong_with_money(market.world)
    if wrong:
        files = ", ".join(str(file.path) for file in own.files)
        raise RuleError(f"{files}: one of its rules {wrong} (day {market.day}).")


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


def own_step(rule: Rule) -> Step:
    """Return the step that a phase of the user's own is, with a place among the others."""

    def happens(market: Lived) -> None:
        carry_out(market, rule.name)

    happens.__doc__ = rule.meaning

    def due(market: Lived) -> bool:
        return is_due(rule.when, market.day)

    return Step(rule.name, happens, rule.when, "anybody", "", "", due=due, own=True)
