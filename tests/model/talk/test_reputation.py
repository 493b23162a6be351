from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.people.acquaintance import acquaint, address_books
from sim.model.people.rows import Tie
from sim.model.tables import NONE
from sim.model.talk.parameters import Credibility
from sim.model.talk.reputation import (
    contradict,
    credibility,
    credibility_sums,
    experience_promise,
    mean_and_spread,
    opinions,
    promise,
    remembered,
    repeat,
    surprise,
)
from tests.builders import empty_world, law, row, tie_between
from tests.model.contract import RuleContract, flag, named, share

JOSANG = law(Credibility, prior=2.0, trust_close=0.7, trust_acquaintance=0.5, contradiction=2.0, ceiling_loss=0.1)


class TestCredibility(RuleContract):
    rule = staticmethod(credibility)
    takes = named(tie=Tie, law=Credibility)
    gives = (0.0, 1.0)

    def test_first_impression_depends_on_closeness(self) -> None:
        assert credibility(row(Tie, ceiling=1.0), JOSANG) == 0.5
        assert credibility(row(Tie, ceiling=1.0, close=1), JOSANG) == 0.7

    def test_evidence_moves_it_as_a_beta_reputation(self) -> None:
        assert credibility(row(Tie, good=3.0, bad=1.0, ceiling=1.0), JOSANG) == 4.0 / 6.0

    def test_never_above_the_ceiling(self) -> None:
        assert credibility(row(Tie, good=1e9, ceiling=0.81), JOSANG) == 0.81

    @given(good=st.floats(0, 100), bad=st.floats(0, 100), more=st.floats(0.01, 10), ceiling=share, close=flag)
    def test_good_evidence_never_lowers_it_and_bad_never_raises_it(
        self, good: float, bad: float, more: float, ceiling: float, close: int
    ) -> None:
        tie = {"ceiling": ceiling, "close": close}
        now = credibility(row(Tie, good=good, bad=bad, **tie), JOSANG)
        assert credibility(row(Tie, good=good + more, bad=bad, **tie), JOSANG) >= now
        assert credibility(row(Tie, good=good, bad=bad + more, **tie), JOSANG) <= now
        assert now <= ceiling


class TestRemembered(RuleContract):
    rule = staticmethod(remembered)
    takes = named(days=st.floats(0, 40_000), half_life=st.floats(1e-3, 40_000))
    gives = (0.0, 1.0)

    def test_halves_every_half_life(self) -> None:
        assert remembered(0.0, 30.0) == 1.0
        assert remembered(30.0, 30.0) == pytest.approx(0.5, abs=1e-15)
        assert remembered(90.0, 30.0) == pytest.approx(0.125, abs=1e-15)


class TestRepeat(RuleContract):
    rule = staticmethod(repeat)
    takes = named(tie=Tie, law=Credibility)
    writes = named(tie={"good", "bad"})

    @pytest.mark.parametrize(
        ("talks", "good", "bad"),
        [(0, 0.1, 0.0), (1, 0.05, 0.0), (8, 0.1 / 9, 0.0), (9, 0.0, 0.02), (65_535, 0.0, 0.02)],
    )
    def test_evidence_wears_out_and_turns_past_the_ideal_number(self, talks: int, good: float, bad: float) -> None:
        tie = row(Tie, talks=talks)
        repeat(tie, law(Credibility))
        assert (tie.good, tie.bad) == (pytest.approx(good), bad)


class TestSurprise(RuleContract):
    rule = staticmethod(surprise)
    takes = named(tie=Tie, law=Credibility)
    gives = (0.0, 1.0)

    @pytest.mark.parametrize(("changes", "counts"), [(0, 1.0), (1, 0.5), (3, 0.125)])
    def test_the_first_counts_in_full(self, changes: int, counts: float) -> None:
        assert surprise(row(Tie, changes=changes), law(Credibility, novelty=0.5)) == counts
        assert surprise(row(Tie, changes=changes), law(Credibility, novelty=0.0)) == (changes == 0)
        assert surprise(row(Tie, changes=changes), law(Credibility, novelty=1.0)) == 1.0


class TestContradict(RuleContract):
    rule = staticmethod(contradict)
    takes = named(tie=Tie, weight=share, concealed=st.booleans(), law=Credibility)
    writes = named(tie={"bad", "ceiling"})

    def test_evidence_against_grows_with_the_weight(self) -> None:
        tie = row(Tie, bad=1.0, ceiling=1.0)
        contradict(tie, 0.25, False, JOSANG)
        assert (tie.bad, tie.ceiling) == (1.5, 1.0)

    def test_concealed_it_lowers_the_ceiling_each_time(self) -> None:
        tie = row(Tie, ceiling=1.0)
        contradict(tie, 1.0, True, JOSANG)
        contradict(tie, 0.5, True, JOSANG)
        assert tie.ceiling == pytest.approx(0.9 * 0.95, abs=1e-15)
        assert tie.bad == 3.0


