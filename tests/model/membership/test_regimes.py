from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.market import Market
from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import BANNED, QUIT, depart, enforce
from sim.model.membership.regimes import (
    EXCLUSIVE,
    FREE,
    NO_CROSS_RECRUITING,
    catch,
    elsewhere,
    is_seen,
    win_over,
)
from sim.model.plans.rows import CompanyRow
from sim.model.reach.channels import write_posts
from sim.model.tables import NONE, Tables
from tests.builders import COMPANIES, all_working, differing, empty_world, lived, row, scenario
from tests.digest import SCRATCH
from tests.model.contract import RuleContract, named, share

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
    talk = {
        "phases": {"groups": False, "expansion": False, "leaving": False},
        "decision": {"intercept": 1.0, "work_intercept": 1.0},
    }
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
