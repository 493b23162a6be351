from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from sim.analysis.differences import variance_saved
from sim.analysis.finding import CAUTION, finding, verdict_of
from sim.analysis.results import Results

Made = Callable[..., Results]


def hand_made(difference: list[float], worlds: str = "population", third: list[float] | None = None) -> Results:
    """Two or three strategies whose mean recruits differ by the given amounts, seed by seed."""
    names = ["focus", "two", "three"][: 2 if third is None else 3]
    points = [{"index": i, "strategy": name, "values": {"strategy": name}} for i, name in enumerate(names)]
    seeds = range(1, len(difference) + 1)
    rows = [
        {
            "point": i,
            "seed": seed,
            "studied": name,
            "strategy": name,
            "focal": False,
            "recruits": 2.0 + d[seed - 1],
        }
        for i, (name, d) in enumerate(zip(names, [[0.0] * len(difference), difference, third], strict=False))
        for seed in seeds
    ]
    scenario = {
        "title": "",
        "time": {"days": 30},
        "strategy": [{"name": name} for name in names],
        "design": {"worlds": worlds, "outcomes": ["recruits"]},
    }
    frame = pd.DataFrame(rows)
    return Results({"scenario": scenario, "points": points}, frame, frame, frame)


def test_a_difference_is_told_with_its_interval() -> None:
    text = finding(hand_made([-1.0, -1.2, -0.8] * 4))
    assert text.startswith(
        "12 seeds of 30 days were run (population worlds). Compared with 'focus' (worlds of the same seed; mean "
        "difference, 95 % interval): Recruits: lower under 'two' (−1.00, −1.08 to −0.90). 1 comparison was made; if "
        "nothing differed, fewer than one would still look like a difference by chance alone. All of this"
    )
    assert text.endswith(CAUTION)


def test_what_cannot_be_told_apart_is_said_so() -> None:
    text = finding(hand_made([-1.0, 1.0] * 6))
    assert "Recruits: cannot be told apart under 'two' (0.00, −0.50 to +0.50)." in text


def test_it_is_said_what_shared_seeds_are_worth(twins: Results) -> None:
    samples = twins.levels_of()
    ratios = variance_saved(samples, ["recruits", "net_income", "net_loss", "credibility", "contradictions"])
    ratio = ratios["variance_saved"].median()
    assert 1.05 < ratio < 100
    told = f"Without shared seeds, intervals as narrow would take {ratio:.1f} times as many runs (median)."
    assert told in finding(twins)
    assert "shared seeds" not in finding(hand_made([-1.0, 1.0] * 6))


def test_equal_worlds_are_called_the_same() -> None:
    assert "Recruits: exactly the same in every seed under 'two'." in finding(hand_made([0.0] * 12))


def test_a_constant_difference_is_no_accident() -> None:
    assert "higher under 'two' (+0.50, +0.50 to +0.50; the same in every seed)." in finding(hand_made([0.5] * 12))


def test_one_seed_cannot_be_judged() -> None:
    text = finding(hand_made([1.0]))
    assert text.startswith("1 seed of 30 days was run")
    assert "cannot be judged under 'two' (fewer than 2 seeds: no interval)." in text


def test_few_seeds_are_called_rough_once() -> None:
    text = finding(hand_made([-1.0, -1.2, -0.8]))
    assert text.count("rough") == 1
    assert "With so few seeds the intervals are rough." in text


def test_variants_are_grouped_by_what_was_found() -> None:
    text = finding(hand_made([-1.0, -1.2] * 6, third=[0.1, -0.1] * 6))
    assert "Recruits: lower under 'two' (" in text
    assert "; cannot be told apart under 'three' (" in text
    assert "2 comparisons were made" in text


def test_missing_seeds_are_told() -> None:
    assert "; no value in 1 of 12 seeds)" in finding(hand_made([np.nan, *[-1.0, -1.2, -0.8] * 3, -1.0, -1.1]))


def test_twins_are_explained_and_counted(twins: Results) -> None:
    text = finding(twins)
    assert "(focal worlds, 8 focal people a seed, 96 in all)" in text
    assert "(the same person in the same world with another strategy, averaged within the seed;" in text
    assert "Net income (currency units): lower under 4 others, from " in text
    assert "20 comparisons were made; if nothing differed, about one would" in text


def test_settings_are_counted(made: Made) -> None:
    text = finding(made(strategies=2, seeds=12, vary={"conversation.memory_half_life": [7, 14, 30]}))
    assert "Recruits: 'two, disclosed' is lower in 3 (" in text
    assert ") of 3 settings." in text


def test_one_point_is_described(made: Made) -> None:
    text = finding(made(strategies=1, seeds=4))
    recruits = made(strategies=1, seeds=4).persons()["recruits"]
    assert f"Recruits: mean {recruits.mean():.2f}, median person {recruits.median():.2f}; " in text
    assert "; Net income (currency units): mean " in text
    assert " % of 32 people; " in text
    assert "There is nothing to compare: the design has one point." in text


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-1.0, 0.0, "level"),
        (0.1, 0.2, "apart"),
        (-2.0, -1.0, "apart"),
        (0.0, 0.0, "same"),
        (np.nan, 1.0, "unknown"),
    ],
)
def test_verdicts(low: float, high: float, verdict: str) -> None:
    assert verdict_of({"low": low, "high": high}) == verdict


def test_the_same_persons_are_counted(twins: Results, made: Made) -> None:
    text = finding(twins)
    assert "Share of the same people who do better in recruits than under 'focus': from " in text
    two = made(strategies=2, seeds=12)
    gain = two.persons().set_index(["seed", "person", "variant"])["recruits"].unstack()
    gain = gain["two, disclosed"] - gain["focus"]
    share = 100 * ((gain > 0) + 0.5 * (gain == 0)).mean()
    assert f"who do better in recruits than under 'focus': {share:.0f} % (" in finding(two)
    assert "Share of the same people" not in finding(made(worlds="population", strategies=2, seeds=4))
