"""How long those who came to work stay."""

from __future__ import annotations

import numpy as np
import pytest

from sim.record.series import tenure
from sim.study.targets import staying
from sim.study.targets.lived import _positions
from tests.builders import lived as market_after
from tests.builders import scenario
from tests.study.targets.hand import world


def test_who_left_was_at_risk_until_then() -> None:
    held = [{"day": 0, "left": 29}, {"day": 0, "left": 30}, {"day": 0}, {"day": 0}]
    at_risk, left = staying.risks(world(positions=held, days=90))
    assert at_risk.tolist() == [4, 3, 2]
    assert left.tolist() == [1, 1, 0]
    assert staying.retention(world(positions=held, days=90), 1) == pytest.approx(0.75)
    assert staying.retention(world(positions=held, days=90), 2) == pytest.approx(0.5)
    assert np.isnan(staying.retention(world(positions=held, days=90), 4))


def test_who_came_late_is_censored_at_his_last_whole_month() -> None:
    at_risk, left = staying.risks(world(positions=[{"day": 31, "left": 80}, {"day": 0}], days=90))
    assert at_risk.tolist() == [2, 1, 1]
    assert left.tolist() == [0, 0, 0]


def test_customers_do_not_count_and_founders_only_if_asked() -> None:
    held = [{"day": 0, "working": False}, {"day": 0, "founding": True}]
    assert staying.risks(world(positions=held, days=30))[0].tolist() == [1]
    assert staying.risks(world(positions=held, days=30), founders=False)[0].size == 0


def test_the_curve_is_that_of_the_record() -> None:
    market = market_after(scenario(time={"days": 200}, leaving={"risk": 0.3}), 200)
    w = market.world.tables
    names = [each.name for each in market.scenario.strategy]
    recorded = tenure(w, names, 200).groupby("month")[["at_risk", "left"]].sum()
    at_risk, left = staying.risks(world(days=200).__class__(200, 80, world().members, _positions(w)))
    assert at_risk.tolist() == recorded["at_risk"].tolist()
    assert left.tolist() == recorded["left"].tolist()
    assert left.sum() > 0


def test_risk_is_compared_before_and_after_a_year() -> None:
    gone = [{"day": 0, "left": 30 * month} for month in (0, 1, 2, 20)]
    lived = world(positions=[*gone, {"day": 0}], days=720)
    first = 3 / (5 + 4 + 3 + 2 * 9)
    later = 1 / (2 * 9 + 3)
    assert staying.fall_of_risk(lived) == pytest.approx(later / first)
