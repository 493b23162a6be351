from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from sim.model.membership.departure import QUIT, depart, regroup
from sim.model.tables import MONTH, Tables
from sim.record.run import Recorder
from sim.record.tenure import tenure
from tests.builders import lived, scenario
from tests.trees import TOP, plant, scenario_of

MOST = 30
OF = scenario_of(MOST, [0.1], compression=True)
Stays = list[tuple[int, int]]


def stayed(stays: Stays, customers: tuple[int, ...] = ()) -> Tables:
    """Positions that were opened on a day and given up on another (-1: never)."""
    w = plant(OF, [TOP] * len(stays), customers)
    for p, (joined, left) in enumerate(stays):
        w.positions[p].day = joined
        if left >= 0:
            depart(w, p, left, QUIT)
    regroup(w)
    return w


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_months_of_tenure_by_hand() -> None:
    """Of five, one leaves in his first month, one in his second; two came too late for a third month."""
    w = stayed([(0, 29), (0, 30), (10, -1), (0, -1), (31, -1)])
    assert rows(tenure(w, ["vita"], 90)) == [
        ("vita", False, 0, 5, 1),
        ("vita", False, 1, 3, 1),
        ("vita", False, 2, 1, 0),
    ]


def test_a_month_counts_when_it_was_lived_to_its_last_day() -> None:
    w = stayed([(0, 59), (1, 59)])
    assert rows(tenure(w, ["vita"], 60)) == [("vita", False, 0, 2, 0), ("vita", False, 1, 1, 1)]
    assert rows(tenure(w, ["vita"], 61)) == [("vita", False, 0, 2, 0), ("vita", False, 1, 2, 2)]


def test_customers_are_no_members() -> None:
    assert rows(tenure(stayed([(0, 5), (0, 7)], customers=(1,)), ["vita"], 30)) == [("vita", False, 0, 1, 1)]


def test_strategies_and_focal_people_are_kept_apart() -> None:
    stay = {"leaving": False}
    market = lived(scenario(phases=stay, design={"worlds": "focal", "focal_people": 3}), 65, strategy="tailored")
    frame = tenure(market.world.tables, [each.name for each in market.scenario.strategy], 65)
    assert rows(frame[["strategy", "focal", "month"]].drop_duplicates())[-2:] == [
        ("tailored", True, 0),
        ("tailored", True, 1),
    ]
    assert frame[frame.focal].at_risk.tolist() == [9, 9]
    assert frame.left.sum() == 0


def test_before_a_month_is_over_nobody_has_a_tenure() -> None:
    assert tenure(stayed([(0, -1)]), ["vita"], 29).empty


@given(st.lists(st.tuples(st.integers(0, 89), st.integers(0, 200)), min_size=1, max_size=MOST))
def test_the_counts_are_those_of_the_product_limit(drawn: Stays) -> None:
    days = 100
    w = stayed([(joined, joined + stay if joined + stay < days else -1) for joined, stay in drawn])
    frame = tenure(w, ["vita"], days)
    observed = np.array([(days - joined) // MONTH for joined, _ in drawn])
    left = np.array([stay // MONTH for _, stay in drawn])
    seen = left < observed
    times = np.where(seen, left + 1, observed)
    curve = ecdf(CensoredData(uncensored=times[seen], right=times[~seen])).sf
    expected = curve.evaluate(frame.month.to_numpy() + 1)
    assert np.cumprod(1 - frame.left / frame.at_risk).to_numpy() == pytest.approx(expected)


def test_a_recorder_counts_the_days_it_saw() -> None:
    market = lived(scenario(phases={"leaving": False}), 64, strategy="focus")
    recorder = Recorder(market.world)
    depart(market.world.tables, 0, 40, QUIT)
    recorder.look(64)
    frame = recorder.finish("focus").tenure
    founders, month = frame[frame.month == 0], frame[frame.month == 1]
    seats = market.world.tables.positions[: market.world.tables.count[0].positions]
    assert founders.at_risk.tolist() == [np.count_nonzero((seats.working == 1) & (seats.day <= 34))]
    assert (founders.left.sum(), month.left.sum()) == (0, 1)
