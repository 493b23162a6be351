"""What of a company somebody can still be offered, and what is remembered of offers that they refused.

An offer is a company and what of it may still be had: its goods, its work, or both. A speaker knows what a listener
holds, and how often this listener refused them; every channel asks here before it offers anything.
"""

from __future__ import annotations

import numpy as np

from sim.core.chance import uniform
from sim.core.compiled import beyond, rule, whole
from sim.model.people.rows import Held, LifeRow, Link, Person
from sim.model.tables import MONTH
from sim.model.talk.parameters import Conversation

BUY, WORK = 1, 2  # what of a company there is to offer
MOST_REFUSED = 15  # refusals that are counted


@rule
def refusals(link: Link, company: int) -> int:
    """Return how many offers of a company (its row, 0..15) the contact refused its owner, at most 15."""
    return whole((link.refused >> np.uint64(4 * company)) & np.uint64(MOST_REFUSED))


@rule
def refuse(link: Link, company: int) -> None:
    """Remember beside the speaker's tie that the contact refused an offer of a company (its row, 0..15)."""
    if refusals(link, company) < MOST_REFUSED:
        link.refused = link.refused + (np.uint64(1) << np.uint64(4 * company))  # type: ignore[assignment]


@rule
def kept_for_a_month(law: Conversation) -> float:
    """Return the chance that a refusal is still remembered a month later, 0..1: half are after ``refusal_half_life``.

    Notes
    -----
    ``2**(-30 / refusal_half_life)``; a half-life of 0 stands for never forgetting.
    """
    return float(2.0 ** (-MONTH / law.refusal_half_life)) if law.refusal_half_life > 0 else 1.0


@rule
def forget(link: Link, tie: int, companies: int, keep: float, draws: np.uint64) -> None:
    """Let each refusal on a tie be remembered with the chance ``keep`` (0..1), otherwise forgotten.

    ``link`` is the row of the ``tie``, ``companies`` a bit set of all there are, ``draws`` the stream of the day.
    """
    for c in range(beyond(companies)):
        for nth in range(refusals(link, c)):
            if uniform(draws, tie, (MOST_REFUSED + 1) * c + nth) >= keep:
                link.refused = link.refused - (np.uint64(1) << np.uint64(4 * c))  # type: ignore[assignment]


@rule
def may(person: Person, life: LifeRow, held: Held, company: int, month: int) -> int:
    """Return what of a company somebody can still be offered: ``BUY``, ``WORK``, both or nothing.

    The work of a company is offered to nobody who works it or gave it up, and no work at all to people between
    businesses: they start again by a decision of their own, so the way back is the same whatever number they worked.

    Parameters
    ----------
    person, life, held
        Their rows.
    company
        Row of the company, 0..15.
    month
        Number of the month, from 1.
    """
    works, buys = whole(person.works) >> company & 1, whole(person.buys) >> company & 1
    gave_up = whole(life.quit) >> company & 1
    rests = whole(held.rests[company]) > month
    left = 0 if works | gave_up | (person.stranded != 0) else WORK
    return left if works | buys | rests else left | BUY


@rule
def open_to(person: Person, life: LifeRow, held: Held, offered: int, month: int) -> int:
    """Return the companies of a bit set of which :func:`may` leaves somebody anything; ``month`` as there.

    Most people have given up nothing, and of no company is the rest asked for whose work can be had.
    """
    works, buys, gave_up = whole(person.works), whole(person.buys), whole(life.quit)
    left = 0 if person.stranded else offered & ~works & ~gave_up
    goods = offered & ~works & ~buys & ~left
    for c in range(beyond(goods)):
        if goods >> c & 1 and whole(held.rests[c]) <= month:
            left |= 1 << c
    return left


@rule
def given_up(link: Link, offered: int, most: int) -> int:
    """Return the companies of a bit set that this contact refused ``most`` times (0..15; 0 never gives up)."""
    found = 0
    if most > 0 and link.refused != 0:
        for c in range(beyond(offered)):
            if offered >> c & 1 and refusals(link, c) >= most:
                found |= 1 << c
    return found


@rule
def month_of(day: int) -> int:
    """Return the number of the month in which a day lies, from 1."""
    return day // MONTH + 1


@rule
def for_listener(
    person: Person, life: LifeRow, held: Held, tells: Link, offered: int, law: Conversation, month: int
) -> int:
    """Return the companies of a bit set that somebody can still offer a person.

    Those of which there is something left to have (see :func:`open_to`), and that the person has not refused too
    often, as the row ``tells`` of the speaker remembers.
    """
    left = open_to(person, life, held, offered, month)
    return left & ~given_up(tells, left, whole(law.give_up)) if left else 0
