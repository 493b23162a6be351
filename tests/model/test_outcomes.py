from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.answers import SHOWN
from sim.core.money import CENTS
from sim.model.outcomes import OF_COMPANIES, OUTCOMES, flows, in_units, know_own, money_in
from sim.record.companies import Firm


def test_usual_outcomes_are_declared() -> None:
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


def test_every_money_outcome_is_turned_and_nothing_else() -> None:
    money = {name for name, each in OUTCOMES.items() if each.kind == "money"}
    assert money | {f"{name}_median" for name in flows()} == money_in("people")


def test_every_money_column_of_companies_is_turned() -> None:
    assert {each.name for each in Firm.columns if each.unit == "cents"} == OF_COMPANIES


@given(st.lists(st.integers(-(2**53), 2**53), max_size=20))
def test_whole_cents_become_exactly_their_hundredth(cents: list[int]) -> None:
    frame = pd.DataFrame({"net_income": np.array(cents, np.int64), "recruits": np.arange(len(cents))})
    turned = in_units("people", frame)
    assert turned["net_income"].tolist() == [value / CENTS for value in cents]
    assert turned["recruits"].tolist() == frame["recruits"].tolist()
    assert frame["net_income"].tolist() == cents
    assert np.rint(turned["net_income"] * CENTS).tolist() == cents


@pytest.mark.parametrize(
    ("name", "columns", "turned"),
    [
        ("people", ["person", "costs", "pool", "net_income_2y", "income_at_stake"], [100, 1, 100, 1, 1]),
        ("groups", ["people", "costs_median", "gini", "volume"], [100, 1, 100, 100]),
        ("runs", ["net_income", "net_income_1y", "seed"], [1, 1, 100]),
        ("series", ["day", "networkers", "passive_income"], [100, 100, 1]),
        ("companies", ["day", "volume", "paid", "paid_in", "closed", "costs"], [100, 1, 1, 1, 100, 100]),
        ("tenure", ["month", "at_risk", "left"], [100, 100, 100]),
    ],
)
def test_a_frame_is_turned_by_what_it_is(name: str, columns: list[str], turned: list[int]) -> None:
    """An own measure may be called like a column of companies, and is left as the user gave it."""
    assert in_units(name, pd.DataFrame([dict.fromkeys(columns, 100)])).iloc[0].tolist() == turned


def test_a_frame_without_columns_stays_one() -> None:
    assert in_units("series", pd.DataFrame()).empty
