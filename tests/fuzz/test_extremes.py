"""Every number at both of its ends: the world either lives on and keeps what always holds, or ends with a sentence.

Here several stand at their ends together, and some alone that once were wrong; alone, all of them take a minute.
"""

from __future__ import annotations

import pytest

from tests.fuzz.extremes import Extreme, extreme_scenarios
from tests.fuzz.lives import live

PARTS, TOGETHER = 6, 6
SENTENCES = ("Day ", "Before the first day: ")
ONCE_WRONG = (
    "company.2.revshare.deposits_growth = 1.0",
    "company.2.revshare.returns = 1000.0",
    "company.3.revshare.promised = 10.0",
    "company.0.credits = 400.0",
    "conversation.hours = 5e-324",
    "conversation.memory_half_life = 5e-324",
    "leaving.baseline = 5e-324",
    "population.savings = 1000000000.0",
    "strategy.0.at_once = 16",
)


@pytest.fixture(scope="module")
def alone() -> dict[str, Extreme]:
    return {extreme.name: extreme for extreme in extreme_scenarios()}


def test_every_section_of_a_world_is_tried_at_its_ends(alone: dict[str, Extreme]) -> None:
    assert len(alone) > 300
    assert {name.split(".")[0] for name in alone} >= {
        *("population", "study", "teams", "leaving", "experience", "conversation", "events", "advertising"),
        *("groups", "credibility", "gossip", "decision", "company", "strategy", "topic_distance"),
    }
    assert set(ONCE_WRONG) <= set(alone)


@pytest.mark.parametrize("name", ONCE_WRONG)
def test_what_once_was_wrong_at_an_end_holds(alone: dict[str, Extreme], name: str) -> None:
    sentence = live(alone[name])
    assert sentence.startswith(SENTENCES) == ("deposits_growth" in name)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_world_with_numbers_at_their_ends_keeps_what_always_holds(part: int) -> None:
    for extreme in list(extreme_scenarios(TOGETHER, seed=5))[part::PARTS]:
        sentence = live(extreme, part)
        assert not sentence or sentence.startswith(SENTENCES), extreme.name
