from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.agents import Handle, Networker, Prospect, Upline
from sim.core.errors import UserError
from sim.market import Market
from sim.model.talk.reputation import credibility
from tests.builders import COMPANIES, all_working, differing, lived, scenario
from tests.digest import SCRATCH

TAILORED = all_working("tailored")


@pytest.fixture(scope="module")
def market() -> Market:
    """A lively market after two months."""
    return lived(scenario(strategy=TAILORED), 60)


@pytest.fixture(scope="module")
def everybody(market: Market) -> list[Handle]:
    return [market.agent(i) for i in range(80)]


def test_a_handle_reads_its_persons_rows(market: Market, everybody: list[Handle]) -> None:
    w = market.world.tables
    names, graph = [company["name"] for company in COMPANIES], market.social_graph()
    for i, agent in enumerate(everybody):
        assert (agent.unique_id, agent.pos, agent.model) == (i, i, market)
        assert agent.role == ("prospect", "networker", "upline")[w.people.role[i]]
        assert agent.strategy == "tailored"
        assert agent.cash == w.accounts.balance[i] / 100
        assert agent.companies == [name for c, name in enumerate(names) if w.people.works[i] >> c & 1]
        assert sorted(agent.contacts) == sorted(graph[i])


def test_a_handle_tells_close_contacts_acquaintances_and_strangers_apart(
    market: Market, everybody: list[Handle]
) -> None:
    w = market.world.tables
    seen = set()
    for agent in everybody[:20]:
        for other in range(80):
            known = other in agent.contacts
            close = known and bool(w.ties.close[agent.tie_to(other)])
            assert (agent.knows(other), agent.is_close(other)) == (known, close)
            seen.add((known, close))
    assert seen == {(True, True), (True, False), (False, False)}


def test_classes_are_roles(everybody: list[Handle]) -> None:
    kinds = {"prospect": Prospect, "networker": Networker, "upline": Upline}
    assert all(type(agent) is kinds[agent.role] for agent in everybody)
    assert {agent.role for agent in everybody} == set(kinds)


def test_opinions_belong_to_the_listener(market: Market, everybody: list[Handle]) -> None:
    w = market.world.tables
    for agent in everybody[:20]:
        for contact in agent.contacts:
            tie = agent.tie_to(contact)
            assert w.links.other[tie] == contact
            mirror = everybody[contact].tie_to(agent.unique_id)
            assert w.links.mirror[tie] == mirror
            believed = credibility(w.ties[tie], w.law[0].credibility)
            assert agent.opinion_of(contact) == believed
            assert 0.0 <= believed <= 1.0


def test_strangers_have_no_tie(everybody: list[Handle]) -> None:
    stranger = next(i for i in range(80) if i not in everybody[5].contacts and i != 5)
    with pytest.raises(UserError) as caught:
        everybody[5].tie_to(stranger)
    assert str(caught.value) == f"Person 5 does not know person {stranger}."


@pytest.mark.parametrize("person", [-1, 80])
def test_nobody_outside_the_population_has_a_handle(person: int) -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1).agent(person)
    assert str(caught.value) == f"There is no person {person} for agents: ids go from 0 to 79."


@pytest.mark.parametrize("person", [3, 3.0, "3", np.uint8(3), np.array(3)])
def test_an_id_may_be_a_whole_number_of_any_type(person: Any) -> None:
    assert Market(scenario(), 1).agent(person).unique_id == 3


@pytest.mark.parametrize("person", ["ann", 1.5, True, None, [3], math.nan])
def test_an_id_that_is_no_whole_number_is_a_sentence(person: Any) -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1).agent(person)
    assert str(caught.value).startswith("There is no person ")


class Recorded(Networker):
    """Keeps what they were given to say."""

    heard: list[tuple[int, int, tuple[str, ...]]]

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        self.heard.append((self.unique_id, contact, tuple(policy)))
        return policy


@pytest.mark.parametrize("pitch", ["focus", "disclose-all", "tailored"])
def test_a_pitch_is_asked_for_every_conversation_with_what_the_policy_gives(pitch: str) -> None:
    heard: list[tuple[int, int, tuple[str, ...]]] = []
    recorded = type("Listed", (Recorded,), {"heard": heard})
    market = lived(scenario(strategy=all_working(pitch)), 1, agents=recorded)
    w = market.world.tables
    said = w.said[: w.count[0].said]
    assert sorted((s, c) for s, c, _ in heard) == sorted(
        zip(said.speaker.tolist(), said.listener.tolist(), strict=True)
    )
    names = [company["name"] for company in COMPANIES]
    first = {(s, c): names.index(policy[0]) for s, c, policy in heard}
    assert all(first[int(m.speaker), int(m.listener)] == m.company for m in said)
    sizes = {len(set(policy)) for _, _, policy in heard}
    assert sizes == ({3} if pitch == "disclose-all" else {1})


