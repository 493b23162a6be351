"""Rows of what is said: messages, notes, what is heard at an evening, and what they are about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.rows import Row, column


class Said(Row):
    """Who says what to whom today."""

    mine: int = column("u4", "tie", "0..ties-1", "the speaker's tie to the listener")
    tie: int = column("u4", "tie", "0..ties-1", "the listener's tie to the speaker")
    speaker: int = column("u4", "person", "0..people-1", "who speaks")
    listener: int = column("u4", "person", "0..people-1", "who listens")
    offered: int = column("u4", "bit set", "companies", "what the speaker could offer")
    topics: int = column("u4", "bit set", "topics", "what is told; empty when they say nothing")
    nth: int = column("u2", "", "0..65535", "number of what the speaker says today")
    company: int = column("u1", "row", "0..companies-1", "the offer in it")
    may: int = column("u1", "bit set", "buy, work", "what of the company the listener can still be offered")
    refused: int = column("u1", "", "0..15", "offers of the company that the listener refused this speaker so far")
    open: int = column("u1", "", "0..1", "all topics side by side rather than one as the profession")
    knowledge: float = column("f8", "", "0..1", "expertise that shows")
    promise: float = column("f8", "", "0..1", "quality that is promised")
    span: float = column("f8", "", "0..1", "clarity lost on somebody unfamiliar")


class Note(Row):
    """What one contact tells another about a third."""

    tie: int = column("u4", "tie", "0..ties-1", "the taker's tie to the person spoken of")
    taker: int = column("u4", "person", "0..people-1", "who is told")
    subject: int = column("u4", "person", "0..people-1", "the person spoken of")
    topics: int = column("u4", "bit set", "topics", "what the giver connects with them")
    source: int = column("u4", "", ">= 0", "place in the day's order")
    giver: int = column("u4", "person", "0..people-1", "who tells")
    open: int = column("u1", "", "0..1", "all professions in it were once put side by side")
    opinion: float = column("f8", "", "0..1", "the giver's opinion of them")
    trust: float = column("f8", "", "0..1", "the taker's opinion of the giver")


class Heard(Row):
    """Who heard what from whom at an evening that is watched."""

    slot: int = column("i4", "20 seconds", ">= 0", "when")
    speaker: int = column("u2", "place", "0..guests-1", "the networker")
    listener: int = column("u2", "place", "0..guests-1", "the guest")
    topics: int = column("u4", "bit set", "topics", "what was told")
    kind: int = column("u1", "", "0..2", "told to them, told while they stood by, overheard on joining")
    noticed: int = column("u1", "", "0..2", "nothing, a contradiction noticed silently, or said aloud")


class Topics(Row):
    """The industries there are, and how far they lie apart."""

    number: int = column("u1", "topics", "1..16", "how many there are")
    claimed: int = column("u4", "bit set", "topics", "those that are somebody's profession")
    distance: NDArray[np.float64] = column("(16, 16)f8", "", "0..1", "how far two of them lie apart")
