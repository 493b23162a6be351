from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.market import Market
from sim.model.membership.decision import decide
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.membership.leaving import (
    BANNED,
    CLOSED,
    EXCLUSIVE,
    FREE,
    NO_CROSS_RECRUITING,
    QUIT,
    STILL_IN,
    care_factor,
    catch,
    close_position,
    depart,
    disappointment_factor,
    elsewhere,
    enforce,
    first_business,
    is_seen,
    leave,
    leaving_risk,
    look_for_another,
    loss_factor,
    months_in,
    regroup,
    role_of,
    tenure_risk,
    win_over,
)
from sim.model.membership.parameters import Leaving
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.buying import close_month, purchases
from sim.model.plans.rows import CompanyRow, Position, StrategyRow
from sim.model.reach.channels import write_posts
from sim.model.tables import NETWORKER, NONE, PROSPECT, UPLINE, Tables
from sim.record.outcomes import Lived
from sim.record.outcomes import team as teams
from sim.world.export import sponsor_tree
from tests.builders import COMPANIES, all_working, copied, differing, empty_world, law, lived, row, scenario, set_cash
from tests.digest import SCRATCH
from tests.model.contract import RuleContract, days, named, share
from tests.trees import TOP, commissions, plant, scenario_of


class TestClosePosition(RuleContract):
    rule = staticmethod(close_position)
    takes = named(position=Position, day=days, why=st.integers(QUIT, CLOSED))
    writes = named(position={"left", "why", "volume", "qualified", "used"})

    def test_keeps_what_was_earned(self) -> None:
        position = row(Position, left=-1, volume=50, qualified=1, used=1, earned=70, working=1)
        close_position(position, 44, BANNED)
        assert (position.left, position.why, position.volume, position.qualified, position.used) == (
            44,
            BANNED,
            0,
            0,
            0,
        )
        assert (position.earned, position.working) == (70, 1)


class TestLookForAnother(RuleContract):
    rule = staticmethod(look_for_another)
    takes = named(person=Person, life=LifeRow, plan=StrategyRow, day=days)
    writes = named(person={"stranded"}, life={"next_business"})

    @pytest.mark.parametrize(
        ("at_once", "pace", "stranded", "next_business"), [(3, 30, 0, 7), (1, 30, 1, 130), (2, 0, 1, 101)]
    )
    def test_only_a_strategy_with_a_reserve_goes_on(
        self, at_once: int, pace: int, stranded: int, next_business: int
    ) -> None:
        person, life = row(Person), row(LifeRow, next_business=7)
        look_for_another(person, life, row(StrategyRow, companies=3, at_once=at_once, pace=pace), 100)
        assert (person.stranded, life.next_business) == (stranded, next_business)


class TestRoleOf(RuleContract):
    rule = staticmethod(role_of)
    takes = named(works=st.integers(0, 2**16 - 1), largest_team=st.integers(0, 100))
    gives = (PROSPECT, UPLINE)

    @pytest.mark.parametrize(
        ("works", "team", "role"), [(0, 9, PROSPECT), (1, 0, NETWORKER), (2, 2, NETWORKER), (4, 3, UPLINE)]
    )
    def test_follows_from_positions(self, works: int, team: int, role: int) -> None:
        assert role_of(works, team) == role


def grown(sponsors: Sequence[int], *, rolls_up: bool = True, customers: Sequence[int] = ()) -> Tables:
    """A company in which person i holds position i."""
    plan = {"rates": [0.1, 0.05], "compression": False, "rolls_up": rolls_up}
    return plant(scenario_of(len(sponsors), [], compression=False, plan=plan), sponsors, customers)


def gone(w: Tables, *positions: int, day: int = 12) -> None:
    """Let positions depart together."""
    for p in positions:
        depart(w, p, day, QUIT)
    regroup(w)


def test_people_who_leave_are_out_in_every_respect() -> None:
    w = grown([TOP, 0, 1])
    around = w.held.around[:, 0].copy()
    depart(w, 1, 12, QUIT)
    assert (w.positions[1].left, w.positions[1].why, w.positions[0].left) == (12, QUIT, -1)
    assert (w.held.seat[1, 0], w.people[1].works, w.life[1].quit) == (NONE, 0, 1)
    assert (around - w.held.around[:, 0]).tolist() == [1, 0, 1]
    assert (w.count[0].networkers, w.count[0].departed) == (2, 1)


