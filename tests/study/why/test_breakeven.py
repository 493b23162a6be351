from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import UserError
from sim.study.why.breakeven import break_evens, monotone, root
from tests.study.why.standin import WAYS, Toy, measuring, twins
from tests.study.why.test_decomposition import PAIRS

PLACES = [0.0, 1.0, 2.0, 3.0, 4.0]


def noisy(line: Any, noise: float, pairs: int = 40) -> np.ndarray:
    return np.asarray(line) + np.random.default_rng(1).normal(0.0, noise, (pairs, len(PLACES)))


def test_a_line_is_zero_where_it_is() -> None:
    found = root(PLACES, noisy([30.0 - 20.0 * x for x in PLACES], 2.0))
    at, low, high = found["at"]
    assert found["crosses"] == "yes"
    assert found["sides"] == [1, -1]
    assert at == pytest.approx(1.5, abs=0.1)
    assert low <= at <= high
    assert high - low < 0.3


def test_what_never_is_zero_is_nowhere() -> None:
    found = root(PLACES, noisy([-50.0 + 5.0 * x for x in PLACES], 2.0))
    assert found == {"crosses": "no", "at": [None, None, None], "sides": [-1, -1]}


def test_what_few_pairs_cannot_decide_is_open() -> None:
    found = root(PLACES, noisy([-1.0 + 0.1 * x for x in PLACES], 20.0))
    assert found["crosses"] == "open"
    assert root(PLACES, noisy([1.0 - x for x in PLACES], 1.0, pairs=1))["crosses"] == "open"


def test_an_end_beyond_the_places_has_no_value() -> None:
    at, _, high = root(PLACES, noisy([-3.95 + x for x in PLACES], 1.0))["at"]
    assert at is not None
    assert high is None


def test_means_are_made_monotone() -> None:
    np.testing.assert_allclose(monotone(np.array([1.0, 3.0, 2.0, 5.0]), rising=True), [1.0, 2.5, 2.5, 5.0])


def test_dials_are_turned_at_equal_turnover(tmp_path: Path) -> None:
    def formula(values: dict[str, Any]) -> float:
        return 400.0 - 4.0 * float(values.get("company.vita.minimum_purchase", 100))

    toy = Toy(twins(), WAYS, formula=formula, lost=("events.share",))
    with measuring(tmp_path, toy) as here:
        found = break_evens(here, PAIRS)
    told = found["dials"]["purchase"]
    assert told["crosses"] == "yes"
    assert told["at"][0] == pytest.approx(100.0, abs=3.0)
    assert told["shift"] == [0.25] * 5
    assert found["dials"]["budget"]["crosses"] in ("no", "open")
    assert "out of reach" in found["left_out"]["events"]


def test_pairs_in_which_nobody_is_there_are_left_out_of_a_dial_and_never_of_the_rest(tmp_path: Path) -> None:
    toy = Toy(twins(), WAYS, formula=lambda _: 40.0, absent=("company.vita.life.days", (2, 3)))
    with measuring(tmp_path, toy) as here:
        found = break_evens(here, PAIRS)
        with pytest.raises(UserError, match="In some pair nobody is in business in both worlds"):
            here.compare([{"company.vita.life.days": 1550}], PAIRS, "x")
    assert [found["dials"][key]["pairs"] for key in ("life", "hours")] == [len(PAIRS) - 2, len(PAIRS)]
    assert all(math.isfinite(end) for told in found["dials"]["life"]["net"] for end in told)
    nobody = Toy(twins(), WAYS, absent=("company.vita.life.days", tuple(pair.seed for pair in PAIRS[1:])))
    with measuring(tmp_path / "other", nobody) as here:
        assert "too few pairs" in break_evens(here, PAIRS)["left_out"]["life"]
