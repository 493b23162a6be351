"""The recruitment tree of a market of equals is the random recursive tree (Pittel 1994; Dobrow & Fill 1999).

A whole market is put into that limit: everybody knows everybody, all talk once a week and are equally convincing,
nobody leaves. A recruit starts to talk in the week after he joined, so the market comes the closer to the limit the
rarer a yes is; with one yes in twelve talks the difference is below the tolerances, which are those of 100 runs
widened to the number of runs made here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.market import Market
from sim.record.measures import downlines
from sim.scenario.schema import Scenario
from sim.world.chance import seed_key
from sim.world.tables import NONE
from tests.builders import copied

PEOPLE, RUNS, YES = 1_000, 20, 1 / 12
WIDER = math.sqrt(100 / RUNS)
OFF = ("study", "care", "experience", "gossip", "expansion", "month_end", "leaving")
WEIGHTS = ("interest", "knowledge", "conviction", "credibility", "social_proof", "price", "overload")


def equals() -> Scenario:
    """A founder and 999 others who all know each other; a talk wins somebody with probability YES."""
    population = {
        "people": PEOPLE,
        "networkers": 1 / PEOPLE,
        "openness": 1.0,
        "part_time": 0.0,
        "part_time_hours": 0.0,
        "full_time_hours": 1.0,
        "savings": 1_000,
        "savings_sigma": 0.0,
    }
    return Scenario.model_validate(
        {
            "phases": dict.fromkeys(OFF, False),
            "population": population,
            "graph": {"kind": "complete"},
            "conversation": {"hours": 1.0, "most_per_day": 1, "avoid_recent": 0, "prefer_close": 0.0},
            "decision": {**dict.fromkeys(WEIGHTS, 0.0), "intercept": math.log(YES / (1 - YES))},
            "company": [{"name": "vita", "topic": "health"}],
            "strategy": [{"name": "one", "companies": ["vita"]}],
        }
    )


@dataclass(frozen=True)
class Trees:
    """Shape (runs, people), entrants in order: direct recruits, total downline, depth below the founder."""

    recruits: NDArray[np.int64]
    downline: NDArray[np.int64]
    depth: NDArray[np.int64]


def grown(market: Market) -> tuple[NDArray[np.int64], ...]:
    """Let everybody be recruited and measure the tree."""
    while market.world.tables.count[0].positions < PEOPLE:
        market.step()
    held = market.world.tables.positions[:PEOPLE]
    assert held.sponsor[0] == NONE
    depth, below = np.zeros(PEOPLE, np.int64), np.zeros(PEOPLE, np.int64)
    for p in range(1, PEOPLE):
        depth[p] = depth[held.sponsor[p]] + 1
    downlines(held, PEOPLE, below)
    return held.recruits.astype(np.int64), below, depth


@pytest.fixture(scope="module")
def trees() -> Trees:
    market = Market(equals(), 1, collect=False)
    morning = market.world.tables
    found = []
    for seed in range(RUNS):
        market.world.tables = copied(morning)._replace(key=seed_key(seed))  # the graph is the same in every run
        market.day = 0
        found.append(grown(market))
    return Trees(*(np.array(kind) for kind in zip(*found, strict=True)))


def test_half_recruit_nobody_and_each_more_is_half_as_frequent(trees: Trees) -> None:
    assert (trees.recruits == 0).mean() == pytest.approx(0.5, abs=0.004 * WIDER)
    for k in range(1, 6):
        assert (trees.recruits == k).mean() == pytest.approx(2.0 ** -(k + 1), abs=0.003 * WIDER)
    assert (trees.recruits >= 3).mean() == pytest.approx(0.125, abs=0.003 * WIDER)


def test_depth_is_logarithmic(trees: Trees) -> None:
    harmonic = sum(1 / k for k in range(1, PEOPLE + 1))
    assert harmonic - 1 == pytest.approx(6.485, abs=0.001)
    assert trees.depth.mean() == pytest.approx(harmonic - 1, abs=0.2 * WIDER)
    assert trees.depth.max(axis=1).mean() == pytest.approx(14.0, abs=0.6 * WIDER)


@pytest.mark.parametrize("least", [1, 2, 3, 5, 10, 30, 100])
def test_downlines_have_a_long_tail(trees: Trees, least: int) -> None:
    assert (trees.downline >= least).mean() == pytest.approx(1 / (least + 1), abs=0.004 * WIDER)


def test_who_comes_late_recruits_nobody(trees: Trees) -> None:
    """P(k-th entrant recruits nobody) = (k - 1) / (N - 1) (Gastwirth 1977)."""
    nobody = (trees.recruits == 0).mean(axis=0).reshape(10, -1).mean(axis=1)
    expected = (np.arange(PEOPLE) / (PEOPLE - 1)).reshape(10, -1).mean(axis=1)
    np.testing.assert_allclose(nobody, expected, atol=0.03)


def test_only_the_first_36_8_percent_can_expect_a_recruit(trees: Trees) -> None:
    mean = trees.recruits.mean(axis=0)
    last = PEOPLE / math.e
    around = mean[int(last) - 25 : int(last) + 25].mean()
    assert around == pytest.approx(1.0, abs=4 / math.sqrt(50 * RUNS))
    assert mean[: int(0.3 * PEOPLE)].mean() > 1.8
    assert mean[int(0.45 * PEOPLE) :].mean() < 0.4
