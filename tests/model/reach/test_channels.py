from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.chance import stream
from sim.core.rows import one_row
from sim.market import Market
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.regimes import EXCLUSIVE, FREE, NO_CROSS_RECRUITING
from sim.model.people.rows import LifeRow
from sim.model.plans.rows import CompanyRow, Group, Position, StrategyRow
from sim.model.reach.channels import (
    EVERYWHERE,
    FIRST_POST,
    NEVER,
    NOTHING,
    WHERE_ALLOWED,
    advertise,
    advertised,
    collect,
    is_advertising_day,
    is_posting_day,
    learn,
    may_cross,
    membership,
    number_of,
    pick_up,
    promoted,
    reached,
    read_by,
    read_posts,
    spend,
    wear_off,
    write_posts,
)
from sim.model.reach.channels import FIRST_POST as POSTS
from sim.model.reach.parameters import CrossPost, Groups
from sim.model.tables import NONE, Tables
from tests.builders import COMPANIES, all_working, differing, empty_world, lived, row, scenario
from tests.digest import SCRATCH
from tests.model.contract import RuleContract, days, named, share

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
    w.taste.interest[0, CLICKS] = 1.0  # themselves
    w.taste.interest[9, CLICKS] = 1.0  # in the company already
    enter(w, 0, 9, CLICKS, NONE, NONE)
    go_to_work(w, 0, 9, CLICKS)
    assert reached(w, 0, CLICKS, 0, 1, stream(w.key, np.uint64(5), 1)) == 7


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
    nobody_joins = {
        "intercept": -50.0,
        "work_intercept": -50.0,
    }  # who works the company that is advertised is not reached
    worlds = [
        scenario(company=SELLING, strategy=[{**strategy, "synergy": link}], decision=nobody_joins)
        for link in (False, True)
    ]
    found = [sum(int(lived(of, 35, seed).world.tables.tally.leads.sum()) for seed in range(1, 11)) for of in worlds]
    assert found[0] > 100
    assert found[1] == pytest.approx(found[0], rel=0.1)


def test_switched_off_nothing_is_advertised() -> None:
    of = scenario(company=SELLING, phases={"advertising": False})
    assert lived(of, 45, strategy="tailored").world.tables.tally.leads.sum() == 0


THURSDAY = 10  # day 3 of its week
EAGER = {"posting": 1.0, "reading": 1.0, "readers": 1000}
Posts = list[tuple[int, int, int]]


def together(
    people: int = 12,
    *,
    writers: int = 1,
    cross_post: str = "everywhere",
    law: dict[str, Any] | None = None,
    **more: Any,
) -> Tables:
    """All are in vita: the first ``writers`` work it and clicks, the others buy; everybody knows two neighbors."""
    strategy = [{"name": "all", "companies": ["vita", "clicks", "glow"], "cross_post": cross_post}]
    world = empty_world(people, **{"graph": RING, "strategy": strategy, "groups": {**EAGER, **(law or {})}, **more})
    world.make_room("said", 20_000)
    for i in range(people):
        enter(world.tables, 0, i, VITA, NONE, NONE)
        if i >= writers:
            buy_only(world.tables, i, VITA)
            continue
        go_to_work(world.tables, 0, i, VITA)
        enter(world.tables, 0, i, CLICKS, NONE, NONE)
        go_to_work(world.tables, 0, i, CLICKS)
    return world.tables


def posted(w: Tables, day: int = THURSDAY) -> Posts:
    """Who wrote in whose group about what: ids and companies of today's cross-posts, in order."""
    posts = write_posts(w, day)
    return [(int(w.positions[p].person), int(w.positions[p].company), int(c)) for p, c in posts]


def read(w: Tables, posts: Any) -> Posts:
    """Who read whom about what."""
    read_posts(w, THURSDAY, np.array(posts, np.uint32).reshape(-1, 2))
    said = w.said[: w.count[0].said]
    return list(zip(said.speaker.tolist(), said.listener.tolist(), said.company.tolist(), strict=True))


