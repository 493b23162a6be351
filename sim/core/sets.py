"""Small sets as bits of a whole number: companies worked, topics heard."""

from __future__ import annotations

from sim.core.compiled import rule


@rule
def members(bits: int) -> int:
    """Return how many members a bit set (not negative) has; each step clears the lowest bit (Kernighan & Ritchie)."""
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count
