"""Entry: the people studied come to a market that is some time old, under a sponsor, each on a day of their own.

Until the morning on which they are drawn they are like anybody, and nothing depends on the strategy under study.
"""

from __future__ import annotations

from sim.core.accounts import HOUSEHOLDS, UNBOOKED, Account, pay
from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.membership.joining import believe, enter, go_to_work
from sim.model.membership.rows import Entrant, Entry
from sim.model.membership.sponsors import sponsor_for
from sim.model.people.rows import LifeRow, Tally
from sim.model.tables import NONE, Tables

FOCAL = purpose("entry.focal")
DAY = purpose("entry.day")
NOTHING = -1


@rule
def note_books(entrant: Entrant, purse: Account, tally: Tally) -> None:
    """Write down what somebody's business has booked so far: outcomes are measured from here."""
    entrant.active, entrant.passive, entrant.capital = purse.active, purse.passive, purse.capital
    entrant.goods, entrant.fees = tally.goods, purse.fees
    entrant.materials, entrant.stakes = purse.materials, purse.stakes


@rule
def set_hours(life: LifeRow, law: Entry) -> None:
    """Give somebody the hours that the design states for those it studies; without any they keep their own."""
    if law.hours >= 0.0:
        life.hours, life.full_time = law.hours, law.full_time
        life.hours_left = min(life.hours_left, life.hours)


@phase
def enter_market(w: Tables, day: int) -> int:
    """Draw the people studied when their time has come, and let those enter whose day it is.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more an entrant.

    Returns
    -------
    int
        How many entrants there are by now, those to come included.
    """
    if day == w.entry[0].day:
        draw_entrants(w)
    drawn = 0
    for k in range(w.entrants.size):
        if w.entrants[k].person != NONE:
            drawn += 1
            if w.entrants[k].day == day:
                take_up_main(w, day, k)
    return drawn


@phase
def draw_entrants(w: Tables) -> None:
    """Draw those studied among prospects who would work and never did, by lots of the seed alone.

    Where too few of these are left, the others are drawn among those who would not have been won by a pitch. They are
    kept for their day: until then they may buy, and take up no work by anybody's pitch.
    """
    lots, days, law = stream(w.key, FOCAL, 0), stream(w.key, DAY, 0), w.entry[0]
    for k in range(w.entrants.size):
        lowest, who = 2.0, NOTHING
        for i in range(w.people.size):
            if w.people[i].works == 0 and w.tally[i].joined < 0 and w.life[i].focal == 0:
                lot = uniform(lots, i, 0) + (1 - whole(w.people[i].open))
                if lot < lowest:
                    lowest, who = lot, i
        if who == NOTHING:
            return
        w.life[who].focal, w.people[who].open = 1, 0
        w.entrants[k].person, w.entrants[k].day = who, law.day + below(days, who, 0, law.window)


@phase
def main_of(w: Tables, strategy: int) -> int:
    """Return the first company of a strategy that is still open (its row), or NOTHING."""
    plan = w.strategy[strategy]
    for rank in range(plan.companies):
        c = whole(plan.order[rank])
        if w.pools[c].closed < 0:
            return c
    return NOTHING


@phase
def take_up_main(w: Tables, day: int, k: int) -> None:
    """Let an entrant take up the main business of the strategy under study; if all its companies closed, nothing.

    A customer of the company keeps their place. Everybody who joins needs the fee and the first purchase; what the
    purse lacks for them the household gives, as it gave the savings: no income, and what is paid of it is a cost.
    """
    i, law = whole(w.entrants[k].person), w.entry[0]
    w.people[i].open, w.people[i].strategy = 1, law.strategy
    set_hours(w.life[i], law)
    note_books(w.entrants[k], w.accounts[i], w.tally[i])
    c = main_of(w, law.strategy)
    if c == NOTHING:
        return
    lacking = w.company[c].joining_fee + w.company[c].minimum_purchase - w.accounts[i].balance
    if lacking > 0:
        pay(w.accounts[w.people.size + w.company.size + HOUSEHOLDS], w.accounts[i], lacking, UNBOOKED)
    if w.held[i].seat[c] == NONE:
        seat = enter(w, day, i, c, sponsor_for(w, i, c, day), whole(NONE))
        believe(w.positions[seat], w.law[0].experience.start, 1.0)
    go_to_work(w, day, i, c)
