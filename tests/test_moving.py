"""One day, four ways to live it: compiled sweep, stepped agents, a subclass, and no compilation at all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.agents import Networker, Prospect, Upline
from sim.core.errors import UserError
from sim.market import Market
from sim.model.tables import Tables
from sim.model.talk.parameters import Pitch
from tests.builders import differing, lived, scenario
from tests.digest import DAYS, SCRATCH, digest, world_of
from tests.places import ROOT
from tests.uncompiled import printed


class Plain(Networker):
    """Does what every networker does."""


class Talker(Networker):
    """Says what the policy gives, in words of their own."""

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        return list(policy)


class Mute(Networker):
    """Stays in bed."""

    def step(self) -> None:
        pass


@pytest.fixture(scope="module", params=Pitch.words())
def swept(request: Any) -> tuple[str, Tables]:
    """A pitch policy and the world of it, by the compiled sweep."""
    return request.param, world_of(request.param)


@pytest.fixture(scope="module")
def uncompiled() -> dict[str, str]:
    """Digests of the same worlds from a process that compiles nothing."""
    lines = printed("-m", "tests.digest", cwd=ROOT)
    return dict(line.split() for line in lines.splitlines())


def test_the_world_is_lively_enough_to_differ(swept: tuple[str, Tables]) -> None:
    pitch, w = swept
    held = w.positions[: w.count[0].positions]
    assert (held.working == 1).sum() > 30
    assert (held.working == 0).sum() > 10
    assert w.tally.hearsay.sum() > 10 or pitch in ("focus", "disclose-all")
    assert w.tally.private.sum() > 10 or pitch not in ("tailored", "one-topic-per-event")
    assert w.tally.private.sum() == 0 or pitch not in ("focus", "disclose-all")
    assert (held.left >= 0).sum() > 3
    assert (held.care[held.working == 1] != w.law[0].leaving.baseline).any()
    assert w.accounts.passive.sum() > 0
    assert w.accounts.active.sum() > 0
    assert (w.people.role == 2).sum() > 0
    assert w.ties.good.sum() > 0


def test_stepping_every_agent_is_the_compiled_sweep(swept: tuple[str, Tables]) -> None:
    pitch, w = swept
    assert differing(w, world_of(pitch, activation="agents"), ignore=SCRATCH) == []


@pytest.mark.parametrize("agents", [Plain, Talker], ids=["plain", "talker"])
def test_a_subclass_that_changes_nothing_is_the_compiled_sweep(
    swept: tuple[str, Tables], agents: type[Networker]
) -> None:
    pitch, w = swept
    assert differing(w, world_of(pitch, agents=agents), ignore=SCRATCH) == []


def test_no_compilation_is_the_compiled_sweep(swept: tuple[str, Tables], uncompiled: dict[str, str]) -> None:
    pitch, w = swept
    assert uncompiled[pitch] == digest(w)


def test_mixed_hands_are_the_compiled_sweep(swept: tuple[str, Tables]) -> None:
    pitch, w = swept
    some = {Plain: list(range(0, 80, 3)), Talker: list(range(1, 80, 3))}
    assert differing(w, world_of(pitch, agents=some), ignore=SCRATCH) == []
    assert differing(w, world_of(pitch, agents=some, activation="agents"), ignore=SCRATCH) == []


def test_an_override_of_the_pitch_is_the_policy_it_imitates() -> None:
    class MainBusiness(Networker):
        def pitch(self, contact: int, policy: list[str]) -> list[str]:
            main = self.model.world.tables.people[self.unique_id].main
            return [self.model.scenario.company[main].name]

    table = scenario().model_dump(mode="json")["strategy"]
    one = {**table[2], "companies": ["vita"]}  # with more, the policies differ in whom they pass over
    strategy = [{**one, "name": "imitated", "pitch": "focus"}, one]
    of = scenario(strategy=strategy)
    focus = lived(of, DAYS, strategy="imitated").world.tables
    tailored = lived(of, DAYS, strategy="tailored", agents=MainBusiness).world.tables
    assert differing(focus, tailored, ignore=(*SCRATCH, "people.strategy")) == []


def test_who_does_nothing_says_nothing() -> None:
    of = scenario(design={"worlds": "focal", "focal_people": 4})
    market = lived(of, 40, strategy="tailored", agents={Mute: "tailored"})
    w = market.world.tables
    mute = np.flatnonzero(w.people.strategy == 2)
    assert mute.size == 4
    assert not w.tally.conversations[mute].any()
    assert not w.ties.heard[np.isin(w.links.other, mute)].any()
    assert w.tally.conversations[(w.people.strategy != 2) & (w.people.works != 0)].any()
    assert w.accounts.goods[mute].all()  # month's end is nobody's own step


def test_a_class_moves_those_who_follow_a_strategy_or_are_named() -> None:
    of = scenario(design={"worlds": "focal", "focal_people": 4})
    market = Market(of, 1, strategy="tailored", agents={Plain: "tailored"})
    focal = np.flatnonzero(market.world.tables.life.focal)
    assert {type(market.agent(int(i))) for i in focal} == {Plain}
    others = {type(market.agent(i)) for i in range(80) if i not in focal}
    assert others == {Networker, Prospect}
    named = int(focal[0])
    market = Market(of, 1, strategy="tailored", agents={Plain: [named]})
    assert [i for i in range(80) if isinstance(market.agent(i), Plain)] == [named]


def test_people_of_a_class_are_of_it_only_while_they_work() -> None:
    market = Market(scenario(), 1, agents=Plain, collect=False)
    works = market.world.tables.people.works != 0
    assert [type(market.agent(i)) is Plain for i in range(80)] == works.tolist()
    for _ in range(30):
        market.step()
    later = market.world.tables.people.works != 0
    assert later.sum() > works.sum()
    assert [type(market.agent(i)) for i in range(80)] == [Plain if w else Prospect for w in later]


def test_handles_follow_roles() -> None:
    market = Market(scenario(), 1, collect=False)
    start = {i: market.agent(i) for i in range(80)}
    for _ in range(60):
        market.step()
    roles = market.world.tables.people.role
    kinds = {0: Prospect, 1: Networker, 2: Upline}
    assert {type(market.agent(i)) for i in range(80)} == {Prospect, Networker, Upline}
    for i in range(80):
        assert type(market.agent(i)) is kinds[int(roles[i])]
        assert (market.agent(i) is start[i]) == (type(start[i]) is kinds[int(roles[i])])
    assert {agent.unique_id for agent in market.agents} == set(range(80))
    assert len(market.agents) == 80


def test_nothing_is_made_until_somebody_asks() -> None:
    market = lived(scenario(), 10)
    made = super(Market, market)
    assert len(made.agents) == 0
    market.agent(7)
    assert len(made.agents) == 1
    assert len(market.agents) == 80


def test_progress_says_how_people_are_moved() -> None:
    def pace(**options: Any) -> str:
        return Market(scenario(), 1, **options).moving.pace

    assert pace() == "days"
    assert pace(activation="agents") == "days, every agent stepped (slower)"
    assert pace(agents={Plain: "focus", Mute: [3]}) == "days, Plain, Mute stepped one by one (slower)"


def test_an_unknown_strategy_is_a_sentence() -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1, agents={Plain: "tailord"})
    assert str(caught.value) == "agents: 'tailord' is not a declared strategy. Did you mean \"tailored\"?"


@pytest.mark.parametrize("person", [80, -1, 1.5, None, 2**70])
def test_persons_who_do_not_exist_are_a_sentence(person: Any) -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1, agents={Plain: [3, person]})
    assert str(caught.value) == f"There is no person {person} for agents: ids go from 0 to 79."


@pytest.mark.parametrize("whom", [5, 1.5, True, {"ann": 1}, b"ab"])
def test_who_is_neither_a_strategy_nor_a_list_is_a_sentence(whom: Any) -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1, agents={Plain: whom})
    assert str(caught.value).endswith(" must be the name of a strategy or a list of ids.")


@pytest.mark.parametrize("agents", [5, "Plain", [Plain], {"Plain": [3]}, {5: [3]}])
def test_what_is_no_class_is_a_sentence(agents: Any) -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1, agents=agents)
    assert "must be a subclass of sim.Networker" in str(caught.value)


def test_a_class_that_is_no_networker_is_a_sentence() -> None:
    class Watcher(Prospect):
        pass

    with pytest.raises(UserError) as caught:
        Market(scenario(), 1, agents=Watcher)  # type: ignore[arg-type]
    assert str(caught.value) == "agents: Watcher must be a subclass of sim.Networker."


def test_an_unknown_activation_is_a_sentence() -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), 1, activation="agent")
    assert str(caught.value) == "The activation 'agent' must be one of sweep, agents."
