"""Numbers and ranges as they are read."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console
from rich.table import Table

from sim.verification.case import (
    Check,
    accepted,
    cases_table,
    checks_table,
    ended,
    expected,
    least,
    most,
    near,
    number,
    result_of,
)
from tests.verification.conftest import BAD, CASES, GOOD


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.5, "0.5"),
        (1 / 3, "0.3333"),
        (6.4854709, "6.485"),
        (307.0, "307"),
        (4039.0, "4,039"),
        (1234.5, "1,234.5"),
        (88_234.4, "88,234"),
        (2.5e-17, "2.5e-17"),
        (math.nan, "nan"),
    ],
)
def test_numbers_have_four_digits_that_count(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (near("a", 1, 307, 1, "days"), "306 to 308 days"),
        (near("a", 1, 0, 0, "cents"), "exactly 0 cents"),
        (near("a", 1, 0.5, 1e-12), "0.5 ± 1e-12"),
        (least("a", 1, 0.6), "at least 0.6"),
        (most("a", 1, 0.05, "levels"), "at most 0.05 levels"),
    ],
)
def test_what_is_accepted(check: Check, text: str) -> None:
    assert accepted(check) == text


def test_what_is_expected() -> None:
    assert (expected(near("a", 1, 307, 1, "days")), expected(least("a", 1, 0.6))) == ("307 days", "")


def printed(table: Table) -> list[str]:
    """Lines of a table on a terminal."""
    console = Console(width=120, file=io.StringIO())
    console.print(table)
    return console.file.getvalue().splitlines()  # type: ignore[attr-defined]


def test_every_check_is_a_row() -> None:
    results = [
        result_of(CASES["bad"], True, checks=(GOOD, BAD)),
        result_of(CASES["absent"], True, not_run="no data at x.txt"),
        result_of(CASES["missed"], True, checks=(BAD,)),
    ]
    rows = [line.split() for line in printed(checks_table(results))]
    assert rows[1:] == [
        ["bad", "one", "1", "0.9", "to", "1.1", "1", "passed"],
        ["two", "1", "cents", "0.9", "to", "1.1", "cents", "2", "cents", "FAILED"],
        ["absent", "no", "data", "at", "x.txt", "not", "run"],
        ["missed", "two", "1", "cents", "0.9", "to", "1.1", "cents", "2", "cents", "not", "met"],
    ]
    assert ended(results) == "3 cases: 1 failed, 1 not run, 1 not met."
    assert ended(results[:1]) == "1 case: 1 failed."


def test_cases_are_named() -> None:
    assert printed(cases_table(list(CASES.values())[:1]))[1].split() == ["good", "identity", "Title", "of", "good"]