class Silent(Networker):
    """Meets people and says nothing."""

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        return []


def test_who_says_nothing_leaves_no_trace_but_the_hours() -> None:
    market = lived(scenario(strategy=TAILORED, gossip={"rate": 0.0}), 10, agents=Silent)
    w = market.world.tables
    assert w.tally.conversations.sum() > 20
    assert not w.ties.heard.any()
    assert not w.ties.talks.any()
    assert not w.links.told.any()
    assert not w.life.overload.any()
    assert w.count[0].positions == 24


def test_who_says_nothing_is_not_gossiped_about() -> None:
    w = lived(scenario(strategy=TAILORED, gossip={"rate": 1.0}), 10, agents=Silent).world.tables
    assert not w.ties.good.any()
    assert not w.ties.bad.any()


class Everything(Networker):
    """Puts all their companies side by side, the last one as the offer."""

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        return self.companies[::-1]


def test_several_companies_are_put_side_by_side_the_offer_first() -> None:
    w = lived(scenario(strategy=TAILORED), 1, agents=Everything).world.tables
    said = w.said[: w.count[0].said]
    assert (said.topics == 0b111).all()
    assert (said.open == 1).all()
    assert (said.company == 2).all()
    assert (w.links.told[said.mine] == 3).all()


def test_a_company_one_does_not_work_cannot_be_told() -> None:
    class Liar(Networker):
        def pitch(self, contact: int, policy: list[str]) -> list[str]:
            return ["glow"]

    market = Market(scenario(strategy=all_working("tailored", companies=2)), 1, agents=Liar)
    with pytest.raises(UserError) as caught:
        market.step()
    speaker = next(i for i in range(80) if str(caught.value).startswith(f"Person {i} "))
    assert str(caught.value) == f"Person {speaker} cannot speak for 'glow': they work vita, clicks."


def test_a_step_of_ones_own_may_use_the_parts_of_the_day() -> None:
    class Weekender(Networker):
        def step(self) -> None:
            if self.model.day % 7 in (0, 5, 6):
                super().step()

    w = lived(scenario(strategy=TAILORED), 28, agents=Weekender).world.tables
    told = w.links.told_day[w.links.told_day >= 0]
    assert told.size > 20
    assert set((told % 7).tolist()) <= {0, 5, 6}


def test_who_talks_more_often_than_the_day_has_room_for_is_still_heard() -> None:
    class Restless(Networker):
        def step(self) -> None:
            for _ in range(200):
                super().step()

    strangers = {"hours": 0.01, "most_per_day": 1, "strangers": 1.0}
    market = Market(scenario(conversation=strangers), 1, agents=Restless, collect=False)
    room = market.world.tables.said.size
    market.step()
    assert market.world.tables.said.size > max(room, 1024)


@pytest.mark.parametrize("switch", ["study", "experience", "conversations"])
def test_agents_respect_what_the_scenario_switches_off(switch: str) -> None:
    of = scenario(strategy=TAILORED, phases={switch: False})
    swept, stepped = lived(of, 40), lived(of, 40, activation="agents")
    assert differing(swept.world.tables, stepped.world.tables, ignore=SCRATCH) == []


def test_the_agents_order_is_mesas_and_changes_nothing() -> None:
    order: list[int] = []

    class Noted(Networker):
        def step(self) -> None:
            order.append(self.unique_id)
            super().step()

    lived(scenario(strategy=TAILORED, phases={"decisions": False}), 2, agents=Noted)
    one, two = order[:8], order[8:]
    assert sorted(one) == sorted(two)
    assert one != sorted(one)
    assert one != two


def test_mesa_tools_work_on_handles(market: Market) -> None:
    agents = market.agents
    rich = agents.select(lambda agent: agent.cash > 3_000)
    assert 0 < len(rich) < 80
    assert all(agent.cash > 3_000 for agent in rich)
    cash = np.array(agents.get("cash"))
    np.testing.assert_array_equal(np.sort(cash), np.sort(market.world.tables.accounts.balance[:80] / 100))
    assert set(agents.groupby("role").groups) == {"prospect", "networker", "upline"}
    counts: dict[Any, int] = {cls: len(found) for cls, found in market.agents_by_type.items()}
    assert counts == {
        cls: int((market.world.tables.people.role == role).sum())
        for role, cls in enumerate((Prospect, Networker, Upline))
    }
    assert agents.agg("cash", max) == cash.max()
