"""What became of a case, and how it is written down and read again."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.core.files import place, write_text
from sim.verification.case import Case, Check

STRICT = ("identity", "event")
"""Kinds of which a case that does not pass is an error of the program; of the others it is a finding."""


@dataclass(frozen=True)
class Result:
    """What became of a case.

    Attributes
    ----------
    name, kind, title, setup, source, tolerance
        As declared; see :class:`sim.verification.case.Case`.
    short
        Whether it was the short form.
    checks
        What was found; empty if the case was not run or raised.
    remark
        What else a reader should know.
    figure
        Whether it drew one.
    not_run
        Why it was not run; empty if it was.
    error
        What it raised, in one line; empty if nothing.
    traceback
        Where it was raised.
    seconds
        How long it took.
    """

    name: str
    kind: str
    title: str
    setup: str
    source: str
    tolerance: str
    short: bool
    checks: tuple[Check, ...] = ()
    remark: str = ""
    figure: bool = False
    not_run: str = ""
    error: str = ""
    traceback: str = ""
    seconds: float = 0.0

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
    return Result(**own, checks=tuple(_check(each) for each in table["checks"]))


def summary(results: Sequence[Result], *, strict: bool = False) -> dict[str, Any]:
    """Return results as one JSON object, with how many ended how."""
    verdicts = [result.verdict for result in results]
    return {
        "ended": {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)},
        "wrong": [result.name for result in results if result.is_wrong(strict=strict)],
        "cases": [as_table(result) for result in results],
    }


def write(result: Result, folder: Path) -> Path:
    """Write a result into the folder, as a whole or not at all."""
    file = place(folder, f"{result.name}.json")
    write_text(file, json.dumps(as_table(result), indent=2, ensure_ascii=False) + "\n")
    return file


def _plain(value: Any) -> Any:
    """A text or a number as JSON has it, from whatever library the number is."""
    if value is None or isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else None


def _check(table: dict[str, Any]) -> Check:
    absent = {"got": math.nan, "low": -math.inf, "high": math.inf}
    filled: dict[str, Any] = {
        name: absent.get(name) if value is None else value for name, value in table.items() if name != "passed"
    }
    return Check(**filled)
