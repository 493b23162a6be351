"""The published figures that one default world is held against: what is accepted, and in which role.

What was published stands in ``targets.toml``; how each figure is measured, in :mod:`sim.study.measures`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sim.study.lived import Worlds
from sim.study.measures import balance, commission, elsewhere, members

Role = Literal["C", "V", "S"]
ROLES: dict[Role, str] = {
    "C": "informs the calibration",
    "V": "validates: never in the loss, never looked at while tuning, reported as it falls",
    "S": "sanity: holds nearly by construction, counted nowhere",
}


@dataclass(frozen=True)
class Target:
    """A published figure."""

    name: str  # name in tables and files, in small letters with hyphens
    role: Role
    row: str  # figures of one row count together
    case: str  # which case of the verification reports it
    world: str  # in which world it is measured
    what: str  # what was measured, in a few words
    low: float  # smallest and largest accepted value
    high: float
    source: str  # where it was published
    get: Callable[[Worlds], float]  # measures it
    # what was published: a value, the ends of several; none where only a range or a direction is known
    expected: float | tuple[float, float] | None = None
    half: bool = False  # whether its row counts as a half, because the figure is a source of the model as well

    @property
    def published(self) -> tuple[float, float] | None:
        """Smallest and largest published value; none where none was published."""
        if self.expected is None or isinstance(self.expected, tuple):
            return self.expected
        return self.expected, self.expected

    @property
    def value(self) -> float | None:
        """The one published value; none where there are several, or none."""
        return None if isinstance(self.expected, tuple) else self.expected

    def is_met(self, got: float) -> bool:
        """Whether a figure is accepted."""
        return self.low <= got <= self.high


def words_of(name: str, value: float) -> str:
    """What a reader is told of a figure in place of a number that says nothing; mostly empty."""
    from sim.verification.cases.contagion import in_words

    return in_words(value) if name == "imitation" else ""


def _more_losers(worlds: Worlds) -> float:
    return balance.losers(worlds.fee_heavy) - balance.losers(worlds.default)


MEASURED: dict[str, Callable[[Worlds], float]] = {
    "participation": lambda w: members.participation(w.default),
    "signed-up": lambda w: members.signed_up(w.default),
    "retention-12": lambda w: members.retention(w.default, 12),
    "retention-24": lambda w: members.retention(w.default, 24),
    "neglected": lambda w: members.retention(w.neglected, 12, founders=False),
    "without-commission": lambda w: commission.without_commission(w.default),
    "top-10": lambda w: commission.top_commission(w.default, 0.1),
    "gini": lambda w: commission.inequality(w.default),
    "profit": lambda w: balance.balance(w.default)[0],
    "even": lambda w: balance.balance(w.default)[1],
    "loss": lambda w: balance.balance(w.default)[2],
    "fee-heavy": lambda w: balance.losers(w.fee_heavy),
    "fee-heavy-more": _more_losers,
    "close-contacts": lambda w: members.by_close_contacts(w.default),
    "expertise": lambda w: members.expertise(w.default),
    "credibility": lambda w: members.credibility(w.default),
    "top-1": lambda w: commission.top_commission(w.default, 0.01),
    "tail": lambda w: commission.tail(w.default),
    "small-profits": lambda w: balance.small_profits(w.default),
    "full-to-part-time": lambda w: balance.full_to_part_time(w.default),
    "sales": lambda w: members.sales(w.default),
    "awkwardness": lambda w: members.awkward(w.default),
    "imitation": lambda w: elsewhere.imitation(w.launch),
    "adpack-again": lambda w: w.adpack.re_bought,
    "adpack-winners": lambda w: w.adpack.winners,
    "adpack-losers": lambda w: w.adpack.losers,
    "ever-work": lambda w: members.ever_work(w.default),
    "median-commission": lambda w: commission.median_commission(w.default),
    "falling-risk": lambda w: members.fall_of_risk(w.default),
    "nine-levels": lambda w: commission.within(commission.paid_from(w.default, w.rates), 9),
    "median-earner": lambda w: commission.median_earner_sells(w.default),
}
ELSEWHERE = ("peak-day", "peak-height", "binary-top-20", "simple-contagion", "complex-contagion")


def _of_graphs(name: str) -> Callable[[Worlds], float]:
    return lambda _: elsewhere.graphs()[name]


MEASURED |= {name: _of_graphs(name) for name in ELSEWHERE}


def _targets() -> Iterator[Target]:
    for name, table in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items():
        low, high = table.pop("accepted")
        several = table.get("expected")
        if isinstance(several, list):
            table["expected"] = tuple(several)
        yield Target(name=name, low=low, high=high, get=MEASURED[name], **table)


TARGETS: dict[str, Target] = {target.name: target for target in _targets()}
"""All targets by name."""

WORLDS = ("default", "neglected", "fee-heavy", "launch", "adpack", "elsewhere")
"""Worlds in which figures are measured, the one that tells most first."""


def of_role(role: Role, worlds: Sequence[str] = WORLDS) -> list[Target]:
    """Return the targets of a role that are measured in some worlds, ordered by world."""
    found = [target for target in TARGETS.values() if target.role == role and target.world in worlds]
    return sorted(found, key=lambda target: WORLDS.index(target.world))


def rows_met(figures: dict[str, float], role: Role) -> dict[str, bool]:
    """Return for every row of a role whether all of its figures are accepted; one that is missing is not."""
    met: dict[str, bool] = {}
    for target in of_role(role):
        met[target.row] = met.get(target.row, True) and target.is_met(figures.get(target.name, math.nan))
    return met


def measure(worlds: Worlds, names: Sequence[str] | None = None) -> dict[str, float]:
    """Return targets as measured, by name; by default all."""
    return {name: TARGETS[name].get(worlds) for name in (TARGETS if names is None else names)}
