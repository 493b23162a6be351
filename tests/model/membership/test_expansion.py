from __future__ import annotations

import numpy as np
import pytest

from sim.core.accounts import to_cents
from sim.model.membership.departure import BANNED, CLOSED, QUIT, depart, regroup
from sim.model.membership.expansion import NOTHING, expand, next_business, sponsor_in
from sim.model.membership.joining import buy_only, enter, found, go_to_work
from sim.model.tables import NETWORKER, NONE, PROSPECT, Tables
from tests.builders import COMPANIES, copied, differing, empty_world, set_cash

VITA, CLICKS, GLOW = 0, 1, 2


def town(companies: tuple[str, ...] = ("vita", "clicks", "glow"), pace: int = 30) -> Tables:
    """Person 0 works vita and clicks at the top; person 1 works vita under him since day 5."""
    strategy = [{"name": "all", "companies": list(companies), "pace": pace}]
    w = empty_world(people=4, strategy=strategy, experience={"start": 0.55}).tables
    for company in (VITA, CLICKS):
        enter(w, 0, 0, company, NONE, NONE)
        go_to_work(w, 0, 0, company)
    w.life.next_business[0] = 10**6
    enter(w, 5, 1, VITA, 0, NONE)
    go_to_work(w, 5, 1, VITA)
    return w


def test_the_next_business_is_the_first_of_the_strategy_he_does_not_work() -> None:
    w = town(companies=("glow", "vita", "clicks"))
    assert next_business(w, 1) == GLOW
    w.people.works[1] = 0b101
    assert next_business(w, 1) == CLICKS
    w.people.works[1] = 0b111
    assert next_business(w, 1) == NOTHING


def test_he_enters_under_somebody_who_sponsors_him_already() -> None:
    w = town()
    assert sponsor_in(w, 1, CLICKS) == w.held.seat[0, CLICKS]
    assert sponsor_in(w, 1, GLOW) == NONE
    assert sponsor_in(w, 0, GLOW) == NONE


def test_when_the_time_has_come_he_takes_on_one_business() -> None:
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


def test_without_a_sponsor_there_he_starts_at_the_top() -> None:
    w = town(companies=("vita", "glow"))
    expand(w, 35)
    assert w.positions[w.held.seat[1, GLOW]].sponsor == NONE


def test_a_customer_keeps_his_place_and_starts_to_work_it() -> None:
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


def test_who_has_as_many_as_he_wants_takes_no_more() -> None:
    w = town(companies=("clicks", "glow"))
    w.people.works[1], w.life.next_business[1] = 0b101, 0  # came in by vita, which his strategy does not name
    before = copied(w)
    expand(w, 100)
    assert differing(before, w) == []


def test_who_works_nothing_expands_into_nothing() -> None:
    w = town()
    w.life.next_business[2:] = 0
    expand(w, 100)
    assert (w.people.works[2:] == 0).all()
    assert np.all(w.held.seat[2:] == NONE)


def one_after_the_other(pace: int = 30) -> Tables:
    """Person 1 works vita since day 5, and keeps clicks and glow in reserve."""
    strategy = [{"name": "all", "companies": ["vita", "clicks", "glow"], "at_once": 1, "pace": pace}]
    w = empty_world(people=4, strategy=strategy).tables
    enter(w, 5, 1, VITA, NONE, NONE)
    go_to_work(w, 5, 1, VITA)
    return w


def test_one_after_the_other_takes_on_no_second_business() -> None:
    w = one_after_the_other()
    expand(w, 500)
    assert w.people.works[1] == 0b001


def test_when_his_only_business_closes_he_starts_the_next_after_the_pace() -> None:
    w = one_after_the_other()
    depart(w, int(w.held.seat[1, VITA]), 100, CLOSED)
    regroup(w)
    assert (w.people.works[1], w.people.role[1], w.life.stranded[1]) == (0, PROSPECT, 1)
    expand(w, 129)
    assert w.people.works[1] == 0
    expand(w, 130)
    assert (w.people.works[1], w.people.main[1], w.people.role[1]) == (0b010, CLICKS, NETWORKER)
    assert (w.life.stranded[1], w.count[0].networkers) == (0, 1)
    assert w.tally.joined[1] == 5


@pytest.mark.parametrize("why", [QUIT, BANNED])
def test_who_gives_up_his_only_business_or_is_banned_stays_out(why: int) -> None:
    w = one_after_the_other()
    depart(w, int(w.held.seat[1, VITA]), 100, why)
    expand(w, 1000)
    assert (w.people.works[1], w.life.stranded[1]) == (0, 0)


def test_who_works_all_at_once_does_not_start_anew() -> None:
    w = town(companies=("vita", "clicks"))
    depart(w, int(w.held.seat[1, VITA]), 6, CLOSED)
    expand(w, 1000)
    assert (w.people.works[1], w.life.stranded[1]) == (0, 0)


def test_founders_start_with_as_many_as_they_want_at_once() -> None:
    strategy = [{"name": "all", "companies": ["glow", "vita", "clicks"], "at_once": 2}]
    w = empty_world(people=4, strategy=strategy).tables
    w.life.founder[2] = 1
    found(w)
    assert (w.people.works[2], w.people.main[2]) == (0b101, GLOW)
