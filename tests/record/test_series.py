from __future__ import annotations

import numpy as np
import pytest

from sim.record.measures import MONEY, networker_outcomes
from sim.record.series import Series
from tests.builders import lived, scenario

FOCAL = scenario(design={"worlds": "focal", "focal_people": 3})
NAMES = [strategy.name for strategy in FOCAL.strategy]


def test_a_row_a_group_says_how_its_networkers_do() -> None:
    market = lived(FOCAL, 60, strategy="tailored")
    series = Series(market.world)
    series.look(60)
    frame = series.frame()
    outcomes = networker_outcomes(market.world.tables, NAMES)
    assert list(zip(frame.strategy, frame.focal, strict=True)) == [("focus", False), ("tailored", True)]
    assert (frame.costs > 0).all()
    for row in frame.itertuples():
        members = outcomes[(outcomes.strategy == row.strategy) & (outcomes.focal == row.focal) & outcomes.survival]
        assert (row.day, row.networkers) == (60, len(members))
        for name in ("credibility", "contradictions", "recruits", *MONEY[:4], "costs"):
            assert getattr(row, name) == pytest.approx(members[name].mean())


def test_before_anything_is_said_nobody_has_a_name() -> None:
    series = Series(lived(FOCAL, 0, strategy="tailored").world)
    series.look(0)
    frame = series.frame()
    assert np.isnan(frame.credibility).all()
    assert frame.networkers.tolist() == [5, 3]
    assert (frame.recruits == 0).all()


def test_without_networkers_there_is_nothing_to_see() -> None:
    series = Series(lived(scenario(population={"networkers": 0.0}), 1).world)
    series.look(1)
    assert len(series.frame()) == 0
