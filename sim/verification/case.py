"""What a case of the verification is: set-up, what is expected, and what was got; how it is written and read again."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, SupportsFloat

from matplotlib.figure import Figure
from rich.table import Table

from sim.core.files import place, write_text

Kind = Literal["identity", "event", "artefact", "ordinal", "target"]


class NotRun(Exception):  # noqa: N818 - a case that lacks its data is no error of the program
    """Raised by a case that cannot be run here; the text continues ``not run:``, such as ``no data at ...``."""


@dataclass(frozen=True)
class Check:
    """One number against the range in which it is accepted."""

    what: str  # what was measured, in a few words
    got: float  # the number; nan fails
    low: float  # smallest and largest accepted value, in the unit of ``got``; infinite where there is no such limit
    high: float
    expected: float | None = None  # the exact or published value; none where only the range or a direction is known
    unit: str = ""  # unit, empty for shares and counts
    words: str = ""  # what a reader is told in place of a number that says nothing to them

    @property
    def passed(self) -> bool:
        """Whether the number lies within the range, ends included."""
        return bool(self.low <= self.got <= self.high)  # also of numbers that a library measured


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
    """What one run of a case found."""

    checks: tuple[Check, ...]
    figure: Figure | None = None
    remark: str = ""

    @property
    def passed(self) -> bool:
        """Whether all checks passed."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True)
class Case:
    """A named case."""

    name: str  # name on the command line, in small letters with hyphens
    # ``identity`` (exact mathematics), ``event`` (real contact lists), ``artefact`` (what an earlier world showed
    # because of a rule, and this one may not), ``ordinal`` (a direction only) or ``target`` (a published figure that
    # the default scenario must meet)
    kind: Kind
    title: str  # what is checked, in one line
    setup: str  # which worlds or formulas are run, in one or two sentences
    source: str  # where the expected values come from
    run: Callable[[bool], Findings]  # runs the case; true for the short form with fewer worlds
    # where the accepted ranges come from, of the full and of the short form; empty if the source says it all
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


STRICT = ("identity", "event")
"""Kinds of which a case that does not pass is an error of the program; of the others it is a finding."""


