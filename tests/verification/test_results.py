"""What became of a case is written down and read again as it was."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from sim.verification.case import Check, as_table, from_table, near, result_of, summary, write_result
from tests.verification.conftest import BAD, CASES, GOOD


@pytest.mark.parametrize(
    ("name", "became", "verdict", "wrong", "strictly"),
    [
        ("good", {"checks": (GOOD,)}, "passed", False, False),
        ("bad", {"checks": (GOOD, BAD)}, "failed", True, True),
        ("bad", {"error": "ValueError: no"}, "raised", True, True),
        ("absent", {"not_run": "no data"}, "not run", False, True),
        ("missed", {"checks": (GOOD,)}, "met", False, False),
        ("missed", {"checks": (BAD,)}, "not met", False, True),
        ("missed", {"error": "ValueError: no"}, "raised", True, True),
        ("good", {"checks": ()}, "failed", True, True),
    ],
)
def test_how_a_case_ends(name: str, became: dict[str, object], verdict: str, wrong: bool, strictly: bool) -> None:
    result = result_of(CASES[name], True, **became)
    assert (result.verdict, result.is_wrong(), result.is_wrong(strict=True)) == (verdict, wrong, strictly)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    checks = (GOOD, Check("open", 3.5, 1.0, math.inf), Check("open", 3.5, -math.inf, 1.0, unit="days"))
    result = result_of(CASES["bad"], False, checks=checks, remark="So.", figure=True, seconds=1.5)
    file = write_result(result, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [file.name] == ["bad.json"]
    table = json.loads(file.read_text(encoding="utf-8"))
    assert from_table(table) == result
    assert [check["passed"] for check in table["checks"]] == [True, True, False]
    assert table["checks"][1]["high"] is None


def test_numbers_of_numpy_and_no_number_are_written() -> None:
    odd = (near("count", np.int64(3), 3, 0), Check("nan", math.nan, 0.0, 1.0), Check("np", np.float64(0.5), 0, 1))
    table = as_table(result_of(CASES["good"], True, checks=odd))
    assert [check["got"] for check in table["checks"]] == [3.0, None, 0.5]
    again = from_table(json.loads(json.dumps(table)))
    assert math.isnan(again.checks[1].got)
    assert not again.passed


def test_a_summary_counts_and_names_what_is_wrong() -> None:
    ended = [
        result_of(CASES["good"], True, checks=(GOOD,)),
        result_of(CASES["bad"], True, checks=(BAD,)),
        result_of(CASES["missed"], True, checks=(BAD,)),
    ]
    table = summary(ended)
    assert (table["ended"], table["wrong"]) == ({"passed": 1, "failed": 1, "not met": 1}, ["bad"])
    assert summary(ended, strict=True)["wrong"] == ["bad", "missed"]
    assert [case["name"] for case in table["cases"]] == ["good", "bad", "missed"]
