from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.sampled import sample_of
from sim.analysis.sensitivity import elementary_effects, indices

from .sampled_worlds import batch_of, ishigami, linear

GAIN = "two − focus"


def of(frame: pd.DataFrame, measure: str, target: str = GAIN, outcome: str = "recruits") -> pd.DataFrame:
    chosen = (frame["measure"] == measure) & (frame["target"] == target) & (frame["outcome"] == outcome)
    return frame[chosen].set_index("factor")


def test_the_indices_of_ishigami_are_found() -> None:
    frame = indices(sample_of(batch_of(ishigami, "saltelli", 1024)), ["recruits"])
    first, total = of(frame, "first"), of(frame, "total")
    assert first["value"].tolist() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert total["value"].tolist() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)
    for found, known in ((first, [0.3139, 0.4424, 0.0]), (total, [0.5576, 0.4424, 0.2437])):
        assert (found["low"] <= known).all()
        assert (found["high"] >= known).all()
        assert (found["high"] - found["low"]).max() < 0.3


def test_every_target_and_outcome_is_explained_or_remarked() -> None:
    frame = indices(sample_of(batch_of(ishigami, "saltelli", 8)), ["recruits", "net_loss"])
    assert len(frame) == 3 * 2 * 3 * 2
    assert of(frame, "total", "focus")["remark"].tolist() == ["the same at every point"] * 3
    assert of(frame, "total", GAIN, "net_loss")["value"].isna().all()
    assert of(frame, "total", "two")["value"].tolist() == pytest.approx(of(frame, "total")["value"].tolist())


def test_a_hole_is_remarked() -> None:
    results = batch_of(linear, "morris", 4)
    kept = results.runs[results.runs["point"] != 3]
    frame = indices(sample_of(type(results)(results.manifest, kept, results.people, results.series)), ["recruits"])
    assert of(frame, "mu_star")["remark"].tolist() == ["no value at 1 of 16 points"] * 3


def test_effects_of_a_straight_plane_are_its_slopes() -> None:
    frame = indices(sample_of(batch_of(linear, "morris", 6, ends=(0.0, 2.0))), ["recruits"])
    assert of(frame, "mu_star")["value"].tolist() == pytest.approx([6.0, 2.0, 0.0], abs=1e-3)
    assert of(frame, "mu")["value"].tolist() == pytest.approx([6.0, 2.0, 0.0], abs=1e-3)
    assert of(frame, "sigma")["value"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-3)
    assert of(frame, "mu_star")["high"].tolist() == pytest.approx([6.0, 2.0, 0.0], abs=1e-3)


def test_unevenness_has_an_interval_around_that_of_the_effects() -> None:
    sample = sample_of(batch_of(ishigami, "morris", 40))
    effects = elementary_effects(sample.unit, sample.answer("recruits", GAIN))
    frame = indices(sample, ["recruits"])
    sigma, star = of(frame, "sigma"), of(frame, "mu_star")
    assert star["value"].tolist() == pytest.approx(np.abs(effects).mean(axis=0))
    assert sigma["value"].tolist() == pytest.approx(effects.std(axis=0, ddof=1))
    assert (sigma["low"] < sigma["value"]).all()
    assert (sigma["high"] > sigma["value"]).all()
    assert (star["low"] <= star["value"]).all()
    assert star["value"]["interest"] == pytest.approx(7.875, abs=1e-3)  # on four levels every step has this size
