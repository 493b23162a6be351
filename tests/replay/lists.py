"""Contact lists for tests: one drawn at random, small ones written by hand, and the real ones if they are there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.replay.contacts import SLOT, Contacts, settle
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, take_apart
from tests.places import SHARED

TOOL = SHARED / "tools" / "overlap.py"
REAL = [SHARED / "data" / f"tij_{name}.txt" for name in ("HT09", "WS16")]
with_tool = pytest.mark.skipif(not TOOL.is_file(), reason="the tool is not beside the project")
with_data = pytest.mark.skipif(
    not all(path.is_file() for path in (TOOL, *REAL)), reason="the contact lists are not beside the project"
)
BESIDE = (90, 91)  # two who talk all the time, so that there is an event and a long talk in it
LENGTH = 60  # slots of a small event


@cache
def real(path: Path) -> Event:
    """A real event, read once."""
    return take_apart(read_contacts(path)[0])


def evening(people: int = 14, slots: int = 120, seed: int = 1) -> str:
    """A contact list in which people wander from circle to circle, and now and then look at nobody."""
    chance = np.random.default_rng(seed)
    place = chance.integers(0, people // 2, people)
    lines = []
    for slot in range(slots):
        moves = chance.random(people) < 0.05
        place[moves] = chance.integers(0, people // 2, int(moves.sum()))
        looks = chance.random(people) < 0.85
        for a in range(people):
            for b in range(a + 1, people):
                if place[a] == place[b] and looks[a] and looks[b]:
                    lines.append(f"{SLOT * (slot + 1)} {a} {b}")
    return "\n".join(lines) + "\n"


def contacts(*talks: tuple[int, int, int, int], days: Iterable[int] = (0,)) -> Contacts:
    """Contacts of talks (first slot, number of slots, two ids), and of two who talk all the time every day."""
    rows = [(slot, a, b) for first, slots, a, b in talks for slot in range(first, first + slots)]
    rows += [(4320 * day + slot, *BESIDE) for day in days for slot in range(LENGTH)]
    slots, a, b = np.array(rows, np.int64).T
    return settle(SLOT * slots, a, b)[0]


def event(*talks: tuple[int, int, int, int], days: Iterable[int] = (0,), shortest: int = SLOT) -> Event:
    """The same, taken apart."""
    return take_apart(contacts(*talks, days=days), shortest)


@st.composite
def small_lists(draw: Any) -> str:
    """Lists of any contacts among a few people around midnight, on each side of which there is an event or none."""
    begin = SLOT * draw(st.sampled_from([0, 1, 4320 - 100, 4320 - 60, 4320 - 20, 9000]))
    someone = st.integers(0, 5)
    pairs = st.tuples(someone, someone).filter(lambda pair: pair[0] != pair[1])
    runs = draw(st.lists(st.tuples(st.integers(0, 150), st.integers(1, 12), pairs), max_size=40))
    rows = {(first + more, *pair) for first, slots, pair in runs for more in range(slots)}
    rows |= {(slot, *BESIDE) for slot in range(165) if slot % 25 < 21}
    return "".join(f"{begin + SLOT * slot} {a} {b}\n" for slot, a, b in sorted(rows))