@pytest.mark.parametrize(
    ("rolls_up", "sponsors"), [(True, [NONE, 0, 0, 0, 0]), (False, [NONE, 0, NONE, NONE, NONE])], ids=["up", "orphans"]
)
def test_those_below_roll_up_or_are_orphaned(rolls_up: bool, sponsors: list[int]) -> None:
    w = grown([TOP, 0, 1, 1, 1], rolls_up=rolls_up, customers=[4])
    gone(w, 1)
    assert w.positions.sponsor[:5].tolist() == sponsors
    assert w.positions.recruits[:2].tolist() == ([2, 0] if rolls_up else [0, 0])
    assert w.count[0].departed == 0


def test_a_chain_that_leaves_together_is_passed_over_at_once() -> None:
    w = grown([TOP, 0, 1, 2, 3])
    gone(w, 3, 1, 2)
    assert (w.positions[4].sponsor, w.positions[0].recruits) == (0, 1)


def test_who_loses_the_top_stands_at_the_top() -> None:
    w = grown([TOP, 0, 1])
    gone(w, 0)
    assert w.positions.sponsor[1:3].tolist() == [NONE, 1]


@given(data=st.data(), sponsors=st.lists(st.integers(0, 10**6), min_size=2, max_size=25))
def test_everybody_moves_to_the_nearest_above_who_is_still_in(data: st.DataObject, sponsors: list[int]) -> None:
    above = [TOP, *(s % (p + 1) for p, s in enumerate(sponsors))]
    out = data.draw(st.sets(st.integers(0, len(above) - 1)))
    w = grown(above)
    gone(w, *sorted(out))
    for p in range(len(above)):
        expected = above[p]
        while expected in out:
            expected = above[expected]
        if p not in out:
            assert w.positions[p].sponsor == (NONE if expected == TOP else expected)
    stay = [p for p in range(len(above)) if p not in out]
    teams = np.bincount([int(w.positions[p].sponsor) for p in stay if w.positions[p].sponsor != NONE], minlength=1)
    assert [int(w.positions[p].recruits) for p in stay] == [int(teams[p]) if p < teams.size else 0 for p in stay]
    assert w.count[0].networkers == len(stay)


def test_an_upline_who_loses_the_team_is_a_networker_and_one_who_loses_all_a_prospect() -> None:
    w = grown([TOP, 0, 0, 0, 1])
    assert w.people[0].role == UPLINE
    gone(w, 2)
    assert w.people.role[:5].tolist() == [NETWORKER, NETWORKER, PROSPECT, NETWORKER, NETWORKER]
    gone(w, 1)
    assert w.people[0].role == NETWORKER


def test_the_next_business_in_the_strategys_order_becomes_the_main_one() -> None:
    w = empty_world(strategy=[{"name": "all", "companies": ["glow", "clicks", "vita"]}]).tables
    for c in (2, 0, 1):
        enter(w, 0, 3, c, NONE, NONE)
        go_to_work(w, 0, 3, c)
    depart(w, int(w.held[3].seat[2]), 5, BANNED)
    assert (w.people[3].main, w.people[3].works) == (1, 0b011)
    w.people[3].works = 0b1000
    assert first_business(w, 3) == NONE


def test_a_departed_position_neither_buys_nor_earns() -> None:
    w = grown([TOP, 0, 1])
    gone(w, 1)
    purchases(w, 29)
    assert w.positions.volume[:3].tolist() == [10_000, 0, 10_000]
    assert w.accounts.goods[:3].tolist() == [10_000, 0, 10_000]
    assert commissions(w).tolist() == [1_000, 0, 0]


def test_a_departed_position_is_measured_no_more() -> None:
    w = grown([TOP, 0, 1])
    w.positions.knowledge[:3] = [0.1, 0.2, 0.3]
    gone(w, 1)
    assert teams(Lived(w))["downline"].tolist() == [1, 0, 0]
    np.testing.assert_array_equal(Lived(w).per_position("knowledge"), [0.1, np.nan, 0.3])


