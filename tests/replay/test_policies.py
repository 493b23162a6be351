"""Pitch policies side by side, on small and real events."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.errors import UserError
from sim.replay.policies import POLICIES, Estimate, Guest, Outcome, Policy, chosen, estimate, play
from sim.replay.statistics import Event, measure
from tests.replay.lists import REAL, event, real, with_data

TAILORED = Policy("tailored")
ONE_STORY = {"focus", "disclose-all", "one-topic-per-event (main)"}


@pytest.fixture(scope="module", params=REAL, ids=lambda path: path.stem)
def played(request: pytest.FixtureRequest) -> dict[str, Outcome | float]:
    """Outcomes of a real event by policy, and what the tailored pitch is expected to give."""
    of = real(request.param)
    outcomes: dict[str, Outcome | float] = {policy.name: play(of, policy) for policy in POLICIES}
    return {**outcomes, "expected": measure(of).contradiction}


def outcome(found: dict[str, Outcome | float], name: str) -> Outcome:
    one = found[name]
    assert isinstance(one, Outcome)
    return one


@with_data
def test_on_real_events_the_tailored_pitch_contradicts_as_expected(played: dict[str, Outcome | float]) -> None:
    assert outcome(played, "tailored").contradiction.mean == pytest.approx(played["expected"], abs=0.01)


@with_data
def test_on_real_events_one_story_a_day_never_contradicts(played: dict[str, Outcome | float]) -> None:
    for name in (*ONE_STORY, "one-topic-per-event (audience)"):
        one = outcome(played, name)
        assert (one.contradiction.mean, one.contradiction.high, one.within.mean) == (0.0, 0.0, 0.0)
        assert (one.earlier.mean == 0.0) is (name in ONE_STORY)


@with_data
def test_on_real_events_credibility_falls_with_the_contradictions(played: dict[str, Outcome | float]) -> None:
    order = ["tailored", "one-topic-per-contact", "one-topic-per-event (audience)", "focus"]
    assert sorted(order, key=lambda name: outcome(played, name).credibility.mean) == order
    assert sorted(order, key=lambda name: -outcome(played, name).within.mean)[:2] == order[:2]
    for name in ONE_STORY:
        assert outcome(played, name).credibility == outcome(played, "focus").credibility


@pytest.mark.parametrize("businesses", [2, 3, 5])
def test_small_events_agree_with_the_expectation_as_well(small: Event, businesses: int) -> None:
    found = play(small, TAILORED, businesses)
    expected = measure(small, businesses).contradiction
    assert found.contradiction.mean == pytest.approx(expected, abs=0.01)
    assert found.contradiction.low < expected < found.contradiction.high


def test_with_one_business_all_policies_are_equal(small: Event) -> None:
    outcomes = [play(small, policy, businesses=1) for policy in POLICIES]
    assert {one.contradiction.mean for one in outcomes} == {one.within.mean for one in outcomes} == {0.0}
    assert [one.credibility.mean for one in outcomes] == pytest.approx([outcomes[0].credibility.mean] * 6, abs=1e-12)


def test_the_same_seed_gives_the_same_and_another_seed_nearly(small: Event, outcomes: list[Outcome]) -> None:
    again, other = (play(small, TAILORED, seed=seed) for seed in (1, 2))
    first = outcomes[POLICIES.index(TAILORED)]
    assert first == again
    assert first != other
    assert first.contradiction.mean == pytest.approx(other.contradiction.mean, abs=0.01)
    assert first.credibility.mean == pytest.approx(other.credibility.mean, abs=0.005)


def test_an_event_is_not_changed_by_a_replay(small: Event) -> None:
    before = small.tellings.tobytes(), small.firsts.tobytes()
    play(small, TAILORED)
    assert (small.tellings.tobytes(), small.firsts.tobytes()) == before


def test_chance_is_drawn_as_often_as_it_matters(outcomes: list[Outcome]) -> None:
    worlds = {outcome.policy.name: outcome.worlds for outcome in outcomes}
    assert {name for name, number in worlds.items() if number == 1} == ONE_STORY
    assert set(worlds.values()) == {1, 1000}
    assert play(event((0, 3, 1, 2)), TAILORED).worlds == 1000


def test_policies_are_those_of_the_scenario_and_one_has_two_ways() -> None:
    assert [policy.name for policy in POLICIES] == [
        "focus",
        "disclose-all",
        "tailored",
        "one-topic-per-event (main)",
        "one-topic-per-event (audience)",
        "one-topic-per-contact",
    ]
    assert chosen(None) == POLICIES
    assert chosen("tailored") == (Policy("tailored"),)
    assert chosen("one-topic-per-event") == POLICIES[3:5]


def test_an_unknown_policy_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UserError) as caught:
        chosen("taylored")
    assert str(caught.value) == (
        '--pitch taylored: must be one of "focus", "disclose-all", "tailored", "one-topic-per-event" or '
        '"one-topic-per-contact". Did you mean "tailored"?'
    )


def test_the_mean_is_over_everything_not_over_people() -> None:
    found = estimate(np.array([1.0, 0.0]), np.array([1.0, 3.0]))
    assert found.mean == 0.25
    assert (found.low, found.high) == (0.0, 1.0)


def test_equal_people_leave_no_doubt() -> None:
    assert estimate(np.array([1.0, 2.0]), np.array([4.0, 8.0])) == Estimate(0.25, 0.25, 0.25)


def test_the_interval_is_as_wide_as_the_theory_says() -> None:
    sums = np.random.default_rng(1).normal(3.0, 1.0, 400)
    found = estimate(sums, np.ones(400))
    half = 1.96 * sums.std(ddof=1) / 20
    assert found.mean - found.low == pytest.approx(half, rel=0.1)
    assert found.high - found.mean == pytest.approx(half, rel=0.1)
    assert found == estimate(sums, np.ones(400))


def test_another_unit_is_a_factor() -> None:
    assert Estimate(0.2, 0.1, 0.4).times(100) == Estimate(20.0, 10.0, 40.0)


@pytest.mark.parametrize("told", [None, "business 1", 5, True, {"business 1"}, {"business 1": 1}, iter(["business 1"])])
def test_what_is_no_list_of_businesses_is_told(small: Event, told: Any) -> None:
    with pytest.raises(UserError) as caught:
        play(small, Policy("mine", tells=lambda networker, contact: told))
    assert str(caught.value).startswith("The pitch policy mine must return a list of companies, not ")


def test_a_business_named_twice_is_told_once(small: Event) -> None:
    once = play(small, Policy("mine", tells=lambda networker, contact: networker.companies[:1]))
    twice = play(small, Policy("mine", tells=lambda networker, contact: networker.companies[:1] * 2))
    assert twice.credibility == once.credibility
    assert twice.within == once.within


def test_a_policy_that_takes_businesses_away_is_asked_the_next_time_as_before(small: Event) -> None:
    def mine(networker: Guest, contact: int) -> list[str]:
        told = [networker.main]
        networker.companies.clear()
        return told

    plain = play(small, Policy("mine", tells=lambda networker, contact: [networker.main]))
    assert play(small, Policy("mine", tells=mine)).credibility == plain.credibility
