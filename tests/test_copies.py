"""Copies of a market, a world, a run and a scenario live on like the original, to the last byte."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import numpy as np
import pytest

from sim.agents import Networker
from sim.market import Market
from sim.model.people.parameters import Time
from sim.runs import run
from sim.scenario.schema import Scenario, scenario_with
from sim.world.world import World
from tests.builders import all_working, differing, lived, scenario
from tests.digest import digest

SHARES = {
    "company": [
        {"name": "vita", "topic": "health", "regime": "exclusive", "detection": 0.2, "credits": 5.0},
        {"name": "fund", "topic": "yield", "kind": "revshare", "revshare": {"deposits": 100, "repurchase": 0.3}},
        {"name": "legs", "topic": "home", "plan": {"kind": "binary"}},
    ],
    "strategy": [
        {
            "name": "both",
            "companies": ["vita", "fund", "legs"],
            "pitch": "tailored",
            "cross_post": "everywhere",
            "portfolio": {"systems": ["fund"]},
        }
    ],
}
RULES = """
from sim.own import phase, pitch

@pitch("first")
def first(me, contact):
    "Tells the main business, or by chance everything."
    return [me.main] if me.draw(contact) < 0.7 else me.companies

@phase("gift", when="weekly")
def gift(today):
    "The households give something to whom chance chooses."
    n = today.tables.people.size + today.tables.company.size
    for person in range(5):
        if today.draw(person) < 0.5:
            today.pay(n, person, 100)
"""


class Shy(Networker):
    """Speaks by Mesa's own randomness, which a copy has to continue."""

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        return policy if self.random.random() < 0.5 else []


def by_deepcopy(what: Any) -> Any:
    return copy.deepcopy(what)


def by_copy(what: Any) -> Any:
    return copy.copy(what)


def by_pickle(what: Any) -> Any:
    return pickle.loads(pickle.dumps(what))


def by_cloudpickle(what: Any) -> Any:
    return cloudpickle.loads(cloudpickle.dumps(what))


def by_dill(what: Any) -> Any:
    dill = pytest.importorskip("dill")
    return dill.loads(dill.dumps(what))


def own(tmp_path: Path) -> Scenario:
    rules = tmp_path / "mine.py"
    rules.write_text(RULES, encoding="utf-8")
    table = dict(scenario(strategy=all_working("focus")))
    table["strategy"] = [{"name": "mine", "companies": ["vita", "clicks"], "pitch": "first"}]
    table["own"] = {"phases": ["gift"]}
    return scenario_with(table, [rules])


def plain(_: Path) -> Market:
    return Market(scenario(), 3, strategy="tailored", collect=False)


def with_evenings(_: Path) -> Market:
    of = scenario(strategy=all_working("tailored"), events={"share": 0.5, "people": 20, "networkers": 5, "hours": 1.0})
    return Market(of, 2**63 + 5, collect=False)


def with_shares(_: Path) -> Market:
    return Market(scenario(groups={"teaches": 0.1}, **SHARES), 4, collect=False)


def with_own_rules(tmp_path: Path) -> Market:
    return Market(own(tmp_path), 5, collect=False)


def by_hand(_: Path) -> Market:
    return Market(scenario(), 6, strategy="tailored", agents=Shy)


def everybody(_: Path) -> Market:
    return Market(scenario(), 7, strategy="disclose-all", activation="agents")


MARKETS = [plain, with_evenings, with_shares, with_own_rules, by_hand, everybody]
WAYS = [by_deepcopy, by_copy, by_pickle, by_cloudpickle, by_dill]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("made", MARKETS)
def test_a_copied_market_lives_on_like_the_original(
    made: Callable[[Path], Market], way: Callable[[Any], Any], tmp_path: Path
) -> None:
    if made is with_own_rules and way is by_dill and sys.version_info >= (3, 12):
        pytest.skip("dill writes out a class of a file of rules, and cannot write the type parameters Mesa has by now")
    market = made(tmp_path)
    for _ in range(17):
        market.step()
    before = digest(market.world.tables)
    other = way(market)
    for _ in range(15):  # a month ends, evenings pass
        other.step()
    assert digest(market.world.tables) == before  # the original has not moved
    for _ in range(15):
        market.step()
    assert digest(other.world.tables) == digest(market.world.tables) != before
    assert (other.day, other.steps, other.seed) == (market.day, market.steps, market.seed) == (32, 32, market.seed)
    assert other.random.random() == market.random.random()


@pytest.mark.parametrize("way", [by_deepcopy, by_pickle])
def test_a_copy_in_the_middle_of_a_life_ends_it_with_the_same_bytes(way: Callable[[Any], Any]) -> None:
    market = lived(scenario(), 30)
    _ = market.grid, list(market.agents)  # what was looked at meanwhile changes nothing
    other = way(market)
    for _ in range(30):
        market.step()
        other.step()
    assert differing(other.world.tables, market.world.tables) == []
    assert digest(other.world.tables) == digest(market.world.tables)
    assert (other.day, other.running) == (60, True)


@pytest.mark.parametrize("way", [by_deepcopy, by_pickle, by_cloudpickle, by_dill])
def test_what_was_set_on_agents_survives_copying(way: Callable[[Any], Any]) -> None:
    market = lived(scenario(), 5)
    market.agents.set("mood", 5)
    market.agent(3).friend = market.agent(4)  # type: ignore[attr-defined]
    other = way(market)
    for _ in range(40):
        other.step()
    assert set(other.agents.get("mood")) == {5}
    assert other.agents.get("unique_id") == list(range(80))
    assert all(agent.model is other for agent in other.agents)
    assert other.agent(3).friend.unique_id == 4


def test_a_copy_of_a_copy_and_copies_of_many_days_live_on() -> None:
    market = lived(scenario(), 2)
    copies = []
    for _ in range(4):
        copies.append(by_pickle(copies[-1] if copies else market))
        copies[-1].step()
    for _ in range(4):
        market.step()
    assert digest(copies[-1].world.tables) == digest(market.world.tables)


@pytest.mark.parametrize("way", WAYS)
def test_a_copied_world_counts_its_own_rows(way: Callable[[Any], Any]) -> None:
    world = lived(scenario(), 9).world
    said = world.used("said")
    other: World = way(world)
    other.tables.count[0].said = said + 1
    assert (other.used("said"), world.used("said")) == (said + 1, said)
    other.forget_yesterday()
    assert (other.tables.count[0].said, world.tables.count[0].said) == (0, said)
    assert not np.shares_memory(other.tables.ties, world.tables.ties)


@pytest.mark.parametrize("way", [by_deepcopy, by_copy, by_pickle, by_cloudpickle])
def test_copied_runs_and_scenarios_say_the_same(way: Callable[[Any], Any], tmp_path: Path) -> None:
    of = own(tmp_path).model_copy(update={"time": Time(days=6)})
    other = way(of)
    assert other == of
    assert other.own.files[0].text == of.own.files[0].text
    one, two = run(of, 2), run(other, 2)
    assert one.people.equals(two.people)
    again = way(one)
    assert again.groups.equals(one.groups)
    assert (repr(again), again.seed) == (repr(one), 2)
