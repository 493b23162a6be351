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
from sim.model.talk.reputation import credibility
from sim.model.talk.rows import Topics
from sim.model.talk.story import (
    ALOUD,
    NEVER,
    NOTHING,
    SILENTLY,
    Ears,
    Story,
    apart,
    clash,
    compare,
    familiar,
    last_claim,
    mean_distance,
    put_beside,
    remember,
    since,
    strange,
    take_story,
    understood,
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
OPINION = {"good", "bad", "ceiling", "heard", "beside", "claimed", "changes", "day", "minute", "talks"}
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
    writes = named(tie=OPINION)
    gives = (NOTHING, ALOUD)

    def test_remembers_topics_and_when_and_counts_talks(self) -> None:
        tie = row(Tie, heard=HEALTH, talks=4, ceiling=1.0)
        take_story(three(), ears(), tie, told(ADS, open=1, day=17, minute=42))
        assert (tie.heard, tie.beside, tie.claimed) == (HEALTH | ADS, ADS, 0)
        assert (tie.day, tie.minute, tie.talks) == (17, 42, 5)

    @pytest.mark.parametrize(("talks", "then"), [(254, 255), (255, 256), (65_534, 65_535), (65_535, 65_535)])
    def test_counts_as_far_as_there_is_room(self, talks: int, then: int) -> None:
        tie = row(Tie, talks=talks)
        take_story(three(), ears(), tie, told(HEALTH))
        assert tie.talks == then

    @pytest.mark.parametrize(("changes", "then"), [(0, 1), (254, 255), (255, 255)])
    def test_counts_contradictions_as_far_as_there_is_room(self, changes: int, then: int) -> None:
        tie = row(Tie, heard=HEALTH, claimed=1, changes=changes, ceiling=1.0)
        assert take_story(three(), ears(), tie, told(ADS)) == SILENTLY
        assert (tie.changes, tie.claimed) == (then, 2)

    def test_what_others_say_is_no_talk_and_no_evidence_for(self) -> None:
        tie = row(Tie, heard=HEALTH, talks=4, ceiling=1.0)
        take_story(three(), ears(), tie, told(HEALTH, firsthand=0))
        assert (tie.talks, tie.good) == (4, 0.0)
        take_story(three(), ears(), tie, told(HEALTH))
        assert (tie.talks, tie.good) == (5, pytest.approx(0.1 / 5))

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


class TestCompare(RuleContract):
    rule = staticmethod(compare)
    takes = named(topics=st.just(ALL_TOPICS), ears=st.just(ears()), tie=Tie, story=stories)
    writes = named(tie={"good", "bad", "ceiling", "changes"})
    gives = (NOTHING, ALOUD)


class TestRemember(RuleContract):
    rule = staticmethod(remember)
    takes = named(topics=st.just(ALL_TOPICS), tie=Tie, story=stories)
    writes = named(tie={"heard", "beside", "claimed", "day", "minute", "talks"})

    def test_of_several_told_as_the_profession_the_one_claimed_before_stays(self) -> None:
        tie = row(Tie, claimed=3)
        remember(three(), tie, told(HEALTH | BEAUTY))
        assert tie.claimed == 3
        remember(three(), tie, told(HEALTH | ADS))
        assert tie.claimed == 1

    def test_what_is_nobodys_profession_or_comes_from_others_claims_nothing(self) -> None:
        tie = row(Tie)
        remember(three(HEALTH), tie, told(ADS))
        remember(three(HEALTH), tie, told(HEALTH, firsthand=0))
        assert (tie.claimed, tie.heard, tie.talks) == (0, HEALTH | ADS, 1)


@given(story=stories, seed=st.integers(0, 2**32 - 1))
def test_an_open_story_contradicts_nothing(story: Story, seed: int) -> None:
    """It never costs credibility, but by being told too often."""
    tie = random_rows(Tie, 1, np.random.default_rng(seed))[0]
    before, changes, often = credibility(tie, LAW), tie.changes, tie.talks > LAW.ideal
    assert take_story(ALL_TOPICS, ears(), tie, story._replace(open=1)) == NOTHING
    assert tie.changes == changes
    assert credibility(tie, LAW) >= before - (1.0 if often else 1e-12)


@given(story=stories, seed=st.integers(0, 2**32 - 1))
def test_the_same_story_once_more_is_no_contradiction(story: Story, seed: int) -> None:
    tie = random_rows(Tie, 1, np.random.default_rng(seed))[0]
    take_story(ALL_TOPICS, ears(), tie, story)
    bad, changes = float(tie.bad), int(tie.changes)
    assert take_story(ALL_TOPICS, ears(), tie, story) == NOTHING
    assert tie.changes == changes
    assert tie.bad - bad == pytest.approx(LAW.reactance, rel=1e-6) or tie.bad == bad


def test_the_partner_of_ten_minutes_ago_notices() -> None:
    tie = row(Tie, ceiling=1.0)
    assert take_story(three(), ears(), tie, told(HEALTH, minute=20)) == NOTHING
    assert take_story(three(), ears(), tie, told(ADS, ago=since(tie, 5, 30))) == SILENTLY
    weight = 0.5 ** (10 / 1440 / 30)
    assert (tie.claimed, tie.changes) == (2, 1)
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
    [
        (ADS, HEALTH, 1.0),
        (BEAUTY, HEALTH, 0.25),
        (BEAUTY, HEALTH | ADS, 0.25),
        (ADS | BEAUTY, HEALTH, 1.0),
        (ADS, HEALTH | ADS, 0.0),
        (ADS, 0, 0.0),
        (0, ADS, 0.0),
    ],
)
def test_how_far_the_strangest_lies_from_the_nearest_that_is_known(new: int, known: int, far: float) -> None:
    assert apart(three(), new, known) == far


