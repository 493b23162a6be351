from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.market import Market
from sim.model.events.circles import NOBODY
from sim.model.events.evening import (
    ADDRESSED,
    OVERHEARD,
    STOOD_BY,
    Now,
    Words,
    count_contradictions,
    face,
    remember_evening,
    say_around,
    welcome,
)
from sim.model.events.floor import empty_floor
from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import Tally, Tie
from sim.model.tables import NONE
from sim.model.talk.parameters import Credibility
from sim.model.talk.story import ALOUD, NOTHING, SILENTLY, Ears
from sim.record.evening import written_down
from sim.world.evenings import empty_party, hold_evenings
from sim.world.parameters import topics_row
from tests.builders import Pitch, all_working, copied, differing, empty_world, law, lived, row, scenario
from tests.model.contract import RuleContract, named

HEALTH, ADS = 0b01, 0b10
DAY = 39  # a day of evenings
LIVELY_EVENING = {
    "share": 1.0,
    "people": 30,
    "networkers": 4,
    "hours": 2.0,
    "exchange": 0.5,
    "callout": 0.3,
    "talk": 0.5,
}


def world_of(pitch: str, **events: Any) -> Market:
    """A lively world in which everybody follows a policy and stays, on the morning of an evening."""
    of = scenario(
        phases={"leaving": False},
        events={**LIVELY_EVENING, **events},
        population={"people": 300, "networkers": 0.1, "part_time_hours": 30.0},
        strategy=all_working(pitch, event_topic=events.pop("topic", "main")),
    )
    return lived(of, DAY)


def watched(pitch: str, **events: Any) -> Any:
    """The evening of a networker who gets to talk, as it is written down."""
    market = world_of(pitch, **events)
    market.world.forget_yesterday()
    person = int(np.flatnonzero(market.world.tables.people.works != 0)[1])
    seen = hold_evenings(market.world, DAY, person)
    assert seen is not None
    return written_down(market.world, DAY, *seen)


def noticed(market: Market) -> int:
    tally = market.world.tables.tally
    return int(tally.private.sum() + tally.public.sum())


@pytest.mark.parametrize("pitch", ["focus", "disclose-all"])
def test_focus_and_disclosure_never_contradict(pitch: str) -> None:
    market = lived(world_of(pitch).scenario, 65)
    assert noticed(market) == 0
    assert market.world.tables.tally.at_events.sum() > 500


@pytest.mark.parametrize("topic", ["main", "audience"])
def test_one_topic_per_event_never_contradicts_within_an_event(topic: str) -> None:
    market = world_of("one-topic-per-event", exchange=0.0)
    w = market.world.tables
    w.strategy.by_audience = topic == "audience"
    w.ties.heard = 0
    w.tally.private = w.tally.public = 0
    market.world.forget_yesterday()
    hold_evenings(market.world, DAY)
    assert noticed(market) == 0
    assert w.count[0].said > 10


def test_tailoring_is_caught_the_same_evening() -> None:
    market = world_of("tailored")
    market.world.tables.ties.heard = 0
    market.world.tables.tally.private = market.world.tables.tally.public = 0
    hold_evenings(market.world, DAY)
    assert noticed(market) > 20


def test_the_repeat_audience_of_alternating_topics_is_caught() -> None:
    caught = {}
    for topic in ("main", "audience"):
        of = scenario(
            phases={"leaving": False},
            events={**LIVELY_EVENING, "strangers": 0.0},
            population={"people": 300, "networkers": 0.1, "part_time_hours": 30.0},
            strategy=all_working("one-topic-per-event", event_topic=topic),
        )
        caught[topic] = noticed(lived(of, 65))
    assert caught["main"] == 0
    assert caught["audience"] > 50


@pytest.mark.parametrize("pitch", Pitch.words()[1:])
def test_topics_that_mean_the_same_contradict_nobody(pitch: str) -> None:
    of = scenario(world_of(pitch).scenario.model_dump(), conversation={"topic_distance": 0.0}, topic_distance=[])
    assert noticed(lived(of, 65)) == 0


