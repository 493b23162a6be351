"""Cases: a number passes within its range, ends included."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.verification.case import CASES, Check, Findings, case, got, least, most, near
from sim.verification.figures import _written


@pytest.mark.parametrize(
    ("got", "passes"), [(0.496, True), (0.504, True), (0.4959, False), (0.5041, False), (math.nan, False)]
)
def test_a_number_passes_within_its_range(got: float, passes: bool) -> None:
    assert Check("share with 0 recruits", got, 0.496, 0.504, 0.5).passed is passes


def test_numbers_of_numpy_pass_like_any_other() -> None:
    low, high = np.float64(0.4), np.float64(0.6)
    assert Check("x", 0.5, low, high).passed is True
    assert Check("x", 0.7, low, high).passed is False


def test_findings_pass_if_all_their_numbers_do() -> None:
    good, bad = Check("a", 1.0, 0.0, 2.0), Check("b", 3.0, -math.inf, 2.0)
    assert Findings((good, good)).passed
    assert not Findings((good, bad)).passed


def test_a_name_is_declared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.verification.case.CASES", dict(CASES))
    declare = case("sum-of-one", kind="identity", title="One", setup="One is counted.", source="Peano 1889")
    declare(lambda short: Findings((Check("one", 1.0, 1.0, 1.0),)))
    with pytest.raises(ValueError, match="two cases named sum-of-one"):
        declare(lambda short: Findings((Check("one", 1.0, 1.0, 1.0),)))


def test_ranges_are_made_of_what_is_said() -> None:
    assert near("height", 14, 13.5, 0.6, "levels") == Check("height", 14.0, 12.9, 14.1, 13.5, "levels")
    assert least("p", 0.2, 0.1) == Check("p", 0.2, 0.1, math.inf)
    assert most("loss", 0.2, 0.1, "cents") == Check("loss", 0.2, -math.inf, 0.1, unit="cents")
    assert [check.passed for check in (least("p", 0.2, 0.1), most("p", 0.2, 0.1))] == [True, False]


def test_words_stand_where_a_number_says_nothing() -> None:
    check = replace(most("innovation over imitation", 3802481.8, 0.05), words="no imitation found")
    assert (got(check), check.passed) == ("no imitation found", False)
    assert got(near("height", 14, 13.5, 0.6, "levels")) == "14 levels"
    assert _written(check) == "no imitation found (at most 0.05)"
