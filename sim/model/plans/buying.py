"""What a month's buying brings (A1, A8, A19): purchases, fast start, and who qualifies."""

from __future__ import annotations

import numpy as np

from sim.core.accounts import (
    ACTIVE,
    GOODS,
    HOUSEHOLDS,
    MATERIALS,
    SUPPLIERS,
    UNBOOKED,
    Account,
    outside,
    part,
    pay,
    purse,
)
from sim.core.compiled import phase, rule, whole
from sim.core.rows import Rows
from sim.model.limits import BOOKS, COUNTED, NOTHING, PURSES, booked_beyond, purse_beyond
from sim.model.people.rows import Tally
from sim.model.plans.budget import fill_baskets, is_customer
from sim.model.plans.policies import disclose, remember_purchase
from sim.model.plans.results import take_results
from sim.model.plans.rows import CompanyRow, Position
from sim.model.reach.channels import collect
from sim.model.tables import MINIMUM_PURCHASE, MONTH, NONE, Tables


@rule
def note_income(position: Position, tally: Tally, cents: int, day: int) -> None:
    """Credit a position with what it brought in, and remember the day of the first income.

    Parameters
    ----------
    position, tally
        The earner's position and row of tallies, which change.
    cents
        Amount, not negative; 0 is no income.
    """
    position.earned += cents
    position.income += cents
    if cents > 0 and tally.first_commission < 0:
        tally.first_commission = day


@phase
def allowances(w: Tables, cents: int) -> None:
    """Pay every person what the household can spare this month: ``cents`` each, not negative."""
    accounts = w.accounts
    households = accounts[outside(w.accounts.size, HOUSEHOLDS)]
    for i in range(w.people.size):
        pay(households, accounts[i], cents, UNBOOKED)


@rule
def settle(position: Position, wanted: int, balance: int) -> int:
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


@rule
def deliver(position: Position, plan: CompanyRow, buyer: Account, firm: Account, suppliers: Account) -> None:
    """Pay for what is bought this month, the ``volume`` of a position, and let the company pay its suppliers.

    Parameters
    ----------
    position, plan
        The buyer's position, whose ``spent`` changes, and the row of its company.
    buyer, firm, suppliers
        Rows of the account table.
    """
    pay(buyer, firm, position.volume, GOODS)
    pay(firm, suppliers, part(position.volume, plan.supply_cost), UNBOOKED)
    position.spent += position.volume


