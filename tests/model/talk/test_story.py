"""Where two stories from the same mouth meet, whatever the channel."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.people.rows import Tie
from sim.model.talk.parameters import Credibility
from sim.model.talk.rows import Topics
from sim.model.talk.story import (
    ALOUD,
    NEVER,
    NOTHING,
    SILENTLY,
    Ears,
    Story,
    clash,
    contradiction,
    farthest,
    mean_distance,
    old_story,
    since,
    take_story,
)
from tests.builders import law, random_rows, row
from tests.dialogue import Dialogue
from tests.model.contract import RuleContract, bits, days, flag, named, share
from tests.places import ROOT

HEALTH, ADS, BEAUTY = 0b001, 0b010, 0b100
LAW = law(Credibility, contradiction=2.0, ceiling_loss=0.1, consistent=0.1, admit=0.0, notice=0.05)
OWNS_UP = law(Credibility, contradiction=2.0, ceiling_loss=0.1, consistent=0.1, admit=1.0, notice=0.05)

minutes = st.integers(0, 1440)
draws = st.floats(0.0, 1.0)
stories = st.builds(Story, bits, flag, days, minutes, st.floats(0.0, 4_000.0), share, flag, draws, draws)
ALL_TOPICS = random_rows(Topics, 1, np.random.default_rng(5))[0]


def told(topics: int, **more: Any) -> Story:
    """A story from the mouth itself, heard at once and with nobody around, unless something else is said."""
    usual = Story(topics, 0, 5, 30, 0.0, 1.0, 1, NEVER, NEVER)
    return usual._replace(**more)


def ears(law: Any = LAW, callout: float = 0.0) -> Ears:
    return Ears(law, 30.0, callout)


def three(claimed: int = HEALTH | ADS | BEAUTY) -> Any:
    """Health, advertising and beauty, which lies near health; by default each is somebody's profession."""
    topics = row(Topics, number=3, claimed=claimed)
    for a, b, far in ((0, 1, 1.0), (0, 2, 0.25), (1, 2, 0.75)):
        topics.distance[a, b] = topics.distance[b, a] = far
    return topics


class TestClash(RuleContract):
    rule = staticmethod(clash)
    takes = named(distance=share, days=st.floats(0, 4_000), half_life=st.floats(1e-3, 4_000), notice=share)
    gives = (0.0, 1.0)

    def test_falls_with_distance_and_time(self) -> None:
        assert clash(1.0, 0.0, 30.0, 0.05) == 1.0
        assert clash(0.5, 30.0, 30.0, 0.05) == pytest.approx(0.25, abs=1e-15)

    def test_small_ones_go_unnoticed(self) -> None:
        assert clash(0.0499, 0.0, 30.0, 0.05) == 0.0
        assert clash(0.05, 0.0, 30.0, 0.05) == 0.05

    def test_the_same_industry_never_clashes(self) -> None:
        assert clash(0.0, 0.0, 30.0, 0.0) == 0.0


class TestSince(RuleContract):
    rule = staticmethod(since)
    takes = named(tie=Tie, day=days, minute=minutes)
    gives = (0.0, 20_000.0)

    def test_minutes_count_within_and_after_an_evening(self) -> None:
        tie = row(Tie, day=10, minute=60)
        assert since(tie, 10, 90) == pytest.approx(30 / 1440)
        assert since(tie, 11, 0) == pytest.approx(1 - 60 / 1440)
        assert since(row(Tie, day=10), 17, 0) == 7.0

    @pytest.mark.parametrize(("day", "minute"), [(10, 0), (10, 59), (10, 60), (9, 1440), (0, 0)])
    def test_no_time_has_passed_since_what_is_heard_later_the_same_day(self, day: int, minute: int) -> None:
        assert since(row(Tie, day=10, minute=60), day, minute) == 0.0

    @pytest.mark.parametrize("half_life", [5e-324, 1e-9, 0.001, 30.0, 36_500.0])
    def test_a_memory_of_the_same_evening_weighs_one_at_most(self, half_life: float) -> None:
        assert clash(1.0, since(row(Tie, day=10, minute=1439), 10, 0), half_life, 0.0) == 1.0


