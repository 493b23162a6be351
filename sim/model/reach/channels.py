"""Ways to reach many: advertising credits (A11) and posts in the groups of companies (A12).

What is bought in one company reaches strangers, for it or for another business. Members post in their companies'
groups: a post on the company itself tells its members nothing that they would decide about; one that advertises another
company is heard like any other message. Here it is settled who reaches whom, and with which offer, told as *the*
profession; what is then said is spoken (:func:`sim.model.talk.conversation.speak`) after networkers with a pitch policy
of the user's own have been asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import free_row, phase, rule, whole
from sim.model.membership.regimes import FREE, NO_CROSS_RECRUITING, catch, is_seen
from sim.model.people.acquaintance import acquaint, address_books, tie_to
from sim.model.people.rows import LifeRow
from sim.model.plans.rows import CompanyRow, Group, Position, StrategyRow
from sim.model.reach.parameters import CrossPost, Groups
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.meeting import arrange
from sim.model.talk.offers import for_listener, month_of, open_to
from sim.model.talk.pitch import on_offer, put, settled
from sim.model.week.hours import ranked

REACHES = purpose("advertising.reaches")
POSTS = purpose("groups.posts")
CROSSES = purpose("groups.crosses")
SEEN = purpose("groups.seen")
SHOWN = purpose("groups.shown")
READS = purpose("groups.reads")
LEARNS = purpose("groups.learns")
ADVERTISING_DAY, POSTING_DAY = 2, 3  # days of the week on which this happens, from 0 (assumed)
FIRST_ADVERTISEMENT = 120  # its number among a day's messages of a person
BEFORE_POSTS, ROOM_FOR_POSTS = 100, 16  # so many have lower numbers than a day's posts, which have these in between
FIRST_POST = FIRST_ADVERTISEMENT + BEFORE_POSTS  # number of a post in the first company's group
MOST = 1000  # readers of a post, as many as groups.readers may ask for: no two draws have the same number
NEVER, WHERE_ALLOWED, EVERYWHERE = CrossPost
NOTHING = -1


@phase
def write_to(w: Tables, i: int, c: int, tie: int, nth: int, day: int) -> None:
    """Settle that networker ``i`` tells the one to whom their ``tie`` leads of company ``c``, as *the* profession.

    It is an offer if this contact can still be offered it and was told nothing today; else they only hear of it.
    ``said`` has room for a message more; ``nth`` is the number of the message among those of the networker's day.
    """
    message = w.said[free_row(w.count[0].said, w.said.size)]
    tells, law = w.links[tie], w.law[0].conversation
    j, told_today = whole(tells.other), tells.told_day == day
    arrange(message, tells, tie, i, nth, day)
    can = for_listener(w.people[j], w.life[j], w.held[j], tells, 1 << c, law, month_of(day))
    message.offered = 0 if told_today else can
    put(message, settled(1 << whole(w.company[c].topic), c, 0))
    w.count[0].said += 1


@rule
def is_advertising_day(day: int) -> bool:
    """Tell whether advertisements appear today: once a week."""
    return day % WEEK == ADVERTISING_DAY


@rule
def collect(life: LifeRow, credits: float) -> None:
    """Add the advertising that came with a purchase: ``life.credits`` grows by ``credits`` leads, not negative."""
    life.credits += credits


@rule
def spend(life: LifeRow) -> int:
    """Turn whole credits into leads, and return their number.

    At most 400 a month come with each of 16 purchases, and what they leave over is less than one: 6,400 leads.
    """
    leads = int(life.credits)
    life.credits -= leads
    return leads


@rule
def number_of(nth: int) -> int:
    """Return the number of the ``nth`` advertisement (from 0) among a day's messages of a person."""
    return FIRST_ADVERTISEMENT + nth if nth < BEFORE_POSTS else FIRST_ADVERTISEMENT + nth + ROOM_FOR_POSTS


