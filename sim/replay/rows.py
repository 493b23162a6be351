"""The tables of a replay, declared in one place like those of the world (:mod:`sim.model.tables`)."""

from __future__ import annotations

from sim.model.tables import Column, Table

FACING = Table(
    "facing",
    "Whom a person faces in a slot.",
    (
        Column("time", "i8", "seconds", ">= 0", "beginning of the slot"),
        Column("other", "u4", "person", "0..people-1", "whom he faces"),
    ),
)
SIDE = Table(
    "side",
    "A talk as one of the two lives it.",
    (
        Column("start", "i8", "seconds", ">= 0", "beginning of its first slot"),
        Column("end", "i8", "seconds", "> start", "end of its last slot"),
        Column("other", "u4", "person", "0..people-1", "whom he talks to"),
    ),
)
FIRST = Table(
    "first",
    "The first talk of a day of one person, the speaker, with another.",
    (
        Column("start", "i8", "seconds", ">= 0", "beginning of its first slot"),
        Column("end", "i8", "seconds", "> start", "end of its last slot"),
        Column("speaker", "u4", "person", "0..people-1", "whose day it is"),
        Column("listener", "u4", "person", "0..people-1", "whom he talks to"),
        Column("evening", "u4", "", ">= 0", "number of the speaker's day, in order of appearance"),
        Column("telling", "u4", "row", "0..tellings-1", "what the listener is told at its beginning"),
        Column("first", "u4", "row", "0..witnesses", "first of its witnesses"),
        Column("last", "u4", "row", "first..witnesses", "behind the last of its witnesses"),
    ),
)
TELLING = Table(
    "telling",
    "What a speaker says to one listener as they begin to talk.",
    (
        Column("time", "i8", "seconds", ">= 0", "when"),
        Column("listener", "u4", "person", "0..people-1", "whom it is meant for"),
        Column("day", "u4", "", "0..days-1", "number of the event's day"),
        Column("first", "u4", "row", "0..facing", "first of those who stand there and hear it"),
        Column("last", "u4", "row", "first..facing", "behind the last of them"),
        Column("topics", "u4", "bit set", "topics", "what is told"),
        Column("open", "u1", "", "0..1", "all topics side by side rather than one as the profession"),
        Column("decided", "i8", "", "-1..", "what a policy of the user's own tells; -1 none was asked"),
    ),
)
MIND = Table(
    "mind",
    "What a replay needs to know about a listener beside his tie to the speaker.",
    (
        Column("last", "i8", "seconds", ">= 0", "when he last heard the speaker"),
        Column("today", "u4", "bit set", "topics", "what he heard from him today"),
        Column("suits", "u1", "topic", "0..15", "the topic that fits him best"),
        Column("told", "u1", "topic + 1", "0..16", "topic he heard from him first; 0 none"),
    ),
)
SCORE = Table(
    "score",
    "How a person fares as the networker, summed over worlds.",
    (
        Column("caught", "i8", "talks", ">= 0", "first talks in which two stories met"),
        Column("within", "i8", "times", ">= 0", "contradictions noticed with a story of the same day"),
        Column("earlier", "i8", "times", ">= 0", "contradictions noticed with a story of an earlier day"),
        Column("credibility", "f8", "", ">= 0", "credibility at the end of each day"),
        Column("evenings", "i8", "days", ">= 0", "days on which he told anybody anything"),
    ),
)
