from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.study.posterior import Sample
from sim.study.why.breakeven import break_evens
from sim.study.why.sensitivity import linear_effects, of_draws, of_ranges, where, with_halves
from tests.study.why.standin import WAYS, Toy, measuring, twins
from tests.study.why.test_decomposition import PAIRS


def test_independent_inputs_get_their_share_of_the_variance() -> None:
    inputs = np.random.default_rng(1).normal(size=(4000, 3))
    answer = 3.0 * inputs[:, 0] + 1.0 * inputs[:, 1]
    assert linear_effects(inputs, answer) == pytest.approx([0.9, 0.1, 0.0], abs=0.02)


def test_two_of_a_kind_share_what_they_explain() -> None:
    chance = np.random.default_rng(2)
    first = chance.normal(size=4000)
    inputs = np.column_stack([first, first + 0.01 * chance.normal(size=4000), chance.normal(size=4000)])
    found = linear_effects(inputs, first)
    assert found[:2] == pytest.approx([0.5, 0.5], abs=0.02)
    assert found.sum() == pytest.approx(1.0, abs=0.01)


def test_what_has_no_effect_is_not_said_to_have_one() -> None:
    chance = np.random.default_rng(3)
    inputs, noise = chance.normal(size=(120, 10)), chance.normal(size=120)
    shares, ends = with_halves(inputs, noise)
    assert abs(shares.sum()) < 0.15
    assert ((ends[:, 0] < 0.05) & (ends[:, 1] > -0.05)).all()


def test_boxes_in_which_a_way_wins_are_found() -> None:
    places = np.random.default_rng(4).random((400, 2)) * [100.0, 1.0]
    leaves = where(["price", "distance"], places, (places[:, 0] < 30.0) & (places[:, 1] > 0.5))
    best = leaves[0]
    assert best["share"] == 1.0
    assert best["bounds"]["price"][0] is None
    assert best["bounds"]["price"][1] == pytest.approx(30.0, abs=2.0)
    assert best["bounds"]["distance"][0] == pytest.approx(0.5, abs=0.03)
    assert sum(leaf["points"] for leaf in leaves) == 400


def test_ranges_tell_which_dial_counts(tmp_path: Path) -> None:
    def formula(values: dict[str, Any]) -> float:
        return 100.0 - float(values.get("company.clicks.minimum_purchase", 100))

    with measuring(tmp_path, Toy(twins(), WAYS, formula=formula, noise=0.1)) as here:
        found = of_ranges(here, break_evens(here, PAIRS[:3]), 16)
        assert found is not None
        assert of_ranges(here, break_evens(here, PAIRS[:3]), 0) is None
    assert found["points"] == 16 * (7 + 2)
    assert found["total"]["purchase"][0] == pytest.approx(1.0, abs=0.2)
    assert abs(found["total"]["hours"][0]) < 0.05
    assert list(found["places"][0]["bounds"]) == ["purchase"]


def test_draws_tell_which_parameter_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.random.default_rng(5).uniform([0.1, 40.0], [0.4, 200.0], (60, 2))
    drawn = Sample(("company.retail_margin", "population.budget"), tuple(map(tuple, rows.tolist())), 0)
    monkeypatch.setattr("sim.study.why.sensitivity.has_posterior", lambda: True)
    monkeypatch.setattr("sim.study.why.sensitivity.sample", lambda: drawn)
    toy = Toy(twins(), WAYS, formula=lambda values: 1000.0 * float(values["company.clicks.retail_margin"]), noise=1.0)
    with measuring(tmp_path, toy) as here:
        found = of_draws(here, 60)
        assert found is not None
        assert of_draws(here, 0) is None
    assert found["effects"]["company.retail_margin"][0] > 0.95
    assert abs(found["effects"]["population.budget"][0]) < 0.05
    assert found["left"] == pytest.approx(0.0, abs=0.05)
