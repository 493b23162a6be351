"""What a case of the verification is: set-up, what is expected, and what was got."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, SupportsFloat

from matplotlib.figure import Figure

Kind = Literal["identity", "event", "target", "ordinal"]


class NotRun(Exception):  # noqa: N818 - a case that lacks its data is no error of the program
    """Raised by a case that cannot be run here; the text continues ``not run:``, such as ``no data at ...``."""


@dataclass(frozen=True)
class Check:
    """One number against the range in which it is accepted.

    Parameters
    ----------
    what
        What was measured, in a few words.
    got
        The number; nan fails.
    low, high
        Smallest and largest accepted value, in the unit of ``got``; infinite where there is no such limit.
    expected
        The exact or published value; none where only the range or a direction is known.
    unit
        Unit, empty for shares and counts.
    """

    what: str
    got: float
    low: float
    high: float
    expected: float | None = None
    unit: str = ""

    @property
    def passed(self) -> bool:
        """Whether the number lies within the range, ends included."""
        return self.low <= self.got <= self.high


def near(what: str, got: SupportsFloat, expected: float, tolerance: float, unit: str = "") -> Check:
    """Check a number against an expected one, plus or minus a tolerance in the same unit."""
    return Check(what, float(got), expected - tolerance, expected + tolerance, expected, unit)


def least(what: str, got: SupportsFloat, low: float, unit: str = "") -> Check:
    """Check that a number is at least so large."""
    return Check(what, float(got), low, math.inf, unit=unit)


def most(what: str, got: SupportsFloat, high: float, unit: str = "") -> Check:
    """Check that a number is at most so large."""
    return Check(what, float(got), -math.inf, high, unit=unit)


@dataclass(frozen=True)
class Findings:
    """What one run of a case found.

    Parameters
    ----------
    checks
        At least one number against its range.
    figure
        The picture of the run; none: its checks are drawn, each on its own scale.
    remark
        What else a reader should know, in whole sentences; empty if nothing.
    """

    checks: tuple[Check, ...]
    figure: Figure | None = None
    remark: str = ""

    @property
    def passed(self) -> bool:
        """Whether all checks passed."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True)
class Case:
    """A named case.

    Parameters
    ----------
    name
        Name on the command line, in small letters with hyphens.
    kind
        ``identity`` (exact mathematics), ``event`` (real contact lists), ``target`` (a published figure that the
        default scenario must meet) or ``ordinal`` (a direction only).
    title
        What is checked, in one line.
    setup
        Which worlds or formulas are run, in one or two sentences.
    source
        Where the expected values come from.
    run
        Runs the case; true for the short form with fewer worlds.
    tolerance
        Where the accepted ranges come from, of the full and of the short form; empty if the source says it all.
    """

    name: str
    kind: Kind
    title: str
    setup: str
    source: str
    run: Callable[[bool], Findings]
    tolerance: str = ""


CASES: dict[str, Case] = {}
"""All cases that were declared, by name."""


def case(
    name: str, *, kind: Kind, title: str, setup: str, source: str, tolerance: str = ""
) -> Callable[[Callable[[bool], Findings]], Callable[[bool], Findings]]:
    """Declare a function of ``short`` as a case; the parameters are those of :class:`Case`.

    Raises
    ------
    ValueError
        If the name is taken.
    """

    def declare(run: Callable[[bool], Findings]) -> Callable[[bool], Findings]:
        if name in CASES:
            raise ValueError(f"There are two cases named {name}.")
        CASES[name] = Case(name, kind, title, setup, source, run, tolerance)
        return run

    return declare
