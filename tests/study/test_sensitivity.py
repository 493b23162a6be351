"""Sensitivity: in how many draws a test holds, and which parameters move it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.statistics import wilson
from sim.study.effects import Effect
from sim.study.sensitivity import Sensitivity, moved, sensitivity
from tests.study.judged import question

SEEDS = np.arange(48)


def settings() -> pd.DataFrame:
    chance = np.random.default_rng(1)
    return pd.DataFrame(chance.random((48, 30)), columns=[f"a.p{i}" for i in range(30)], index=SEEDS)


def felt(sample: np.ndarray, expects: str = "higher") -> Sensitivity:
    found = sensitivity(question(expects=expects), [Effect({}, sample, 1.0, 1.0, seeds=SEEDS)], settings())
    assert found is not None
    return found


def test_the_parameter_that_decides_is_found() -> None:
    drawn = settings()
    sample = 3.0 * drawn["a.p7"].to_numpy() - 0.5
    told = felt(sample)
    assert (told.settings, told.holds) == (48, int((drawn["a.p7"] >= 0.5).sum()))
    assert (told.low, told.high) == wilson(told.holds, 48)
    assert (told.moved[0].name, told.moved[0].correlation, told.moved[0].chance) == ("a.p7", pytest.approx(1.0), False)
    assert all(each.chance for each in told.moved[1:])
    assert felt(sample, "lower").moved[0].correlation == pytest.approx(-1.0)


def test_a_draw_holds_by_direction_and_size_and_regions_count_together() -> None:
    ones = np.ones(48)
    assert [felt(size * ones).holds for size in (1.0, 0.9, -2.0)] == [48, 0, 0]
    assert [felt(size * ones, "equal").holds for size in (0.9, -0.9, 1.0)] == [48, 48, 0]
    both = [Effect({}, size * ones, 1.0, 1.0, seeds=SEEDS) for size in (0.5, 1.7)]
    told = sensitivity(question(), both, settings())
    assert told is not None
    assert told.share == 1.0


def test_without_draws_nothing_is_said() -> None:
    none = pd.DataFrame(index=SEEDS)
    assert sensitivity(question(), [Effect({}, np.ones(48), 1.0, 1.0, seeds=SEEDS)], none) is None


def test_what_does_not_move_or_is_not_measured_has_no_correlations() -> None:
    drawn = pd.DataFrame({"a.p": np.arange(8.0)})
    assert moved(np.ones(8), drawn) == []
    assert moved(np.array([1.0, 2.0, 3.0, 4.0] + [np.nan] * 4), drawn) == []
