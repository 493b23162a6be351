"""Groups of a company's members (A12): what is posted in them, who still reads it, and how useful they stay.

First everybody posts, then everybody reads. A post on the company itself tells its members nothing that they would
decide about; one that advertises another company is heard like any other message. It takes only attention.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.membership.regimes import FREE, NO_CROSS_RECRUITING, catch, is_seen
from sim.model.people.acquaintance import acquaint, tie_to
from sim.model.reach.advertising import BEFORE_POSTS, write_to
from sim.model.reach.advertising import NTH as NTH_ADVERTISEMENT
from sim.model.reach.parameters import CrossPost
from sim.model.tables import NONE, WEEK, Tables
from sim.model.talk.conversation import on_offer
from sim.model.week.study import ranked

POSTS = purpose("groups.posts")
CROSSES = purpose("groups.crosses")
SEEN = purpose("groups.seen")
SHOWN = purpose("groups.shown")
READS = purpose("groups.reads")
LEARNS = purpose("groups.learns")
WEEKDAY = 3  # day of the week on which posts are written and read, from 0 (assumed)
NTH = NTH_ADVERTISEMENT + BEFORE_POSTS  # number of a post in the first company's group, see sim.model.reach.advertising
MOST = 1000  # readers of a post, as many as groups.readers may ask for: no two draws have the same number
NEVER, WHERE_ALLOWED, EVERYWHERE = CrossPost
NOTHING = -1


@rule
def is_posting_day(day: int) -> bool:
    """Tell whether groups are written to and read today: once a week."""
    return day % WEEK == WEEKDAY


@rule
def may_cross(plan: Any, company: Any) -> bool:
    """Tell whether somebody would advertise another business in a company's group.

    Parameters
    ----------
    plan, company
        Row of his strategy, and of the company whose group it is.
    """
    return plan.cross_post == EVERYWHERE or (plan.cross_post == WHERE_ALLOWED and company.regime == FREE)


@rule
def wear_off(group: Any, law: Any) -> None:
    """Let a group's usefulness follow this week's posts: down toward the share of own-topic ones, slowly back up to 1.

    Parameters
    ----------
    group
        The group, whose ``usefulness`` (0..1) changes.
    law
        The scenario's ``groups`` row: ``wear`` and ``recovery``, each the share of the way that is gone in a week.
    """
    posts = whole(group.own) + whole(group.cross)
    if posts > 0:
        group.usefulness -= law.wear * max(0.0, group.usefulness - whole(group.own) / posts)
    group.usefulness += law.recovery * (1.0 - group.usefulness)


@rule
def pick_up(position: Any, teaches: float) -> None:
    """Learn from a group: ``position.knowledge`` gains the share ``teaches`` (0..1) of what is missing."""
    position.knowledge += (1.0 - position.knowledge) * teaches


@phase
def learn(w: Tables, day: int) -> None:
    """Let working members learn from the groups that they still read.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    """
    law = w.groups[0]
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

    Another one that he works and is convinced enough of to offer: the main business first, then in the order of the
    scenario.

    Parameters
    ----------
    w
        All tables.
    i, g
        Id of a networker, and the company whose group it is.
    """
    offered = whole(on_offer(w, i))
    for rank in range(w.company.size):
        c = whole(ranked(rank, whole(w.people[i].main)))
        if c != g and offered >> c & 1:
            return c
    return NOTHING


@phase
def write_posts(w: Tables, day: int) -> NDArray[np.uint32]:
    """Let working members post in the groups of their companies, and companies see what they forbid.

    Parameters
    ----------
    w
        All tables.
    day
        Today.

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
        if uniform(writes, i, g) >= w.groups[0].posting:
            continue
        c = NOTHING
        if may_cross(w.strategy[w.people[i].strategy], w.company[g]):
            c = promoted(w, i, g) if uniform(crosses, i, 0) < w.groups[0].cross_posters else NOTHING
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

    Parameters
    ----------
    w
        All tables, which stay as they are.

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

    Parameters
    ----------
    w
        All tables; ``said`` has room for ``groups.readers`` messages a post.
    day
        Today.
    posts
        As :func:`write_posts` returns them.
    """
    law, (begin, members) = w.groups[0], membership(w)
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
    """Let member ``j`` hear what networker ``i`` posts; a stranger becomes a contact, or hears nothing without a place.

    Parameters
    ----------
    w
        All tables; ``said`` has room for a message more.
    i, j
        Ids of writer and reader.
    g, c
        The company whose group it is, and the one advertised.
    day
        Today.
    """
    tie = tie_to(w.people, w.links, i, j)
    if tie == NONE:
        tie = acquaint(w, i, j, day)
    if tie == NONE:
        return
    write_to(w, i, j, c, tie, NTH + g, day)
    if w.held[j].seat[c] == NONE:
        w.tally[i].group_leads += 1