@dataclass(frozen=True)
class Result:
    """What became of a case."""

    name: str  # as declared; see :class:`sim.verification.case.Case`
    kind: str
    title: str
    setup: str
    source: str
    tolerance: str
    short: bool  # whether it was the short form
    checks: tuple[Check, ...] = ()  # what was found; empty if the case was not run or raised
    remark: str = ""  # what else a reader should know
    figure: bool = False  # whether it drew one
    not_run: str = ""  # why it was not run; empty if it was
    error: str = ""  # what it raised, in one line; empty if nothing
    traceback: str = ""  # where it was raised
    seconds: float = 0.0  # how long it took

    @property
    def passed(self) -> bool:
        """Whether it ran and all its checks passed."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def verdict(self) -> str:
        """How it ended: passed or failed, of targets and directions met or not met; raised; not run."""
        if self.not_run:
            return "not run"
        if self.error:
            return "raised"
        if self.kind in STRICT:
            return "passed" if self.passed else "failed"
        return "met" if self.passed else "not met"

    def is_wrong(self, *, strict: bool = False) -> bool:
        """Whether the program is in the wrong; strictly also if a target is not met or the case was not run."""
        return self.verdict in ("raised", "failed") or (strict and not self.passed)

    @property
    def counted(self) -> str:
        """How many of its checks passed, in words; empty without any."""
        passed = sum(check.passed for check in self.checks)
        return f"{passed} of {len(self.checks)}" if self.checks else ""


def result_of(case: Case, short: bool, **became: Any) -> Result:
    """What became of a case, with what was declared of it."""
    declared = (case.name, case.kind, case.title, case.setup, case.source, case.tolerance)
    return Result(*declared, short, **became)


def as_table(result: Result) -> dict[str, Any]:
    """Return a result as what JSON can hold: null stands for no limit, and for a number that is none."""
    table = asdict(result)
    table["checks"] = [
        {**{name: _plain(value) for name, value in asdict(check).items()}, "passed": bool(check.passed)}
        for check in result.checks
    ]
    return {**table, "verdict": result.verdict}


def from_table(table: dict[str, Any]) -> Result:
    """Read again what :func:`as_table` made."""
    own = {name: value for name, value in table.items() if name not in ("verdict", "checks")}
    return Result(**own, checks=tuple(_check_of(each) for each in table["checks"]))


def summary(results: Sequence[Result], *, strict: bool = False) -> dict[str, Any]:
    """Return results as one JSON object, with how many ended how."""
    verdicts = [result.verdict for result in results]
    return {
        "ended": {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)},
        "wrong": [result.name for result in results if result.is_wrong(strict=strict)],
        "cases": [as_table(result) for result in results],
    }


def write_result(result: Result, folder: Path) -> Path:
    """Write a result into the folder, as a whole or not at all."""
    file = place(folder, f"{result.name}.json")
    write_text(file, json.dumps(as_table(result), indent=2, ensure_ascii=False) + "\n")
    return file


def _plain(value: Any) -> Any:
    """A text or a number as JSON has it, from whatever library the number is."""
    if value is None or isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else None


def _check_of(table: dict[str, Any]) -> Check:
    absent = {"got": math.nan, "low": -math.inf, "high": math.inf}
    filled: dict[str, Any] = {
        name: absent.get(name) if value is None else value for name, value in table.items() if name != "passed"
    }
    return Check(**filled)


def number(value: float, digits: int = 4) -> str:
    """Write a number with so many digits that count; nan stays ``nan``."""
    if not math.isfinite(value):
        return str(value)
    if value != 0 and abs(value) < 1e-4:
        return f"{value:.{digits - 2}g}"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.{1 if value % 1 and abs(value) < 10**digits else 0}f}"
    return f"{value:.{digits}g}"


def got(check: Check) -> str:
    """Write what was got: the number with its unit, or words where the number says nothing to a reader."""
    return check.words or f"{number(check.got)} {check.unit}".rstrip()


def accepted(check: Check) -> str:
    """Write the range in which a number is accepted."""
    unit = f" {check.unit}" if check.unit else ""
    if check.low == check.high:
        return f"exactly {number(check.low)}{unit}"
    if math.isinf(check.low):
        return f"at most {number(check.high)}{unit}"
    if math.isinf(check.high):
        return f"at least {number(check.low)}{unit}"
    middle, half = (check.low + check.high) / 2, (check.high - check.low) / 2
    if half < 1e-4 * abs(middle):
        return f"{number(middle)} ± {half:.0e}{unit}"
    return f"{number(check.low)} to {number(check.high)}{unit}"


def expected(check: Check) -> str:
    """Write the exact or published value, if there is one."""
    return "" if check.expected is None else f"{number(check.expected)} {check.unit}".rstrip()


def checks_table(results: Sequence[Result]) -> Table:
    """Lay out every check of every case."""
    table = Table(box=None, pad_edge=False)
    for name in ("case", "check"):
        table.add_column(name)
    for name in ("expected", "accepted", "got"):
        table.add_column(name, justify="right")
    table.add_column("verdict")
    for result in results:
        name = result.name
        for check in result.checks:
            verdicts = ("FAILED", "passed") if result.kind in STRICT else ("not met", "met")
            table.add_row(name, check.what, expected(check), accepted(check), got(check), verdicts[check.passed])
            name = ""
        if not result.checks:
            table.add_row(name, result.not_run or result.error, "", "", "", result.verdict)
    return table


def ended(results: Sequence[Result]) -> str:
    """Say in one sentence how many cases ended how."""
    verdicts = [result.verdict for result in results]
    counted = [f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts)]
    return f"{len(results)} {'case' if len(results) == 1 else 'cases'}: {', '.join(counted)}."


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def cases_table(cases: Sequence[Case]) -> Table:
    """Lay out which cases there are."""
    table = Table("case", "kind", "what is checked", box=None, pad_edge=False)
    for case in cases:
        table.add_row(case.name, case.kind, case.title)
    return table
