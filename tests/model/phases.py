"""What every phase keeps: inherited by one test class a phase."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

import pytest

from sim.model.tables import NONE, Tables
from tests.builders import copied, differing, lived, scenario, touched

SWEEP, BY_HAND = 0, 1


def seats(w: Tables, person: int) -> set[int]:
    """Rows of the positions that a person holds."""
    return {int(seat) for seat in w.held[person].seat if seat != NONE}


def own_ties(w: Tables, person: int) -> set[int]:
    """Rows of a person's ties."""
    first = int(w.people[person].first)
    return set(range(first, first + int(w.people[person].degree)))


@cache
def roomy(days: int) -> Tables:
    """Tables of a lively world after some days, with room for whatever a phase adds; lived once, not to be changed."""
    world = lived(scenario(), days, strategy="tailored").world
    for table, rows in (("said", 2_000), ("notes", 4_000), ("positions", 4_000)):
        world.make_room(table, rows)
    return world.tables


class PhaseContract:
    """Inherit, and say how the phase is called and which rows one unit of it may touch.

    Attributes
    ----------
    days
        How long the world has lived in which the phase is tried.
    by_hand
        Whether the phase distinguishes people moved by agents.
    """

    days: ClassVar[int] = 35
    by_hand: ClassVar[bool] = False

    def live(self, w: Tables, first: int, last: int, hand: int) -> None:
        """Call the phase for units ``first`` to ``last - 1``."""
        raise NotImplementedError

    def units(self, w: Tables) -> int:
        """Number of persons, messages or notes."""
        raise NotImplementedError

    def may_touch(self, w: Tables, unit: int) -> dict[str, set[int]]:
        """Rows that one unit may change, by table; ``count`` and fresh rows are always allowed."""
        raise NotImplementedError

    def prepare(self, w: Tables) -> None:
        """Make the world one in which the phase has something to do."""

    @pytest.fixture
    def w(self) -> Tables:
        """Tables of a lively world, on the morning the phase is tried."""
        w = copied(roomy(self.days))
        self.prepare(w)
        return w

    def test_touches_nothing_outside_its_row(self, w: Tables) -> None:
        changed = 0
        for unit in range(self.units(w)):
            before = copied(w)
            self.live(w, unit, unit + 1, SWEEP)
            allowed = self.may_touch(w, unit)
            for table, rows in touched(before, w).items():
                fresh = set(range(int(before.count[0][table]), 10_000)) if table in before.count.dtype.names else set()
                assert rows <= allowed.get(table, set()) | fresh or table == "count", (unit, table, rows)
                changed += len(rows)
        assert changed > 0

    def test_parts_make_the_whole(self, w: Tables) -> None:
        parts, n = copied(w), self.units(w)
        self.live(w, 0, n, SWEEP)
        for first, last in ((0, n // 3), (n // 3, n // 3), (n // 3, n)):
            self.live(parts, first, last, SWEEP)
        assert differing(w, parts) == []

    def test_repeatable(self, w: Tables) -> None:
        twin = copied(w)
        self.live(w, 0, self.units(w), SWEEP)
        self.live(twin, 0, self.units(w), SWEEP)
        assert differing(w, twin) == []

    def test_does_something_and_only_for_its_own_hand(self, w: Tables) -> None:
        before = copied(w)
        self.live(w, 0, self.units(w), BY_HAND)
        assert (differing(before, w) == []) == self.by_hand
        self.live(w, 0, self.units(w), SWEEP)
        assert differing(before, w) != []
