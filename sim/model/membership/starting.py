"""Starting: the next business of a strategy, and starting again with none left, by one rule for all (A17)."""

from __future__ import annotations

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import members, phase, whole
from sim.model.membership.joining import RESTING, affords, believe, enter, go_to_work
from sim.model.membership.sponsors import sponsor_for
from sim.model.tables import MONTH, NONE, Tables

NOTHING = -1
AGAIN = purpose("starting.again")
WHICH = purpose("starting.which")


@phase
def next_business(w: Tables, i: int) -> int:
    """Return the first company of the strategy that person ``i`` neither works nor has left (its row), or NOTHING."""
    plan = w.strategy[w.people[i].strategy]
    for rank in range(plan.companies):
        c = whole(plan.order[rank])
        if not (w.people[i].works | w.life[i].quit) >> c & 1:
            return c
    return NOTHING


@phase
def known_business(w: Tables, i: int, day: int) -> int:
    """Return a company that contacts of person ``i`` work and whose work they never gave up or lost, or NOTHING.

    It is that of a contact drawn by chance, so the more of them work a company, the likelier it is.
    """
    me, quit_ones, found = w.people[i], whole(w.life[i].quit), 0
    for k in range(me.first, me.first + me.degree):
        if w.links[k].other != NONE:
            found += members(whole(w.people[w.links[k].other].works) & ~quit_ones)
    if found == 0:
        return NOTHING
    nth = below(stream(w.key, WHICH, day), i, 0, found)
    for k in range(me.first, me.first + me.degree):
        if w.links[k].other == NONE:
            continue
        works, c = whole(w.people[w.links[k].other].works) & ~quit_ones, 0
        while works >> c:
            if works >> c & 1:
                if nth == 0:
                    return c
                nth -= 1
            c += 1
    return NOTHING


@phase
def another_business(w: Tables, i: int, day: int) -> int:
    """Return with which company person ``i``, who works none, starts again (its row), or NOTHING.

    The next of the strategy; else one that contacts work; else the first product company in the order of the scenario;
    all of these open, and their work never given up or lost. Only where there is none, those who left by their own
    decision come back to what was their main business, if it is open: so the way back hangs on nobody's number of
    businesses.
    """
    c = next_business(w, i)
    if c == NOTHING:
        c = known_business(w, i, day)
    if c != NOTHING:
        return c
    for other in range(w.company.size):
        if not w.life[i].quit >> other & 1 and w.systems[other].revshare == 0:
            return other
    was = whole(w.people[i].main)
    return was if w.people[i].stranded == RESTING and w.pools[was].closed < 0 else NOTHING


@phase
def take_on(w: Tables, day: int, i: int, c: int) -> None:
    """Let person ``i`` work company ``c`` too, if they hold fee and minimum purchase; a customer keeps their place."""
    if not affords(w.accounts[i], w.company[c].joining_fee, w.company[c].minimum_purchase):
        return
    if w.held[i].seat[c] == NONE:
        seat = enter(w, day, i, c, sponsor_for(w, i, c, day), whole(NONE))
        believe(w.positions[seat], w.law[0].experience.start, 1.0)
    go_to_work(w, day, i, c)


@phase
def expand(w: Tables, day: int) -> None:
    """Let networkers whose time has come take on one more business, and those between businesses start again.

    Those who lost their last business start again the day after, if they can pay; those who left by their own decision
    do so with the chance ``leaving.again`` once a month, when their rest is over. People are visited by ascending id,
    so one may enter under a sponsor with a lower id who took the company on the same day.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more a networker and a person between businesses.
    """
    people, life = w.people, w.life
    draws = stream(w.key, AGAIN, day)
    for i in range(people.size):
        if (people[i].works == 0 and people[i].stranded == 0) or life[i].next_business > day:
            continue
        plan, c = w.strategy[people[i].strategy], NOTHING
        if people[i].works == 0:
            life[i].next_business = day + MONTH
            if people[i].stranded != RESTING or uniform(draws, i, 0) < w.law[0].leaving.again:
                c = another_business(w, i, day)
        elif members(whole(people[i].works)) < plan.at_once:
            life[i].next_business = day + max(1, plan.pace)
            c = next_business(w, i)
        if c != NOTHING:
            take_on(w, day, i, c)
