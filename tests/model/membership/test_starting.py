from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.accounts import to_cents
from sim.model.membership.joining import GOING_ON, RESTING, buy_only, enter, go_to_work
from sim.model.membership.leaving import BANNED, CLOSED, QUIT, depart, regroup
from sim.model.membership.starting import (
    NOTHING,
    another_business,
    expand,
    known_business,
    next_business,
)
from sim.model.tables import NETWORKER, NONE, PROSPECT, Tables
from tests.builders import COMPANIES, copied, differing, empty_world, set_cash

VITA, CLICKS, GLOW = 0, 1, 2


def town(companies: tuple[str, ...] = ("vita", "clicks", "glow"), pace: int = 30) -> Tables:
    """Person 0 works vita and clicks at the top; person 1 works vita under them since day 5."""
    strategy = [{"name": "all", "companies": list(companies), "pace": pace}]
    w = empty_world(people=4, strategy=strategy, experience={"start": 0.55}).tables
    for company in (VITA, CLICKS):
        enter(w, 0, 0, company, NONE, NONE)
        go_to_work(w, 0, 0, company)
    w.life.next_business[0] = 10**6
    enter(w, 5, 1, VITA, 0, NONE)
    go_to_work(w, 5, 1, VITA)
    return w


def test_the_next_business_is_the_first_of_the_strategy_they_do_not_work() -> None:
    w = town(companies=("glow", "vita", "clicks"))
    assert next_business(w, 1) == GLOW
    w.people.works[1] = 0b101
    assert next_business(w, 1) == CLICKS
    w.people.works[1] = 0b111
    assert next_business(w, 1) == NOTHING


def test_when_the_time_has_come_they_take_on_one_business() -> None:
    w = town()
    expand(w, 34)
    assert w.people.works[1] == 0b001
    expand(w, 35)
    assert w.people.works[1] == 0b011
    seat = w.positions[w.held.seat[1, CLICKS]]
    assert (seat.sponsor, seat.tie, seat.day, seat.working) == (w.held.seat[0, CLICKS], NONE, 35, 1)
    assert (seat.conviction, seat.expected) == (0.55, 0.55)
    assert (w.people.main[1], w.life.next_business[1]) == (VITA, 65)
    assert w.accounts.fees[1] == sum(to_cents(COMPANIES[c]["joining_fee"]) for c in (VITA, CLICKS))


def test_without_a_sponsor_there_they_start_at_the_top() -> None:
    w = town(companies=("vita", "glow"))
    expand(w, 35)
    assert w.positions[w.held.seat[1, GLOW]].sponsor == NONE


def test_a_customer_keeps_the_place_and_starts_to_work_it() -> None:
    w = town()
    seat = enter(w, 6, 1, CLICKS, int(w.held.seat[0, CLICKS]), 0)
    buy_only(w, 1, CLICKS)
    w.positions[seat].conviction = 0.9
    positions = int(w.count[0].positions)
    expand(w, 35)
    assert (w.count[0].positions, w.positions[seat].working, w.positions[seat].conviction) == (positions, 1, 0.9)
    assert (w.people.works[1], w.people.buys[1]) == (0b011, 0)


def test_who_cannot_pay_tries_again_after_the_pace() -> None:
    w = town(pace=7)
    set_cash(w, 1, to_cents(COMPANIES[CLICKS]["joining_fee"]) + to_cents(COMPANIES[CLICKS]["minimum_purchase"]) - 1)
    expand(w, 12)
    assert (w.people.works[1], w.life.next_business[1]) == (0b001, 19)
    set_cash(w, 1, 10_000)
    expand(w, 18)
    assert w.people.works[1] == 0b001
    expand(w, 19)
    assert w.people.works[1] == 0b011


def test_without_a_pause_one_a_day() -> None:
    w = town(pace=0)
    works = []
    for day in (5, 6, 7, 8):
        expand(w, day)
        works.append(int(w.people.works[1]))
    assert works == [0b011, 0b111, 0b111, 0b111]


def test_a_networker_with_as_many_as_wanted_takes_no_more() -> None:
    w = town(companies=("clicks", "glow"))
    w.people.works[1], w.life.next_business[1] = 0b101, 0  # came in by vita, which their strategy does not name
    before = copied(w)
    expand(w, 100)
    assert differing(before, w) == []


def test_who_works_nothing_expands_into_nothing() -> None:
    w = town()
    w.life.next_business[2:] = 0
    expand(w, 100)
    assert (w.people.works[2:] == 0).all()
    assert np.all(w.held.seat[2:] == NONE)


def one_after_the_other(pace: int = 30, **sections: Any) -> Tables:
    """Person 1 works vita since day 5, and keeps clicks and glow in reserve."""
    strategy = [{"name": "all", "companies": ["vita", "clicks", "glow"], "at_once": 1, "pace": pace}]
    w = empty_world(people=4, strategy=strategy, **sections).tables
    enter(w, 5, 1, VITA, NONE, NONE)
    go_to_work(w, 5, 1, VITA)
    return w


def test_one_after_the_other_takes_on_no_second_business() -> None:
    w = one_after_the_other()
    expand(w, 500)
    assert w.people.works[1] == 0b001


def ends(w: Tables, day: int, why: int, *companies: int, person: int = 1) -> None:
    """Let somebody give up companies, or lose them."""
    for c in companies:
        depart(w, int(w.held.seat[person, c]), day, why)
    regroup(w)


