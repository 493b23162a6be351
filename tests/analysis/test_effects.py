from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.effects import EFFECTS, effects, quantile, share, standardized, tenths
from sim.analysis.load import Results
from sim.analysis.paired import matched


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
    table = matched(twins)
    five = table[table["variant"] == "five, tailored"]["net_income"]
    row = effects(table, ["net_income"]).set_index("variant").loc["five, tailored"]
    assert row["effect"] == pytest.approx(five.mean() / five.std())
    assert row["beats"] == pytest.approx(((five > 0) + 0.5 * (five == 0)).mean())
    assert list(row.index[-6:]) == EFFECTS
