"""The fast-start bonus: what a sponsor gets at once for a recruit, of his fee and of his first purchase."""

from __future__ import annotations

from sim.core.accounts import ACTIVE, part, pay
from sim.core.compiled import phase, whole
from sim.model.plans.purchase import note_income
from sim.model.tables import NONE, Tables


@phase
def reward_sponsor(w: Tables, day: int, p: int, cents: int) -> None:
    """Pay the sponsor of position ``p``, if it has one, for recruiting: active income.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    p
        The recruit's position.
    cents
        Amount, not negative.
    """
    position = w.positions[p]
    if position.sponsor == NONE:
        return
    sponsor = w.positions[position.sponsor]
    i = whole(sponsor.person)
    pay(w.accounts[w.people.size + whole(position.company)], w.accounts[i], cents, ACTIVE)
    note_income(sponsor, w.tally[i], cents, day)


@phase
def reward_joining(w: Tables, day: int, p: int) -> None:
    """Pay the sponsor's share of the fee of a position that begins to work, and the amount a recruit is worth."""
    plan = w.company[w.positions[p].company]
    w.positions[p].due = 1
    reward_sponsor(w, day, p, part(plan.joining_fee, plan.fast_start) + plan.fast_start_amount)


@phase
def reward_first_purchases(w: Tables, day: int) -> None:
    """Pay sponsors their share of the first purchases, among those of this month, of members who work.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.due and position.volume > 0:
            position.due = 0
            reward_sponsor(w, day, whole(p), part(position.volume, w.company[position.company].fast_start))
