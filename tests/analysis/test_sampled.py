from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.load import ResultsError
from sim.analysis.sampled import is_sampled, sample_of

from .conftest import make
from .sampled_worlds import batch_of, linear


@pytest.mark.parametrize("worlds", ["population", "focal"])
def test_a_sample_knows_its_points_and_answers(worlds: str) -> None:
    results = batch_of(linear, "latin-hypercube", 10, worlds=worlds)
    sample = sample_of(results)
    assert sample.factors == ["intercept", "interest", "knowledge"]
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
        "decision.interest": [1.0, 50.0, "log"],
        "decision.knowledge": [0.0, 1.0],
        "graph.m": [2, 9],
        "company.vita.joining_fee": [0, 100],
    }
    pair = [["decision.intercept", "decision.interest"]]
    sample = sample_of(batch_of(linear, "morris", 4, between=between, together=pair))
    assert sample.factors == ["intercept + interest", "knowledge", "graph m", "joining fee"]
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
