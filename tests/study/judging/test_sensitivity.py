from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.study.judging.effects import Effect
from sim.study.judging.sensitivity import holds, moved, sensitivity, wilson
from tests.study.judging.made import question


def of(*estimates: float) -> list[Effect]:
    return [Effect({}, np.array([each]), 1.0, 1.0) for each in estimates]


def test_a_setting_holds_if_every_region_does() -> None:
    assert holds(of(1.0, 2.0), question())
    assert not holds(of(0.9, 2.0), question())
    assert holds(of(-1.0), question(expects="lower"))
    assert not holds(of(1.0), question(expects="lower"))
    assert holds(of(0.9, -0.9), question(expects="equal"))
    assert not holds(of(float("nan")), question())


def test_the_share_has_wilsons_interval() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_the_parameter_that_decides_is_found() -> None:
    chance = np.random.default_rng(1)
    settings = pd.DataFrame(chance.random((48, 30)), columns=[f"a.p{i}" for i in range(30)])
    found = [of(3.0 * row["a.p7"] - 0.5) for _, row in settings.iterrows()]
    told = sensitivity(question(), found, settings)
    assert (told.settings, told.holds) == (48, int((settings["a.p7"] >= 0.5).sum()))
    assert (told.moved[0].name, told.moved[0].correlation, told.moved[0].chance) == ("a.p7", pytest.approx(1.0), False)
    assert all(each.chance for each in told.moved[1:])
    less = sensitivity(question(expects="lower"), found, settings)
    assert less.moved[0].correlation == pytest.approx(-1.0)


def test_what_does_not_move_or_is_not_measured_has_no_correlations() -> None:
    settings = pd.DataFrame({"a.p": np.arange(8.0)})
    assert moved(np.ones(8), settings) == []
    assert moved(np.array([1.0, 2.0, 3.0, 4.0] + [np.nan] * 4), settings) == []
