from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.core.accounts import Account, to_cents
from sim.model.membership.joining import (
    GOING_ON,
    RESTING,
    affords,
    begin,
    believe,
    buy_only,
    enter,
    found,
    go_to_work,
    open_position,
    start_working,
)
from sim.model.membership.leaving import QUIT, depart
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.rows import Position
from sim.model.tables import NETWORKER, NONE, UPLINE, Tables
from sim.world.build import build
from tests.builders import COMPANIES, copied, empty_world, row, scenario, touched
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
    takes = named(position=Position, day=days, knowledge=share, induction=st.floats(0, 1000))
    writes = named(position={"working", "since", "knowledge", "backlog", "losses"})

    def test_little_known_and_much_to_read(self) -> None:
        position = row(Position, day=5, losses=9)
        start_working(position, 40, 0.3, 20.0)
        assert (position.working, position.knowledge, position.backlog) == (1, 0.3, 20.0)
        assert (position.day, position.since, position.losses) == (5, 40, 0)


class TestBegin(RuleContract):
    rule = staticmethod(begin)
    takes = named(person=Person, life=LifeRow, day=days, pace=st.integers(0, 400))
    writes = named(person={"stranded"}, life={"next_business", "began", "result"})

    @pytest.mark.parametrize(
        ("stranded", "began", "result"), [(0, 100, 0.0), (RESTING, 100, 0.0), (GOING_ON, 7, -400.0)]
    )
    def test_anew_unless_the_last_one_was_lost(self, stranded: int, began: int, result: float) -> None:
        person, life = row(Person, stranded=stranded), row(LifeRow, began=7, result=-400.0, next_business=900)
        begin(person, life, 100, 30)
        assert (person.stranded, life.began, life.result, life.next_business) == (0, began, result, 130)


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


GLOW = 2


def test_founders_start_with_as_many_as_they_want_at_once() -> None:
    strategy = [{"name": "all", "companies": ["glow", "vita", "clicks"], "at_once": 2}]
    w = empty_world(people=4, strategy=strategy).tables
    w.life.founder[2] = 1
    found(w)
    assert (w.people.works[2], w.people.main[2]) == (0b101, GLOW)
