"""Cases for tests of the verification itself: one of every way to end."""

from __future__ import annotations

import pytest

import sim.study.cases  # noqa: F401 - declares them: the page and the rules for cases are about them too
from sim.verification.case import Case, Check, Findings, NotRun, near

GOOD, BAD = near("one", 1.0, 1.0, 0.1), near("two", 2.0, 1.0, 0.1, "cents")


def finds(*checks: Check, remark: str = "") -> Findings:
    """What a run finds."""
    return Findings(checks, remark=remark)


def raises(short: bool) -> Findings:
    """Raise something in two lines."""
    raise ValueError("not\n  so")


def lacks(short: bool) -> Findings:
    """Lack data."""
    raise NotRun("no data at x.txt")


def made(name: str, kind: str, run: object) -> Case:
    """A case."""
    return Case(name, kind, f"Title of {name}", "Set-up.", "Source 2001", run, "None.")  # type: ignore[arg-type]


CASES = {
    case.name: case
    for case in (
        made("good", "identity", lambda short: finds(GOOD, remark="short" if short else "full")),
        made("bad", "identity", lambda short: finds(GOOD, BAD)),
        made("raising", "identity", raises),
        made("absent", "event", lacks),
        made("missed", "target", lambda short: finds(BAD)),
    )
}


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> dict[str, Case]:
    """These cases in place of the real ones."""
    monkeypatch.setattr("sim.verification.verify.all_cases", lambda: dict(CASES))
    return CASES
