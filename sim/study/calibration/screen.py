"""Which guesses matter: each moved to both ends of its plausible range, all others where they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from sim.study.calibration.evaluate import GUESSES
from sim.study.targets.table import TARGETS

Evaluate = Callable[[Iterable[Mapping[str, float]]], Iterable[Mapping[str, float]]]


def points() -> list[dict[str, float]]:
    """Return the points of the screening: nothing changed, then each guess at its low and at its high end."""
    ends = [{name: end} for name, guess in GUESSES.items() for end in (guess.low, guess.high)]
    return [{}, *ends]


def moved(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Return by how many half widths of its accepted range each target differs between two points."""
    return {
        name: abs(other[name] - one[name]) / target.width
        for name, target in TARGETS.items()
        if not (math.isnan(one[name]) or math.isnan(other[name]))
    }


def ranked(found: Sequence[Mapping[str, float]]) -> list[tuple[str, float, str]]:
    """Return guesses by how much they move the targets, the strongest first.

    Parameters
    ----------
    found
        Targets at :func:`points`, in that order.

    Returns
    -------
    list of tuple
        Name; mean over targets of the difference between both ends, in half widths and at most 3 for a target; and
        the target that moved most.
    """
    rows = []
    for number, name in enumerate(GUESSES):
        moves = moved(found[2 * number + 1], found[2 * number + 2])
        most = max(moves, key=lambda each: moves[each])
        rows.append((name, sum(min(3.0, move) for move in moves.values()) / len(TARGETS), most))
    return sorted(rows, key=lambda row: -row[1])