def test_nobody_comes_back() -> None:
    market = lived(scenario(decision={"intercept": 50.0}), 20)
    w = market.world.tables
    market.world.make_room("positions", 4_000)
    listeners = {int(m.listener) for m in w.said[: w.count[0].said] if m.topics and w.held[m.listener].seat[0] == NONE}
    w.life.quit = 1
    before = int(w.count[0].positions)
    decide(w, market.day)
    assert w.count[0].positions == before
    w.life.quit = STILL_IN
    decide(w, market.day)
    assert (w.count[0].positions > before) == bool(listeners)


def test_the_sponsor_tree_shows_who_is_still_in() -> None:
    market = lived(scenario(phases={"leaving": False}), 40)
    w = market.world.tables
    p = int(np.flatnonzero(w.positions.sponsor[: w.count[0].positions] != NONE)[0])
    assert p in sponsor_tree(market.world, market.credibility())
    gone(w, p)
    tree = sponsor_tree(market.world, market.credibility())
    assert p not in tree
    assert len(tree) == w.count[0].positions - 1


months = st.integers(0, 400)
CERTAIN = {"risk": 1.0, "settling": 1200.0}


class TestMonthsIn(RuleContract):
    rule = staticmethod(months_in)
    takes = named(days=st.integers(0, 36_500))
    gives = (0, 1217)

    def test_rounds_to_the_nearest(self) -> None:
        assert [months_in(days) for days in (0, 14, 15, 30, 44, 45)] == [0, 0, 1, 1, 1, 2]


class TestTenureRisk(RuleContract):
    rule = staticmethod(tenure_risk)
    takes = named(months=months, law=Leaving)
    gives = (0.0, 1.0)

    def test_half_after_the_time_of_settling(self) -> None:
        assert tenure_risk(0, law(Leaving, risk=0.08, settling=8.0)) == 0.08
        assert tenure_risk(8, law(Leaving, risk=0.08, settling=8.0)) == 0.04


class TestCareFactor(RuleContract):
    rule = staticmethod(care_factor)
    takes = named(position=Position, law=Leaving)
    gives = (0.1, 10.0)

    @pytest.mark.parametrize(
        ("care", "factor"), [(0.0, 3.0), (0.25, math.sqrt(3.0) ** (2 / 3)), (0.5, 1.0), (1.5, 3.0**-0.5), (1e9, 1 / 3)]
    )
    def test_bounded_at_both_ends(self, care: float, factor: float) -> None:
        rules = law(Leaving, baseline=0.5, neglect=3.0)
        assert care_factor(row(Position, care=care), rules) == pytest.approx(factor)
        assert care_factor(row(Position, care=care, top=1), rules) == 1.0
        assert care_factor(row(Position, care=care), law(Leaving, neglect=1.0)) == 1.0

    @pytest.mark.parametrize(("care", "factor"), [(0.0, 3.0), (5e-324, 1.0), (0.1, 1 / 3), (168.0, 1 / 3)])
    def test_a_baseline_of_next_to_nothing_is_a_number_too(self, care: float, factor: float) -> None:
        rules = law(Leaving, baseline=5e-324, neglect=3.0)
        assert care_factor(row(Position, care=care), rules) == pytest.approx(factor)


class TestLossFactor(RuleContract):
    rule = staticmethod(loss_factor)
    takes = named(losses=months, law=Leaving)
    gives = (1.0, 10.0)

    def test_the_first_counts_half(self) -> None:
        assert [loss_factor(n, law(Leaving, losses=2.0)) for n in (0, 1, 3)] == [1.0, 1.5, 1.75]
        assert loss_factor(5, law(Leaving, losses=1.0)) == 1.0


class TestDisappointmentFactor(RuleContract):
    rule = staticmethod(disappointment_factor)
    takes = named(position=Position, law=Leaving)
    gives = (1.0, math.exp(100.0))

    def test_only_what_falls_short_of_the_promise_counts(self) -> None:
        rules = law(Leaving, disappointment=2.0)
        assert disappointment_factor(row(Position, promised=0.8, expected=0.5), rules) == pytest.approx(math.exp(0.6))
        assert disappointment_factor(row(Position, promised=0.5, expected=0.8), rules) == 1.0


