from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.chance import stream
from sim.model.membership.joining import enter, go_to_work
from sim.model.people.rows import LifeRow
from sim.model.reach.advertising import (
    NOTHING,
    advertise,
    advertised,
    collect,
    is_advertising_day,
    number_of,
    reached,
    spend,
)
from sim.model.reach.groups import NTH as POSTS
from sim.model.tables import NONE, Tables
from tests.builders import COMPANIES, differing, empty_world, lived, row, scenario
from tests.model.contract import RuleContract, days, named

VITA, CLICKS, GLOW = 0, 1, 2  # the strategy names the first two
FRIDAY = 9  # day 2 of its week
RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
SELLING = [{**company, "credits": 6 if company["name"] == "clicks" else 0} for company in COMPANIES]


def advertiser(
    people: int = 40, *, synergy: bool = False, works: tuple[int, ...] = (VITA, CLICKS), **more: object
) -> Tables:
    """Person 0 works companies and has three and a half credits; nobody has interests yet."""
    strategy = [{"name": "both", "companies": ["vita", "clicks"], "synergy": synergy}]
    world = empty_world(people, graph=RING, company=SELLING, strategy=strategy, **more)
    world.make_room("said", 300)
    w = world.tables
    for c in works:
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    w.life[0].credits = 3.5
    w.taste.interest[:] = 0.1
    return w


class TestIsAdvertisingDay(RuleContract):
    rule = staticmethod(is_advertising_day)
    takes = named(day=days)
    gives = (False, True)

    def test_once_a_week(self) -> None:
        assert [day for day in range(20) if is_advertising_day(day)] == [2, 9, 16]


class TestCollect(RuleContract):
    rule = staticmethod(collect)
    takes = named(life=LifeRow, credits=st.floats(0.0, 400.0))
    writes = named(life={"credits"})


class TestSpend(RuleContract):
    rule = staticmethod(spend)
    takes = named(life=LifeRow)
    writes = named(life={"credits"})
    gives = (0, 6_400)

    @pytest.mark.parametrize(
        ("credits", "leads", "left"), [(3.75, 3, 0.75), (0.5, 0, 0.5), (250.25, 250, 0.25), (6_400.5, 6_400, 0.5)]
    )
    def test_whole_credits_are_spent(self, credits: float, leads: int, left: float) -> None:
        life = row(LifeRow, credits=credits)
        assert (spend(life), life.credits) == (leads, left)


class TestNumberOf(RuleContract):
    rule = staticmethod(number_of)
    takes = named(nth=st.integers(0, 6_400))
    gives = (120, 6_536)

    def test_posts_have_numbers_of_their_own(self) -> None:
        assert [number_of(nth) for nth in (0, 99, 100, 6_400)] == [120, 219, 236, 6_536]
        numbers = {number_of(nth) for nth in range(6_401)}
        assert len(numbers) == 6_401
        assert not numbers & {POSTS + company for company in range(16)}


@pytest.mark.parametrize(
    ("synergy", "works", "company"),
    [
        (False, (VITA, CLICKS), CLICKS),
        (True, (VITA, CLICKS), VITA),
        (True, (CLICKS,), CLICKS),
        (False, (VITA,), NOTHING),
        (False, (GLOW, CLICKS), CLICKS),
        (True, (GLOW, CLICKS), GLOW),
    ],
)
def test_the_link_decides_which_business_is_promoted(synergy: bool, works: tuple[int, ...], company: int) -> None:
    assert advertised(advertiser(synergy=synergy, works=works), 0) == company


def test_the_most_interested_stranger_is_reached() -> None:
    w = advertiser(advertising={"looks": 100})
    w.taste.interest[7, CLICKS] = 0.9
    w.taste.interest[1, CLICKS] = 1.0  # a contact
    w.taste.interest[0, CLICKS] = 1.0  # himself
    w.taste.interest[9, CLICKS] = 1.0  # in the company already
    enter(w, 0, 9, CLICKS, NONE, NONE)
    assert reached(w, 0, CLICKS, 0, stream(w.key, np.uint64(5), 1)) == 7


@pytest.mark.parametrize(("synergy", "company"), [(False, CLICKS), (True, VITA)])
def test_leads_become_contacts_and_hear_the_promoted_offer(synergy: bool, company: int) -> None:
    w = advertiser(synergy=synergy)
    advertise(w, FRIDAY)
    said = w.said[: w.count[0].said]
    assert (said.size, w.tally[0].leads, w.people[0].met, w.life[0].credits) == (3, 3, 3, 0.5)
    assert set(said.company.tolist()) == {company}
    assert set(said.topics.tolist()) == {1 << company}
    assert (w.links.other[said.tie] == 0).all()
    assert (w.links.other[said.mine] == said.listener).all()
    assert np.unique(said.nth).size == 3


def test_nothing_happens_on_other_days_or_without_a_place() -> None:
    w = advertiser()
    advertise(w, FRIDAY + 1)
    assert (w.life[0].credits, w.count[0].said) == (3.5, 0)
    full = advertiser(events={"places": 0})
    advertise(full, FRIDAY)
    assert (full.life[0].credits, full.count[0].said, full.tally[0].leads) == (0.5, 0, 0)


def test_purchases_bring_credits_and_both_ways_of_living_a_day_agree() -> None:
    of = scenario(company=SELLING, strategy=[{"name": "both", "companies": ["vita", "clicks"], "synergy": True}])
    sweep, agents = lived(of, 65), lived(of, 65, activation="agents")
    assert differing(sweep.world.tables, agents.world.tables, ("people.by_hand",)) == []
    assert sweep.world.tables.tally.leads.sum() > 20
    assert sweep.world.money() == 0


@pytest.mark.parametrize("credits", [0.0, 99.5, 100.0, 250.0, 400.0])
def test_all_that_was_bought_becomes_leads(credits: float) -> None:
    """With places and strangers enough, nothing is kept back and nothing is lost."""
    w = advertiser(500, events={"places": 250}, advertising={"looks": 1})
    w.taste.interest[:] = 0.1
    w.life[0].credits = min(credits, 250.0)
    leads = int(w.life[0].credits)
    advertise(w, FRIDAY)
    assert w.life[0].credits == min(credits, 250.0) - leads
    nth = w.said.nth[: w.count[0].said].tolist()
    assert len(nth) == w.tally[0].leads == len(set(nth))
    assert leads * 0.6 <= len(nth) <= leads  # somebody drawn twice is no stranger any more


def test_the_same_budget_reaches_as_many_with_and_without_the_link() -> None:
    strategy = {"name": "both", "companies": ["vita", "clicks"]}
    found = [
        lived(scenario(company=SELLING, strategy=[{**strategy, "synergy": link}]), 35).world.tables.tally.leads.sum()
        for link in (False, True)
    ]
    assert found[0] > 20
    assert found[1] == pytest.approx(found[0], rel=0.1)


def test_switched_off_nothing_is_advertised() -> None:
    of = scenario(company=SELLING, phases={"advertising": False})
    assert lived(of, 45, strategy="tailored").world.tables.tally.leads.sum() == 0
