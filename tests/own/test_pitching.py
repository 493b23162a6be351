from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.agents import Networker
from sim.market import Market
from sim.model.reach.channels import ADVERTISING_DAY, FIRST_ADVERTISEMENT, FIRST_POST, POSTING_DAY
from sim.model.talk.offers import open_to
from sim.own import RuleError
from sim.speaking import Speaker
from tests.builders import COMPANIES, differing

from .conftest import Make

SCRATCH = (
    "strategy.pitch",
    "people.by_hand",
)
ALWAYS_MAIN = """
@pitch("main-only")
def main_only(networker, contact):
    return [networker.main]
"""
FRIENDS = """
@pitch("friends")
def friends(networker, contact):
    others = [company for company in networker.companies if company != networker.main]
    return [networker.main, *others] if networker.is_close(contact) else [networker.main]
"""
EVENINGS: dict[str, Any] = {"share": 0.5, "hours": 1.0, "people": 30}


def lived(make: Make, text: str, pitch: str, days: int = 45, **more: Any) -> Market:
    market = Market(make(text, pitch, **{k: v for k, v in more.items() if k != "activation"}), 1, collect=False,
                    activation=more.get("activation", "sweep"))  # fmt: skip
    while market.day < days:
        market.step()
    return market


@pytest.mark.parametrize("activation", ["sweep", "agents"])
@pytest.mark.parametrize("events", [{}, EVENINGS], ids=["alone", "evenings"])
def test_an_own_policy_that_imitates_a_built_in_one_gives_the_same_world(
    make: Make, events: dict[str, Any], activation: str
) -> None:
    one = {"name": "all", "companies": ["vita"], "pace": 10}  # with more, the policies differ in whom they pass over
    own, built_in = (
        lived(make, ALWAYS_MAIN, pitch, events=events, strategy=[{**one, "pitch": pitch}], activation=how)
        for pitch, how in (("main-only", activation), ("focus", "sweep"))
    )
    assert built_in.world.tables.tally.conversations.sum() > 50
    assert (built_in.world.tables.tally.at_events.sum() > 20) == bool(events)
    assert differing(own.world.tables, built_in.world.tables, ignore=SCRATCH) == []


def test_silence_and_many_topics_at_an_evening(make: Make) -> None:
    mute = "@pitch('mute')\ndef mute(networker, contact):\n    return []\n"
    assert lived(make, mute, "mute", events=EVENINGS).world.tables.ties.heard.sum() == 0
    loud = "@pitch('loud')\ndef loud(networker, contact):\n    return networker.companies\n"
    w = lived(make, loud, "loud", 60, events={**EVENINGS, "share": 1.0}).world.tables
    assert w.tally.at_events.sum() == w.tally.conversations.sum() > 50
    assert w.ties.beside.any()
    assert w.tally.private.sum() + w.tally.public.sum() == 0


LAST = """
@pitch("last")
def last(networker, contact):
    return networker.companies[-1:]
"""
CHANNELS = {"group": (POSTING_DAY, FIRST_POST), "advertisement": (ADVERTISING_DAY, FIRST_ADVERTISEMENT)}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("activation", ["sweep", "agents"])
def test_an_own_policy_speaks_in_groups_and_advertisements_as_well(make: Make, channel: str, activation: str) -> None:
    """By the strategy, vita's members hear of clicks, and strangers hear of vita: it gives the credits."""
    companies = [{**COMPANIES[0], "credits": 20.0}, *COMPANIES[1:]]
    follows = {"name": "all", "companies": ["vita", "clicks", "glow"], "cross_post": "everywhere", "pace": 5}
    day, first = CHANNELS[channel]
    told = {}
    for pitch in ("last", "focus"):
        scenario = make(
            LAST,
            company=companies,
            strategy=[{**follows, "pitch": pitch}],
            groups={"posting": 1.0},
            conversation={"give_up": 0},
        )
        market, found = Market(scenario, 1, collect=False, activation=activation), []
        while market.day < 60:
            w, today = market.world.tables, market.day % 7
            people, life, held, month = w.people.copy(), w.life.copy(), w.held.copy(), market.day // 30 + 1
            market.step()
            w = market.world.tables
            mine = [m for m in w.said[: w.count[0].said] if today == day and first <= m.nth < first + 16 and m.topics]
            assert all((m.topics, m.open) == (1 << w.company[m.company].topic, 0) for m in mine)
            for m in mine:
                j, works = m.listener, int(people.works[m.speaker])
                found.append((int(m.company), int(open_to(people[j], life[j], held[j], works, month)).bit_length() - 1))
        told[pitch] = found
    assert len(told["last"]) > 10
    assert all(company == last for company, last in told["last"])
    assert any(company != last for company, last in told["focus"])


