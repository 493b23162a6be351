"""Which worlds are run, with which seeds, and what is kept of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import field_validator

from sim.core.parameters import OWNABLE, Section, param
from sim.core.wholes import as_whole

YEARS = (1, 2, 3, 5)  # after which net income is taken down
OUTCOMES = (
    "recruits",
    "downline",
    "sales",
    "net_income",
    "active_income",
    "passive_income",
    "capital_income",
    "capital_result",
    "gain",
    "costs",
    "credibility",
    "credibility_spread",
    "knowledge",
    "conversations",
    "contradictions",
    "contradictions_private",
    "contradictions_public",
    "contradictions_hearsay",
    "first_commission_day",
    "event_share",
    "leads",
    "cross_posts",
    "group_leads",
    "group_usefulness",
    "bans",
    "no_commission",
    "net_loss",
    "care",
    "team_retention",
    "worst_team_retention",
    "survival",
    "months",
    "concentration",
    "income_at_stake",
    "ruin",
    *(f"net_income_{year}y" for year in YEARS),
)
INEQUALITY = ("gini", "top1_share", "top10_share")
SHOWN = (*OUTCOMES, *INEQUALITY)
OutcomeName = Annotated[Literal[SHOWN], OWNABLE]  # type: ignore[valid-type]

SAMPLED = ("latin-hypercube", "sobol", "saltelli", "morris")
POWERS_OF_TWO = ("sobol", "saltelli")
VARIES = ("kind", "points", "vary", "between", "point", "together", "sampling_seed")
KINDS = ("grid", "list", "one-at-a-time", *SAMPLED)


class Precision(Section):
    """How narrow an interval must be before no more seeds are run."""

    outcome: str | None = param(
        None,
        max_length=60,
        meaning="Outcome whose 95 % interval must be narrow at every point; .median or .q10 for quantiles over people.",
    )
    difference: bool = param(
        False, meaning="Whether the interval is that of the paired difference to the first strategy."
    )
    half_width: float = param(
        0.05,
        unit="unit of the outcome",
        gt=0.0,
        le=1e12,
        meaning="Half the width of the interval that suffices, in the unit of the outcome.",
    )
    relative: bool = param(False, meaning="Whether the half width is a share of the mean.")
    min_seeds: int = param(10, unit="runs", ge=3, le=1_000_000, meaning="Seeds that are run before anybody looks.")
    max_seeds: int = param(400, unit="runs", ge=3, le=1_000_000, meaning="Seeds after which it stops in any case.")


class Design(Section):
    """The worlds to compare."""

    worlds: Literal["population", "mixed", "focal"] = param(
        "population",
        meaning="population: all follow the strategy under study; mixed: shares side by side; focal: twins.",
    )
    seeds: int = param(20, unit="runs", ge=1, le=1_000_000, meaning="Seeds for every point of the design.")
    first_seed: int = param(1, ge=0, le=2**62, meaning="The first seed; the others follow it.")
    focal_people: int = param(
        10, unit="people", ge=1, le=1_000_000, meaning="Networkers who change strategy in focal worlds."
    )
    background: dict[str, float] = param(
        {}, unit="weight", meaning="Strategies of everybody else in focal worlds; empty: the first strategy."
    )
    vary: dict[str, list[Any]] = param(
        {}, meaning="Values to run side by side: strategy names, or any parameter by its dotted name."
    )
    kind: Literal[KINDS] = param(  # type: ignore[valid-type]
        "grid",
        meaning="How points are chosen: from the levels in vary, as listed, or sampled from the ranges in between.",
    )
    points: int = param(
        64,
        unit="points",
        ge=2,
        le=100_000,
        meaning="Sampled points; base points of saltelli (times factors + 2), paths of morris (times factors + 1).",
    )
    between: dict[str, list[Any]] = param(
        {}, meaning='Ranges of a sampled design by dotted name: [low, high], or [low, high, "log"].'
    )
    point: list[dict[str, Any]] = param([], meaning="Points of a list, each with its values by dotted name.")
    together: list[list[str]] = param([], meaning="Names that vary together: one value of each at a time.")
    sampling_seed: int = param(1, ge=0, le=2**31, meaning="Which sample of a sampled design is taken.")
    precision: Precision = param(Precision(), meaning="How narrow an interval must be before no more seeds are run.")
    outcomes: list[OutcomeName] = param(
        ["recruits", "net_income", "net_loss", "credibility", "contradictions"],
        min_length=1,
        meaning="Outcomes shown first in tables and plots.",
    )

    @field_validator("vary", "between", "point", mode="before")
    @classmethod
    def _as_written(cls, value: Any) -> Any:
        """Take exact numbers as those that a file would hold: a column of a table has one kind of number."""
        return _inexact(value)


def _inexact(value: Any, depth: int = 3) -> Any:
    """Decimals and fractions, in lists and tables as well, as whole numbers or floats."""
    if isinstance(value, dict) and depth:
        return {key: _inexact(inner, depth - 1) for key, inner in value.items()}
    if isinstance(value, list) and depth:
        return [_inexact(inner, depth - 1) for inner in value]
    if isinstance(value, Decimal | Fraction):
        whole = as_whole(value)
        return float(value) if whole is None else whole
    return value


class Recording(Section):
    """What is kept of a run."""

    every: int = param(7, unit="days", ge=1, le=36_500, meaning="Interval of the time series.")
