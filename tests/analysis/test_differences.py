from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.differences import (
    EFFECTS,
    better,
    effects,
    subtract,
    summarize,
    summarize_apart,
    tenths,
    variance_saved,
)
from sim.analysis.results import Results
from sim.analysis.statistics import interval, quantile, share, standardized

Made = Callable[..., Results]


def test_the_same_person_in_the_same_seed_is_compared(twins: Results) -> None:
    table = twins.differences
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
    assert results.differences["recruits"].tolist() == pytest.approx(expected)


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
def test_an_interval_is_finite_repeatable_and_around_the_mean(values: list[int]) -> None:
    sample = np.array(values, dtype=np.float64)
    found = interval(sample)
    assert np.isfinite([found.low, found.high]).all()
    assert found.low - 1e-9 <= sample.mean() <= found.high + 1e-9
    assert interval(sample) == found


def test_shares_differ_by_no_more_than_all() -> None:
    table = pd.DataFrame({"setting": "", "variant": "b", "seed": [1, 2], "net_loss": [0.0, 1.0]})
    row = summarize(table, ["net_loss"]).iloc[0]
    assert (row["low"], row["high"]) == (-1.0, 1.0)


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


def seeds_of(**outcomes: list[float]) -> pd.DataFrame:
    size = len(next(iter(outcomes.values())))
    return pd.DataFrame({"setting": [""] * size, "variant": ["b"] * size, "seed": range(size), **outcomes})


def test_better_means_less_where_less_is_better() -> None:
    table = seeds_of(recruits=[1.0, 1.0, -1.0, 0.0], costs=[1.0, 1.0, -1.0, 0.0])
    assert summarize(table, ["recruits", "costs"])["better"].tolist() == [0.625, 0.375]


def test_seeds_without_a_value_are_counted() -> None:
    row = summarize(seeds_of(credibility=[0.1, 0.2, np.nan]), ["credibility"]).iloc[0]
    assert (row["n"], row["difference"]) == (2, pytest.approx(0.15))
    assert row["remark"] == "only 2 seeds: a rough interval; no value in 1 of 3 seeds"


def test_one_point_has_nothing_to_compare(made: Made) -> None:
    summary = summarize(made(strategies=1, seeds=3).differences, ["recruits"])
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


def samples(ours: list[float], theirs: list[float], name: str = "recruits") -> pd.DataFrame:
    variant = pd.Categorical(["a"] * len(theirs) + ["b"] * len(ours), ordered=True)
    setting = pd.Categorical([""] * variant.size, ordered=True)
    return pd.DataFrame({"setting": setting, "variant": variant, "seed": range(variant.size), name: [*theirs, *ours]})


def test_means_are_compared_with_the_spread_within() -> None:
    row = summarize_apart(samples([3.0, 5.0], [1.0, 2.0, 3.0]), ["recruits"]).iloc[0]
    assert (row["n"], row["difference"]) == (2, 2.0)
    assert row["effect"] == pytest.approx(2.0 / np.sqrt((2.0 + 1.0) / 2.0))
    assert row["better"] == 5.5 / 6
    assert row["remark"] == "independent worlds; only 2 seeds: a rough interval"
    assert np.isnan([row["beats"], row["beats_low"], row["beats_high"]]).all()


def test_less_is_better_where_it_is() -> None:
    row = summarize_apart(samples([3.0, 5.0], [1.0, 2.0, 3.0], "costs"), ["costs"]).iloc[0]
    assert row["better"] == pytest.approx(0.5 / 6)


def test_one_seed_and_none_have_no_interval() -> None:
    row = summarize_apart(samples([3.0], [1.0, 2.0]), ["recruits"]).iloc[0]
    assert row["remark"] == "independent worlds; fewer than 2 seeds: no interval"
    assert row["difference"] == 1.5
    assert np.isnan([row["low"], row["high"]]).all()
    none = summarize_apart(samples([np.nan], [1.0, 2.0]), ["recruits"]).iloc[0]
    assert (none["n"], none["remark"]) == (0, "independent worlds; no value")


def test_wins_are_those_of_all_pairs() -> None:
    ours, theirs = np.array([1.0, 2.0, 2.0, 7.0]), np.array([0.0, 2.0, 9.0])
    pairs = [(a > b) + 0.5 * (a == b) for a in ours for b in theirs]
    assert better(ours, theirs) == pytest.approx(np.mean(pairs))