class TestLeavingRisk(RuleContract):
    rule = staticmethod(leaving_risk)
    takes = named(position=Position, months=months, law=Leaving)
    gives = (0.0, 1.0)

    def test_is_the_product_and_at_most_certain(self) -> None:
        rules = law(Leaving, risk=0.1, settling=10.0, neglect=2.0, losses=1.5, disappointment=1.0)
        position = row(Position, losses=1, promised=0.9, expected=0.4)
        assert leaving_risk(position, 10, rules) == pytest.approx(0.05 * 2.0 * 1.25 * math.exp(0.5))
        assert leaving_risk(position, 0, law(Leaving, risk=1.0)) == 1.0


def members(*, joined: list[int], customers: tuple[int, ...] = (), **leaving: float) -> Tables:
    """Person i joined vita at the top on their day."""
    w = empty_world(
        people=len(joined) + 1,
        leaving=leaving,
        company=[{"name": "vita", "topic": "health"}],
        strategy=[{"name": "vita", "companies": ["vita"]}],
    ).tables
    for i, day in enumerate(joined):
        enter(w, day, i, 0, NONE, NONE)
        if i in customers:
            buy_only(w, i, 0)
        else:
            go_to_work(w, day, i, 0)
    return w


def test_on_the_last_day_of_a_month_those_who_work_and_were_in_for_half_of_it() -> None:
    w = members(joined=[0, 45, 46, 0], customers=(3,), **CERTAIN)
    before = copied(w)
    leave(w, 58)
    assert differing(before, w) == []
    leave(w, 59)
    assert w.positions.left[:4].tolist() == [59, 59, -1, -1]
    assert w.positions.why[:2].tolist() == [QUIT, QUIT]
    assert w.people.works[:4].tolist() == [0, 0, 1, 0]
    assert w.count[0].networkers == 1


def test_without_risk_nobody_leaves() -> None:
    w = members(joined=[0] * 11, risk=0.0)
    before = copied(w)
    leave(w, 29)
    assert differing(before, w) == []


def test_each_company_is_given_up_for_itself() -> None:
    w = empty_world(people=400, leaving={"risk": 0.5}).tables
    for i in range(400):
        for c in (0, 1):
            enter(w, 0, i, c, NONE, NONE)
            go_to_work(w, 0, i, c)
    leave(w, 29)
    shares = np.bincount(w.people.works, minlength=4) / 400
    np.testing.assert_allclose(shares, 0.25, atol=0.07)


def test_losses_are_those_of_the_company_itself() -> None:
    w = empty_world(people=3, leaving={"losses": 2.0}).tables
    for c in (0, 1):
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    for month in range(2):
        set_cash(w, 0, 100_000)
        purchases(w, 30 * month + 29)
        w.positions.income[0] += 6_000 + 1_000 + (3_500 if month == 0 else 0)
        close_month(w)
        assert w.positions.losses[:2].tolist() == [0, month + 1]
    assert w.positions.returned[:2].tolist() == [7_000, 0]
    assert w.tally.months[:2].tolist() == [2, 0]


VITA, CLICKS, GLOW = 0, 1, 2
THURSDAY, LAST = 10, 29
RULED = ("no-cross-recruiting", "exclusive")


def under(regime: str, detection: float = 1.0, **more: Any) -> Any:
    """The companies, of which vita has rules."""
    return [
        {**company, **more, **({"regime": regime, "detection": detection} if company["name"] == "vita" else {})}
        for company in COMPANIES
    ]


def team(regime: str = "no-cross-recruiting", detection: float = 1.0, people: int = 8, **more: Any) -> Tables:
    """Persons 0 to 3 work vita, each under the one before; 0 and 1 work clicks as well."""
    strategy = [{"name": "all", "companies": ["vita", "clicks"], "cross_post": "everywhere"}]
    world = empty_world(people, company=under(regime, detection), strategy=strategy, groups={"posting": 1.0}, **more)
    w = world.tables
    for i in range(4):
        enter(w, 0, i, VITA, i - 1 if i else NONE, NONE)
        go_to_work(w, 0, i, VITA)
    for i in range(2):
        enter(w, 0, i, CLICKS, NONE, NONE)
        go_to_work(w, 0, i, CLICKS)
    return w