@pytest.mark.parametrize(("new", "known"), [(ADS, HEALTH), (HEALTH, ADS)])
def test_what_is_nobodys_profession_is_far_from_nothing(new: int, known: int) -> None:
    topics = three(HEALTH | BEAUTY)
    assert apart(topics, new, known) == 0.0
    assert apart(topics, new | BEAUTY, known & ~BEAUTY | HEALTH) == 0.25


@pytest.mark.parametrize(
    ("claimed", "beside", "profession"),
    [
        (0, 0, HEALTH | ADS),
        (1, 0, HEALTH),
        (2, 0, ADS),
        (1, HEALTH | BEAUTY, HEALTH | BEAUTY),
        (2, HEALTH | BEAUTY, ADS),
    ],
    ids=["known from others", "claimed", "claimed later", "put beside it", "not put beside it"],
)
def test_a_profession_is_what_was_claimed_last_and_what_was_put_beside_it(
    claimed: int, beside: int, profession: int
) -> None:
    tie = row(Tie, heard=HEALTH | ADS, claimed=claimed, beside=beside)
    assert understood(tie) == profession
    assert last_claim(tie) == 1 << claimed >> 1


@pytest.mark.parametrize(
    ("heard", "beside", "side_by_side"),
    [(HEALTH | ADS, HEALTH | ADS, 1), (HEALTH | ADS, HEALTH, 0), (HEALTH, 0, 0), (0, 0, 0), (0b1001, HEALTH, 1)],
)
def test_all_or_nothing_was_put_side_by_side(heard: int, beside: int, side_by_side: int) -> None:
    assert put_beside(three(), row(Tie, heard=heard, beside=beside)) == side_by_side


@pytest.mark.parametrize(
    ("told_now", "more", "compared"),
    [
        (ADS, {}, ADS),
        (HEALTH, {}, 0),
        (HEALTH | BEAUTY, {}, BEAUTY),
        (ADS, {"open": 1}, 0),
        (ADS | BEAUTY, {"open": 1}, BEAUTY),
        (ADS | BEAUTY, {"firsthand": 0}, BEAUTY),
    ],
    ids=["claimed anew", "the same", "in one breath", "known, openly", "new, openly", "from others"],
)
def test_what_of_a_story_has_to_fit(told_now: int, more: dict[str, int], compared: int) -> None:
    """Health is the known profession, and advertising was heard before."""
    tie = row(Tie, heard=HEALTH | ADS, claimed=1)
    assert strange(three(), tie, told(told_now, **more), HEALTH) == compared


@pytest.mark.parametrize(
    ("now", "heard", "old"),
    [(HEALTH, HEALTH, True), (BEAUTY, HEALTH, True), (ADS, HEALTH, False), (HEALTH, ADS, False), (ADS, ADS, True)],
    ids=["again", "means the same", "yield after", "yield before", "yield again"],
)
def test_a_story_is_old_if_it_was_heard_or_is_about_the_profession(now: int, heard: int, old: bool) -> None:
    """Advertising is nobody's profession here."""
    assert familiar(three(HEALTH | BEAUTY), row(Tie, heard=heard), told(now), heard) == old


@given(told=bits, known=bits)
def test_same_as_said_in_plain_python(told: int, known: int) -> None:
    topics = random_rows(Topics, 1, np.random.default_rng(told))[0]
    names = [t for t in range(16) if told >> t & 1]
    pairs = [topics.distance[b, a] for a, b in combinations(names, 2)]
    assert mean_distance(topics, told) == pytest.approx(np.mean(pairs) if pairs else 0.0)
    claimed = [t for t in range(16) if topics.claimed >> t & 1]
    before = [b for b in claimed if known >> b & 1]
    nearest = [min(topics.distance[a, b] for b in before) for a in names if a in claimed and before]
    assert apart(topics, told, known) == max(nearest, default=0.0)


def test_the_first_story_is_only_remembered() -> None:
    two = Dialogue(consistent=0.5)
    two.tell(HEALTH)
    assert (two.tie.good, two.tie.bad, two.tie.heard, two.tie.talks) == (0.0, 0.0, HEALTH, 1)


