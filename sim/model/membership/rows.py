"""Rows of the people studied who enter a market that is some time old: when they do, and what they had paid before."""

from __future__ import annotations

from sim.core.rows import Row, column


class Entry(Row):
    """How the people studied enter a market, if they are not among its founders; one row."""

    day: int = column("i4", "day", ">= 0", "morning on which they are drawn; 0 where they are founders")
    window: int = column("i4", "days", ">= 0", "days over which they enter, each on one of these")
    strategy: int = column("i4", "row", "0..strategies-1", "the strategy under study, which they follow from then on")
    hours: float = column("f8", "hours a week", "-1..168", "what they have from then on; -1 their own")
    full_time: int = column("u1", "", "0..1", "whether these are those of full-time work")


class Entrant(Row):
    """One of the people studied who enter late; their amounts are those that their purse had booked by then."""

    person: int = column("u4", "person", "0..people-1, NONE", "who it is; NONE before they are drawn")
    day: int = column("i4", "day", "-1..", "day on which they enter; -1 before they are drawn")
    active: int = column("i8", "cents", ">= 0", "earned by then")
    passive: int = column("i8", "cents", ">= 0", "earned by then")
    capital: int = column("i8", "cents", ">= 0", "earned by then")
    goods: int = column("i8", "cents", ">= 0", "paid by then for what a business obliged them to buy")
    fees: int = column("i8", "cents", ">= 0", "paid by then")
    materials: int = column("i8", "cents", ">= 0", "paid by then")
    stakes: int = column("i8", "cents", ">= 0", "paid by then")
