"""An evening as plain data: who faces whom from when to when, who hears what, and where two stories meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.moving.twins import Twin
from sim.analysis.plots.evening import color_of
from sim.model.events.circles import SLOT_SECONDS
from sim.record.evening import Evening

TO_THEM, ALOUD = 0, 2
EARLIER = -1
"""In place of a slot: on an earlier day."""


def told(twins: Sequence[Twin], *, title: str, seed: int) -> dict[str, Any]:
    """Return what a page needs to play an evening; places are numbers in ``people``, stories bit sets of ``topics``.

    Circles that are the same under several policies stand there once: ``policies[n].circles`` is a place in
    ``circles``, each a flat list of place, place, first slot, and the slot after the last.
    """
    first = twins[0].evening
    kinds: list[NDArray[np.int64]] = []
    policies = []
    for twin in twins:
        contacts = twin.evening.contacts
        at = next((n for n, kind in enumerate(kinds) if np.array_equal(kind, contacts)), len(kinds))
        if at == len(kinds):
            kinds.append(contacts)
        policies.append(_policy(twin, at))
    return {
        "title": title,
        "seed": seed,
        "day": int(first.day),
        "slotSeconds": SLOT_SECONDS,
        "slots": round(first.minutes * 60 / SLOT_SECONDS),
        "people": first.people.tolist(),
        "speaker": int(first.speaker),
        "topics": list(first.topics),
        "colors": [color_of(1 << bit) for bit in range(len(first.topics))],
        "circles": [facing(kind) for kind in kinds],
        "policies": policies,
    }


def facing(contacts: NDArray[np.int64]) -> list[int]:
    """Return contacts by slot, shape (3, contacts), as stretches: place, place, first slot, slot after the last."""
    slot, a, b = contacts[:, np.lexsort((contacts[0], contacts[2], contacts[1]))]
    if slot.size == 0:
        return []
    begins = np.r_[True, (np.diff(slot) != 1) | (np.diff(a) != 0) | (np.diff(b) != 0)]
    starts = np.flatnonzero(begins)
    ends = np.r_[starts[1:], slot.size] - 1
    rows = np.stack((a[starts], b[starts], slot[starts], slot[ends] + 1), axis=1)
    return [int(value) for value in rows[np.lexsort((rows[:, 1], rows[:, 0], rows[:, 2]))].ravel()]


def _policy(twin: Twin, circles: int) -> dict[str, Any]:
    heard = twin.evening.heard
    columns = (heard.slot, heard.listener, heard.topics, heard.kind)
    return {
        "name": twin.name,
        "pitch": twin.evening.pitch,
        "circles": circles,
        "heard": [[int(value) for value in row] for row in zip(*columns, strict=True)],
        "contradictions": contradictions(twin.evening),
    }


def contradictions(evening: Evening) -> list[dict[str, Any]]:
    """Return what was noticed, in the order of the evening.

    Each has ``slot``, ``speaker`` and ``listener`` (places), the story that is ``told``, the one heard ``before``, its
    slot ``since``, whether it is told ``toThem`` or they stand by, whether they say so ``aloud``, and the ``circle``
    who then learn both. A story of an earlier day has ``since`` -1; what it was is not known here (``before`` 0).
    """
    found: list[dict[str, Any]] = []
    for n in np.flatnonzero(evening.heard.noticed):
        row = evening.heard[n]
        slot, listener = int(row.slot), int(row.listener)
        before, since = _earlier(evening, int(n), found)
        found.append(
            {
                "slot": slot,
                "speaker": int(evening.speaker),
                "listener": listener,
                "told": int(row.topics),
                "before": before,
                "since": since,
                "toThem": int(row.kind) == TO_THEM,
                "aloud": int(row.noticed) == ALOUD,
                "circle": _around(evening, slot),
            }
        )
    return found


def _earlier(evening: Evening, n: int, noticed: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Return the other story that a listener had in mind, and its slot: heard from the networker, or said aloud."""
    row, earlier = evening.heard[n], evening.heard[:n]
    other = earlier[(earlier.listener == row.listener) & (earlier.topics != row.topics)]
    heard = [(int(each.slot), int(each.topics)) for each in other]
    heard += [
        (each["slot"], (each["told"] | each["before"]) & ~int(row.topics))
        for each in noticed
        if each["aloud"] and int(row.listener) in each["circle"]
    ]
    slot, topics = max(heard, default=(EARLIER, 0))
    return topics, slot


def _around(evening: Evening, slot: int) -> list[int]:
    """Return the places of those who face the networker in a slot."""
    at, a, b = evening.contacts
    now = at == slot
    facing_them = np.r_[b[now & (a == evening.speaker)], a[now & (b == evening.speaker)]]
    return [int(place) for place in np.unique(facing_them)]
