"""Which worlds are run, with which seeds, what is kept of them, and what a claim says about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import field_validator

from sim.core.parameters import OWNABLE, Line, Section, as_whole, param
from sim.core.wording import meant
from sim.model.outcomes import of_groups, personal

SHOWN = (*personal(), *of_groups())
OutcomeName = Annotated[Literal[SHOWN], OWNABLE]  # type: ignore[valid-type]

SAMPLED = ("latin-hypercube", "sobol", "saltelli", "morris")
POWERS_OF_TWO = ("sobol", "saltelli")
FREE = ("design.focal_people", "design.focal_entry", "design.focal_window", "design.focal_hours")
"""What of a design may vary itself."""
VARIES = ("kind", "points", "vary", "between", "point", "together", "sampling_seed")
KINDS = ("grid", "list", "one-at-a-time", *SAMPLED)

MEAN, MEDIAN = "mean", "median"
_QUANTITY = re.compile(r"mean|median|q(?:0[1-9]|[1-9][0-9])")
COMPANY = "company."
COMPANY_MEASURES = (
    "systems",
    "closed",
    "closed_insolvent",
    "closed_management",
    "closed_software",
    "closed_exit",
    "members",
    "customers",
    "left",
    "volume",
    "consumer_volume",
    "paid",
    "pool",
    "paid_in",
    "paid_out",
    "crowd_in",
    "crowd_out",
    "crowd_lost",
    "won",
    "usefulness",
)
"""What can be asked of all companies of a world together, on its last day.

