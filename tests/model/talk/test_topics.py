from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from sim.model.talk.rows import Topic
from sim.model.talk.topics import farthest, mean_distance, old_story
from tests.builders import random_rows
from tests.model.contract import bits

HEALTH, ADS, BEAUTY = 0b001, 0b010, 0b100


def three() -> object:
    """Health, advertising and beauty, which lies near health."""
    topics = Topic.rows(3)
    for a, b, far in ((0, 1, 1.0), (0, 2, 0.25), (1, 2, 0.75)):
        topics.distance[a, b] = topics.distance[b, a] = far
    return topics


@pytest.mark.parametrize(
    ("told", "mean"),
    [(0, 0.0), (HEALTH, 0.0), (HEALTH | ADS, 1.0), (HEALTH | BEAUTY, 0.25), (HEALTH | ADS | BEAUTY, 2.0 / 3.0)],
)
def test_mean_distance_over_pairs(told: int, mean: float) -> None:
    assert mean_distance(three(), told) == pytest.approx(mean, abs=1e-15)


@pytest.mark.parametrize(
    ("new", "known", "far"),
    [(ADS, HEALTH, 1.0), (BEAUTY, HEALTH, 0.25), (BEAUTY, HEALTH | ADS, 0.75), (ADS, 0, 0.0), (0, ADS, 0.0)],
)
def test_farthest_of_new_and_known(new: int, known: int, far: float) -> None:
    assert farthest(three(), new, known) == far


@pytest.mark.parametrize(("new", "known"), [(ADS, HEALTH), (HEALTH, ADS)])
def test_what_is_nobodys_profession_is_far_from_nothing(new: int, known: int) -> None:
    topics = three()
    topics.unclaimed = [0, 1, 0]
    assert farthest(topics, new, known) == 0.0
    assert farthest(topics, new | BEAUTY, known | HEALTH) == 0.25


@pytest.mark.parametrize(
    ("told", "heard", "old"),
    [
        (HEALTH, HEALTH, True),
        (HEALTH, BEAUTY, False),
        (HEALTH, 0, False),
        (ADS, HEALTH, False),
        (HEALTH, ADS, False),
        (ADS, ADS, True),
        (HEALTH | ADS, HEALTH, True),
    ],
    ids=["again", "another", "first", "yield after", "yield before", "yield again", "yield beside"],
)
def test_an_old_story_is_one_that_was_heard(told: int, heard: int, old: bool) -> None:
    topics = three()
    topics.unclaimed = [0, 1, 0]
    assert old_story(topics, told, heard) == old


def test_a_topic_that_means_the_same_is_an_old_story() -> None:
    topics = three()
    topics.distance[:] = 0.0
    assert old_story(topics, ADS, HEALTH)


@given(told=bits, known=bits)
def test_same_as_said_in_plain_python(told: int, known: int) -> None:
    topics = random_rows(Topic, 16, np.random.default_rng(told))
    names = [t for t in range(16) if told >> t & 1]
    pairs = [topics.distance[b, a] for a, b in combinations(names, 2)]
    assert mean_distance(topics, told) == pytest.approx(np.mean(pairs) if pairs else 0.0)
    claimed = [t for t in range(16) if not topics.unclaimed[t]]
    across = [topics.distance[a, b] for a in names for b in claimed if known >> b & 1 and a in claimed]
    assert farthest(topics, told, known) == max(across, default=0.0)