class TestExperiencePromise(RuleContract):
    rule = staticmethod(experience_promise)
    takes = named(tie=Tie, gap=st.floats(-1, 1), evidence=st.floats(0, 100), asymmetry=st.floats(0, 100))
    writes = named(tie={"good", "bad"})

    def test_a_disappointment_weighs_more_than_a_surprise(self) -> None:
        tie = row(Tie)
        experience_promise(tie, 0.25, 1.0, 2.0)
        assert (tie.good, tie.bad) == (0.25, 0.0)
        experience_promise(tie, -0.25, 1.0, 2.0)
        assert (tie.good, tie.bad) == (0.25, 0.5)

    def test_a_kept_promise_changes_nothing(self) -> None:
        tie = row(Tie, good=1.0, bad=1.0)
        experience_promise(tie, 0.0, 1.0, 2.0)
        assert (tie.good, tie.bad, math.copysign(1.0, tie.bad)) == (1.0, 1.0, 1.0)


def test_only_those_who_connect_a_topic_with_them_count() -> None:
    w = empty_world(people=4, credibility={"trust_acquaintance": 0.5, "prior": 2.0}).tables
    w.ties.close, w.tally.joined[0] = 0, 5
    for owner, good in ((1, 2.0), (2, 6.0)):
        tie = w.ties[tie_between(w, owner, 0)]
        tie.heard, tie.good = 1, good
    w.ties[tie_between(w, 3, 0)].good = 100.0
    sums = np.zeros((4, 3))
    credibility_sums(w, sums)
    np.testing.assert_allclose(sums[0], [2, 3 / 4 + 7 / 8, (3 / 4) ** 2 + (7 / 8) ** 2])
    np.testing.assert_array_equal(sums[1:], 0.0)
    mean, spread = mean_and_spread(sums)
    np.testing.assert_allclose([mean[0], spread[0]], [0.8125, 0.0625])
    assert np.isnan(mean[1:]).all()
    assert np.isnan(spread[1:]).all()


def test_opinions_come_in_the_order_of_ties_wherever_contacts_stand_in_the_address_book() -> None:
    ring = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
    w = empty_world(10, graph=ring, events={"share": 0.5, "places": 4}).tables
    for day, other in enumerate((7, 2, 6)):
        acquaint(address_books(w), 4, other, day)
    w.ties.heard = 1
    known = w.links.mirror[(w.links.other != NONE) & (np.arange(w.links.size) >= w.people[4].first)][:5]
    assert known.tolist() != sorted(known)  # contacts of the graph, then who was met later as they came
    assert opinions(w.people[4], w.links, w.ties).tolist() == sorted(known)
    w.ties.heard[known[0]] = 0
    assert opinions(w.people[4], w.links, w.ties).tolist() == sorted(known[1:])


def test_equal_opinions_have_no_spread() -> None:
    believed = 0.1
    mean, spread = mean_and_spread(np.array([[3.0, 3 * believed, 3 * believed**2]]))
    assert np.isclose(mean[0], believed)
    assert 0.0 <= spread[0] < 1e-8


def test_the_same_as_looking_up_every_tie() -> None:
    w = empty_world(people=9).tables
    w.tally.joined = 0
    chance = np.random.default_rng(4)
    w.ties.good, w.ties.bad = chance.exponential(2.0, (2, w.ties.size))
    w.ties.heard = chance.integers(0, 3, w.ties.size)
    w.ties.ceiling = chance.uniform(0.2, 1.0, w.ties.size)
    sums = np.zeros((9, 3))
    credibility_sums(w, sums)
    law = w.law[0].credibility
    trust = np.where(w.ties.close == 1, law.trust_close, law.trust_acquaintance)
    opinion = (w.ties.good + trust * law.prior) / (w.ties.good + w.ties.bad + law.prior)
    believed = np.minimum(opinion, w.ties.ceiling)
    for person in range(9):
        about = believed[(w.links.other == person) & (w.ties.heard > 0)]
        np.testing.assert_allclose(sums[person], [about.size, about.sum(), (about**2).sum()])


class TestPromise(RuleContract):
    rule = staticmethod(promise)
    takes = named(conviction=share, honesty=share)
    gives = (0.0, 1.0)

    def test_honest_people_promise_what_they_believe(self) -> None:
        assert promise(0.4, 1.0) == 0.4
        assert promise(0.4, 0.0) == 1.0
        assert promise(0.4, 0.5) == pytest.approx(0.7)

    @given(conviction=share, honesty=share)
    def test_nobody_promises_less_than_they_believe(self, conviction: float, honesty: float) -> None:
        assert promise(conviction, honesty) >= conviction
