"""Rows of companies, of the strategies that name them, and of the positions and places held in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.rows import Row, column


class CompanyRow(Row):
    """A network, as rules read it."""

    topic: int = column("u1", "row", "0..15", "industry")
    credits: float = column("f8", "leads a month", ">= 0", "advertising that comes with a purchase")
    compression: int = column("u1", "", "0..1", "levels pass over unqualified members")
    rolls_up: int = column("u1", "", "0..1", "those who stood below a member who leaves move up")
    plan: int = column("u1", "", "0..4", "kind of compensation plan, in the order of the schema")
    levels: int = column("u1", "levels", "0..30", "levels that carry commission")
    rate: NDArray[np.int64] = column("(30,)i8", "millionths", "0..1e6", "commission by level, the sponsor's first")
    regime: int = column("u1", "", "0..2", "rules about other networks, in the order of the schema")
    detection: float = column("f8", "probability", "0..1", "that a breach of them is seen")
    leg_rate: int = column("i8", "millionths", "0..1e6", "commission on the weaker leg")
    cap: int = column("i8", "cents a month", ">= 0", "most a binary plan pays a member")
    flushes: int = column("u1", "", "0..1", "paired volume beyond the cap is lost")
    width: int = column("u2", "places", "0..1000", "places below each place of a matrix")
    qualification: int = column("i8", "cents a month", "-1..", "own volume that qualifies; -1 the minimum purchase")
    ranks: int = column("u1", "ranks", "0..12", "ranks there are")
    rank_own: NDArray[np.int64] = column("(12,)i8", "cents a month", ">= 0", "own volume by rank, the lowest first")
    rank_team: NDArray[np.int64] = column("(12,)i8", "cents a month", ">= 0", "team volume by rank")
    rank_levels: NDArray[np.uint8] = column("(12,)u1", "levels", "0..30", "levels paid by rank")
    rank_leg_rate: NDArray[np.int64] = column("(12,)i8", "millionths", "0..1e6", "commission on the weaker leg by rank")
    fast_start: int = column("i8", "millionths", "0..1e6", "the sponsor's share of fee and first purchase")
    fast_start_amount: int = column("i8", "cents", ">= 0", "what the sponsor gets besides")
    quality: float = column("f8", "", "0..1", "mean experience")
    quality_spread: float = column("f8", "", "0..1", "standard deviation of experiences")
    updates: float = column("f8", "a month", ">= 0", "mean number of updates")
    update_hours: float = column("f8", "hours", ">= 0", "reading time of an update")
    joining_fee: int = column("i8", "cents", ">= 0", "paid once")
    minimum_purchase: int = column("i8", "cents a month", ">= 0", "for qualification")
    customer_purchase: int = column("i8", "cents a month", ">= 0", "of a customer")
    materials: int = column("i8", "cents a month", ">= 0", "of a working member")
    retail_margin: int = column("i8", "millionths", "0..1e6", "share of a customer's purchase for the seller")
    supply_cost: int = column("i8", "millionths", "0..1e6", "share of a purchase for the suppliers")
    banned: int = column("u1", "", "0..1", "minimum purchases are banned: members buy as customers do")
    buy_back: int = column("i8", "millionths", "0..1e6", "share of the price paid for goods of those who leave")
    buy_back_days: int = column("u2", "days", "0..900", "how long before they may have been bought")
    cooling_off: int = column("u2", "days", "0..365", "within which fee and first purchase are given back")
    income_disclosure: int = column("u1", "", "0..1", "those who are offered the work are told the median commission")


class Group(Row):
    """The group of a company's members."""

    usefulness: float = column("f8", "", "0..1", "attention that it still deserves")
    own: int = column("u4", "posts", ">= 0", "posts on the company itself this week")
    cross: int = column("u4", "posts", ">= 0", "posts that advertised another company this week")
    bans: int = column("u4", "positions", ">= 0", "positions taken away so far")
    median: int = column("i8", "cents a month", ">= 0", "median commission and margin of working members last month")


class StrategyRow(Row):
    """What its followers do, as rules read it."""

    pitch: int = column("u1", "", "0..4", "pitch policy, in the order of the schema")
    by_audience: int = column("u1", "", "0..1", "one topic per event: what suits those present")
    synergy: int = column("u1", "", "0..1", "advertising credits promote another business")
    cross_post: int = column("u1", "", "0..2", "where they advertise another business, in the order of the schema")
    division: int = column("u1", "", "0..2", "of study and care hours: main business first, equal, by return")
    yields: NDArray[np.uint8] = column(
        "(4,)u1", "bit set", "0..15", "by activity: those that come later in the week and before it in its order"
    )
    companies: int = column("u1", "companies", "1..16", "how many it names")
    at_once: int = column("u1", "companies", "1..companies", "how many of them are worked at the same time, at most")
    members: int = column("u4", "bit set", "companies", "which it names")
    order: NDArray[np.uint8] = column("(16,)u1", "company", "0..15", "its companies, the main business first")
    topic: NDArray[np.uint8] = column("(16,)u1", "topic", "0..15", "topic of each company, whether it names it or not")
    pace: int = column("i4", "days", ">= 0", "between one business and the next")
    conviction_floor: float = column("f8", "", "0..1", "offers nothing they are less convinced of")
    capital: float = column("f8", "", "0..1", "share of their cash that followers stake")
    shares: int = column("u1", "companies", "0..16", "revenue-share companies among those it names")
    systems: int = column("u1", "companies", "0..16", "revenue-share companies that are only held")
    system: NDArray[np.uint8] = column("(16,)u1", "company", "0..15", "which these are")
    weight: NDArray[np.float64] = column("(16,)f8", "", "0..1", "share of the stake that goes into each")
    cash_out: int = column("u1", "", "0..2", "when followers re-buy, in the order of the schema")
    reinvest: int = column("i8", "millionths", "0..1e6", "share of payouts they then re-buy")


