"""Customers (A1): they stop buying, the less convinced the sooner, or take up the work by their own success."""

from __future__ import annotations

import math

import numpy as np

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.membership.decision import would_work
from sim.model.membership.joining import affords, go_to_work
from sim.model.membership.leaving import close_position, regroup
from sim.model.membership.parameters.leaving import Customers
from sim.model.people.rows import Held
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from sim.model.talk.offers import WORK, may, month_of

STOPPED = 4  # why a position was closed, see sim.model.membership.leaving for the others
GOES_ON, STOPS, TAKES_UP = 0, 1, 2
LATEST = 65_535  # the last month that can be written down
STOP = purpose("customers.stop")
BEGIN = purpose("customers.work")


@rule
def stopping_risk(position: Position, law: Customers) -> float:
    """Return the chance that a customer stops buying this month, 0..1: the more convinced, the lower.

    Notes
    -----
    ``risk exp(-loyalty (conviction - 1/2))``, at most 1.
    """
    return min(1.0, law.risk * math.exp(-law.loyalty * (position.conviction - 0.5)))


@rule
def working_chance(position: Position, law: Customers) -> float:
    """Return the chance that a customer takes up the work this month, 0..1, by their own success with the product."""
    return law.work * position.conviction


@rule
def rest(held: Held, company: int, day: int, months: int) -> None:
    """Let a former customer not be offered a company (its row) again in the next ``months``."""
    held.rests[company] = min(LATEST, month_of(day) + 1 + months)


@phase
def stop_buying(w: Tables, p: int, day: int) -> None:
    """Let the customer of position ``p`` buy no more, and let their contacts see it; a later purchase is a new one.

    Those below keep pointing at the position until :func:`sim.model.membership.leaving.regroup`.
    """
    position = w.positions[p]
    i, c = whole(position.person), whole(position.company)
    close_position(position, day, STOPPED)
    w.count[0].departed += 1
    w.held[i].seat[c] = NONE
    w.people[i].buys = whole(w.people[i].buys) & ~(1 << c)
    rest(w.held[i], c, day, whole(w.law[0].customers.rest))
    for k in range(w.people[i].first, w.people[i].first + w.people[i].degree):
        if w.links[k].other != NONE:
            w.held[w.links[k].other].around[c] -= 1


@phase
def go_on(w: Tables, day: int) -> None:
    """At the end of a month, let customers go on buying, stop, or take up the work.

    Chances are taken for everybody before anything happens. Who takes up the work keeps position and sponsor, must
    hold fee and minimum purchase, and takes up one business at a time, the first in the order of the scenario. Buyers
    of packs hold them until they are paid off: they neither stop nor begin here.
    """
    people, law, month = w.people, w.law[0].customers, month_of(day)
    stops, begins = stream(w.key, STOP, day), stream(w.key, BEGIN, day)
    ways = np.zeros(w.count[0].positions, np.uint8)
    for i in range(people.size):
        buys, c, begun = whole(people[i].buys), -1, False
        while buys >> (c + 1):
            c += 1
            if not buys >> c & 1 or w.systems[c].revshare:
                continue
            seat, firm = whole(w.held[i].seat[c]), w.company[c]
            position = w.positions[seat]
            if uniform(stops, i, c) < stopping_risk(position, law):
                ways[seat] = STOPS
            elif not begun and uniform(begins, i, c) < working_chance(position, law):
                begun = (
                    may(people[i], w.life[i], w.held[i], c, month) & WORK != 0
                    and would_work(people[i], w.strategy[people[i].strategy], c)
                    and affords(w.accounts[i], firm.joining_fee, firm.minimum_purchase)
                )
                ways[seat] = TAKES_UP if begun else GOES_ON
    for p in range(ways.size):
        if ways[p] == STOPS:
            stop_buying(w, p, day)
        elif ways[p] == TAKES_UP:
            go_to_work(w, day, whole(w.positions[p].person), whole(w.positions[p].company))
    regroup(w)