class TestIsPostingDay(RuleContract):
    rule = staticmethod(is_posting_day)
    takes = named(day=days)
    gives = (False, True)

    def test_once_a_week(self) -> None:
        assert [day for day in range(20) if is_posting_day(day)] == [3, 10, 17]


class TestMayCross(RuleContract):
    rule = staticmethod(may_cross)
    takes = named(plan=StrategyRow, company=CompanyRow)
    gives = (False, True)

    @pytest.mark.parametrize(
        ("cross_post", "regime", "may"),
        [
            (NEVER, FREE, False),
            (WHERE_ALLOWED, FREE, True),
            (WHERE_ALLOWED, NO_CROSS_RECRUITING, False),
            (WHERE_ALLOWED, EXCLUSIVE, False),
            (EVERYWHERE, FREE, True),
            (EVERYWHERE, EXCLUSIVE, True),
        ],
    )
    def test_depends_on_strategy_and_regime(self, cross_post: int, regime: int, may: bool) -> None:
        assert may_cross(row(StrategyRow, cross_post=cross_post), row(CompanyRow, regime=regime)) == may


class TestWearOff(RuleContract):
    rule = staticmethod(wear_off)
    takes = named(group=Group, law=Groups)
    writes = named(group={"usefulness"})

    @pytest.mark.parametrize(
        ("usefulness", "own", "cross", "then"),
        [
            (1.0, 3, 1, 0.975 + 0.1 * 0.025),
            (1.0, 0, 2, 0.9 + 0.1 * 0.1),
            (0.5, 3, 1, 0.5 + 0.1 * 0.5),
            (0.5, 0, 0, 0.5 + 0.1 * 0.5),
            (1.0, 7, 0, 1.0),
        ],
        ids=["mixed", "all cross", "better than it was", "nothing there", "own only"],
    )
    def test_falls_with_cross_posts_and_recovers_slowly(
        self, usefulness: float, own: int, cross: int, then: float
    ) -> None:
        group = row(Group, usefulness=usefulness, own=own, cross=cross)
        wear_off(group, one_row({"wear": 0.1, "recovery": 0.1})[0])
        assert group.usefulness == pytest.approx(then)

    def test_settles_where_wear_and_recovery_balance(self) -> None:
        group = row(Group, usefulness=1.0, own=1, cross=3)
        for _ in range(500):
            wear_off(group, one_row({"wear": 0.1, "recovery": 0.02})[0])
        level = group.usefulness
        assert 0.02 * (1 - (level - 0.1 * (level - 0.25))) == pytest.approx(0.1 * (level - 0.25))


class TestPickUp(RuleContract):
    rule = staticmethod(pick_up)
    takes = named(position=Position, teaches=share)
    writes = named(position={"knowledge"})

    def test_share_of_what_is_missing(self) -> None:
        position = row(Position, knowledge=0.6)
        pick_up(position, 0.25)
        assert position.knowledge == pytest.approx(0.7)


def test_working_members_learn_from_a_group_as_far_as_they_still_read_it() -> None:
    w = together(2_000, writers=1_000, law={"teaches": 0.1, "reading": 0.5})
    w.group.usefulness[:] = [0.6, 0.0, 1.0]
    known = w.positions.knowledge.copy()
    learn(w, THURSDAY)
    gained = w.positions.knowledge - known
    inside = w.positions.working == 1
    in_vita = inside & (w.positions.company == VITA)
    assert (gained[in_vita] > 0).mean() == pytest.approx(0.3, abs=0.04)
    assert np.unique(gained[in_vita].round(12)).tolist() == [0.0, pytest.approx(0.1 * 0.7)]
    assert not gained[~in_vita].any()