class Position(Row):
    """One person in one company; appended, never removed."""

    knowledge: float = column("f8", "", "0..1", "expertise, which ages")
    conviction: float = column("f8", "", "0..1", "what they think of the product")
    person: int = column("u4", "person", "0..people-1", "who holds it")
    sponsor: int = column("u4", "position", "0..own, NONE", "position above")
    tie: int = column("u4", "tie", "0..ties-1, NONE", "the member's tie to the person who won them")
    recruiter: int = column(
        "u4", "position", "0..own, NONE", "position above when they began to work; NONE for customers"
    )
    day: int = column("i4", "day", ">= 0", "day joined")
    left: int = column("i4", "day", "-1..", "day they left; -1 still in")
    since: int = column("i4", "day", ">= 0", "day on which they began to work it; 0 for customers")
    company: int = column("u1", "row", "0..companies-1", "company")
    working: int = column("u1", "", "0..1", "working position rather than customer")
    why: int = column("u1", "", "0..5", "still in, quit, banned, closed, stopped buying; 5 a customer who stayed")
    caught: int = column("u1", "", "0..1", "seen breaking the company's rules, until it acts")
    top: int = column("u1", "", "0..1", "entered at the top of the company, with nobody above")
    qualified: int = column("u1", "", "0..1", "qualified for commission this month")
    used: int = column("u1", "", "0..1", "has bought something to use since the last experience")
    recruits: int = column("u4", "positions", ">= 0", "direct working recruits who are still in")
    backlog: float = column("f8", "hours", ">= 0", "reading not done yet")
    expected: float = column("f8", "", "0..1", "what they expect of it, from the promise and from use")
    promised: float = column("f8", "", "0..1", "what they expected of it when they came")
    gives: float = column("f8", "hours", ">= 0", "care set aside this week for those below")
    care: float = column("f8", "hours a week", ">= 0", "care received lately, fading")
    losses: int = column("u4", "months", ">= 0", "months of loss in this company, up to the last one, without a break")
    volume: int = column("i8", "cents", ">= 0", "bought this month")
    income: int = column("i8", "cents", ">= 0", "received this month")
    spent: int = column("i8", "cents", ">= 0", "paid this month for fee, goods and materials")
    returned: int = column("i8", "cents", ">= 0", "received in the last full month")
    earned: int = column("i8", "cents", ">= 0", "commission and margin received so far")
    team: int = column("i8", "cents", ">= 0", "bought this month by all below")
    rank: int = column("u1", "", "0..12", "rank paid this month, 0 none")
    due: int = column("u1", "", "0..1", "has still to make the first purchase, which their sponsor has a share in")
    place: int = column("u4", "place", "0..places-1, NONE", "place in the placement tree")
    began: int = column("i4", "day + 1", ">= 0", "day after they began to work for a fee; 0 founders and customers")
    bought: int = column("u4", "bit set", ">= 0", "months, modulo 32, in which the minimum was bought")


class Place(Row):
    """A place in the placement tree of a binary plan or a matrix; it stays when its member leaves."""

    position: int = column("u4", "position", "0..positions-1", "whose place it is")
    parent: int = column("u4", "place", "0..own, NONE", "place above")
    leg: int = column("u1", "", "0..1", "leg of the place above in which it stands, left or right")
    sponsored: int = column("u4", "places", ">= 0", "recruits of the member who were placed")
    head: NDArray[np.uint32] = column(
        "(2,)u4", "place", "0..own", "where the outer leg begins that runs through it, left and right"
    )
    end: NDArray[np.uint32] = column("(2,)u4", "place", "0..places-1", "where that leg ends, kept where it begins")
    carry: NDArray[np.int64] = column("(2,)i8", "cents", ">= 0", "volume carried over, left and right")
    taken: int = column("u2", "places", "0..1000", "places below that are taken")
    turn: int = column("u4", "place", "0..places-1, NONE", "the one below that was last given somebody")
    beside: int = column("u4", "place", "0..places-1", "the next below the same place, in a ring")
