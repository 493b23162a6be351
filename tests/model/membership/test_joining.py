from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.accounts import Account, to_cents
from sim.model.membership.joining import (
    NOTHING,
    affords,
    believe,
    buy_only,
    enter,
    expand,
    found,
    go_to_work,
    next_business,
    open_position,
    start_working,
)
from sim.model.membership.leaving import BANNED, CLOSED, QUIT, depart, regroup
from sim.model.plans.rows import Position
from sim.model.tables import NETWORKER, NONE, PROSPECT, UPLINE, Tables
from sim.world.build import build
from tests.builders import COMPANIES, copied, differing, empty_world, row, scenario, set_cash, touched
from tests.model.contract import RuleContract, cents, days, named, share

index = st.integers(0, 4_000)


class TestOpenPosition(RuleContract):
    rule = staticmethod(open_position)
    takes = named(
        position=Position, person=index, company=st.integers(0, 15), sponsor=index, tie=st.just(NONE), day=days
    )
    writes = named(position={"person", "company", "sponsor", "tie", "day", "left", "top", "recruiter", "place"})

    def test_fills_a_row(self) -> None:
        position = row(Position)
        open_position(position, 3, 1, NONE, 9, 20)
        found_row = (position.person, position.company, position.sponsor, position.tie, position.day, position.left)
        assert found_row == (3, 1, NONE, 9, 20, -1)
        assert (position.top, position.recruiter) == (1, NONE)
        open_position(position, 3, 1, 2, 9, 20)
        assert (position.top, position.recruiter) == (0, NONE)
        assert position.place == NONE


class TestBelieve(RuleContract):
    rule = staticmethod(believe)
    takes = named(position=Position, promised=share, credibility=share)
    writes = named(position={"expected", "promised", "conviction"})

    def test_expects_the_promise_and_believes_the_mouth(self) -> None:
        position = row(Position)
        believe(position, 0.8, 0.25)
        assert (position.expected, position.promised, position.conviction) == (0.8, 0.8, 0.2)


class TestStartWorking(RuleContract):
    rule = staticmethod(start_working)
    takes = named(position=Position, knowledge=share, induction=st.floats(0, 1000))
    writes = named(position={"working", "knowledge", "backlog"})

    def test_little_known_and_much_to_read(self) -> None:
        position = row(Position)
        start_working(position, 0.3, 20.0)
        assert (position.working, position.knowledge, position.backlog) == (1, 0.3, 20.0)


class TestAffords(RuleContract):
    rule = staticmethod(affords)
    takes = named(account=Account, fee=cents, purchase=cents)
    gives = (False, True)

    def test_to_the_cent(self) -> None:
        assert affords(row(Account, balance=1_000), 400, 600)
        assert not affords(row(Account, balance=999), 400, 600)


def changed(w: Tables, before: Tables) -> dict[str, set[int]]:
    """Rows that changed, but for the count and the companies' purses."""
    return {table: {int(i) for i in rows} for table, rows in touched(before, w).items() if table != "count"}


def test_entering_is_seen_by_contacts_only() -> None:
    w = empty_world(graph={"kind": "watts_strogatz", "k": 4, "p": 0.0}).tables
    before = copied(w)
    assert enter(w, 5, 3, 1, NONE, NONE) == 0
    assert changed(w, before) == {"positions": {0}, "held": {1, 2, 3, 4, 5}}
    assert w.held.seat[3, 1] == 0
    assert [int(n) for n in w.held.around[:7, 1]] == [0, 1, 1, 0, 1, 1, 0]


@pytest.mark.parametrize("people", [2, 256, 257, 300])
def test_contacts_who_are_in_are_counted_however_many_there_are(people: int) -> None:
    w = empty_world(people=people, graph={"kind": "complete"}).tables
    for i in range(people):
        enter(w, 0, i, 0, NONE, NONE)
    assert (w.held.around[:, 0] == people - 1).all()
    for p in range(people - 1):
        depart(w, p, 3, QUIT)
    assert w.held.around[:, 0].tolist() == [1] * (people - 1) + [0]


def test_a_hub_with_more_contacts_than_16_bits_count_sees_them_all() -> None:
    w = empty_world(people=3).tables
    w.held.around[:, 0] = 2**16 - 1
    enter(w, 0, 0, 0, NONE, NONE)
    assert w.held.around[1:, 0].tolist() == [2**16, 2**16]


def test_going_to_work_pays_the_fee_and_counts_for_the_sponsor() -> None:
    w = empty_world().tables
    above = enter(w, 0, 0, 0, NONE, NONE)
    enter(w, 4, 1, 0, above, NONE)
    before = copied(w)
    go_to_work(w, 4, 1, 0)
    n = w.people.size
    assert changed(w, before) == {
        "people": {1},
        "life": {1},
        "tally": {0, 1},
        "accounts": {1, n},
        "positions": {0, 1},
    }
    fee = to_cents(COMPANIES[0]["joining_fee"])
    assert (w.accounts[1].fees, w.accounts[n].balance - before.accounts[n].balance) == (fee, fee)
    assert (w.people[1].works, w.people[1].main, w.people[1].role) == (1, 0, NETWORKER)
    assert (w.tally[1].joined, w.tally[0].recruits, w.life[1].next_business) == (4, 1, 34)


