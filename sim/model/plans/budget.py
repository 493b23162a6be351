"""What customers buy out of one monthly budget (A1, A19): the goods of one company replace those of another."""

from __future__ import annotations

import math

import numpy as np

from sim.core.accounts import MILLION, part
from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.plans.parameters import Budget
from sim.model.plans.rows import CompanyRow, Position
from sim.model.tables import Tables

AGAIN = purpose("purchase.again")
TURN = purpose("purchase.turn")
NOBODY = -1
FAINTEST = 1e-300  # a liking that is less comes last as well


@rule
def wish(position: Position, company: CompanyRow, draw: float) -> int:
    """Return what a customer wants to buy, in cents: they buy again with the probability of being convinced.

    Parameters
    ----------
    position, company
        The customer's position, and the row of its company.
    draw
        Uniform draw, 0 <= draw < 1.
    """
    return company.customer_purchase if draw < position.conviction else 0


@rule
def is_customer(position: Position, company: CompanyRow) -> bool:
    """Tell whether the holder of a position buys as customers do; so do members where minimum purchases are banned."""
    return position.working == 0 or company.banned == 1


@rule
def turn(conviction: float, interest: float, draw: float) -> float:
    """Return when a company's turn comes in somebody's month: the lowest number is first.

    Parameters
    ----------
    conviction, interest
        Of the product and in its topic, 0..1; their product is the weight.
    draw
        Uniform draw, 0 <= draw < 1.

    Notes
    -----
    ``-log(u) / weight``, which puts in the same order as ``u ** (1 / weight)``, highest first (Efraimidis & Spirakis
    2006): each is first with a probability in proportion to its weight.
    """
    return -math.log(1.0 - draw) / max(conviction * interest, FAINTEST)


@rule
def replacement(distance: float, law: Budget) -> int:
    """Return which share of what was bought of one company need not be bought of another, in millionths.

    Parameters
    ----------
    distance
        Between their topics, 0..1.
    """
    return math.floor(MILLION * law.substitution * (1.0 - distance * law.independence) + 0.5)


@rule
def basket(purchase: int, left: int, least: float) -> int:
    """Return what is bought: the purchase or what is left for it, and nothing if that is less than ``least`` of it.

    Parameters
    ----------
    purchase, left
        Cents; the purchase is not negative.
    least
        Share, 0..1.
    """
    bought = min(purchase, max(0, left))
    return bought if bought >= least * purchase else 0


@phase
def left_for(w: Tables, i: int, c: int, bought_of: int) -> int:
    """Return what is left of person ``i``'s budget for goods of company ``c``, in cents; it may be negative.

    Of what they bought elsewhere this month, as members or as customers, counts what replaces these goods, rounded down
    to the cent.

    Parameters
    ----------
    bought_of
        Product companies in which they are, as a bit set.
    """
    left, others, other = w.life[i].budget, bought_of & ~(1 << c), 0
    while others >> other:
        if others >> other & 1:
            distance = w.topics[0].distance[w.company[c].topic, w.company[other].topic]
            left -= part(w.positions[w.held[i].seat[other]].volume, replacement(distance, w.law[0].budget))
        other += 1
    return left


@phase
def next_in_turn(w: Tables, i: int, wanted: int, turns: np.uint64) -> int:
    """Return the company whose turn comes first in person ``i``'s month among those ``wanted`` (a bit set).

    Parameters
    ----------
    turns
        Stream of draws; one company alone needs none.
    """
    alone, chosen, first, c = wanted & (wanted - 1) == 0, NOBODY, math.inf, 0
    while wanted >> c:
        if wanted >> c & 1:
            comes = 0.0
            if not alone:
                interest = float(w.taste[i].interest[w.company[c].topic])
                comes = turn(w.positions[w.held[i].seat[c]].conviction, interest, uniform(turns, i, c))
            if comes < first:
                chosen, first = c, comes
        c += 1
    return chosen


@phase
def fill_basket(w: Tables, i: int, wanted: int, bought_of: int, turns: np.uint64) -> None:
    """Settle what person ``i`` buys of the companies ``wanted`` (a bit set), one after another, never on credit.

    Parameters
    ----------
    bought_of
        Product companies in which they are, as a bit set.
    turns
        Stream of draws for the order.
    """
    cash, least = w.accounts[i].balance, w.law[0].budget.least
    while wanted != 0:
        c = next_in_turn(w, i, wanted, turns)
        wanted &= ~(1 << c)
        position = w.positions[w.held[i].seat[c]]
        position.volume = basket(w.company[c].customer_purchase, min(cash, left_for(w, i, c, bought_of)), least)
        position.used = position.volume > 0
        cash -= position.volume


@phase
def fill_baskets(w: Tables, day: int) -> None:
    """Settle what everybody buys as a customer this month: the ``volume`` of their positions; nothing is paid yet.

    A person's companies come in an order drawn anew each month. Each sells its purchase, or as much of it as is left of
    the person's budget and cash. Where minimum purchases are banned, members buy as customers do.

    Parameters
    ----------
    w
        All tables, in which members have bought what they must.
    """
    again, turns, positions = stream(w.key, AGAIN, day), stream(w.key, TURN, day), w.positions
    goods, banned = 0, 0
    for c in range(w.company.size):
        goods |= 0 if w.systems[c].revshare else 1 << c
        banned |= 1 << c if w.company[c].banned else 0
    for i in range(w.people.size):
        works, buys = whole(w.people[i].works) & goods, whole(w.people[i].buys) & goods
        shops, wanted, c = buys | (works & banned), 0, 0
        while shops >> c:
            if shops >> c & 1 and wish(positions[w.held[i].seat[c]], w.company[c], uniform(again, i, c)) > 0:
                wanted |= 1 << c
            c += 1
        if wanted != 0:
            fill_basket(w, i, wanted, works | buys, turns)