@pytest.mark.parametrize(("group", "floor", "company"), [(VITA, 0.0, CLICKS), (CLICKS, 0.0, VITA), (VITA, 0.5, GLOW)])
def test_another_business_that_convinces_is_advertised(group: int, floor: float, company: int) -> None:
    strategy = {"name": "all", "companies": ["vita", "clicks", "glow"], "conviction_floor": floor}
    w = together(strategy=[strategy])
    enter(w, 0, 0, GLOW, NONE, NONE)
    go_to_work(w, 0, 0, GLOW)
    w.positions[w.held[0].seat[GLOW]].conviction = 0.5
    assert promoted(w, 0, group) == company


def test_who_works_one_company_has_nothing_to_cross_post() -> None:
    w = together(3, writers=0)
    go_to_work(w, 0, 1, VITA)
    assert promoted(w, 1, VITA) == NOTHING
    assert posted(w) == []
    assert (w.group[VITA].own, w.group[VITA].cross) == (1, 0)


@pytest.mark.parametrize(
    ("cross_post", "posts"),
    [("never", []), ("where-allowed", [(0, 1, 0)]), ("everywhere", [(0, 0, 1), (0, 1, 0)])],
)
def test_members_post_by_their_strategy(cross_post: str, posts: Posts) -> None:
    ruled = [{**company, "regime": "exclusive" if company["name"] == "vita" else "free"} for company in COMPANIES]
    w = together(cross_post=cross_post, company=ruled)
    assert posted(w) == posts
    assert [(g.own, g.cross) for g in w.group[:2]] == [
        (int((0, 0, 1) not in posts), int((0, 0, 1) in posts)),
        (int((0, 1, 0) not in posts), int((0, 1, 0) in posts)),
    ]
    assert w.tally[0].cross_posts == len(posts)


def test_posting_and_the_share_of_cross_posters_are_probabilities() -> None:
    w = together(4_000, writers=2_000, law={"posting": 0.3, "cross_posters": 0.25})
    first, second = posted(w), posted(w, THURSDAY + 7)
    writers = {i for i, _, _ in first} | {i for i, _, _ in second}
    assert len(first) == pytest.approx(2 * 2_000 * 0.3 * 0.25, rel=0.12)
    assert int(w.group[VITA].own + w.group[VITA].cross) == pytest.approx(600, rel=0.12)
    assert len(writers) < 500 * 1.12  # who does not cross-post in one week never does


def test_members_are_listed_by_company_and_who_left_is_not() -> None:
    w = together(5, writers=2)
    w.positions[w.held[3].seat[VITA]].left = 4
    begin, members = membership(w)
    assert begin.tolist() == [0, 4, 6, 6]
    assert members.tolist() == [0, 1, 2, 4, 0, 1]


def test_everybody_but_the_writer_hears_of_the_other_business() -> None:
    w = together(9)
    found = read(w, [(w.held[0].seat[VITA], CLICKS)])
    assert sorted(found) == [(0, j, CLICKS) for j in range(1, 9)]
    said = w.said[:8]
    assert set(said.topics.tolist()) == {1 << CLICKS}
    assert set(said.nth.tolist()) == {FIRST_POST + VITA}
    assert (w.links.other[said.tie] == 0).all()
    assert (w.links.other[said.mine] == said.listener).all()
    assert (w.tally[0].group_leads, w.people[0].met) == (8, 6)


def test_fellows_of_the_company_advertised_hear_but_are_no_leads() -> None:
    w = together(9, writers=3)
    assert len(read(w, [(w.held[0].seat[VITA], CLICKS)])) == 8
    assert w.tally[0].group_leads == 6


def test_strangers_hear_nothing_without_a_place() -> None:
    w = together(9, events={"places": 0})
    assert sorted(read(w, [(w.held[0].seat[VITA], CLICKS)])) == [(0, 1, CLICKS), (0, 8, CLICKS)]
    assert w.people.met.tolist() == [0] * 9


