"""What a claim says about a scenario's worlds, and what would count for or against it."""

from __future__ import annotations

from typing import Any, Literal

from sim.core.parameters import Line, Section, param

CALIBRATION_SEEDS = range(900_001, 920_000)
"""Seeds by which parameters were calibrated; no verdict may rest on them."""


class ClaimTest(Section):
    """One question put to the worlds of a claim."""

    question: Line = param(min_length=1, max_length=300, meaning="The question in one sentence.")
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
    settings_seeds: int = param(2, unit="seeds", ge=1, le=1000, meaning="Seeds of each plausible setting.")