def test_the_first_business_stays_the_main_one() -> None:
    w = empty_world().tables
    for day, company in ((3, 2), (9, 0)):
        enter(w, day, 1, company, NONE, NONE)
        go_to_work(w, day, 1, company)
    assert (w.people[1].main, w.people[1].works, w.tally[1].joined) == (2, 0b101, 3)


def test_a_customer_who_goes_to_work_keeps_the_place() -> None:
    w = empty_world().tables
    above = enter(w, 0, 0, 0, NONE, NONE)
    seat = enter(w, 1, 1, 0, above, NONE)
    buy_only(w, 1, 0)
    assert (w.people[1].buys, w.people[1].works, w.tally[0].sales) == (1, 0, 1)
    go_to_work(w, 2, 1, 0)
    assert (w.people[1].buys, w.people[1].works, w.positions[seat].sponsor) == (0, 1, above)


@pytest.mark.parametrize(("team", "role"), [(2, NETWORKER), (3, UPLINE)])
def test_three_direct_recruits_in_one_company_make_an_upline(team: int, role: int) -> None:
    w = empty_world().tables
    above = enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    other = enter(w, 0, 0, 1, NONE, NONE)
    go_to_work(w, 0, 0, 1)
    enter(w, 1, 9, 1, other, NONE)
    go_to_work(w, 1, 9, 1)
    for i in range(1, team + 1):
        enter(w, 1, i, 0, above, NONE)
        go_to_work(w, 1, i, 0)
    assert w.people[0].role == role


def test_an_upline_stays_one_when_they_take_on_another_business() -> None:
    w = empty_world().tables
    w.people[0].role = UPLINE
    enter(w, 0, 0, 0, NONE, NONE)
    go_to_work(w, 0, 0, 0)
    assert w.people[0].role == UPLINE


def test_founders_work_their_whole_strategy_at_the_top_and_free() -> None:
    strategy = [{"name": "two", "companies": ["glow", "vita"], "pace": 12}]
    start = {"study": {"founders": 0.7}, "experience": {"start": 0.55}}
    world = build(scenario(strategy=strategy, **start), seed=3)
    w = world.tables
    before = w.accounts.balance.copy()
    found(w)
    founders = np.flatnonzero(w.life.founder)
    assert founders.size == 8
    assert w.count[0].positions == 16
    held = w.positions[:16]
    assert (held.sponsor == NONE).all()
    assert (held.knowledge == 0.7).all()
    assert (held.conviction == 0.55).all()
    assert (held.expected == 0.55).all()
    assert (held.backlog == 0.0).all()
    np.testing.assert_array_equal(w.people.works != 0, w.life.founder == 1)
    assert (w.people.works[founders] == 0b101).all()
    assert (w.people.main[founders] == 2).all()
    assert (w.life.next_business[founders] == 12).all()
    np.testing.assert_array_equal(w.accounts.balance, before)


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


def test_when_their_only_business_closes_they_start_the_next_after_the_pace() -> None:
    w = one_after_the_other()
    depart(w, int(w.held.seat[1, VITA]), 100, CLOSED)
    regroup(w)
    assert (w.people.works[1], w.people.role[1], w.people.stranded[1]) == (0, PROSPECT, 1)
    expand(w, 129)
    assert w.people.works[1] == 0
    expand(w, 130)
    assert (w.people.works[1], w.people.main[1], w.people.role[1]) == (0b010, CLICKS, NETWORKER)
    assert (w.people.stranded[1], w.count[0].networkers) == (0, 1)
    assert w.tally.joined[1] == 5


@pytest.mark.parametrize("why", [QUIT, BANNED])
def test_a_member_who_gives_up_the_only_business_or_is_banned_stays_out(why: int) -> None:
    w = one_after_the_other()
    depart(w, int(w.held.seat[1, VITA]), 100, why)
    expand(w, 1000)
    assert (w.people.works[1], w.people.stranded[1]) == (0, 0)


def test_who_works_all_at_once_does_not_start_anew() -> None:
    w = town(companies=("vita", "clicks"))
    depart(w, int(w.held.seat[1, VITA]), 6, CLOSED)
    expand(w, 1000)
    assert (w.people.works[1], w.people.stranded[1]) == (0, 0)


def test_founders_start_with_as_many_as_they_want_at_once() -> None:
    strategy = [{"name": "all", "companies": ["glow", "vita", "clicks"], "at_once": 2}]
    w = empty_world(people=4, strategy=strategy).tables
    w.life.founder[2] = 1
    found(w)
    assert (w.people.works[2], w.people.main[2]) == (0b101, GLOW)
