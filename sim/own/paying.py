"""Own compensation plans: what they are shown at a month's end, and what they may pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.accounts import ACTIVE, PASSIVE
from sim.core.parameters import is_whole
from sim.core.registry import RuleError
from sim.core.wording import shown
from sim.model.plans.companies import Company
from sim.model.plans.own import pay_members
from sim.model.tables import NONE
from sim.own.loading import function_of, place_of
from sim.world.world import World

BOOKED = {"active": ACTIVE, "passive": PASSIVE}
"""How a payment may be booked: for own sales and own recruiting, or for the volume of a team."""


@dataclass(frozen=True)
class Member:
    """Somebody who is in a company at a month's end; volumes are those of the month, in cents.

    Attributes
    ----------
    person, sponsor
        Ids of the member and of whoever stands above him; None at the top.
    working
        Whether he works a position; otherwise he is a customer.
    qualified, rank
        Whether he is qualified for commission, and the rank he reached (0 none), by the scenario's plan.
    joined
        Day he joined.
    volume, own, team
        What he bought himself; with his own customers; and what all below him bought.
    """

    person: int
    sponsor: int | None
    working: bool
    qualified: bool
    rank: int
    joined: int
    volume: int
    own: int
    team: int


@dataclass(frozen=True)
class Books:
    """What an own plan is shown of a company at a month's end.

    Attributes
    ----------
    company
        The scenario's company, with its ``plan`` and all other numbers.
    day
        Today, from 0.
    members
        Everybody who is in, customers included, in the order in which they joined.
    volume
        What all of them bought this month, in cents: the most that can be paid out.
    """

    company: Company
    day: int
    members: tuple[Member, ...]
    volume: int

    @property
    def name(self) -> str:
        """Name of the company."""
        return self.company.name

    def member(self, person: int) -> Member:
        """Return a member by his id; KeyError if he is none."""
        for each in self.members:
            if each.person == person:
                return each
        raise KeyError(person)

    def recruits(self, person: int) -> list[Member]:
        """Members who stand directly below a person, customers included."""
        return [each for each in self.members if each.sponsor == person]


def books_of(world: World, day: int, c: int) -> Books:
    """Return what an own plan is shown of company ``c``; purchases and standings of the month are done."""
    seats = _seats(world, c)
    held = world.tables.positions
    person = held.person.tolist() if seats.size else []
    own = dict.fromkeys(seats.tolist(), 0)
    for p in own:
        own[p] += int(held.volume[p])
        if not held.working[p] and held.sponsor[p] in own:
            own[int(held.sponsor[p])] += int(held.volume[p])
    members = tuple(
        Member(
            person=person[p],
            sponsor=person[held.sponsor[p]] if held.sponsor[p] != NONE else None,
            working=bool(held.working[p]),
            qualified=bool(held.qualified[p]),
            rank=int(held["rank"][p]),
            joined=int(held.day[p]),
            volume=int(held.volume[p]),
            own=own[p],
            team=int(held.team[p]),
        )
        for p in own
    )
    return Books(world.scenario.company[c], day, members, sum(each.volume for each in members))


def pay_own_plans(world: World, day: int) -> None:
    """Pay the month's commissions of every company that has a plan of the user's own.

    Raises
    ------
    RuleError
        If a plan pays somebody who is no member, less than nothing, in fractions of a cent, or more in all than was
        bought; nothing of that plan is paid then.
    """
    for c, company in enumerate(world.scenario.company):
        if company.plan.kind not in world.scenario.own.names("plan"):
            continue
        books = books_of(world, day, c)
        if not books.members:
            continue
        granted = function_of(world.scenario, "plan", company.plan.kind)(books)
        try:
            person, cents, kinds = payments(books, granted)
        except ValueError as error:
            place = place_of(world.scenario, "plan", company.plan.kind)
            raise RuleError(f"{place} {error} ({company.name}, day {day}).") from None
        pay_members(world.tables, day, world.tables.held.seat[person, c].astype(np.int64), cents, kinds)


def payments(books: Books, granted: Any) -> tuple[Any, Any, Any]:
    """Return who is paid what and how it is booked, shape (payments,) each, int64.

    Parameters
    ----------
    books
        What the plan was shown.
    granted
        What it returned.

    Raises
    ------
    ValueError
        With the rest of a sentence that begins with the plan, if it may not be paid.
    """
    members = {each.person for each in books.members}
    rows = []
    for payment in _listed(granted):
        rows.append(_payment(payment, members))
    if sum(cents for _, cents, _ in rows) > books.volume:
        total = sum(cents for _, cents, _ in rows)
        raise ValueError(f"pays {total:,} cents, more than the {books.volume:,} that were bought this month")
    person, cents, kinds = np.array(rows, np.int64).reshape(-1, 3).T.copy()
    return person, cents, kinds


def _listed(granted: Any) -> Sequence[Any]:
    try:
        return list(granted)
    except TypeError:
        raise ValueError(f"must return a list of payments, not {shown(granted)}") from None


def _payment(payment: Any, members: set[int]) -> tuple[int, int, int]:
    """Read one payment, or say why it may not be made."""
    if not isinstance(payment, tuple | list) or len(payment) != 3 or payment[2] not in BOOKED:
        raise ValueError(f'must return payments (person, cents, "active" or "passive"), not {shown(payment)}')
    person, cents, booked = payment
    if not is_whole(person) or person not in members:
        raise ValueError(f"pays person {shown(person)}, who is no member")
    if not is_whole(cents):
        raise ValueError(f"pays {shown(cents)} cents; whole cents can be paid")
    if cents < 0:
        raise ValueError(f"pays {cents} cents to person {person}; nothing can be taken")
    return int(person), int(cents), BOOKED[booked]


def _seats(world: World, c: int) -> Any:
    held = world.tables.positions[: world.used("positions")]
    return np.flatnonzero((held.company == c) & (held.left < 0))
