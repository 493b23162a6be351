from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.apart import better, summarize_apart


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