@pytest.mark.parametrize("why", [CLOSED, BANNED])
def test_when_their_only_business_ends_they_go_on_the_day_after(why: int) -> None:
    w = one_after_the_other()
    w.life.result[1] = -700.0
    ends(w, 100, why, VITA)
    assert (w.people.works[1], w.people.role[1], w.people.stranded[1]) == (0, PROSPECT, GOING_ON)
    assert w.count[0].between == 1
    expand(w, 100)
    assert w.people.works[1] == 0
    expand(w, 101)
    assert (w.people.works[1], w.people.main[1], w.people.role[1]) == (0b010, CLICKS, NETWORKER)
    assert (w.people.stranded[1], w.count[0].networkers, w.count[0].between) == (0, 1, 0)
    assert (w.tally.joined[1], w.life.began[1], w.life.result[1]) == (5, 5, -700.0)
    assert w.life.next_business[1] == 131


def test_who_cannot_pay_looks_again_a_month_later() -> None:
    w = one_after_the_other()
    ends(w, 100, CLOSED, VITA)
    set_cash(w, 1, 100)
    expand(w, 101)
    set_cash(w, 1, 100_000)
    expand(w, 130)
    assert w.people.works[1] == 0
    expand(w, 131)
    assert w.people.works[1] == 0b010


def test_who_left_rests_and_begins_anew() -> None:
    w = one_after_the_other(leaving={"rest": 12, "again": 1.0})
    w.life.result[1] = -700.0
    ends(w, 89, QUIT, VITA)
    assert w.people.stranded[1] == RESTING
    expand(w, 448)
    assert w.people.works[1] == 0
    expand(w, 449)
    assert (w.people.works[1], w.people.main[1], w.people.stranded[1]) == (0b010, CLICKS, 0)
    assert (w.tally.joined[1], w.life.began[1], w.life.result[1]) == (5, 449, 0.0)


def test_once_rested_they_start_again_with_the_same_chance_every_month() -> None:
    people, again = 2_000, 0.2
    strategy = [{"name": "vita", "companies": ["vita", "glow"], "at_once": 1}]
    rules = {"rest": 1, "again": again}
    graph = {"kind": "watts_strogatz", "k": 2, "p": 0.0}
    w = empty_world(people, strategy=strategy, leaving=rules, graph=graph).tables
    for i in range(people):
        enter(w, 0, i, VITA, NONE, NONE)
        go_to_work(w, 0, i, VITA)
    for i in range(people):
        depart(w, i, 29, QUIT)
    regroup(w)
    assert w.count[0].between == people
    for day in range(30, 120):
        expand(w, day)
        expected = 1 - (1 - again) ** ((day - 29) // 30)
        error = 4 * np.sqrt(expected * (1 - expected) / people)
        assert (w.people.works != 0).mean() == pytest.approx(expected, abs=error)
    assert (w.people.works[w.people.works != 0] == 1 << GLOW).all()
    assert w.count[0].between == (w.people.works == 0).sum()


def test_at_no_chance_nobody_starts_again() -> None:
    w = one_after_the_other(leaving={"rest": 0, "again": 0.0})
    ends(w, 89, QUIT, VITA)
    for day in range(90, 400):
        expand(w, day)
    assert w.people.works[1] == 0


def test_a_pitch_ends_the_rest_too() -> None:
    w = one_after_the_other()
    ends(w, 89, QUIT, VITA)
    enter(w, 120, 1, GLOW, NONE, NONE)
    go_to_work(w, 120, 1, GLOW)
    assert (w.people.stranded[1], w.count[0].between, w.life.began[1], w.life.next_business[1]) == (0, 0, 120, 150)


def known(*companies: int, **sections: Any) -> Tables:
    """Person 1 follows vita alone and has lost it; persons 0 and 2 work so many of the companies given, in turns."""
    w = empty_world(people=4, strategy=[{"name": "vita", "companies": ["vita"]}], **sections).tables
    enter(w, 0, 1, VITA, NONE, NONE)
    go_to_work(w, 0, 1, VITA)
    ends(w, 29, CLOSED, VITA)
    for n, c in enumerate(companies):
        enter(w, 0, 2 * n, c, NONE, NONE)
        go_to_work(w, 0, 2 * n, c)
    return w


def test_with_the_strategy_used_up_they_go_where_contacts_are() -> None:
    assert known_business(known(), 1, 30) == NOTHING
    assert known_business(known(VITA), 1, 30) == NOTHING
    assert known_business(known(GLOW), 1, 30) == GLOW
    w = known(GLOW, CLICKS)
    assert {known_business(w, 1, day) for day in range(30, 60)} == {GLOW, CLICKS}
    assert another_business(known(GLOW), 1, 30) == GLOW


def test_where_contacts_work_nothing_it_is_the_first_that_is_open() -> None:
    w = known()
    assert another_business(w, 1, 30) == CLICKS
    w.life.quit[1] |= 1 << CLICKS
    assert another_business(w, 1, 30) == GLOW
    w.life.quit[1] |= 1 << GLOW
    assert another_business(w, 1, 30) == NOTHING


def test_who_gave_up_all_there_is_may_come_back_to_the_main_one() -> None:
    w = town()
    for c in (CLICKS, GLOW):
        enter(w, 5, 1, c, NONE, NONE)
        go_to_work(w, 5, 1, c)
    ends(w, 89, QUIT, VITA, CLICKS, GLOW)
    w.law.leaving.again = 1.0
    main = int(w.people.main[1])
    assert another_business(w, 1, 449) == main
    expand(w, 449)
    assert (w.people.works[1], w.people.main[1], w.life.quit[1]) == (1 << main, main, 0b111 & ~(1 << main))
    ends(w, 479, QUIT, main)
    w.pools.closed[main] = 480
    assert another_business(w, 1, 900) == NOTHING