def test_the_same_story_again_is_evidence_for() -> None:
    two = Dialogue(consistent=0.5, wear=0.0)
    for day in range(4):
        two.tell(HEALTH, day=day)
    assert (two.tie.good, two.tie.bad, two.tie.ceiling) == (1.5, 0.0, 1.0)


def test_repetition_wears_out_and_turns_against_the_speaker() -> None:
    two = Dialogue(consistent=0.6, ideal=2, reactance=0.25)
    got = []
    for _ in range(5):
        two.tell(HEALTH)
        got.append((pytest.approx(two.tie.good), two.tie.bad))
    assert got == [(0.0, 0.0), (0.3, 0.0), (0.5, 0.0), (0.5, 0.25), (0.5, 0.5)]


@pytest.mark.parametrize("off", [{"ideal": 65_535}, {"reactance": 0.0}])
def test_there_need_be_no_reactance(off: dict[str, float]) -> None:
    two = Dialogue(**off)
    for _ in range(200):
        two.tell(HEALTH)
    assert two.tie.bad == 0.0
    assert two.tie.good == pytest.approx(0.1 * sum(1 / (1 + n) for n in range(1, 200 if "ideal" in off else 9)))


def test_each_change_of_the_profession_is_a_contradiction() -> None:
    two = Dialogue(contradiction=2.0, ceiling_loss=0.1, novelty=0.5)
    for topics in (HEALTH, ADS, HEALTH, ADS):
        two.tell(topics)
    assert (two.tie.bad, two.tie.good, two.noticed) == (2.0 + 1.0 + 0.5, 0.0, 3)
    assert two.tie.ceiling == pytest.approx(0.9 * 0.95 * 0.975)
    assert (two.tie.claimed, two.tie.changes) == (2, 3)


@pytest.mark.parametrize(("novelty", "bad"), [(0.0, 2.0), (1.0, 6.0)])
def test_only_the_first_change_counts_or_all_alike(novelty: float, bad: float) -> None:
    two = Dialogue(contradiction=2.0, novelty=novelty)
    for topics in (HEALTH, ADS, HEALTH, ADS):
        two.tell(topics)
    assert (two.tie.bad, two.noticed) == (bad, 3)


def test_two_professions_told_in_turn_are_never_won_back() -> None:
    """From .5 to .25 at the first change, to .17 in the end: telling on repairs nothing."""
    two, believed = Dialogue(), []
    for told_so_far in range(60):
        two.tell(ADS if told_so_far % 2 else HEALTH)
        believed.append(two.believed)
    assert believed[:3] == pytest.approx([0.5, 0.25, 0.2])
    assert believed[-1] == pytest.approx(1 / 6, abs=1e-12)
    assert np.all(np.diff(believed) <= 0.0)
    apart_in_time = Dialogue()
    for week in range(60):
        apart_in_time.tell(ADS if week % 2 else HEALTH, day=7 * week)
    assert apart_in_time.believed == pytest.approx(1 / (2 + 4 * 0.5 ** (7 / 30)), abs=1e-12)


def test_a_story_that_was_put_beside_another_may_be_told_alone() -> None:
    two = Dialogue()
    two.tell(HEALTH | ADS, side_by_side=True)
    for topics in (ADS, HEALTH, ADS):
        two.tell(topics)
    assert (two.noticed, two.tie.claimed) == (0, 2)
    assert two.tie.good == pytest.approx(0.1 * (1 / 2 + 1 / 3 + 1 / 4))
    two.tell(BEAUTY)
    assert two.noticed == 1
    assert (two.tie.beside, two.tie.claimed) == (HEALTH | ADS, 3)
    two.tell(ADS)
    assert two.noticed == 2


@given(
    told=st.lists(st.sampled_from([HEALTH, ADS]), min_size=1, max_size=12),
    beside=st.lists(st.sampled_from([0b001, 0b011, 0b110, 0b101]), max_size=4),
)
def test_what_is_told_backwards_or_with_topics_exchanged_is_believed_as_much(
    told: list[int], beside: list[int]
) -> None:
    """On one day, before wear or reactance: what counts is how often the story changes, not which came first."""
    found = []
    for order, swap in ((told, 0), (told[::-1], 0), (told, HEALTH | ADS)):
        two = Dialogue(wear=0.0, ideal=65_535)
        for topics in order:
            two.tell(topics ^ swap)
        found.append((two.noticed, pytest.approx(two.believed)))
    assert found[0] == found[1] == found[2]
    sets = set()
    for order in (beside, beside[::-1], sorted(beside)):
        two = Dialogue()
        for topics in order:
            two.tell(topics, side_by_side=True)
        sets.add((int(two.tie.beside), two.noticed))
    assert len(sets) == 1


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
    assert two.tie.good == pytest.approx(0.1 / 3)
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
    weighing = re.compile(r"^from .+ import .*\b(clash|contradict|apart|strange|surprise)\b", re.MULTILINE)
    files = [path for path in (ROOT / "sim").rglob("*.py") if weighing.search(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(ROOT / "sim" / "model").as_posix() for path in files] == ["talk/story.py"]
