"""Nothing may be built in: where topics are the same thing, no pitch policy is better than another.

Topic distance 0, no gossip, equal hours, two companies alike in everything. Social proof is left out of the
decision, because it belongs to single companies: who sells one product only is seen by more contacts in it. So few
join that nobody runs out of people who have not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.record.measures import networker_outcomes
from sim.scenario.schema import Scenario
from sim.world.parameters import PITCHES
from sim.world.world import Tables
from tests.builders import differing, lived

SEEDS, DAYS = range(1, 13), 60
MEASURED = ("recruits", "sales", "net_income", "credibility", "knowledge", "conversations")
LEAST = 1e-3  # p-value; there are two dozen comparisons


def alike(distance: float = 0.0, **sections: Any) -> Scenario:
    """Two companies that differ in name and topic only; all policies work both."""
    table: dict[str, Any] = {
        "population": {"people": 1_500, "networkers": 0.05, "openness": 0.5, "part_time": 0.0},
        "graph": {"kind": "watts_strogatz", "k": 20, "p": 0.3},
        "conversation": {"topic_distance": distance, "span_penalty": 0.3, "guess_lasts": 7, "guess_noise": 0.5},
        "phases": {"gossip": False},
        "decision": {
            "intercept": -7.0,
            "interest": 4.0,
            "social_proof": 0.0,
            "knowledge": 4.0,
            "credibility": 5.0,
        },
        "company": [{"name": name, "topic": f"{name}'s"} for name in ("vita", "clicks")],
        "strategy": [
            {"name": pitch, "companies": ["vita", "clicks"], "pitch": pitch, "hours": "equal"} for pitch in PITCHES
        ],
    }
    for name, section in sections.items():
        table[name] = {**table.get(name, {}), **section}
    return Scenario.model_validate(table)


def founders(of: Scenario, pitch: str) -> pd.DataFrame:
    """Mean outcomes of those who work from the first day, a row a seed."""
    rows = []
    for seed in SEEDS:
        w = lived(of, DAYS, seed, strategy=pitch).world.tables
        outcomes = networker_outcomes(w, list(PITCHES))
        rows.append(outcomes.loc[outcomes.founder, list(MEASURED)].astype(float).mean())
    return pd.DataFrame(rows, index=list(SEEDS))


def p_values(of: Scenario, pitch: str, focus: pd.DataFrame) -> dict[str, float]:
    """Paired test of a policy against focus, by outcome; 1 where no seed differs at all."""
    difference = founders(of, pitch) - focus
    found = {name: float(stats.ttest_1samp(difference[name], 0.0).pvalue) for name in MEASURED}
    return {name: 1.0 if math.isnan(p) else p for name, p in found.items()}


def going_out(distance: float = 0.0) -> Scenario:
    """The same with evenings, at which nobody says anything aloud; they win fewer, so everybody is won more easily."""
    events = {"share": 0.6, "callout": 0.0, "people": 30, "hours": 2.0}
    return alike(distance, events=events, decision={"intercept": -5.5})


WORLDS = {"one to one": alike, "with evenings": going_out}


@pytest.fixture(scope="module", params=WORLDS)
def make(request: pytest.FixtureRequest) -> Callable[..., Scenario]:
    """How people meet."""
    return WORLDS[request.param]


@pytest.fixture(scope="module")
def focus(make: Callable[..., Scenario]) -> pd.DataFrame:
    """The world of the focused, by seed."""
    return founders(make(), "focus")


@pytest.mark.parametrize("pitch", PITCHES[1:])
def test_all_policies_do_equally_well(pitch: str, make: Callable[..., Scenario], focus: pd.DataFrame) -> None:
    assert focus.recruits.mean() > 0.1
    for name, p in p_values(make(), pitch, focus).items():
        assert p > LEAST, name


def test_the_same_comparison_finds_what_distance_does(make: Callable[..., Scenario]) -> None:
    far = make(distance=1.0)
    found = p_values(far, "tailored", founders(far, "focus"))
    assert found["credibility"] < 1e-4


def told_only(pitch: str) -> Tables:
    """A world in which people talk and nothing comes of it."""
    quiet = dict.fromkeys(("experience", "decisions", "expansion", "month_end"), False)
    return lived(alike(phases=quiet, population={"people": 300}), DAYS, strategy=pitch).world.tables


@pytest.mark.parametrize("pitch", PITCHES[1:])
def test_stories_about_the_same_thing_leave_the_same_opinions(pitch: str) -> None:
    """Exactly, tie for tie: topics at distance 0 are one topic to the listener."""
    focus, other = told_only("focus"), told_only(pitch)
    assert focus.ties.good.max() > 0
    beliefs = [name for name in differing(focus, other) if name in ("ties.good", "ties.bad", "ties.ceiling")]
    assert beliefs == []
    np.testing.assert_array_equal(focus.ties.talks, other.ties.talks)
