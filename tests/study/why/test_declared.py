from __future__ import annotations

import pytest

from sim import Scenario
from sim.scenario import with_values
from sim.study.why.declared import NotHere, dials, switches
from sim.study.why.worlds import Question
from tests.study.why.standin import WAYS, twins

SHIPPED = ("focus", "two, tailored")


@pytest.fixture(scope="module")
def asked() -> Scenario:
    return Question.of(Scenario.load("focus_or_diversify"), SHIPPED).scenario


def test_every_rule_and_choice_makes_a_world_and_is_idle_there(asked: Scenario) -> None:
    every = [*switches("rule"), *switches("structure")]
    assert len(switches("rule")) == 7
    for switch in every:
        off = with_values(asked, switch.values(asked, SHIPPED))
        assert switch.key == "founders" or switch.is_idle(off, SHIPPED), switch.name


def test_every_level_of_every_dial_makes_a_world(asked: Scenario) -> None:
    for dial in dials():
        assert list(dial.levels) == sorted(set(dial.levels))
        assert [dial.level(0.0), dial.level(1.0)] == pytest.approx([dial.levels[0], dial.levels[-1]])
        for level in dial.levels:
            with_values(asked, dial.at(asked, SHIPPED, level))


def test_companies_are_those_of_the_two_ways() -> None:
    risk = next(each for each in switches("rule") if each.key == "risk")
    assert {name.split(".")[1] for name in risk.values(twins(), WAYS)} == {"vita", "clicks"}
    assert risk.is_idle(twins(), WAYS)
    mortal = with_values(twins(), {"company.clicks.life.law": "exponential"})
    assert not risk.is_idle(mortal, WAYS)


def test_a_graph_is_compared_with_one_of_as_many_contacts() -> None:
    ring = next(each for each in switches("structure") if each.key == "ring")
    assert ring.values(twins(), WAYS)["graph.k"] == 16
    attached = twins(graph={"kind": "barabasi_albert", "m": 5})
    assert ring.values(attached, WAYS)["graph.k"] == 10
    with pytest.raises(NotHere, match="brings its own contacts"):
        ring.values(twins(graph={"kind": "dataset", "name": "karate_club"}, population={"people": None}), WAYS)


def test_declared_distances_leave_the_dial_out() -> None:
    distance = next(each for each in dials() if each.key == "distance")
    near = twins(topic_distance=[{"between": ["health", "advertising"], "distance": 0.2}])
    with pytest.raises(NotHere, match="one by one"):
        distance.at(near, WAYS, 0.5)
