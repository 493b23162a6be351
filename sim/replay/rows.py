"""The tables of a replay, declared in one place like those of the world (:mod:`sim.model.tables`)."""

from __future__ import annotations

from sim.core.rows import Row, column


class Facing(Row):
    """Whom a person faces in a slot."""

    time: int = column("i8", "seconds", ">= 0", "beginning of the slot")
    other: int = column("u4", "person", "0..people-1", "whom he faces")


class Side(Row):
    """A talk as one of the two lives it."""

    start: int = column("i8", "seconds", ">= 0", "beginning of its first slot")
    end: int = column("i8", "seconds", "> start", "end of its last slot")
    other: int = column("u4", "person", "0..people-1", "whom he talks to")


class First(Row):
    """The first talk of a day of one person, the speaker, with another."""

    start: int = column("i8", "seconds", ">= 0", "beginning of its first slot")
    end: int = column("i8", "seconds", "> start", "end of its last slot")
    speaker: int = column("u4", "person", "0..people-1", "whose day it is")
    listener: int = column("u4", "person", "0..people-1", "whom he talks to")
    evening: int = column("u4", "", ">= 0", "number of the speaker's day, in order of appearance")
    telling: int = column("u4", "row", "0..tellings-1", "what the listener is told at its beginning")
    first: int = column("u4", "row", "0..witnesses", "first of its witnesses")
    last: int = column("u4", "row", "first..witnesses", "behind the last of its witnesses")


class Telling(Row):
    """What a speaker says to one listener as they begin to talk."""

    time: int = column("i8", "seconds", ">= 0", "when")
    listener: int = column("u4", "person", "0..people-1", "whom it is meant for")
    day: int = column("u4", "", "0..days-1", "number of the event's day")
    first: int = column("u4", "row", "0..facing", "first of those who stand there and hear it")
    last: int = column("u4", "row", "first..facing", "behind the last of them")
    topics: int = column("u4", "bit set", "topics", "what is told")


class Mind(Row):
    """What a replay needs to know about a listener beside his tie to the speaker."""

    last: int = column("i8", "seconds", ">= 0", "when he last heard the speaker")
    today: int = column("u4", "bit set", "topics", "what he heard from him today")
    suits: int = column("u1", "topic", "0..15", "the topic that fits him best")
    told: int = column("u1", "topic + 1", "0..16", "topic he heard from him first; 0 none")


class Score(Row):
    """How a person fares as the networker, summed over worlds."""

    caught: int = column("i8", "talks", ">= 0", "first talks in which two stories met")
    within: int = column("i8", "times", ">= 0", "contradictions noticed with a story of the same day")
    earlier: int = column("i8", "times", ">= 0", "contradictions noticed with a story of an earlier day")
    credibility: float = column("f8", "", ">= 0", "credibility at the end of each day")
    evenings: int = column("i8", "days", ">= 0", "days on which he told anybody anything")
