from __future__ import annotations

import math

import pytest

from sim.analysis.outcomes import OUTCOMES, SHOWN, know_own
from sim.scenario.design import INEQUALITY
from sim.scenario.design import OUTCOMES as RECORDED


def test_every_recorded_outcome_is_known() -> None:
    assert set(RECORDED) | set(INEQUALITY) <= set(OUTCOMES)
    assert set(SHOWN) <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("name", "value", "sign", "text"),
    [
        ("net_income", -1234.5, False, "−1,234"),
        ("net_income", 12.345, True, "+12.35"),
        ("net_income", -0.001, True, "0.00"),
        ("net_loss", 0.755, False, "75.5 %"),
        ("net_loss", -0.02, True, "−2.0 points"),
        ("credibility", 0.61234, False, "0.612"),
        ("recruits", 2.0, False, "2.00"),
        ("first_commission_day", 30.4, False, "30"),
        ("net_loss", math.nan, False, "–"),
    ],
)
def test_values_are_written_with_their_unit(name: str, value: float, sign: bool, text: str) -> None:
    assert OUTCOMES[name].write(value, sign=sign) == text


def test_values_read_together_have_equally_many_decimals() -> None:
    assert OUTCOMES["net_income"].write_all([-13.2, -1375.0, 914.4], sign=True) == ["−13", "−1,375", "+914"]
    assert OUTCOMES["net_loss"].write_range(-0.01, 0.02, sign=True) == "−1.0 to +2.0 points"


def test_an_own_measure_of_money_is_written_as_money() -> None:
    rule = {"kind": "measure", "name": "saved_up", "unit": "currency units", "less_is_better": False}
    know_own({"own": {"files": [{"rules": [rule]}]}})
    try:
        assert OUTCOMES["saved_up"].axis == "Saved up (currency units)"
        assert OUTCOMES["saved_up"].write_all([1234.5, -2.25]) == ["1,234", "−2"]
    finally:
        del OUTCOMES["saved_up"]


def test_axes_have_units() -> None:
    assert OUTCOMES["net_income"].axis == "Net income (currency units)"
    assert OUTCOMES["recruits"].axis == "Recruits (direct recruits)"
    assert all(" (" in outcome.axis for outcome in OUTCOMES.values())
