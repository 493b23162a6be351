"""Proposals cover the generation they come from and the prior, and are weighed by the density they have."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim import UserError
from sim.study.calibration.closeness import Closeness
from sim.study.calibration.foreseeing import probits
from sim.study.calibration.proposing import FROM_PRIOR, WIDER, Bell, Start, density, draw, everywhere, transition


@pytest.fixture
def bell() -> Bell:
    chance = np.random.RandomState(3)
    near = 0.3 + 0.2 * chance.random_sample((150, 2))
    return Bell.over(near, np.full(150, 1 / 150))


def test_weights_are_those_of_the_density_that_is_drawn_from(bell: Bell) -> None:
    chance = np.random.RandomState(4)
    drawn = np.array([draw([bell], 2, chance) for _ in range(20_000)])
    assert ((drawn >= 0) & (drawn <= 1)).all()
    weights = 1.0 / density([bell], drawn)
    assert weights.mean() == pytest.approx(1.0, abs=0.05)
    assert (weights @ drawn / weights.sum()).tolist() == pytest.approx([0.5, 0.5], abs=0.03)  # the prior's mean again


def test_no_weight_is_larger_than_the_priors_share_allows(bell: Bell) -> None:
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.99, 0.01]])
    assert (density([bell], corners) >= FROM_PRIOR).all()
    assert density([bell, bell], np.array([[0.4, 0.4]]))[0] > 1.0
    assert density([], corners).tolist() == [1.0, 1.0, 1.0]


def test_the_bell_is_as_wide_as_the_generation_and_a_little_wider() -> None:
    shares = np.random.RandomState(5).random_sample((4000, 1))
    bell = Bell.over(shares, np.full(4000, 1 / 4000))
    assert bell.spread[0, 0] == pytest.approx(WIDER, rel=0.06)
    assert bell.mean[0] == pytest.approx(0.0, abs=0.05)
    assert probits(np.array([0.5, 0.0])).tolist() == pytest.approx([0.0, -4.7534], abs=1e-3)


def test_pyabc_draws_from_it_and_asks_it_for_densities() -> None:
    pyabc = pytest.importorskip("pyabc")
    table = pd.DataFrame({"a": [0.2, 0.4, 0.3], "b": [0.6, 0.7, 0.9]})
    made = transition(pyabc, [Bell.over(table.to_numpy(), np.full(3, 1 / 3))], ["a", "b"])
    made.fit(table[["b", "a"]], np.full(3, 1 / 3))  # pyABC has an order of its own
    drawn = made.rvs_single()
    assert set(drawn) == {"a", "b"}
    alone = [made.pdf(pyabc.Parameter(dict(row))) for _, row in table.iterrows()]
    assert made.pdf(table[["b", "a"]]).tolist() == pytest.approx(alone)


def test_what_is_hardly_lived_counts_as_much_more(bell: Bell) -> None:
    pyabc = pytest.importorskip("pyabc")

    def left_half(shares: np.ndarray) -> np.ndarray:
        return np.where(shares[:, 0] < 0.5, 1.0, 0.25)

    made = transition(pyabc, [bell], ["a", "b"], left_half)
    np.random.seed(6)  # noqa: NPY002 - what pyABC draws from
    drawn = np.array([[one["a"], one["b"]] for one in (made.rvs_single() for _ in range(6_000))])
    weights = 1.0 / made.pdf(pd.DataFrame(drawn, columns=["a", "b"]))
    assert (weights @ drawn / weights.sum()).tolist() == pytest.approx([0.5, 0.5], abs=0.05)
    plain = 1.0 / density([bell], drawn)
    assert plain @ drawn[:, 0] / plain.sum() < 0.4  # what forgets that half of the places were mostly passed over


def test_a_start_says_where_to_look_first(tmp_path: Path) -> None:
    told = {"names": ["a", "b"], "epsilon": 8, "bells": [{"mean": [0.0, 1.0], "spread": [[1.0, 0.2], [0.2, 1.0]]}]}
    (tmp_path / "start.json").write_text(json.dumps(told))
    start = Start.read(tmp_path / "start.json", ["a", "b"])
    assert (start.epsilon, start.bells[0].mean.tolist()) == (8.0, [0.0, 1.0])
    assert start.chance(Closeness(("profit",))) is everywhere
    assert Start.read(start.write(tmp_path / "again.json", ["a", "b"]), ["a", "b"]).bells[0].spread.tolist() == [
        [1.0, 0.2],
        [0.2, 1.0],
    ]
    assert Start().epsilon == math.inf
    with pytest.raises(UserError, match="is the start of a search over other parameters"):
        Start.read(tmp_path / "start.json", ["a", "c"])
    of_three = {"names": ["profit"], "scales": ["plain"], "coefficients": [[0.0]] * 10, "leftover": [[1.0]]}
    (tmp_path / "start.json").write_text(json.dumps({**told, "surface": of_three}))
    with pytest.raises(UserError, match="is the start of a search over other parameters"):
        Start.read(tmp_path / "start.json", ["a", "b"])
    (tmp_path / "start.json").write_text("{}")
    with pytest.raises(UserError, match="holds no start of a search: names, epsilon and bells as JSON"):
        Start.read(tmp_path / "start.json", ["a", "b"])
