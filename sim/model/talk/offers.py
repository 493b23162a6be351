"""What of a company somebody can still be offered, and what is remembered of offers that they refused."""

from __future__ import annotations

import numpy as np

from sim.core.compiled import rule, whole
from sim.model.people.rows import Held, LifeRow, Link, Person

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
def may(person: Person, life: LifeRow, held: Held, company: int, month: int) -> int:
    """Return what of a company somebody can still be offered: ``BUY``, ``WORK``, both or nothing.

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
    left = 0 if works | gave_up else WORK
    return left if works | buys | rests else left | BUY