def test_what_is_written_down_agrees_with_what_stood_where() -> None:
    seen = watched("tailored")
    facing = {(int(slot), int(a), int(b)) for slot, a, b in seen.contacts.T}
    for line in seen.heard:
        a, b = sorted((int(line.speaker), int(line.listener)))
        assert (int(line.slot), a, b) in facing
    assert set(seen.heard.kind.tolist()) >= {ADDRESSED, STOOD_BY}
    assert OVERHEARD not in seen.heard.kind[seen.heard.topics == 0]
    assert seen.noticed > 0


def test_nobody_is_told_an_opening_twice_an_evening() -> None:
    heard = watched("tailored").heard
    told = heard[heard.kind == ADDRESSED]
    assert np.unique(told.listener).size == told.size > 3


@dataclass
class Hall:
    """Networker 0, who tailors two businesses, guest 1 who likes health and guest 2 who likes advertising."""

    callout: float = 0.0

    def __post_init__(self) -> None:
        self.w = empty_world(
            3,
            strategy=[{"name": "both", "companies": ["vita", "clicks"], "pitch": "tailored"}],
            conversation={"guess_noise": 0.0},
            events={"share": 0.5, "callout": self.callout},
        ).tables
        for c in (0, 1):
            enter(self.w, 0, 0, c, NONE, NONE)
            go_to_work(self.w, 0, 0, c)
        self.w.taste.interest[:] = 0.0
        self.w.taste.interest[1, 0] = self.w.taste.interest[2, 1] = 0.9
        self.party, self.floor = empty_party(np.arange(3), 1, 0), empty_floor(3)
        welcome(self.w, self.party, DAY)

    def meets(self, guest: int, slot: int, around: tuple[int, ...] = ()) -> None:
        """The networker, who faces others already, comes to business with a guest."""
        self.floor.partners[0, : 1 + len(around)] = (*around, guest)
        self.floor.degree[0] = 1 + len(around)
        face(self.w, self.party, self.floor, Now(DAY, slot, np.uint64(1)), 0, guest)

    def ends(self) -> None:
        """The networker stands alone; their talk is over."""
        self.party.now[0] = 0

    @property
    def caught(self) -> tuple[int, int]:
        """Contradictions noticed silently, and aloud."""
        return int(self.w.tally[0].private), int(self.w.tally[0].public)

    def heard(self, guest: int) -> int:
        """Topics that a guest has in mind."""
        return int(self.party.minds[guest].heard)


def test_an_earlier_partner_who_joins_overhears_the_other_story() -> None:
    hall = Hall()
    hall.meets(1, slot=10)
    hall.ends()
    hall.meets(2, slot=40)
    assert (hall.heard(1), hall.heard(2), hall.caught) == (0b01, 0b10, (0, 0))
    hall.meets(1, slot=70, around=(2,))
    assert (hall.heard(1), hall.heard(2), hall.caught) == (0b11, 0b10, (1, 0))
    assert hall.party.minds[1].minute == 1 + 70 // 3


def test_who_stands_by_hears_what_a_newcomer_is_told() -> None:
    hall = Hall()
    hall.meets(1, slot=10)
    hall.meets(2, slot=40, around=(1,))
    assert (hall.heard(1), hall.heard(2), hall.caught) == (0b11, 0b10, (1, 0))


def test_said_aloud_the_whole_circle_knows() -> None:
    hall = Hall(callout=1.0)
    hall.meets(1, slot=10)
    hall.ends()
    hall.meets(2, slot=40)
    hall.meets(1, slot=70, around=(2,))
    assert (hall.heard(1), hall.heard(2), hall.caught) == (0b11, 0b11, (0, 1))
    assert hall.party.minds[2].bad > 0


