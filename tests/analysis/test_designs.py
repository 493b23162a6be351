from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.designs import cells, crossed, gaps, is_wide, plane_of, surface
from sim.analysis.results import Results
from sim.model.outcomes import OUTCOMES

Made = Callable[..., Results]
TWO = {"conversation.memory_half_life": [7, 30, 90], "gossip.rate": [0.0, 0.1, 0.2]}


def plane(noise: float = 0.0, seeds: int = 20) -> pd.DataFrame:
    """Differences that are across + 2 up - 2 in the mean of every seed but for noise."""
    chance = np.random.default_rng(5)
    rows = [
        ("two", seed, across, up, across + 2 * up - 2 + shift)
        for seed in range(1, seeds + 1)
        for shift in [noise * chance.normal()]
        for across in (0.0, 1.0, 2.0, 3.0)
        for up in (0.0, 0.5, 1.0)
    ]
    return pd.DataFrame(rows, columns=["variant", "seed", "across", "up", "recruits"])


def test_the_boundary_of_a_known_plane_is_found() -> None:
    found = surface(plane(), "recruits")
    assert found is not None
    assert found.mean.tolist() == [[-2, -1, 0, 1], [-1, 0, 1, 2], [0, 1, 2, 3]]
    (line,) = found.boundary()
    assert line[:, 0] + 2 * line[:, 1] == pytest.approx(2.0)
    assert [line[:, 0].min(), line[:, 0].max()] == pytest.approx([0.0, 2.0])
    below = found.fine_across[None, :] + 2 * found.fine_up[:, None] < 2 - 1e-9
    assert (found.above[below] == 0.0).all()


def test_the_sign_is_undecided_in_a_band_as_wide_as_the_interval() -> None:
    frame = plane(noise=1.0, seeds=50)
    found = surface(frame, "recruits")
    assert found is not None
    shifts = frame[(frame["across"] == 0) & (frame["up"] == 0)]["recruits"] + 2
    half = 1.96 * shifts.std() / np.sqrt(50)
    lowest = found.fine_across[found.undecided[0]]
    middle = 2 - shifts.mean()
    assert lowest.min() == pytest.approx(middle - half, abs=0.1)
    assert lowest.max() == pytest.approx(middle + half, abs=0.1)


def test_seeds_without_a_value_are_left_out_and_holes_have_no_surface() -> None:
    frame = plane(seeds=3)
    frame.loc[0, "recruits"] = np.nan
    found = surface(frame, "recruits")
    assert found is not None
    assert found.mean[0, 0] == -2.0
    frame.loc[(frame["across"] == 0) & (frame["up"] == 0), "recruits"] = np.nan
    assert surface(frame, "recruits") is None
    assert surface(plane()[lambda each: each["up"] == 0], "recruits") is None


def test_wide_ranges_are_crossed_in_steps_of_their_logarithm() -> None:
    assert is_wide(np.array([1.0, 10.0]))
    assert not is_wide(np.array([0.0, 10.0]))
    frame = plane().assign(across=lambda each: 10.0 ** each["across"])
    found = surface(frame, "recruits")
    assert found is not None
    assert found.fine_across[[0, 20, 40, 60]] == pytest.approx([1, 10, 100, 1000])
    (line,) = found.boundary()
    assert sorted(line[[0, -1], 0]) == pytest.approx([1.0, 100.0])


@pytest.mark.parametrize("worlds", ["focal", "population"])
def test_pairs_know_where_they_lie(made: Made, worlds: str) -> None:
    results = made(worlds=worlds, strategies=2, seeds=3, vary=TWO)
    assert plane_of(results) == ("conversation.memory_half_life", "gossip.rate")
    found = gaps(results, ("conversation.memory_half_life", "gossip.rate"))
    assert len(found) == 9 * 3
    assert found.groupby(["across", "up"]).size().index.tolist() == [
        (a, b) for a in (7, 30, 90) for b in (0.0, 0.1, 0.2)
    ]
    level = results.runs[results.runs["focal"] == (worlds == "focal")].set_index(["point", "seed"])["recruits"]
    last = found[(found["across"] == 90) & (found["up"] == 0.2) & (found["seed"] == 2)].iloc[0]
    assert last["recruits"] == pytest.approx(level[17, 2] - level[8, 2])


def test_only_grids_of_two_numbers_and_strategies_are_planes(made: Made) -> None:
    assert plane_of(made(strategies=1, seeds=1, vary=TWO)) is None
    assert plane_of(made(worlds="mixed", strategies=2, seeds=1, vary=TWO)) == tuple(TWO)
    assert plane_of(made(strategies=2, seeds=1, vary={"graph.p": [0.1, 0.2]})) is None
    assert plane_of(made(strategies=2, seeds=1, vary={"graph.p": [0.1, 0.2], "graph.kind": ["a", "b"]})) is None
    sampled = made(strategies=2, seeds=1, vary=TWO)
    sampled.scenario["design"]["kind"] = "list"
    assert plane_of(sampled) is None


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
    kept = results.levels_of()
    here = found.samples[(found.samples["row"] == "0.5") & (found.samples["column"] == 7.0)]
    there = kept[kept["setting"] == "memory halved after 7, chance of gossip 0.5"]
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
