"""Month's end, first half (A1, A19): allowances, purchases, margins, materials and qualification."""

from __future__ import annotations

from typing import Any

from sim.core.accounts import ACTIVE, GOODS, HOUSEHOLDS, MATERIALS, SUPPLIERS, UNBOOKED, part, pay
from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.reach.advertising import collect
from sim.model.tables import NONE, Tables

AGAIN = purpose("purchase.again")


@phase
def allowances(w: Tables, cents: int) -> None:
    """Pay every person what his household can spare this month: ``cents`` each, not negative."""
    accounts = w.accounts
    households = accounts[w.people.size + w.company.size + HOUSEHOLDS]
    for i in range(w.people.size):
        pay(households, accounts[i], cents, UNBOOKED)


@rule
def wish(position: Any, company: Any, draw: float) -> int:
    """Return what a member wants to buy, in cents; changes nothing.

    A working member buys the minimum; a customer buys again with the probability that he is convinced.

    Parameters
    ----------
    position, company
        The member's position, and the row of its company.
    draw
        Uniform draw, 0 <= draw < 1.
    """
    if position.working:
        return company.minimum_purchase
    return company.customer_purchase if draw < position.conviction else 0


@rule
def settle(position: Any, wanted: int, balance: int) -> int:
    """Return what is bought: all or nothing, and never on credit. Working members qualify by buying.

    Parameters
    ----------
    position
        The buyer's position, whose ``volume``, ``used`` and ``qualified`` are set for the month; paying is left
        to the caller.
    wanted, balance
        Cents wanted and cents at hand, not negative.

    Returns
    -------
    int
        ``wanted`` or 0, in cents.
    """
    bought = wanted if balance >= wanted else 0
    position.volume = bought
    position.used = bought > 0
    position.qualified = position.working == 1 and balance >= wanted
    return bought


@phase
def purchases(w: Tables, day: int) -> None:
    """Let every position that is still in buy for the month; pay suppliers, the seller's margin, and materials.

    Positions buy in the order they were opened, and materials come after all purchases: who cannot pay goes
    without.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    accounts, positions, company = w.accounts, w.positions, w.company
    n = w.people.size
    suppliers = accounts[n + company.size + SUPPLIERS]
    draws = stream(w.key, AGAIN, day)
    for p in range(w.count[0].positions):
        position = positions[p]
        if position.left >= 0:
            continue
        i, c = whole(position.person), whole(position.company)
        if w.systems[c].revshare:  # its members buy packs, and qualify by working
            position.qualified = position.working
            continue
        member, firm = accounts[i], accounts[n + c]
        wanted = wish(position, company[c], uniform(draws, i, c))
        bought = settle(position, wanted, member.balance)
        pay(member, firm, bought, GOODS)
        position.spent += bought
        if position.working and bought > 0:
            collect(w.life[i], company[c].credits)
        pay(firm, suppliers, part(bought, company[c].supply_cost), UNBOOKED)
        if position.working == 0 and position.sponsor != NONE:
            seller = positions[position.sponsor]
            margin = part(bought, company[c].retail_margin)
            pay(firm, accounts[seller.person], margin, ACTIVE)
            note_income(seller, w.tally[seller.person], margin, day)
    for p in range(w.count[0].positions):
        i, c = whole(positions[p].person), whole(positions[p].company)
        if positions[p].working and positions[p].left < 0 and accounts[i].balance >= company[c].materials:
            pay(accounts[i], suppliers, company[c].materials, MATERIALS)
            positions[p].spent += company[c].materials


@rule
def note_income(position: Any, tally: Any, cents: int, day: int) -> None:
    """Credit a position with what it brought in, and remember the day of the first income.

    Parameters
    ----------
    position, tally
        The earner's position and his row of tallies, which change.
    cents
        Amount, not negative; 0 is no income.
    day
        Today.
    """
    position.earned += cents
    position.income += cents
    if cents > 0 and tally.first_commission < 0:
        tally.first_commission = day


@rule
def close_books(position: Any) -> None:
    """Close a month: a loss adds to those without a break before it, anything else ends them.

    Parameters
    ----------
    position
        A position, whose ``losses``, ``returned``, ``income`` and ``spent`` change.
    """
    position.losses = position.losses + 1 if position.income < position.spent else 0
    position.returned = position.income
    position.income = 0
    position.spent = 0


@phase
def close_month(w: Tables) -> None:
    """Close the month of every position, and count it for everybody who works.

    Parameters
    ----------
    w
        All tables, after purchases and commissions.
    """
    for p in range(w.count[0].positions):
        close_books(w.positions[p])
    for i in range(w.people.size):
        w.tally[i].months += w.people[i].works != 0