class TestTakeStory(RuleContract):
    rule = staticmethod(take_story)
    takes = named(
        topics=st.just(ALL_TOPICS),
        ears=st.builds(Ears, st.just(LAW), st.floats(0.5, 4_000.0), share),
        tie=Tie,
        story=stories,
    )
    writes = named(tie={"good", "bad", "ceiling", "heard", "open", "day", "minute", "talks"})
    gives = (NOTHING, ALOUD)

    def test_remembers_topics_and_when_and_counts_talks(self) -> None:
        tie = row(Tie, heard=HEALTH, talks=4, ceiling=1.0)
        take_story(three(), ears(), tie, told(ADS, open=1, day=17, minute=42))
        assert (tie.heard, tie.open, tie.day, tie.minute, tie.talks) == (HEALTH | ADS, 1, 17, 42, 5)

    @pytest.mark.parametrize("talks", [254, 255, 256, 65_535, 26_000_000])
    def test_counts_however_many_there_are(self, talks: int) -> None:
        tie = row(Tie, talks=talks)
        take_story(three(), ears(), tie, told(HEALTH))
        assert tie.talks == talks + 1

    def test_what_others_say_is_no_talk_and_no_evidence_for(self) -> None:
        tie = row(Tie, heard=HEALTH, talks=4, ceiling=1.0)
        take_story(three(), ears(), tie, told(HEALTH, firsthand=0))
        assert (tie.talks, tie.good) == (4, 0.0)
        take_story(three(), ears(), tie, told(HEALTH))
        assert (tie.talks, tie.good) == (5, pytest.approx(0.1))

    def test_hearsay_weighs_what_it_weighs(self) -> None:
        tie = row(Tie, heard=HEALTH, ceiling=1.0)
        assert take_story(three(), ears(), tie, told(ADS, weight=0.5, firsthand=0)) == SILENTLY
        assert (tie.bad, tie.ceiling) == (pytest.approx(1.0), pytest.approx(0.95))

    @pytest.mark.parametrize(("owns_up", "ceiling"), [(0.0, 1.0), (0.999, 1.0), (NEVER, 0.9)])
    def test_who_is_not_there_cannot_own_up(self, owns_up: float, ceiling: float) -> None:
        tie = row(Tie, heard=HEALTH, ceiling=1.0)
        take_story(three(), ears(OWNS_UP), tie, told(ADS, owns_up=owns_up))
        assert (tie.bad, tie.ceiling) == (2.0, pytest.approx(ceiling))

    @pytest.mark.parametrize(("speaks_up", "noticed"), [(0.0, ALOUD), (0.3, SILENTLY), (NEVER, SILENTLY)])
    def test_some_say_aloud_what_they_notice(self, speaks_up: float, noticed: int) -> None:
        tie = row(Tie, heard=HEALTH, ceiling=1.0)
        assert take_story(three(), ears(callout=0.3), tie, told(ADS, speaks_up=speaks_up)) == noticed
        assert take_story(three(), ears(callout=1.0), row(Tie), told(ADS, speaks_up=speaks_up)) == NOTHING


@given(story=stories, heard=bits)
def test_a_contradiction_is_a_weight(story: Story, heard: int) -> None:
    weight = contradiction(ALL_TOPICS, ears(), story, heard)
    assert weight == 0.0 or LAW.notice <= weight <= 1.0
    if heard == 0 or story.open or story.topics & ~heard == 0:
        assert weight == 0.0


def test_the_partner_of_ten_minutes_ago_notices() -> None:
    tie = row(Tie, ceiling=1.0)
    assert take_story(three(), ears(), tie, told(HEALTH, minute=20)) == NOTHING
    assert take_story(three(), ears(), tie, told(ADS, ago=since(tie, 5, 30))) == SILENTLY
    weight = 0.5 ** (10 / 1440 / 30)
    assert tie.bad == pytest.approx(2.0 * weight)
    assert tie.ceiling == pytest.approx(1.0 - 0.1 * weight)
    assert (tie.heard, tie.day, tie.minute) == (HEALTH | ADS, 5, 30)


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
    topics = three(HEALTH | BEAUTY)
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
    assert old_story(three(HEALTH | BEAUTY), told, heard) == old


def test_a_topic_that_means_the_same_is_an_old_story() -> None:
    topics = three()
    topics.distance[:] = 0.0
    assert old_story(topics, ADS, HEALTH)


@given(told=bits, known=bits)
def test_same_as_said_in_plain_python(told: int, known: int) -> None:
    topics = random_rows(Topics, 1, np.random.default_rng(told))[0]
    names = [t for t in range(16) if told >> t & 1]
    pairs = [topics.distance[b, a] for a, b in combinations(names, 2)]
    assert mean_distance(topics, told) == pytest.approx(np.mean(pairs) if pairs else 0.0)
    claimed = [t for t in range(16) if topics.claimed >> t & 1]
    across = [topics.distance[a, b] for a in names for b in claimed if known >> b & 1 and a in claimed]
    assert farthest(topics, told, known) == max(across, default=0.0)