def caught(w: Tables) -> list[tuple[int, int]]:
    """Persons and companies of positions that were seen breaking rules."""
    seats = np.flatnonzero(w.positions.caught)
    assert w.count[0].caught == seats.size
    return [(int(w.positions[p].person), int(w.positions[p].company)) for p in seats]


class TestIsSeen(RuleContract):
    rule = staticmethod(is_seen)
    takes = named(company=CompanyRow, least=st.integers(NO_CROSS_RECRUITING, EXCLUSIVE), draw=share)
    gives = (False, True)

    @pytest.mark.parametrize(
        ("regime", "least", "draw", "seen"),
        [
            (FREE, NO_CROSS_RECRUITING, 0.0, False),
            (NO_CROSS_RECRUITING, NO_CROSS_RECRUITING, 0.19, True),
            (NO_CROSS_RECRUITING, NO_CROSS_RECRUITING, 0.2, False),
            (NO_CROSS_RECRUITING, EXCLUSIVE, 0.0, False),
            (EXCLUSIVE, NO_CROSS_RECRUITING, 0.0, True),
            (EXCLUSIVE, EXCLUSIVE, 0.0, True),
        ],
    )
    def test_only_what_is_forbidden_and_as_likely_as_stated(
        self, regime: int, least: int, draw: float, seen: bool
    ) -> None:
        assert is_seen(row(CompanyRow, regime=regime, detection=0.2), least, draw) == seen


def test_a_position_is_caught_once_a_day() -> None:
    w = team()
    for _ in range(2):
        catch(w, 1)
    catch(w, 3)
    assert caught(w) == [(1, VITA), (3, VITA)]


@pytest.mark.parametrize(
    ("regime", "seen"),
    [("free", []), ("no-cross-recruiting", [(0, VITA), (1, VITA)]), ("exclusive", [(0, VITA), (1, VITA)])],
)
def test_cross_posts_are_seen_where_they_are_forbidden(regime: str, seen: list[tuple[int, int]]) -> None:
    w = team(regime)
    assert write_posts(w, THURSDAY).shape == (4, 2)
    assert caught(w) == seen


@pytest.mark.parametrize(
    ("winner", "won", "company", "seen"),
    [
        (0, 2, CLICKS, [(0, VITA)]),
        (0, 5, CLICKS, []),
        (0, 2, VITA, []),
        (1, 0, GLOW, [(1, VITA)]),
        (5, 2, CLICKS, []),
    ],
    ids=["a fellow", "an outsider", "for the company itself", "the one above", "an outsider wins"],
)
def test_winning_a_fellow_member_for_another_company(
    winner: int, won: int, company: int, seen: list[tuple[int, int]]
) -> None:
    w = team()
    win_over(w, THURSDAY, winner, won, company)
    assert caught(w) == seen


@pytest.mark.parametrize(("regime", "seen"), [("no-cross-recruiting", []), ("exclusive", [(0, VITA), (1, VITA)])])
def test_only_exclusive_companies_mind_who_works_elsewhere(regime: str, seen: list[tuple[int, int]]) -> None:
    w = team(regime)
    elsewhere(w, LAST)
    assert caught(w) == seen


def test_who_left_is_not_looked_for() -> None:
    w = team("exclusive")
    depart(w, int(w.held[1].seat[VITA]), 5, QUIT)
    elsewhere(w, LAST)
    assert caught(w) == [(0, VITA)]


def test_working_elsewhere_is_seen_as_often_as_stated() -> None:
    w = team("exclusive", 0.2, people=12)
    found = 0
    for month in range(1, 1_001):
        elsewhere(w, 30 * month - 1)
        found += len(caught(w))
        w.positions.caught[:], w.count[0].caught = 0, 0
    assert found / 2_000 == pytest.approx(0.2, abs=0.03)


