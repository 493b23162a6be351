"""Rows of people: what each is, holds and has in their purse, and the ties of their address books."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.rows import Row, column


class Person(Row):
    """What a conversation asks about a person."""

    first: int = column("u4", "tie", "0..ties", "first tie of the address book")
    degree: int = column("u4", "ties", "0..people-1", "number of contacts")
    works: int = column("u4", "bit set", "companies", "companies in which they hold a working position")
    buys: int = column("u4", "bit set", "companies", "companies in which they are a customer")
    role: int = column("u1", "", "0..2", "prospect, networker or upline")
    strategy: int = column("u1", "row", "0..strategies-1", "what they follow, should they ever become a networker")
    main: int = column("u1", "company", "0..15", "their main business: the first they worked")
    open: int = column("u1", "", "0..1", "would work a position rather than only buy")
    by_hand: int = column("u1", "", "0..1", "moved by an agent of the user's instead of the compiled sweep")
    met: int = column("u1", "ties", "0..spare", "places at the end of the address book taken by people met later")
    spare: int = column("u1", "ties", "0..250", "places there are for them")
    stranded: int = column(
        "u1", "", "0..2", "between businesses, may start again: 1 after leaving, 2 after losing the last; 0 not so"
    )


class Taste(Row):
    """What a person cares for."""

    interest: NDArray[np.float32] = column("(16,)f4", "", "0..1", "interest by topic")


class Held(Row):
    """What a person sees their contacts hold, and holds; the first of it is asked by every decision."""

    around: NDArray[np.uint32] = column("(16,)u4", "contacts", "0..people-1", "contacts who are in, by company")
    seat: NDArray[np.uint32] = column("(16,)u4", "position", "0..positions-1, NONE", "position by company")
    rests: NDArray[np.uint16] = column(
        "(16,)u2", "month + 1", "0..65535", "month before which a former customer is not offered it again, by company"
    )


class LifeRow(Row):
    """What a listener decides by, first, and what only the person's own day asks."""

    overload: float = column("f8", "offers", ">= 0", "offers heard lately, fading")
    priority: float = column("f8", "", "0..1", "the keyed draw that settles between offers of one day")
    overload_day: int = column("i4", "day", ">= 0", "day of the last offer")
    choice: int = column(
        "i4", "", "-1..", "twice the offer they take today, and one more if they take up the work; -1 none"
    )
    quit: int = column("u4", "bit set", "companies", "companies whose work they gave up or lost")
    next_business: int = column("i4", "day", ">= 0", "day on which they look at the next business")
    began: int = column("i4", "day", ">= 0", "day on which they began to work, or began anew after leaving")
    evening: int = column("i4", "day + 1", ">= 0", "day after the last evening they were at; 0 none")
    hours: float = column("f8", "hours a week", "0..168", "weekly hours for the business")
    hours_left: float = column("f8", "hours", "0..168", "what is left of this week's")
    given: float = column("f8", "hours", "0..168", "what there was of them when the week began")
    honesty: float = column("f8", "", "0..1", "1 promises only what they believe")
    credits: float = column("f8", "leads", ">= 0", "advertising not used yet")
    budget: int = column("i8", "cents a month", ">= 0", "what they spend on goods of this kind")
    hope: int = column("i8", "cents a month", ">= 0", "what they hope to earn, should they ever work")
    result: float = column("f8", "cents a month", "any", "net result of all businesses together, of late")
    awkward: float = column("f8", "refusals", ">= 0", "refusals by close contacts, fading")
    awkward_day: int = column("i4", "day", ">= 0", "day of the last of these")
    skill: float = column("f4", "", "any", "skill in conversation: standard normal")
    full_time: int = column("u1", "", "0..1", "works full-time")
    founder: int = column("u1", "", "0..1", "works on the first day")
    focal: int = column("u1", "", "0..1", "follows the strategy under study in a focal world")


class Tally(Row):
    """What is counted of a networker."""

    conversations: int = column("u4", "", ">= 0", "conversations opened")
    private: int = column("u4", "", ">= 0", "contradictions noticed by a listener")
    public: int = column("u4", "", ">= 0", "contradictions said aloud")
    hearsay: int = column("u4", "", ">= 0", "contradictions noticed by comparing notes")
    at_events: int = column("u4", "", ">= 0", "those of them at events")
    leads: int = column("u4", "people", ">= 0", "strangers reached by advertising")
    cross_posts: int = column("u4", "posts", ">= 0", "posts that advertised another company in a company's group")
    group_leads: int = column("u4", "readings", ">= 0", "those by people who could be offered the company advertised")
    bans: int = column("u4", "positions", ">= 0", "positions that companies took away")
    recruits: int = column("u4", "people", ">= 0", "working members sponsored")
    sales: int = column("u4", "people", ">= 0", "customers won")
    months: int = column("u4", "months", ">= 0", "month ends at which they worked a position")
    goods: int = column("i8", "cents", ">= 0", "own minimum purchases so far that were not sold back, at their price")
    hours: float = column("f8", "hours", ">= 0", "spent on the business in the weeks before this one")
    joined: int = column("i4", "day", "-1..", "day of the first working position; -1 never")
    first_commission: int = column("i4", "day", "-1..", "day of the first income; -1 never")
    reason: int = column(
        "u1",
        "",
        "0..5",
        "0 never left by themselves; else what weighed most: money, care, awkwardness, product, nothing",
    )


class Link(Row, packed=True):
    """Where a tie leads, and what its owner remembers of telling the contact."""

    other: int = column("u4", "person", "0..people-1, NONE", "the contact; NONE where a place is free")
    mirror: int = column("u4", "tie", "0..ties-1, NONE", "the same tie in the contact's rows")
    told_day: int = column("i4", "day", "-10000..", "day the owner last told this contact something")
    told: int = column("u1", "topic + 1", "0..16", "topic the owner told this contact first; 0 none")
    refused: int = column("u8", "4 bits each", "companies", "offers this contact refused, by company, at most 15")


class Tie(Row, packed=True):
    """What its owner holds about a contact."""

    good: float = column("f8", "evidence", ">= 0", "evidence for the contact")
    bad: float = column("f8", "evidence", ">= 0", "evidence against the contact")
    ceiling: float = column("f8", "", "0..1", "credibility the contact can reach at most")
    day: int = column("i4", "day", ">= 0", "day of the last story from or about this mouth")
    heard: int = column("u2", "bit set", "topics", "topics connected with this mouth")
    beside: int = column("u2", "bit set", "topics", "topics that this mouth once put openly side by side")
    minute: int = column("u2", "minutes", "0..1440", "minute of the evening at which it was heard; 0 if at none")
    talks: int = column("u2", "", "0..65535", "stories heard from this mouth, no further counted than this")
    claimed: int = column("u1", "topic + 1", "0..16", "what this mouth last claimed as its profession; 0 nothing")
    changes: int = column("u1", "", "0..255", "contradictions noticed so far, no further counted than this")
    close: int = column("u1", "", "0..1", "close contact rather than acquaintance")
    sources: int = column("u4", "bit set", "opinions", "signature of the opinions of others that were taken in")
