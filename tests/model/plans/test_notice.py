from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.membership.joining import enter, go_to_work
from sim.model.plans.notice import attention, networks_seen
from sim.model.tables import NONE, Tables
from sim.model.week.care import give_care, receive_care
from tests.builders import copied, empty_world
from tests.model.contract import RuleContract, named

RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
FOCUSED, SPLIT = 1, 2


class TestAttention(RuleContract):
    rule = staticmethod(attention)
    takes = named(networks=st.integers(1, 16), reaction=st.floats(0, 10))
    gives = (0.0, 1.0)

    def test_falls_with_networks_unless_the_upline_does_not_mind(self) -> None:
        assert [attention(n, 1.0) for n in (1, 2, 4)] == [1.0, 0.5, 0.25]
        assert attention(4, 0.5) == 0.5
        assert [attention(n, 0.0) for n in (1, 3, 16)] == [1.0, 1.0, 1.0]


def pair(reaction: float, *, people: int = 12, **more: object) -> Tables:
    """Person 0 sponsors two in vita, of whom the second works all three companies."""
    laws = {"care_hours": 0.5, "most": 0.1, "half_life": 1e-6, "reaction": reaction, **more}
    w = empty_world(people, teams=laws, graph=RING).tables
    for i in (0, FOCUSED, SPLIT):
        enter(w, 0, i, 0, NONE if i == 0 else 0, NONE)
        go_to_work(w, 0, i, 0)
    for c in (1, 2):
        enter(w, 0, SPLIT, c, NONE, NONE)
        go_to_work(w, 0, SPLIT, c)
    w.life.hours[0] = w.life.hours_left[0] = 8.0
    return w


def cared(w: Tables) -> list[float]:
    """Hours that the focused and the split recruit receive."""
    give_care(w, 7, 0, w.people.size, 0)
    receive_care(w, 7)
    return w.positions.care[[FOCUSED, SPLIT]].tolist()


@pytest.mark.parametrize(
    ("reaction", "hours"), [(0.0, [0.4, 0.4]), (1.0, [0.6, 0.2]), (2.0, [0.72, 0.08])], ids=["none", "some", "much"]
)
def test_care_shifts_within_the_team_and_its_sum_stays(reaction: float, hours: list[float]) -> None:
    assert cared(pair(reaction, notice=1.0)) == pytest.approx(hours)


def test_what_they_cannot_know_does_not_count() -> None:
    w = pair(1.0, notice=0.0)  # person 2 is no neighbor of person 0 on the ring
    assert networks_seen(w, SPLIT) == 1
    assert cared(w) == pytest.approx([0.4, 0.4])


def test_of_a_contact_they_know_all() -> None:
    w = pair(1.0, notice=0.0)
    for c in (1, 2):
        enter(w, 0, FOCUSED, c, NONE, NONE)
        go_to_work(w, 0, FOCUSED, c)
    assert networks_seen(w, FOCUSED) == 3


def test_what_is_noticed_is_as_likely_as_the_scenario_says_and_stays() -> None:
    w = empty_world(400, teams={"notice": 0.3}, graph=RING).tables
    for i in range(399):
        enter(w, 0, i, 0, NONE if i == 0 else 0, NONE)
        go_to_work(w, 0, i, 0)
    for i in range(2, 399):
        enter(w, 0, i, 1, NONE, NONE)
        go_to_work(w, 0, i, 1)
    seen = [networks_seen(w, p) - 1 for p in range(2, 398)]
    assert np.mean(seen) == pytest.approx(0.3, abs=0.07)
    assert seen == [networks_seen(w, p) - 1 for p in range(2, 398)]


def test_without_reaction_a_split_recruit_is_one_like_any_other_to_the_bit() -> None:
    split, focused = pair(0.0, notice=1.0), pair(0.0, notice=1.0)
    focused.people[SPLIT].works = 1
    other = copied(focused)
    assert cared(split) == cared(focused)
    assert split.positions.care[:3].tobytes() == focused.positions.care[:3].tobytes()
    assert split.positions.knowledge[:3].tobytes() == focused.positions.knowledge[:3].tobytes()
    other.law[0].teams.reaction = 1.0
    split.law[0].teams.reaction = 1.0
    split.life.hours_left[0] = 8.0
    assert cared(split) != cared(other)