``company.crowd_lost / company.won``: for each unit won by the people of the model, so many were lost elsewhere.
"""
OVER = " / "
CALIBRATION_SEEDS = range(900_001, 920_000)
"""Seeds by which parameters were calibrated; no verdict may rest on them."""


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
        5,
        unit="people",
        ge=1,
        le=1_000_000,
        meaning="Networkers of a focal world who follow the strategy under study, all else being equal.",
    )
    focal_entry: int = param(
        0,
        unit="days",
        ge=0,
        le=36_500,
        meaning="Days that the market of a focal world has lived when the focal people are drawn among its prospects; "
        "0: they are founders of the first day.",
    )
    focal_window: int = param(
        28,
        unit="days",
        ge=1,
        le=36_500,
        meaning="Days from there over which they enter, each on a day of their own drawn by chance.",
    )
    focal_hours: float | None = param(
        None,
        unit="hours a week",
        ge=0.0,
        le=168.0,
        meaning="Hours of the focal people from their entry on; full-time from population.full_time_hours up. "
        "None: their own.",
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
    matters: dict[str, float] = param(
        {},
        unit="unit of the outcome",
        meaning="Smallest difference that matters to anybody, by outcome; of others what is assumed for all scenarios.",
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


class ClaimTest(Section):
    """One question put to the worlds of a claim."""

    question: Line = param(min_length=1, max_length=300, meaning="The question in one sentence.")
    shows: Literal["finding", "premise", "arithmetic"] = param(
        "finding",
        meaning="What an answer is worth: a finding; a premise, the mechanism itself switched on against off; "
        "arithmetic, which follows from definitions.",
    )
    kind: Literal["contrast", "interaction", "level"] = param(
        "contrast",
        meaning="A difference between two levels of a factor; its change with a second factor; or a value by itself.",
    )
    outcome: str = param(
        max_length=120,
        meaning="What is measured: an outcome, .median or .q10 of it, company.… of all companies, or one / another.",
    )
    factor: str = param("strategy", max_length=200, meaning="What is compared: strategy, or a varied parameter.")
    better: Any = param(None, meaning="Level of the factor that is said to do otherwise.")
    against: list[Any] = param([], meaning="Levels it is compared with; each is a region of its own.")
    where: dict[str, list[Any]] = param(
        {}, meaning="Levels of other varied names to which the test is confined; all other combinations are regions."
    )
    by: str = param("", max_length=200, meaning="Second factor of an interaction.")
    low: Any = param(None, meaning="Level of the second factor from which the change of the difference is taken.")
    high: Any = param(None, meaning="Level of the second factor to which it is taken.")
    value: float = param(0.0, unit="unit of the outcome", ge=-1e12, le=1e12, meaning="What a level is compared with.")
    expects: Literal["higher", "lower", "equal"] = param(
        "higher",
        meaning="Direction the article expects: of the better level, of the change from low to high, or of a value.",
    )
    matters: float = param(
        unit="unit of the outcome", gt=0.0, le=1e12, meaning="Smallest effect that would matter to anybody."
    )
    relative: bool = param(
        False, meaning="Whether that is a share of what is compared with (its mean without sign, over seeds)."
    )
    control: list[str] = param(
        [], max_length=20, meaning="Switches of this test's control, key=value each; empty: those of the claim."
    )


class Claim(Section):
    """A claim, put to the test by the worlds of its scenario."""

    id: str = param(pattern=r"^[A-Z][0-9]{1,3}$", meaning="Number by which it is called.")
    says: Line = param(min_length=1, max_length=300, meaning="The claim in one sentence.")
    test: list[ClaimTest] = param(min_length=1, max_length=12, meaning="Questions whose answers make the verdict.")
    control: list[str] = param(
        min_length=1,
        max_length=20,
        meaning="What switches the mechanism off, key=value each, such as phases.gossip=false: no effect may remain.",
    )
    core: dict[str, list[Any]] = param(
        {}, meaning="Levels of varied names at which the verdict's sensitivity is measured; of others the last level."
    )
    fixed: list[str] = param(
        [], meaning="Guessed parameters that belong to the claim, which sensitivity leaves as they are."
    )
    min_seeds: int = param(10, unit="seeds", ge=3, le=100_000, meaning="Seeds that are run before anybody looks.")
    max_seeds: int = param(40, unit="seeds", ge=3, le=100_000, meaning="Seeds after which it stays undecided.")


def measured(outcome: str, own: Sequence[str] = ()) -> tuple[str, str]:
    """Name of an outcome and what of it over the networkers of a run: ``mean``, ``median`` or ``q01`` to ``q99``.

    Spelled ``recruits``, ``net_income.median`` (also ``net_income_median``) or ``net_income.q10``; ``own`` are the
    scenario's own measures, which are outcomes as well.

    Raises
    ------
    ValueError
        With a sentence, if it is none.
    """
    known = (*personal(), *own)
    name, dot, quantity = outcome.partition(".")
    if not dot and name not in known:
        name, quantity = name.removesuffix("_median"), MEDIAN if name.endswith("_median") else ""
    if name not in known:
        raise ValueError(f"is not an outcome.{meant(name, known)}")
    if (dot or quantity) and not _QUANTITY.fullmatch(quantity):
        raise ValueError(f"is not known after {name}: .mean, .median, or .q01 to .q99 for quantiles over people.")
    return name, quantity or MEAN


def level_of(quantity: str) -> float:
    """Return the level of a quantile, 0..1, by its name ``median`` or ``q01`` to ``q99``."""
    return 0.5 if quantity == MEDIAN else int(quantity[1:]) / 100


@dataclass(frozen=True)
class Term:
    """One quantity of a measure: ``mean``, ``median`` or ``q01`` to ``q99`` over people, or a sum over companies."""

    name: str
    quantity: str
    company: bool = False


def terms(measure: str) -> list[Term]:
    """Take a measure apart: one term, or two of which the first is divided by the second.

    Such as ``net_income.median``, ``company.closed / company.systems`` or ``recruits / conversations``.

    Raises
    ------
    ValueError
        With a sentence, if it is none.
    """
    parts = re.split(r"\s*/\s*", measure)
    if len(parts) > 2:
        raise ValueError("may divide one quantity by another, once.")
    found = [_term(part) for part in parts]
    if len(found) == 2 and any(term.quantity != MEAN for term in found):
        raise ValueError("divides sums over people; a median or quantile cannot be a part of it.")
    return found


def _term(part: str) -> Term:
    if not part.startswith(COMPANY):
        return Term(*measured(part))
    name = part.removeprefix(COMPANY)
    if name not in COMPANY_MEASURES:
        raise ValueError(f"is not known of companies.{meant(name, COMPANY_MEASURES)}")
    return Term(name, MEAN, company=True)
