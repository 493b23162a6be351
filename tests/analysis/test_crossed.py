from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.crossed import cells, crossed
from sim.analysis.load import Results
from sim.analysis.samples import levels
from sim.model.outcomes import OUTCOMES

Made = Callable[..., Results]
HALF_LIFE, RATE = "conversation.memory_half_life", "gossip.rate"


def samples(means: dict[tuple[str, float], list[float]]) -> pd.DataFrame:
    """One value a seed for each cell."""
    rows = [
        (row, column, seed, value)
        for (row, column), values in means.items()
        for seed, value in enumerate(values)
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["row", "column", "seed", "recruits"])
    found["row"] = pd.Categorical(found["row"], [*dict.fromkeys(found["row"])], ordered=True)
    return found.assign(costs=found["recruits"])


def test_strategies_and_a_number_are_crossed(made: Made) -> None:
    found = crossed(made(strategies=2, seeds=3, vary={HALF_LIFE: [7, 30]}))
    assert found is not None
    assert (found.rows, found.columns) == ("strategy", HALF_LIFE)
    assert list(found.samples["row"].cat.categories) == ["focus", "two, disclosed"]
    assert sorted(found.samples["column"].unique()) == [7.0, 30.0]
    assert len(found.samples) == 2 * 2 * 3


def test_two_numbers_are_crossed_in_ascending_order(made: Made) -> None:
    results = made(strategies=1, seeds=3, vary={HALF_LIFE: [30, 7], RATE: [0.5, 0.1, 10.0]})
    found = crossed(results)
    assert found is not None
    assert (found.rows, found.columns) == (RATE, HALF_LIFE)
    assert list(found.samples["row"].cat.categories) == ["0.1", "0.5", "10.0"]
    kept = levels(results)
    here = found.samples[(found.samples["row"] == "0.5") & (found.samples["column"] == 7.0)]
    there = kept[kept["setting"] == "memory half life = 7, gossip rate = 0.5"]
    np.testing.assert_array_equal(here["recruits"], there["recruits"])


def test_strategies_of_one_world_are_crossed_too(made: Made) -> None:
    found = crossed(made(worlds="mixed", strategies=3, seeds=2, vary={HALF_LIFE: [7, 30]}))
    assert found is not None
    assert found.rows == "strategy"
    assert len(found.samples) == 3 * 2 * 2


@pytest.mark.parametrize(
    ("strategies", "vary"),
    [
        (2, {}),
        (1, {HALF_LIFE: [7, 30]}),
        (2, {HALF_LIFE: [7, 30], RATE: [0.1, 0.5]}),
        (2, {"phases.gossip": [True, False]}),
        (1, {HALF_LIFE: [7, 30], "phases.gossip": [True, False]}),
    ],
)
def test_other_designs_have_no_map(made: Made, strategies: int, vary: dict[str, list[Any]]) -> None:
    assert crossed(made(strategies=strategies, seeds=2, vary=vary, slope=0.0)) is None


def test_a_number_that_does_not_vary_is_no_factor(made: Made) -> None:
    found = crossed(made(strategies=2, seeds=2, vary={HALF_LIFE: [7, 30], RATE: [0.1]}))
    assert found is not None
    assert (found.rows, found.columns) == ("strategy", HALF_LIFE)


def test_the_best_cell_and_those_that_cannot_be_told_from_it() -> None:
    """Against the best: one is lower in every seed, one in half of them; and one has the same difference always."""
    waves = [0.0, 0.3, 0.1, 0.2]
    means = {
        ("focus", 1.0): [5.0 + w for w in waves],
        ("focus", 2.0): [4.0 + w + s for w, s in zip(waves, [0.1, 0.2, 0.3, 0.2], strict=True)],
        ("five", 1.0): [4.9 + w + s for w, s in zip(waves, [0.4, -0.4, 0.5, -0.5], strict=True)],
        ("five", 2.0): [3.0 + w for w in waves],
    }
    table = cells(samples(means), OUTCOMES["recruits"]).set_index(["row", "column"])
    assert table["mean"].to_dict() == pytest.approx({cell: np.mean(values) for cell, values in means.items()})
    assert table["best"].to_dict() == {cell: cell == ("focus", 1.0) for cell in means}
    assert table["level"].to_dict() == {cell: cell == ("five", 1.0) for cell in means}


def test_where_less_is_better_the_least_is_the_best() -> None:
    table = cells(samples({("a", 1.0): [3.0, 4.0], ("a", 2.0): [1.0, 2.0]}), OUTCOMES["costs"])
    assert table["best"].tolist() == [False, True]


def test_one_seed_tells_nothing_apart() -> None:
    table = cells(samples({("a", 1.0): [3.0], ("a", 2.0): [1.0]}), OUTCOMES["recruits"])
    assert table["level"].tolist() == [False, True]


def test_cells_without_a_value_are_left_out() -> None:
    table = cells(samples({("a", 1.0): [3.0, 3.5], ("a", 2.0): [np.nan, np.nan]}), OUTCOMES["recruits"])
    assert table["column"].tolist() == [1.0]