@phase
def advertised(w: Tables, i: int) -> int:
    """Return the company that person ``i`` advertises, or NOTHING.

    That which gives them credits; with ``strategy.synergy`` a business that they work and that gives none. Of several
    the main one, then the first of the scenario.
    """
    plan, works = w.strategy[w.people[i].strategy], whole(w.people[i].works)
    gives, other = NOTHING, NOTHING
    for rank in range(w.company.size):
        c = ranked(rank, whole(w.people[i].main))
        if not works >> c & 1:
            continue
        if w.company[c].credits > 0.0:
            gives = c if gives == NOTHING else gives
        elif other == NOTHING:
            other = c
    if gives == NOTHING:
        return NOTHING
    return other if plan.synergy and other != NOTHING else gives


@phase
def reached(w: Tables, i: int, c: int, nth: int, day: int, draws: np.uint64) -> int:
    """Return the stranger whom an advertisement reaches, or NONE.

    Of those it is shown to, the one most interested in the topic, of several the first; people who know the networker
    or can be offered nothing of the company do not count.
    """
    looks, topic = w.law[0].advertising.looks, w.company[c].topic
    best, liking = NONE, -1.0
    for look in range(looks):
        j = below(draws, i, nth * looks + look, w.people.size)
        if j == i or w.taste[j].interest[topic] <= liking:
            continue
        if open_to(w.people[j], w.life[j], w.held[j], 1 << c, month_of(day)) == 0:
            continue
        if tie_to(w.people, w.links, i, j) == NONE:
            best, liking = j, float(w.taste[j].interest[topic])
    return best


@phase
def advertise(w: Tables, day: int) -> None:
    """Let networkers turn credits into leads: strangers become contacts, and hear the offer as *the* profession."""
    if not is_advertising_day(day):
        return
    draws = stream(w.key, REACHES, day)
    for i in range(w.people.size):
        if w.people[i].works == 0 or w.life[i].credits < 1.0:
            continue
        c = advertised(w, i)
        leads = spend(w.life[i])
        for nth in range(leads if c != NOTHING else 0):
            j = reached(w, i, c, nth, day, draws)
            tie = acquaint(address_books(w), i, j, day) if j != NONE else NONE
            if tie != NONE:
                write_to(w, i, c, tie, number_of(nth), day)
                w.tally[i].leads += 1


@rule
def is_posting_day(day: int) -> bool:
    """Tell whether groups are written to and read today: once a week."""
    return day % WEEK == POSTING_DAY


@rule
def may_cross(plan: StrategyRow, company: CompanyRow) -> bool:
    """Tell whether somebody would advertise another business in a company's group."""
    return plan.cross_post == EVERYWHERE or (plan.cross_post == WHERE_ALLOWED and company.regime == FREE)


@rule
def wear_off(group: Group, law: Groups) -> None:
    """Let usefulness follow this week's posts: down toward the share of own-topic ones, slowly back up to 1."""
    posts = whole(group.own) + whole(group.cross)
    if posts > 0:
        group.usefulness -= law.wear * max(0.0, group.usefulness - whole(group.own) / posts)
    group.usefulness += law.recovery * (1.0 - group.usefulness)


@rule
def pick_up(position: Position, teaches: float) -> None:
    """Learn from a group: ``position.knowledge`` gains the share ``teaches`` (0..1) of what is missing."""
    position.knowledge += (1.0 - position.knowledge) * teaches


@phase
def learn(w: Tables, day: int) -> None:
    """Let working members learn from the groups that they still read."""
    law = w.law[0].groups
    if law.teaches == 0.0:
        return
    draws = stream(w.key, LEARNS, day)
    for p in range(w.count[0].positions):
        position = w.positions[p]
        c = whole(position.company)
        attention = law.reading * w.group[c].usefulness
        if position.left < 0 and position.working and uniform(draws, position.person, c) < attention:
            pick_up(position, law.teaches)


@phase
def promoted(w: Tables, i: int, g: int) -> int:
    """Return the company that person ``i`` would advertise in the group of company ``g``, or NOTHING.

    Another one that they work and are convinced enough of to offer: the main business first, then in the order of the
    scenario.
    """
    offered = whole(on_offer(w.people[i], w.held[i], w.positions, w.strategy[w.people[i].strategy]))
    for rank in range(w.company.size):
        c = whole(ranked(rank, whole(w.people[i].main)))
        if c != g and offered >> c & 1:
            return c
    return NOTHING


