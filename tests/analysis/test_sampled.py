from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.sampled import elementary_effects, indices, is_sampled, sample_of
from sim.lab.stored.files import ResultsError

from .conftest import make
from .sampled_worlds import batch_of, ishigami, linear


@pytest.mark.parametrize("worlds", ["population", "focal"])
def test_a_sample_knows_its_points_and_answers(worlds: str) -> None:
    results = batch_of(linear, "latin-hypercube", 10, worlds=worlds)
    sample = sample_of(results)
    assert sample.factors == ["intercept", "work intercept", "social proof"]
    assert sample.targets == sample.differences == ["two − focus"]
    assert sample.unit.shape == sample.values.shape == (10, 3)
    gain = 3 * sample.values[:, 0] + sample.values[:, 1]
    assert sample.answer("recruits", "two − focus") == pytest.approx(gain)
    assert sample.answer("recruits", "focus") == pytest.approx(11.0)
    assert sample.answer("recruits", "two") == pytest.approx(11.0 + gain)


def test_one_strategy_is_its_own_target() -> None:
    sample = sample_of(batch_of(linear, "sobol", 4, vary={"strategy": ["two"]}))
    assert (sample.targets, sample.differences) == (["two"], [])


def test_whole_numbers_logarithms_and_pairs_are_recognized() -> None:
    between = {
        "decision.intercept": [-1.0, 1.0],
        "decision.work_intercept": [1.0, 50.0, "log"],
        "decision.social_proof": [0.0, 1.0],
        "graph.m": [2, 9],
        "company.vita.joining_fee": [0, 100],
    }
    pair = [["decision.intercept", "decision.work_intercept"]]
    sample = sample_of(batch_of(linear, "morris", 4, between=between, together=pair))
    assert sample.factors == ["intercept + work intercept", "social proof", "graph m", "joining fee"]
    assert set(sample.values[:, 2]) <= {2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0}
    assert np.array_equal(np.argsort(sample.values[:, 2], kind="stable"), np.argsort(sample.unit[:, 2], kind="stable"))


def test_missing_runs_leave_a_hole() -> None:
    results = batch_of(linear, "latin-hypercube", 5)
    kept = results.runs[results.runs["point"] != 3]
    holes = sample_of(type(results)(results.manifest, kept, results.people, results.series))
    assert np.isnan(holes.answer("recruits", "two − focus")).tolist() == [False, True, False, False, False]


def test_other_designs_are_refused() -> None:
    results = make(strategies=2, seeds=2)
    assert not is_sampled(results)
    with pytest.raises(ResultsError) as caught:
        sample_of(results)
    assert str(caught.value) == (
        "'Focus or diversify?' has design.kind = \"grid\"; sensitivity needs "
        '"latin-hypercube", "sobol", "saltelli" or "morris".'
    )


def test_points_of_another_sample_are_refused() -> None:
    results = batch_of(linear, "morris", 4)
    results.scenario["design"]["sampling_seed"] = 2
    with pytest.raises(ResultsError, match="'Known' was sampled by other versions of scipy or SALib"):
        sample_of(results)


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
    assert star["value"]["work intercept"] == pytest.approx(7.875, abs=1e-3)  # on four levels every step has this size