def test_alone_with_an_earlier_partner_nothing_is_told_again() -> None:
    hall = Hall()
    hall.meets(1, slot=10)
    hall.ends()
    hall.meets(1, slot=40)
    assert (hall.party.minds[1].talks, hall.w.tally[0].at_events) == (1, 1)


class TestCountContradictions(RuleContract):
    rule = staticmethod(count_contradictions)
    takes = named(tally=Tally, noticed=st.integers(1, 16), aloud=st.booleans())
    writes = named(tally={"public", "private"})

    def test_one_said_aloud_is_public(self) -> None:
        tally = row(Tally)
        count_contradictions(tally, 3, True)
        count_contradictions(tally, 2, False)
        assert (tally.public, tally.private) == (1, 4)


def around(minds: Any, circle: list[int], *, admit: float = 0.0, callout: float = 1.0) -> tuple[int, list[int]]:
    """Place 0 tells its circle of advertising: who says aloud that it does not fit, and what each notices."""
    believed = law(Credibility, contradiction=2.0, ceiling_loss=0.1, consistent=0.1, admit=admit)
    words, noticed = Words(0, 1, ADS, 0, 5, 30, 0, np.uint64(7)), np.zeros(len(circle), np.int64)
    faced = np.array(circle)
    ears = Ears(believed, 30.0, callout)
    aloud = say_around(topics_row(scenario())[0], ears, minds, words, faced, faced, noticed)
    return int(aloud), noticed.tolist()


@pytest.mark.parametrize(("callout", "bad"), [(0.0, [2.0, 0.0, 0.0]), (1.0, [2.0, 2.0, 0.0])])
def test_what_is_said_aloud_breaks_the_whole_circle(callout: float, bad: list[float]) -> None:
    """Guest 1 was told of health a moment ago, guest 2 hears of advertising, guest 3 stands elsewhere."""
    minds = Tie.rows(4)
    minds.ceiling = 1.0
    minds[1].heard, minds[1].day, minds[1].minute = HEALTH, 5, 30
    aloud, noticed = around(minds, [2, 1], callout=callout)
    assert aloud == (1 if callout else NOBODY)
    assert noticed == [NOTHING, ALOUD if callout else SILENTLY]
    assert minds.bad[1:].tolist() == bad
    assert minds.heard[3] == 0


@pytest.mark.parametrize(("admit", "ceilings"), [(0.0, [0.9, 0.9]), (1.0, [1.0, 1.0])])
def test_who_owns_up_conceals_nothing_from_those_around_either(admit: float, ceilings: list[float]) -> None:
    """Guest 1 says aloud that they were told of health; guests 2 and 3 knew of advertising only, or now."""
    minds = Tie.rows(4)
    minds.ceiling, minds.day, minds.minute = 1.0, 5, 30
    minds[1].heard, minds[2].heard = HEALTH, ADS
    around(minds, [1, 2, 3], admit=admit)
    assert minds.bad[1:].tolist() == [2.0, 2.0, 2.0]
    assert minds.ceiling[1:].tolist() == pytest.approx([*ceilings, ceilings[1]])
    assert minds.heard[1:].tolist() == [HEALTH | ADS] * 3


def test_what_is_said_aloud_is_known_but_not_put_side_by_side() -> None:
    """Guest 2 was told of advertising openly, and now learns that another was told of health."""
    minds = Tie.rows(3)
    minds.ceiling, minds.day, minds.minute = 1.0, 5, 20
    minds[1].heard, minds[2].heard, minds[2].beside = HEALTH, ADS, ADS
    around(minds, [1])
    minds[2].talks = 4
    circle, ears = np.array([1, 2]), Ears(law(Credibility), 30.0, 1.0)
    minds[1].heard, minds[1].claimed = HEALTH, 1
    say_around(topics_row(scenario())[0], ears, minds, Words(0, 1, ADS, 0, 5, 30, 0, np.uint64(7)), circle[:1], circle,
               np.zeros(2, np.int64))  # fmt: skip
    assert (minds[2].heard, minds[2].beside, minds[2].minute, minds[2].talks) == (HEALTH | ADS, ADS, 30, 4)
    assert minds[2].claimed == 0


