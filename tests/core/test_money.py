from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.outcomes import BUILT_IN, OUTCOMES
from sim.core.money import CENTS, FLOWS, OF_COMPANIES, OF_PEOPLE, UNITS, holds_units, in_units
from sim.record.firms import COLUMNS


def test_every_money_outcome_is_turned_and_nothing_else() -> None:
    money = {name for name in BUILT_IN if OUTCOMES[name].kind == "money"}
    assert money | {f"{name}_median" for name in FLOWS} == OF_PEOPLE


def test_every_money_column_of_companies_is_turned() -> None:
    assert {name for name, column in COLUMNS.items() if "in cents" in (column.__doc__ or "")} == OF_COMPANIES


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


@pytest.mark.parametrize(("manifest", "units"), [({}, False), ({"money": "cents"}, False), ({"money": UNITS}, True)])
def test_a_manifest_that_says_nothing_is_of_a_store_in_cents(manifest: dict[str, str], units: bool) -> None:
    assert holds_units(manifest) is units