@phase
def write_posts(w: Tables, day: int) -> NDArray[np.uint32]:
    """Let working members post in the groups of their companies, and companies see what they forbid.

    Returns
    -------
    numpy.ndarray
        Cross-posts in the order of positions, shape (posts, 2): position of the writer in the company whose group it
        is, and the company advertised.
    """
    posts = np.empty((w.count[0].positions, 2), np.uint32)
    n = 0
    writes, crosses, seen = stream(w.key, POSTS, day), stream(w.key, CROSSES, 0), stream(w.key, SEEN, day)
    for g in range(w.company.size):
        w.group[g].own = w.group[g].cross = 0
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.left >= 0 or position.working == 0:
            continue
        i, g = whole(position.person), whole(position.company)
        if uniform(writes, i, g) >= w.law[0].groups.posting:
            continue
        c = NOTHING
        if may_cross(w.strategy[w.people[i].strategy], w.company[g]):
            c = promoted(w, i, g) if uniform(crosses, i, 0) < w.law[0].groups.cross_posters else NOTHING
        if c == NOTHING:
            w.group[g].own += 1
            continue
        posts[n, 0], posts[n, 1] = p, c
        n += 1
        w.group[g].cross += 1
        w.tally[i].cross_posts += 1
        if is_seen(w.company[g], NO_CROSS_RECRUITING, uniform(seen, i, g)):
            catch(w, p)
    return posts[:n]


@phase
def membership(w: Tables) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return who is in which company, in two passes over the positions.

    Returns
    -------
    tuple of numpy.ndarray
        Where each company's members begin, shape (companies + 1,), and the ids of all, company by company in the order
        in which they joined.
    """
    begin = np.zeros(w.company.size + 1, np.int64)
    for p in range(w.count[0].positions):
        if w.positions[p].left < 0:
            begin[whole(w.positions[p].company) + 1] += 1
    for c in range(w.company.size):
        begin[c + 1] += begin[c]
    members, filled = np.empty(begin[-1], np.uint32), begin.copy()
    for p in range(w.count[0].positions):
        c = whole(w.positions[p].company)
        if w.positions[p].left < 0:
            members[filled[c]] = w.positions[p].person
            filled[c] += 1
    return begin, members


@phase
def read_posts(w: Tables, day: int, posts: Any) -> None:
    """Show cross-posts to members and let them read; then let usefulness follow the week's posts.

    A post is shown to one member of each of ``groups.readers`` equal parts of the group, so to nobody twice, and the
    work is linear in posts and readers.
    """
    law, (begin, members) = w.law[0].groups, membership(w)
    shows, reads = stream(w.key, SHOWN, day), stream(w.key, READS, day)
    for n in range(posts.shape[0]):
        position, c = w.positions[posts[n, 0]], whole(posts[n, 1])
        i, g = whole(position.person), whole(position.company)
        size = begin[g + 1] - begin[g]
        shown = min(size, law.readers)
        for k in range(shown):
            low, high = size * k // shown, size * (k + 1) // shown
            j = whole(members[begin[g] + low + below(shows, i, g * MOST + k, high - low)])
            if j != i and uniform(reads, i, g * MOST + k) < law.reading * w.group[g].usefulness:
                read_by(w, i, j, g, c, day)
    for g in range(w.company.size):
        wear_off(w.group[g], law)


@phase
def read_by(w: Tables, i: int, j: int, g: int, c: int, day: int) -> None:
    """Let member ``j`` read what networker ``i`` posts; a stranger becomes a contact first, or reads nothing."""
    tie = tie_to(w.people, w.links, i, j)
    if tie == NONE:
        tie = acquaint(address_books(w), i, j, day)
    if tie == NONE:
        return
    write_to(w, i, c, tie, FIRST_POST + g, day)
    if w.said[w.count[0].said - 1].offered != 0:
        w.tally[i].group_leads += 1
