"""When companies close, where that hangs on what is compared."""

from __future__ import annotations

import math

from sim.analysis.answers import Answers
from sim.analysis.finding.words import listed, span, way
from sim.analysis.sides import Sides
from sim.analysis.survival import half_closed, lives

MOST_LISTED = 5
YEAR = 365


def closing(answers: Answers) -> str:
    """By when half of the companies that can close are closed, way by way; empty if it is the same with all ways."""
    if isinstance(answers, Sides):
        return ""
    ages = lives(answers)
    halves = {
        ", ".join(filter(None, map(str, of))): half_closed(block)
        for of, block in ages.groupby(["variant", "setting"], observed=True)
    }
    if len(set(halves.values())) < 2:
        return ""
    names = sorted(halves, key=lambda name: halves[name])
    if len(names) > MOST_LISTED:
        names = [names[0], names[-1]]
    closed = [f"after {_age(halves[name])} with {way(name)}" for name in names if halves[name] < math.inf]
    never = [way(name) for name in names if halves[name] == math.inf]
    end = f"; with {listed(never)} fewer than half close in {span(answers.days)}" if never else ""
    return f"Of the companies that can close, half are closed {listed(closed)}{end}."


def _age(days: float) -> str:
    return f"{days / YEAR:.1f} years" if days > 2 * YEAR else f"{days:,.0f} days"