def test_only_contacts_remain() -> None:
    w = empty_world().tables
    minds = Tie.rows(2)
    kept = {"good": 0.5, "bad": 1.5, "ceiling": 0.9, "heard": HEALTH, "day": 5, "minute": 40, "talks": 2}
    kept |= {"beside": HEALTH | ADS, "claimed": 1, "changes": 3}
    for name, value in kept.items():
        minds[name] = value
    before, links = w.ties.copy(), w.links.copy()
    remember_evening(w, minds, np.array([NONE, 3]))
    assert {name: w.ties[name][3] for name in kept} == kept
    assert w.links.tolist() == links.tolist()
    others = np.arange(w.ties.size) != 3
    assert w.ties[others].tolist() == before[others].tolist()


def test_hours_are_spent_and_openings_counted() -> None:
    market = world_of("focus")
    w = market.world.tables
    before, tally = w.life.hours_left.copy(), w.tally.copy()
    market.world.forget_yesterday()
    hold_evenings(market.world, DAY)
    out = np.flatnonzero((w.life.evening == DAY + 1) & (w.people.works != 0))
    np.testing.assert_allclose(before[out] - w.life.hours_left[out], 2.0)
    told = (w.tally.at_events - tally.at_events).sum()
    assert told == (w.tally.conversations - tally.conversations).sum() > 30


def test_openings_that_count_lead_to_contacts() -> None:
    market = world_of("focus")
    market.world.forget_yesterday()
    hold_evenings(market.world, DAY)
    w = market.world.tables
    said = w.said[: w.count[0].said]
    assert (said.tie != NONE).all()
    assert (w.links.other[said.mine] == said.listener).all()
    assert (w.links.other[said.tie] == said.speaker).all()
    assert w.people.met.sum() > 20
    nobody = world_of("focus", exchange=0.0)
    assert nobody.world.tables.people.met.sum() == 0


def test_people_met_later_are_ties_of_the_social_graph() -> None:
    market = world_of("focus")
    hold_evenings(market.world, DAY)
    w, graph = market.world.tables, market.social_graph()
    assert graph.number_of_edges() == (w.links.other != NONE).sum() / 2
    person = int(np.argmax(w.people.met))
    handle = market.agent(person)
    assert sorted(graph[person]) == sorted(handle.contacts)
    assert w.links.other[handle.tie_to(handle.contacts[-1])] == handle.contacts[-1]


def test_the_share_of_openings_at_events_is_the_one_that_is_wanted() -> None:
    tally = lived(world_of("focus", share=0.4).scenario, 120).world.tables.tally
    assert tally.at_events.sum() / tally.conversations.sum() == pytest.approx(0.4, abs=0.05)


def test_the_same_seed_gives_the_same_evening_watched_or_not() -> None:
    one, two = world_of("tailored"), world_of("tailored")
    before = copied(one.world.tables)
    hold_evenings(one.world, DAY)
    hold_evenings(two.world, DAY, int(np.flatnonzero(before.people.works != 0)[0]))
    assert differing(one.world.tables, two.world.tables) == []
    assert differing(before, one.world.tables) != []


@pytest.mark.parametrize("pitch", ["tailored", "one-topic-per-event"])
def test_agents_live_the_same_evenings(pitch: str) -> None:
    of = world_of(pitch).scenario
    sweep, agents = lived(of, 12), lived(of, 12, activation="agents")
    assert differing(sweep.world.tables, agents.world.tables, ("people.by_hand",)) == []
    assert sweep.world.tables.tally.at_events.sum() > 100


def test_money_is_conserved_through_evenings() -> None:
    market = lived(world_of("tailored").scenario, 95)
    assert market.world.money() == 0
    assert (market.world.tables.accounts.balance[: market.world.people] >= 0).all()