def pairs(persons: bool = True, **outcomes: list[float]) -> pd.DataFrame:
    size = len(next(iter(outcomes.values())))
    person = {"person": [0, 1] * (size // 2)} if persons else {}
    seed = np.arange(size) // 2 if persons else np.arange(size)
    return pd.DataFrame({"setting": [""] * size, "variant": ["b"] * size, "seed": seed, **person, **outcomes})


def test_the_effect_is_the_mean_in_units_of_the_spread() -> None:
    row = effects(pairs(recruits=[1.0, 3.0, 1.0, 3.0, 2.0, 2.0]), ["recruits"]).iloc[0]
    assert row["effect"] == pytest.approx(2.0 / np.sqrt(4.0 / 5.0))
    assert row["effect_low"] < row["effect"] <= row["effect_high"]


def test_twins_are_counted_person_by_person_and_ties_half() -> None:
    table = pairs(recruits=[1.0, -1.0, 2.0, 0.0], costs=[1.0, -1.0, 2.0, 0.0])
    found = effects(table, ["recruits", "costs"]).set_index("outcome")["beats"]
    assert found.tolist() == [2.5 / 4, 1.5 / 4]


def test_without_persons_nobody_is_counted() -> None:
    row = effects(pairs(persons=False, recruits=[1.0, 2.0, 4.0]), ["recruits"]).iloc[0]
    assert row["effect"] == pytest.approx((7.0 / 3.0) / np.std([1.0, 2.0, 4.0], ddof=1))
    assert np.isnan([row["beats"], row["beats_low"], row["beats_high"]]).all()


def test_pairs_without_a_value_are_left_out() -> None:
    row = effects(pairs(credibility=[0.1, np.nan, 0.3, np.nan]), ["credibility"]).iloc[0]
    assert row["effect"] == pytest.approx(0.2 / np.std([0.1, 0.3], ddof=1))
    assert row["beats"] == 1.0


def test_no_difference_is_no_effect_and_a_constant_one_has_none() -> None:
    seed = np.arange(4)
    assert standardized(np.zeros(4), seed) == (0.0, 0.0, 0.0)
    assert np.isnan(standardized(np.full(4, 0.1), seed)).all()
    assert np.isnan(standardized(np.array([0.5]), seed[:1])).all()


def test_the_interval_of_an_effect_covers_the_truth() -> None:
    chance = np.random.default_rng(1)
    ends = [standardized(chance.normal(0.5, 1.0, 60), np.arange(60))[1:] for _ in range(120)]
    assert 0.88 <= np.mean([low <= 0.5 <= high for low, high in ends]) <= 1.0


def test_persons_of_one_world_do_not_count_as_independent() -> None:
    wins = np.repeat([1.0, 0.0] * 10, 16)
    by_seed, by_person = share(wins, np.repeat(np.arange(20), 16)), share(wins, np.arange(320))
    assert by_seed[0] == by_person[0] == 0.5
    assert by_seed[2] - by_seed[1] == pytest.approx(4 * (by_person[2] - by_person[1]), rel=0.1)


def test_where_everybody_wins_the_open_end_is_that_of_the_binomial() -> None:
    assert share(np.ones(20), np.repeat(np.arange(10), 2)) == (1.0, pytest.approx(0.025 ** (1 / 10)), 1.0)
    assert share(np.zeros(20), np.repeat(np.arange(10), 2)) == (0.0, 0.0, pytest.approx(1 - 0.025 ** (1 / 10)))
    assert np.isnan(share(np.zeros(0), np.zeros(0))).all()


def test_quantiles_are_those_of_all_persons() -> None:
    values = np.arange(101.0)
    assert quantile(values, np.arange(101), 0.1)[0] == 10.0
    low, high = quantile(values, np.arange(101), 0.5)[1:]
    half = 100 * 1.96 * 0.5 / np.sqrt(101)
    assert (low, high) == pytest.approx((50 - half, 50 + half), abs=1.5)


def test_the_interval_of_a_quantile_widens_where_worlds_differ() -> None:
    values = np.repeat(np.arange(20.0), 16)
    wide, narrow = quantile(values, np.repeat(np.arange(20), 16), 0.5), quantile(values, np.arange(320), 0.5)
    assert wide[2] - wide[1] > 2 * (narrow[2] - narrow[1])


def test_quantiles_of_equal_values_and_of_none() -> None:
    assert quantile(np.full(6, 2.0), np.arange(6), 0.9) == (2.0, 2.0, 2.0)
    assert np.isnan(quantile(np.zeros(0), np.zeros(0), 0.5)).all()
    found, low, high = quantile(np.array([1.0, 3.0]), np.zeros(2), 0.5)
    assert found == 2.0
    assert np.isnan([low, high]).all()


def test_the_median_of_intervals_covers_the_truth() -> None:
    chance = np.random.default_rng(2)
    ends = [quantile(chance.lognormal(0.0, 1.0, 60), np.arange(60), 0.5)[1:] for _ in range(120)]
    assert 0.88 <= np.mean([low <= 1.0 <= high for low, high in ends]) <= 1.0


def test_tenths_are_in_currency_units_and_not_of_shares(twins: Results) -> None:
    persons = twins.persons()
    found = tenths(persons, ["net_income", "net_loss"]).set_index(["variant", "outcome"])
    focus = persons[persons["variant"] == "focus"]["net_income"]
    assert found.loc[("focus", "net_income"), "p90"] == pytest.approx(focus.quantile(0.9))
    assert found.loc[("focus", "net_loss")].drop("setting").isna().all()


def test_effects_of_a_batch_are_those_of_its_twins(twins: Results) -> None:
    table = twins.pairs
    five = table[table["variant"] == "five, tailored"]["net_income"]
    row = effects(table, ["net_income"]).set_index("variant").loc["five, tailored"]
    assert row["effect"] == pytest.approx(five.mean() / five.std())
    assert row["beats"] == pytest.approx(((five > 0) + 0.5 * (five == 0)).mean())
    assert list(row.index[-6:]) == EFFECTS