@pytest.mark.parametrize("usefulness", [1.0, 0.4, 0.0])
def test_reading_is_as_likely_as_the_group_is_useful(usefulness: float) -> None:
    w = together(240, law={"reading": 0.5}, graph={"kind": "complete"})
    w.group.usefulness[VITA] = usefulness
    heard = 0
    for week in range(10):
        w.count[0].said = 0
        w.group.usefulness[VITA] = usefulness
        read_posts(w, THURSDAY + 7 * week, np.array([(w.held[0].seat[VITA], CLICKS)], np.uint32))
        heard += int(w.count[0].said)
    assert heard == pytest.approx(2_390 * 0.5 * usefulness, abs=75)


def test_a_post_is_shown_to_so_many_and_to_nobody_twice() -> None:
    w = together(101, law={"readers": 10})
    found = read(w, [(w.held[0].seat[VITA], CLICKS)])
    listeners = [j for _, j, _ in found]
    assert len(found) in (9, 10)  # the writer may be among them
    assert len(set(listeners)) == len(listeners)
    parts = np.searchsorted([101 * k // 10 for k in range(1, 10)], listeners, side="right")
    assert len(set(parts.tolist())) == len(found)


def test_address_books_stay_bounded_however_much_is_posted() -> None:
    w = together(60, writers=60, events={"places": 5}, law={"readers": 20})
    for week in range(6):
        w.count[0].said = 0
        read_posts(w, THURSDAY + 7 * week, write_posts(w, THURSDAY + 7 * week))
        assert w.count[0].said <= 120 * 20
    assert w.people.met.max() == 5
    assert w.people.degree.max() == 7


def test_reading_an_own_contact_makes_no_new_one() -> None:
    w = together(9)
    read_by(w, 0, 1, VITA, CLICKS, THURSDAY)
    assert (w.people[0].met, w.count[0].said, w.tally[0].group_leads) == (0, 1, 1)


def busy(**more: Any) -> Any:
    """A lively world in which everybody cross-posts."""
    table = {"strategy": all_working("tailored", cross_post="everywhere"), "groups": {"posting": 0.6, "reading": 0.8}}
    return scenario(**{**table, **more})


def test_groups_wear_out_in_a_lively_world_and_stay_within_bounds() -> None:
    market = lived(busy(), 0)
    seen = []
    for _ in range(65):
        market.step()
        seen.append(market.world.tables.group.usefulness[:3].copy())
        assert market.world.money() == 0
    assert np.min(seen) >= 0.0
    assert np.max(seen) == 1.0
    assert (seen[-1] < 0.6).all()
    assert market.world.tables.tally.group_leads.sum() > 20


@pytest.mark.parametrize("cross_post", ["where-allowed", "everywhere"])
def test_both_ways_of_living_a_day_agree(cross_post: str) -> None:
    strategy = all_working("tailored", cross_post=cross_post)
    of = busy(strategy=strategy, groups={"teaches": 0.05, "posting": 0.5})
    sweep, agents = lived(of, 65), lived(of, 65, activation="agents")
    assert differing(sweep.world.tables, agents.world.tables, SCRATCH) == []
    assert sweep.world.tables.tally.cross_posts.sum() > 20


def test_without_cross_posts_a_world_is_what_it_was() -> None:
    still = {"events": {"share": 0.3}, "groups": {"posting": 0.6, "cross_posters": 0.0}}
    never, nobody = (
        lived(busy(strategy=all_working("tailored", cross_post=c), **still), 40) for c in CrossPost.words()[::2]
    )
    changed = ("strategy.cross_post", "group.own")
    assert differing(never.world.tables, nobody.world.tables, changed) == []
    assert nobody.world.tables.group.own.sum() > 0
    assert (nobody.world.tables.group.usefulness == 1.0).all()


def test_switched_off_nothing_is_posted() -> None:
    w = lived(busy(phases={"groups": False}, conversation={"strangers": 0.0}), 30).world.tables
    assert not w.tally.cross_posts.any()
    assert not w.people.spare.any()


def test_a_market_makes_room_for_all_that_is_read() -> None:
    market = Market(busy(population={"people": 400, "networkers": 0.9}, groups={"posting": 1.0, "readers": 30}), 1)
    for _ in range(5):
        market.step()
    assert market.world.tables.said.size > 1024
