"""The month's commissions, plan by plan; and plans in plain Python: what they are shown, and what they may pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import ACTIVE, PASSIVE, pay, purse
from sim.core.compiled import phase, whole
from sim.core.parameters import is_whole
from sim.core.registry import Rulebook, RuleError
from sim.core.wording import shown
from sim.model.plans.buying import note_income
from sim.model.plans.companies import Company
from sim.model.tables import NONE, Tables

Whole = NDArray[np.int64]
BOOKED = {"active": ACTIVE, "passive": PASSIVE}
"""How a payment may be booked: for own sales and own recruiting, or for the volume of a team."""


@dataclass(frozen=True)
class Member:
    """Somebody who is in a company at a month's end; volumes are those of the month, in cents.

    Attributes
    ----------
    person, sponsor
        Ids of the member and of the one above; None at the top.
    working
        Whether they work a position; otherwise they are a customer.
    qualified, rank
        Whether they are qualified for commission, and the rank they reached (0 none), by the scenario's plan.
    joined
        Day they joined.
    volume, own, team
        What they bought themselves; with their own customers; and what all below them bought.
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
    """What a plain plan is shown of a company at a month's end.

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
        """Return a member by id; KeyError if there is none."""
        for each in self.members:
            if each.person == person:
                return each
        raise KeyError(person)

    def recruits(self, person: int) -> list[Member]:
        """Members who stand directly below a person, customers included."""
        return [each for each in self.members if each.sponsor == person]


def books_of(w: Tables, day: int, c: int, company: Company) -> Books:
    """Return what a plain plan is shown of company ``c``; purchases and standings of the month are done."""
    held = w.positions[: w.count[0].positions]
    seats = np.flatnonzero((held.company == c) & (held.left < 0)).tolist()
    own = dict.fromkeys(seats, 0)
    for p in seats:
        own[p] += int(held.volume[p])
        if not held.working[p] and held.sponsor[p] in own:
            own[int(held.sponsor[p])] += int(held.volume[p])
    members = tuple(
        Member(
            person=int(held.person[p]),
            sponsor=int(held.person[held.sponsor[p]]) if held.sponsor[p] != NONE else None,
            working=bool(held.working[p]),
            qualified=bool(held.qualified[p]),
            rank=int(held["rank"][p]),
            joined=int(held.day[p]),
            volume=int(held.volume[p]),
            own=own[p],
            team=int(held.team[p]),
        )
        for p in seats
    )
    return Books(company, day, members, sum(each.volume for each in members))


def needs_places(companies: Sequence[Company], rulebook: Rulebook) -> bool:
    """Tell whether the plan of any company pays by a tree of places."""
    return any("places" in rulebook.rule("plan", company.plan.kind).needs for company in companies)


def pay_commissions(w: Tables, day: int, companies: Sequence[Company], rulebook: Rulebook) -> None:
    """Pay the month's commissions of each kind of plan that a company has.

    Parameters
    ----------
    companies
        The scenario's, one for each row of ``w.company``.
    rulebook
        Where plans are looked up.

    Raises
    ------
    RuleError
        If a plain plan pays somebody who is no member, less than nothing, in fractions of a cent, or more in all than
        was bought; nothing of that plan is paid then.
    """
    kinds = [company.plan.kind for company in companies]
    for kind in dict.fromkeys(kinds):
        pays = rulebook.function("plan", kind)
        if rulebook.rule("plan", kind).compiled:
            pays(w, day, int(w.company.plan[kinds.index(kind)]))
            continue
        for c, company in enumerate(companies):
            books = books_of(w, day, c, company) if company.plan.kind == kind else None
            if books is None or not books.members:
                continue
            try:
                person, cents, booked = payments(books, pays(books))
            except ValueError as error:
                raise RuleError(f"{rulebook.place('plan', kind)} {error} ({company.name}, day {day}).") from None
            pay_members(w, day, w.held.seat[person, c].astype(np.int64), cents, booked)


@phase
def pay_members(
    w: Tables, day: int, seats: NDArray[np.int64], cents: NDArray[np.int64], kinds: NDArray[np.int64]
) -> None:
    """Pay what a plain plan grants, out of the company's purse.

    Parameters
    ----------
    seats
        Positions that are paid, shape (payments,), int64.
    cents, kinds
        Amount of each payment, not negative, and ``ACTIVE`` or ``PASSIVE``; as ``seats``.
    """
    for k in range(seats.size):
        position = w.positions[seats[k]]
        earner = whole(position.person)
        pay(w.accounts[purse(w.people.size, position.company)], w.accounts[earner], cents[k], kinds[k])
        note_income(position, w.tally[earner], cents[k], day)


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