def test_a_ban_takes_position_and_downline_and_leaves_the_money() -> None:
    w = team()
    w.positions[1].earned = 700
    purses, booked = w.accounts.balance.copy(), w.accounts.fees.copy()
    catch(w, 1)
    enforce(w, THURSDAY)
    assert (w.positions[1].left, w.positions[1].why, w.positions[1].earned) == (THURSDAY, BANNED, 700)
    assert (w.positions[2].sponsor, w.positions[0].recruits) == (0, 1)
    assert (w.people[1].works, w.people[1].main, w.life[1].quit) == (1 << CLICKS, CLICKS, 1 << VITA)
    np.testing.assert_array_equal(w.accounts.balance, purses)
    np.testing.assert_array_equal(w.accounts.fees, booked)
    assert (w.tally[1].bans, w.group[VITA].bans, w.group[CLICKS].bans) == (1, 1, 0)
    assert (w.count[0].caught, w.positions.caught.any(), w.count[0].departed) == (0, False, 0)


def test_a_member_who_quit_after_being_seen_is_not_banned() -> None:
    w = team()
    catch(w, 1)
    depart(w, 1, 5, QUIT)
    enforce(w, 5)
    assert (w.positions[1].why, w.tally[1].bans, w.positions[1].caught) == (QUIT, 0, 0)


def busy(regime: str, detection: float, **more: Any) -> Any:
    """A lively world in which all cross-post; vita has rules."""
    strategy = all_working("tailored", cross_post="everywhere")
    groups = {"posting": 0.6, "reading": 0.8}
    return scenario(**{"company": under(regime, detection), "strategy": strategy, "groups": groups, **more})


@pytest.mark.parametrize("regime", RULED)
def test_bans_conserve_money_and_positions_in_a_lively_world(regime: str) -> None:
    market = lived(busy(regime, 0.3), 0)
    for _ in range(65):
        market.step()
        assert market.world.money() == 0
    w = market.world.tables
    held = w.positions[: w.count[0].positions]
    banned = held[held.why == BANNED]
    assert banned.size == w.tally.bans.sum() == w.group.bans.sum()
    assert banned.size > 3
    assert set(banned.company.tolist()) == {VITA}
    assert (w.accounts.balance[: w.people.size] >= 0).all()
    assert not (w.people.works[banned.person] & (1 << VITA)).any()


@pytest.mark.parametrize("regime", RULED)
def test_who_sees_nothing_bans_nobody_and_changes_nothing(regime: str) -> None:
    blind, free = lived(busy(regime, 0.0), 65), lived(busy("free", 0.0), 65)
    assert differing(blind.world.tables, free.world.tables, ("company.regime",)) == []
    assert not blind.world.tables.tally.bans.any()


@pytest.mark.parametrize("regime", RULED)
def test_both_ways_of_living_a_day_agree(regime: str) -> None:
    of = busy(regime, 0.2)
    sweep, agents = lived(of, 65), lived(of, 65, activation="agents")
    assert differing(sweep.world.tables, agents.world.tables, SCRATCH) == []
    assert sweep.world.tables.tally.bans.sum() > 0


def test_winning_fellows_is_seen_without_any_group() -> None:
    talk = {"phases": {"groups": False, "expansion": False, "leaving": False}, "decision": {"intercept": 3.0}}
    w = lived(busy("no-cross-recruiting", 1.0, **talk), 65).world.tables
    assert not w.tally.cross_posts.any()
    assert w.tally.bans.sum() > 0


def test_switched_off_nobody_is_banned() -> None:
    w = lived(busy("exclusive", 1.0, phases={"regimes": False}), 40).world.tables
    assert not w.tally.bans.any()


def test_exclusive_companies_look_on_the_last_day_of_a_month() -> None:
    market = Market(busy("exclusive", 1.0, phases={"groups": False, "decisions": False, "expansion": False}), 1)
    for _ in range(29):
        market.step()
    assert not market.world.tables.tally.bans.any()
    working = int((market.world.tables.people.works & (1 << VITA) != 0).sum())
    market.step()
    assert market.world.tables.tally.bans.sum() == working > 0