def test_the_first_story_is_only_remembered() -> None:
    two = Dialogue(consistent=0.5)
    two.tell(HEALTH)
    assert (two.tie.good, two.tie.bad, two.tie.heard, two.tie.talks) == (0.0, 0.0, HEALTH, 1)


def test_the_same_story_again_is_evidence_for() -> None:
    two = Dialogue(consistent=0.5)
    for day in range(4):
        two.tell(HEALTH, day=day)
    assert (two.tie.good, two.tie.bad, two.tie.ceiling) == (1.5, 0.0, 1.0)


def test_another_profession_is_a_contradiction_that_counts_once() -> None:
    two = Dialogue(contradiction=2.0, ceiling_loss=0.1, consistent=0.5)
    two.tell(HEALTH)
    two.tell(ADS)
    two.tell(HEALTH)
    assert (two.tie.bad, two.tie.ceiling, two.tie.good) == (2.0, pytest.approx(0.9), 0.5)
    assert two.noticed == 1


def test_memory_halves_a_contradiction() -> None:
    two = Dialogue(contradiction=2.0, ceiling_loss=0.1, half_life=30.0)
    two.tell(HEALTH, day=5)
    two.tell(ADS, day=35)
    assert (two.tie.bad, two.tie.ceiling) == (pytest.approx(1.0), pytest.approx(0.95))


def test_distance_scales_a_contradiction() -> None:
    two = Dialogue(contradiction=2.0, distance=0.25)
    two.tell(HEALTH)
    two.tell(BEAUTY)
    assert two.tie.bad == 0.5


def test_put_side_by_side_nothing_contradicts() -> None:
    two = Dialogue()
    two.tell(HEALTH)
    two.tell(HEALTH | ADS, side_by_side=True)
    two.tell(ADS)
    assert (two.tie.bad, two.tie.ceiling, two.noticed) == (0.0, 1.0, 0)


def test_owning_up_keeps_the_ceiling() -> None:
    two = Dialogue(admit=1.0, contradiction=2.0, ceiling_loss=0.5)
    two.tell(HEALTH)
    two.tell(ADS)
    assert (two.tie.bad, two.tie.ceiling, two.noticed) == (2.0, 1.0, 1)


def test_what_is_nobodys_profession_is_neither_a_contradiction_nor_a_fitting_story() -> None:
    two = Dialogue()
    two.w.topics.claimed = HEALTH | BEAUTY
    for topics in (HEALTH, ADS):
        two.tell(topics)
    assert (two.tie.good, two.tie.bad, two.noticed) == (0.0, 0.0, 0)
    two.tell(ADS)
    assert two.tie.good == pytest.approx(0.1)
    two.tell(BEAUTY)
    assert two.noticed == 1


def test_silence_leaves_no_trace() -> None:
    two = Dialogue()
    before = two.tie.copy()
    two.tell(0)
    assert all(before[name] == two.tie[name] for name in before.dtype.names)
    assert two.w.life.overload.sum() == 0.0


@given(
    stories=st.lists(st.tuples(st.sampled_from([HEALTH, ADS, BEAUTY, 0b111]), flag, st.integers(0, 40)), max_size=30)
)
def test_whatever_is_told_opinions_stay_between_nothing_and_the_ceiling(stories: list[tuple[int, int, int]]) -> None:
    two, day, ceilings = Dialogue(contradiction=5.0, ceiling_loss=0.3), 0, [1.0]
    for topics, side_by_side, later in stories:
        day += later
        two.tell(topics, side_by_side=bool(side_by_side), day=day)
        ceilings.append(float(two.tie.ceiling))
        assert 0.0 <= two.believed <= two.tie.ceiling <= 1.0
    assert np.all(np.diff(ceilings) <= 0.0)
    assert two.tie.talks == len(stories)


def test_a_contradiction_is_weighed_in_one_file() -> None:
    """Another weight for a contradiction changes this file and no other: every channel brings its story here."""
    weighing = re.compile(r"^from .+ import .*\b(clash|contradict|farthest|old_story)\b", re.MULTILINE)
    files = [path for path in (ROOT / "sim").rglob("*.py") if weighing.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT / "sim" / "model").as_posix() for path in files] == ["talk/story.py"]