def test_a_silent_policy_reaches_people_and_says_nothing(make: Make) -> None:
    mute = "@pitch('mute')\ndef mute(networker, contact):\n    return []\n"
    companies = [{**COMPANIES[0], "credits": 20.0}, *COMPANIES[1:]]
    w = lived(make, mute, "mute", company=companies).world.tables
    assert w.tally.leads.sum() > 5
    assert (w.ties.heard.sum(), w.links.told.sum()) == (0, 0)


def test_only_close_contacts_hear_of_the_second_business(make: Make) -> None:
    stay = {"leaving": False}  # those who give up their main business get another
    w = lived(make, FRIENDS, "friends", gossip={"rate": 0.0}, groups={"teaches": 0.0}, phases=stay).world.tables
    several = np.array([int(heard).bit_count() > 1 for heard in w.ties.heard])
    assert several.sum() > 5
    assert w.ties.close[several].all()
    assert (w.ties.heard[w.ties.close == 0] != 0).sum() > 5


def test_a_world_in_which_nobody_follows_the_policy_is_swept(make: Make) -> None:
    strategies = [
        {"name": "all", "companies": ["vita", "clicks"]},
        {"name": "unused", "companies": ["vita"], "pitch": "friends"},
    ]
    market = Market(make(FRIENDS, strategy=strategies), 1, collect=False)
    assert not market.moving.by_hand
    assert market.moving.settle is None
    assert Market(market.scenario, 1, strategy="unused", collect=False).moving.pace.startswith("days, friends stepped")


def test_agents_of_the_users_own_come_before_policies(make: Make) -> None:
    class Mute(Networker):
        def pitch(self, contact: int, policy: list[str]) -> list[str]:
            return []

    market = Market(make(ALWAYS_MAIN, "main-only"), 1, agents=Mute, collect=False)
    for _ in range(10):
        market.step()
    assert market.world.tables.ties.heard.sum() == 0


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ("'vita'", 'must return a list of companies, not "vita".'),
        ("None", "must return a list of companies, not None."),
        ("['volt']", 'names "volt" for person {person}, who offers vita, clicks, glow.'),
        ("['health']", 'names "health" for person {person}, who offers vita, clicks, glow.'),
        ("[3]", "names 3 for person {person}, who offers vita, clicks, glow."),
    ],
)
def test_what_is_no_list_of_their_companies_is_refused(make: Make, returned: str, sentence: str) -> None:
    scenario = make(f"@pitch('x')\ndef x(networker, contact):\n    return {returned}\n", "x")
    market = Market(scenario, 1, collect=False)
    person = int(np.flatnonzero(market.world.tables.people.works)[0])
    with pytest.raises(RuleError) as caught:
        market.agent(person).pitch(0, [])  # type: ignore[attr-defined]
    place = f'{scenario.own.files[0].path}, line 3: the pitch policy "x" '
    assert str(caught.value) == place + sentence.format(person=person)


def test_a_company_is_told_once_and_one_below_the_floor_not_at_all(make: Make) -> None:
    twice = "@pitch('x')\ndef x(networker, contact):\n    return networker.companies * 2\n"
    market = Market(make(twice, "x"), 1, collect=False)
    speaker = market.agent(int(np.flatnonzero(market.world.tables.people.works)[0]))
    assert isinstance(speaker, Speaker)
    assert speaker.pitch(0, []) == ["vita", "clicks", "glow"]
    market.world.tables.strategy.conviction_floor = 1.0
    assert (speaker.companies, speaker.pitch(0, []), speaker.opening(0)) == ([], [], 0)


def test_draws_of_a_policy_are_keyed_by_day_speaker_contact_and_number(make: Make) -> None:
    market = Market(make(ALWAYS_MAIN, "main-only"), 1, collect=False)
    one, other = (market.agent(int(p)) for p in np.flatnonzero(market.world.tables.people.works)[:2])
    assert isinstance(one, Speaker)
    assert isinstance(other, Speaker)
    found = [one.draw(3), one.draw(3, 1), one.draw(4), other.draw(3)]
    assert found == [one.draw(3), one.draw(3, 1), one.draw(4), other.draw(3)]
    market.day += 1
    assert len({*found, one.draw(3)}) == 5
    assert all(0.0 <= draw < 1.0 for draw in found)


def test_the_main_business_is_the_first_they_worked(make: Make) -> None:
    strategies = [{"name": "all", "companies": ["glow", "vita"], "pitch": "main-only", "pace": 5}]
    market = lived(make, ALWAYS_MAIN, "main-only", days=30, strategy=strategies)
    founders = np.flatnonzero(market.world.tables.life.founder)
    both = [market.agent(int(p)) for p in founders if len(market.agent(int(p)).companies) == 2]
    assert len(both) > 2
    assert {agent.main for agent in both} == {"glow"}  # type: ignore[attr-defined]
