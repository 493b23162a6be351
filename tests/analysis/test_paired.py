from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.load import Results
from sim.analysis.paired import differences, interval, subtract, summarize, variance_saved

Made = Callable[..., Results]


def test_the_same_person_in_the_same_seed_is_compared(twins: Results) -> None:
    table = differences(twins)
    people = twins.people[twins.people["focal"] & (twins.people["seed"] == 3)].set_index("person")
    focus, five = people[people["point"] == 0], people[people["point"] == 4]
    row = table[(table["variant"] == "five, tailored") & (table["seed"] == 3)].iloc[0]
    assert row["net_income"] == pytest.approx((five["net_income"] - focus["net_income"]).mean())
    known = five["credibility"].notna() & focus["credibility"].notna()
    assert row["credibility"] == pytest.approx((five["credibility"] - focus["credibility"])[known].mean())
    assert len(table) == 4 * 12


def test_who_is_known_in_one_world_only_makes_no_pair() -> None:
    samples = pd.DataFrame(
        {
            "setting": pd.Categorical([""] * 4, ordered=True),
            "variant": pd.Categorical(["a", "a", "b", "b"], ordered=True),
            "seed": 1,
            "person": [1, 2, 1, 2],
            "credibility": [0.5, 0.5, np.nan, 0.7],
        }
    )
    pairs = subtract(samples, ["seed", "person"])
    assert pairs["credibility"].isna().tolist() == [True, False]
    assert pairs["credibility"].iloc[1] == pytest.approx(0.2)


def test_other_worlds_pair_the_groups_by_seed(made: Made) -> None:
    results = made(worlds="population", strategies=2, seeds=5)
    groups = results.runs.set_index(["studied", "seed"])["recruits"]
    expected = (groups["two, disclosed"] - groups["focus"]).tolist()
    assert differences(results)["recruits"].tolist() == pytest.approx(expected)


def test_the_interval_of_a_mean_is_known() -> None:
    sample = np.random.default_rng(1).normal(10.0, 2.0, 200)
    found = interval(sample)
    half = 1.96 * sample.std(ddof=1) / np.sqrt(200)
    assert found.low == pytest.approx(sample.mean() - half, abs=0.05)
    assert found.high == pytest.approx(sample.mean() + half, abs=0.05)
    assert found.remark == ""


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    chance = np.random.default_rng(2)
    found = [interval(chance.normal(0.0, 1.0, 30)) for _ in range(150)]
    covered = np.mean([each.low <= 0.0 <= each.high for each in found])
    assert 0.88 <= covered <= 0.99


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30))
@settings(max_examples=40, deadline=None)
def test_an_interval_is_finite_repeatable_and_inside_the_sample(values: list[int]) -> None:
    sample = np.array(values, dtype=np.float64)
    found = interval(sample)
    assert sample.min() <= found.low <= found.high <= sample.max()
    assert interval(sample) == found


def test_equal_seeds_have_no_width() -> None:
    found = interval(np.full(20, 3.5))
    assert (found.low, found.high, found.remark) == (3.5, 3.5, "the same in every seed")


@pytest.mark.parametrize("size", [0, 1])
def test_one_seed_has_no_interval(size: int) -> None:
    found = interval(np.ones(size))
    assert np.isnan([found.low, found.high]).all()
    assert found.remark == "fewer than 2 seeds: no interval"


def test_few_seeds_are_remarked() -> None:
    assert interval(np.arange(9.0)).remark == "only 9 seeds: a rough interval"
    assert interval(np.arange(10.0)).remark == ""


def pairs(**outcomes: list[float]) -> pd.DataFrame:
    size = len(next(iter(outcomes.values())))
    return pd.DataFrame({"setting": [""] * size, "variant": ["b"] * size, "seed": range(size), **outcomes})


def test_better_means_less_where_less_is_better() -> None:
    table = pairs(recruits=[1.0, 1.0, -1.0, 0.0], costs=[1.0, 1.0, -1.0, 0.0])
    assert summarize(table, ["recruits", "costs"])["better"].tolist() == [0.625, 0.375]


def test_seeds_without_a_value_are_counted() -> None:
    row = summarize(pairs(credibility=[0.1, 0.2, np.nan]), ["credibility"]).iloc[0]
    assert (row["n"], row["difference"]) == (2, pytest.approx(0.15))
    assert row["remark"] == "only 2 seeds: a rough interval; no value in 1 of 3 seeds"


def test_one_point_has_nothing_to_compare(made: Made) -> None:
    summary = summarize(differences(made(strategies=1, seeds=3)), ["recruits"])
    assert summary.empty
    assert "difference" in summary.columns


@given(shift=st.floats(-5.0, 5.0), base=st.lists(st.floats(-10, 10), min_size=3, max_size=12))
@settings(max_examples=30, deadline=None)
def test_a_shift_of_every_seed_is_found_exactly(shift: float, base: list[float]) -> None:
    samples = pd.DataFrame(
        {
            "setting": "",
            "variant": ["a"] * len(base) + ["b"] * len(base),
            "seed": [*range(len(base))] * 2,
            "recruits": [*base, *(value + shift for value in base)],
        }
    ).astype({"variant": pd.CategoricalDtype(["a", "b"], ordered=True)})
    row = summarize(subtract(samples, ["seed"]), ["recruits"]).iloc[0]
    assert row["difference"] == pytest.approx(shift, abs=1e-9)
    assert row["low"] == pytest.approx(shift, abs=1e-9)


def two_variants(a: list[float], b: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame({"variant": ["a"] * len(a) + ["b"] * len(b), "recruits": [*a, *b]})
    frame["seed"] = [*range(len(a)), *range(len(b))]
    order = pd.CategoricalDtype(["a", "b"], ordered=True)
    return frame.assign(setting=pd.Categorical([""] * len(frame), ordered=True)).astype({"variant": order})


@pytest.mark.parametrize(
    ("a", "b", "saved"),
    [
        ([0.0, 2.0, 4.0], [0.0, 2.0, 7.0], 17 / 3),  # variances 4 and 13, that of the difference 3
        ([0.0, 1.0, 2.0], [2.0, 1.0, 0.0], 0.5),
        ([0.0, 1.0, 2.0], [5.0, 6.0, 7.0], np.inf),
        ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0], np.nan),
        ([0.0, 1.0], [2.0, 1.0], np.nan),
        ([0.0, 2.0, 4.0, np.nan], [0.0, 2.0, 7.0, 100.0], 17 / 3),
    ],
)
def test_what_shared_seeds_save_is_a_ratio_of_variances(a: list[float], b: list[float], saved: float) -> None:
    found = variance_saved(two_variants(a, b), ["recruits"])
    assert found[["variant", "outcome"]].to_numpy().tolist() == [["b", "recruits"]]
    assert found["variance_saved"].item() == pytest.approx(saved, nan_ok=True)