@phase
def minimum_purchases(w: Tables, day: int) -> None:
    """Let working members buy what they must, in the order in which positions were opened; forget last month's volume.

    Members of revenue-share companies buy packs, and qualify by working; so does everybody where minimum purchases are
    banned.
    """
    accounts, positions, company = w.accounts, w.positions, w.company
    suppliers = accounts[outside(accounts.size, SUPPLIERS)]
    for p in range(w.count[0].positions):
        position = positions[p]
        if position.left >= 0:
            continue
        i, c = whole(position.person), whole(position.company)
        if w.systems[c].revshare:
            position.qualified = position.working
            continue
        asked = company[c].minimum_purchase if position.working else 0
        bought = settle(position, asked, accounts[i].balance)
        if position.working:
            remember_purchase(position, day // MONTH, bought > 0)
            w.tally[i].goods += bought
            deliver(position, company[c], accounts[i], accounts[purse(w.people.size, c)], suppliers)
            if bought > 0:
                collect(w.life[i], company[c].credits)


@phase
def purchases(w: Tables, day: int) -> None:
    """Let people buy for the month; pay suppliers, the seller's margin, and materials.

    What members must buy comes first. Then everybody settles what to buy as a customer, before any of it is paid and
    any margin arrives, so that the order of people does not matter. Materials come last: a member who cannot pay goes
    without.
    """
    accounts, positions, company = w.accounts, w.positions, w.company
    suppliers = accounts[outside(accounts.size, SUPPLIERS)]
    minimum_purchases(w, day)
    fill_baskets(w, day)
    for p in range(w.count[0].positions):
        position = positions[p]
        i, c = whole(position.person), whole(position.company)
        paid = position.left >= 0 or w.systems[c].revshare or not is_customer(position, company[c])
        if paid or position.volume == 0:
            continue
        deliver(position, company[c], accounts[i], accounts[purse(w.people.size, c)], suppliers)
        if position.working:
            collect(w.life[i], company[c].credits)
        elif position.sponsor != NONE:
            seller = positions[position.sponsor]
            margin = part(position.volume, company[c].retail_margin)
            pay(accounts[purse(w.people.size, c)], accounts[seller.person], margin, ACTIVE)
            note_income(seller, w.tally[seller.person], margin, day)
    for p in range(w.count[0].positions):
        i, cost = whole(positions[p].person), company[positions[p].company].materials
        if positions[p].working and positions[p].left < 0 and accounts[i].balance >= cost:
            pay(accounts[i], suppliers, cost, MATERIALS)
            positions[p].spent += cost


@phase
def reward_sponsor(w: Tables, day: int, p: int, cents: int) -> None:
    """Pay the sponsor of position ``p``, if it has one, for recruiting: active income.

    A revenue-share system pays no more than it holds.

    Parameters
    ----------
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
    payer = w.accounts[purse(w.people.size, position.company)]
    paid = min(cents, max(0, whole(payer.balance))) if w.systems[position.company].revshare else cents
    pay(payer, w.accounts[i], paid, ACTIVE)
    note_income(sponsor, w.tally[i], paid, day)


@phase
def reward_joining(w: Tables, day: int, p: int) -> None:
    """Pay the sponsor's share of the fee of a position that begins to work, and the amount a recruit is worth."""
    plan = w.company[w.positions[p].company]
    w.positions[p].due = 1
    w.positions[p].began = day + 1
    reward_sponsor(w, day, p, part(plan.joining_fee, plan.fast_start) + plan.fast_start_amount)


@phase
def reward_first_purchases(w: Tables, day: int) -> None:
    """Pay sponsors their share of the first purchases, among those of this month, of members who work."""
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.due and position.volume > 0:
            position.due = 0
            reward_sponsor(w, day, whole(p), part(position.volume, w.company[position.company].fast_start))


@rule
def qualifies(position: Position, own: int, needed: int) -> bool:
    """Tell whether a member is qualified this month: by the minimum purchase, or by own volume where that is stated.

    Parameters
    ----------
    position
        The member's; ``qualified`` is 1 if the minimum was bought.
    own
        What the member and their own customers bought this month, in cents.
    needed
        Own volume that qualifies, in cents, or ``MINIMUM_PURCHASE``.
    """
    if needed == MINIMUM_PURCHASE:
        return position.qualified == 1
    return position.working == 1 and position.left < 0 and own >= needed


@rule
def rank_reached(own: int, team: int, plan: CompanyRow) -> int:
    """Return the highest rank whose own volume and team volume are both reached, 0 if none is.

    Parameters
    ----------
    own, team
        This month's volume of a member and their own customers, and of all below, in cents.
    """
    reached = 0
    for k in range(plan.ranks):
        if own >= plan.rank_own[k] and team >= plan.rank_team[k]:
            reached = k + 1
    return reached


@rule
def levels_paid(position: Position, plan: CompanyRow) -> int:
    """Return on how many levels a member is paid this month: none without qualification or, if there are any, rank."""
    if position.qualified == 0:
        return 0
    if plan.ranks == 0:
        return whole(plan.levels)
    return whole(plan.rank_levels[whole(position.rank) - 1]) if position.rank > 0 else 0


@phase
def team_volumes(positions: Rows[Position], size: int) -> None:
    """Sum up what all below each position bought this month, customers included, in ``team``.

    One pass from the youngest to the oldest suffices for any shape of tree, because a sponsor's position is always
    older than those below it.

    Parameters
    ----------
    positions
        All positions, at least ``size``, with this month's ``volume``.
    size
        How many are in use.
    """
    for p in range(size):
        positions[p].team = 0
    for back in range(size):
        p = size - 1 - back
        if positions[p].sponsor != NONE:
            positions[positions[p].sponsor].team += positions[p].team + positions[p].volume


@phase
def standings(w: Tables) -> None:
    """Find team volume, qualification and rank of every position for the month; purchases are done.

    Own volume is what a member and their own customers bought. Nobody below a departed position is left there, so it
    has neither volume.
    """
    positions, company, size = w.positions, w.company, w.count[0].positions
    team_volumes(positions, size)
    own = np.zeros(size, np.int64)
    for p in range(size):
        own[p] += positions[p].volume
        if positions[p].working == 0 and positions[p].sponsor != NONE:
            own[positions[p].sponsor] += positions[p].volume
    for p in range(size):
        position, plan = positions[p], company[positions[p].company]
        position.qualified = qualifies(position, own[p], plan.qualification)
        position.rank = rank_reached(own[p], position.team, plan) if position.qualified else 0


@rule
def close_books(position: Position) -> None:
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
def buy(w: Tables, day: int, allowance: int) -> None:
    """Begin the end of a month: allowances (cents), purchases, rewards for the first of them, and standings."""
    allowances(w, allowance)
    purchases(w, day)
    reward_first_purchases(w, day)
    standings(w)


@phase
def close_month(w: Tables) -> int:
    """Close the month of every position, and count it for everybody who works.

    Parameters
    ----------
    w
        All tables, after purchases and commissions.

    Returns
    -------
    int
        COUNTED, or what holds more than is counted: PURSES or BOOKS.
    """
    people, tally, positions = w.people, w.tally, w.positions
    take_results(w)
    for p in range(w.count[0].positions):
        close_books(positions[p])
    disclose(w)
    for i in range(people.size):
        tally[i].months += people[i].works != 0
    if purse_beyond(w) != NOTHING:
        return PURSES
    return BOOKS if booked_beyond(w) else COUNTED
