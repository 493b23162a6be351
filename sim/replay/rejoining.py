"""Rejoining: the partner of ten minutes ago suddenly stands beside the two who talk (A6)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.compiled import phase
from sim.replay.contacts import Ints
from sim.replay.talks import Talks, sides

LONG = 60  # seconds that make a talk worth mentioning
LIMITS = (600, 3600)
NEVER = -1


@phase
def since(mine: Any, first: int, i: int, j: int, longest: int, patience: int) -> int:
    """Return the seconds from the last long talk with whoever joins to his joining, or NEVER.

    Parameters
    ----------
    mine
        Rows of ``rows.Side`` of everybody, each person's ascending in start.
    first
        First row of the person who is joined.
    i, j
        Row of the talk that is joined, and of the one that begins meanwhile.
    longest
        Seconds of the longest talk of all.
    patience
        Seconds; a talk that ended longer ago may count as NEVER.
    """
    joined = mine[j].start
    for k in range(i - 1, first - 1, -1):
        before = mine[k]
        if joined - before.start > patience + longest:
            return NEVER
        if before.other == mine[j].other and before.end <= mine[i].start and before.end - before.start >= LONG:
            return int(joined - before.end)
    return NEVER


@phase
def rejoin(mine: Any, begins: Ints, longest: int, counts: Ints) -> None:
    """Count talks, and those joined by an earlier partner within each limit.

    Parameters
    ----------
    mine, begins
        Rows of ``rows.Side`` by person and start, and where each person's begin.
    longest
        Seconds of the longest talk of all.
    counts
        Zeros of the shape (3,), which become: talks of at least ``LONG`` seconds, each counted for both who
        talk; those joined within ``LIMITS[0]``; and within ``LIMITS[1]``.
    """
    for person in range(begins.size - 1):
        first, last = begins[person], begins[person + 1]
        for i in range(first, last):
            talk = mine[i]
            if talk.end - talk.start < LONG:
                continue
            counts[0] += 1
            shortest = NEVER
            j = i + 1
            while j < last and mine[j].start < talk.end:
                if mine[j].start > talk.start and mine[j].other != talk.other:
                    wait = since(mine, first, i, j, longest, LIMITS[1])
                    if wait != NEVER and (shortest == NEVER or wait < shortest):
                        shortest = wait
                j += 1
            counts[1] += shortest != NEVER and shortest <= LIMITS[0]
            counts[2] += shortest != NEVER and shortest <= LIMITS[1]


def rejoined(talks: Talks, people: int) -> tuple[float, float]:
    """Return the shares of long talks that an earlier long partner joins within ten minutes, and within an hour.

    A talk of a person P is joined when another talk of P begins strictly during it; the time counts from the end of
    P's last long talk with the one who joins, which must be over when the joined talk begins.

    Parameters
    ----------
    talks
        Of an event.
    people
        How many there are.

    Returns
    -------
    tuple of float
        Two shares, 0..1; nan if no talk lasts 60 seconds.
    """
    mine, begins = sides(talks, people)
    counts = np.zeros(3, np.int64)
    rejoin(mine, begins, int(talks.seconds.max()), counts)
    total, short, long = counts.tolist()
    return (short / total, long / total) if total else (np.nan, np.nan)
