"""The targets of the whole model: what each is, what is accepted, and how heavily missing it counts.

What was published stands in ``targets.toml``; here stands how it is measured.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.study.lived import Worlds
from sim.study.measures import (
    balance,
    by_close_contacts,
    credibility,
    ever_work,
    expertise,
    fall_of_risk,
    full_to_part_time,
    inequality,
    losers,
    median_commission,
    median_earner_sells,
    paid_from,
    participation,
    retention,
    small_profits,
    tail,
    top_commission,
    within,
    without_commission,
)


@dataclass(frozen=True)
class Target:
    """A published figure."""

    name: str  # name in tables and files, in small letters with hyphens
    group: str  # which case reports it
    what: str  # what was measured, in a few words
    low: float  # smallest and largest accepted value; infinite where there is no such limit
    high: float
    expected: float | None  # the published value; none where only a range or a direction is known
    width: float  # what counts as one unit of distance: by default half of the accepted range
    weight: float  # how heavily a distance counts, and the reason
    why: str
    source: str  # where it was published
    get: Callable[[Worlds], float]  # measures it


MEASURED: dict[str, Callable[[Worlds], float]] = {
    "retention-12": lambda w: retention(w.default, 12),
    "retention-24": lambda w: retention(w.default, 24),
    "falling-risk": lambda w: fall_of_risk(w.default),
    "neglected": lambda w: retention(w.neglected, 12, founders=False),
    "ever-work": lambda w: ever_work(w.default),
    "without-commission": lambda w: without_commission(w.default),
    "median-commission": lambda w: median_commission(w.default),
    "top-1": lambda w: top_commission(w.default, 0.01),
    "top-10": lambda w: top_commission(w.default, 0.1),
    "gini": lambda w: inequality(w.default),
    "tail": lambda w: tail(w.default),
    "profit": lambda w: balance(w.default)[0],
    "even": lambda w: balance(w.default)[1],
    "loss": lambda w: balance(w.default)[2],
    "small-profits": lambda w: small_profits(w.default),
    "fee-heavy": lambda w: losers(w.fee_heavy),
    "full-to-part-time": lambda w: full_to_part_time(w.default),
    "close-contacts": lambda w: by_close_contacts(w.default),
    "nine-levels": lambda w: within(paid_from(w.default, w.rates), 9),
    "median-earner": lambda w: median_earner_sells(w.default),
    "expertise": lambda w: expertise(w.default),
    "credibility": lambda w: credibility(w.default),
    "participation": lambda w: participation(w.default),
}


def _targets() -> dict[str, Target]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    found = {}
    for name, table in tables.items():
        low, high = table.pop("accepted")
        made = {"expected": None, "width": (high - low) / 2, **table}
        found[name] = Target(name=name, low=low, high=high, get=MEASURED[name], **made)
    return found


TARGETS = _targets()
"""All targets by name."""


def measure(worlds: Worlds) -> dict[str, float]:
    """Return every target as measured, by name."""
    return {name: target.get(worlds) for name, target in TARGETS.items()}
