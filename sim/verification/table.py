"""What the verification found, laid out for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.table import Table

from sim.verification.case import Case, Check
from sim.verification.results import Result


def number(value: float, digits: int = 4) -> str:
    """Write a number with so many digits that count; nan stays ``nan``."""
    if not math.isfinite(value):
        return str(value)
    if value != 0 and abs(value) < 1e-4:
        return f"{value:.{digits - 2}g}"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.{1 if value % 1 and abs(value) < 10**digits else 0}f}"
    return f"{value:.{digits}g}"


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


def as_table(results: Sequence[Result]) -> Table:
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
            verdict = ("passed" if check.passed else "FAILED") if result.kind in ("identity", "event") else ""
            verdict = verdict or ("met" if check.passed else "not met")
            got = f"{number(check.got)} {check.unit}".rstrip()
            table.add_row(name, check.what, expected(check), accepted(check), got, verdict)
            name = ""
        if not result.checks:
            table.add_row(name, result.not_run or result.error, "", "", "", result.verdict)
    return table


def finding(results: Sequence[Result]) -> str:
    """Say in one sentence how many cases ended how."""
    verdicts = [result.verdict for result in results]
    counted = [f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts)]
    return f"{len(results)} {'case' if len(results) == 1 else 'cases'}: {', '.join(counted)}."


def names(cases: Sequence[Case]) -> Table:
    """Lay out which cases there are."""
    table = Table("case", "kind", "what is checked", box=None, pad_edge=False)
    for case in cases:
        table.add_row(case.name, case.kind, case.title)
    return table
