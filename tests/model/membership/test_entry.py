from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.accounts import to_cents
from sim.core.errors import UserError
from sim.model.membership.entry import draw_entrants, main_of, take_up_main
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.tables import NONE, Tables
from tests.builders import COMPANIES, empty_world, lived, scenario, set_cash

VITA, CLICKS, GLOW = 0, 1, 2
FOCAL: dict[str, Any] = {"worlds": "focal", "focal_people": 3, "focal_entry": 30, "focal_window": 10}
WAYS = [
    {"name": "others", "companies": ["vita"]},
    {"name": "studied", "companies": ["clicks", "vita"], "pace": 10},
]


def waiting(people: int = 60, **design: Any) -> Tables:
    """Nobody works yet; those studied are to be drawn."""
    world = empty_world(people, strategy=WAYS, time={"days": 100}, design={**FOCAL, **design})
    world.tables.entry.strategy = 1
    return world.tables


def drawn(w: Tables) -> list[int]:
    draw_entrants(w)
    return w.entrants.person.tolist()


def test_those_studied_are_a_few_of_the_prospects_who_would_work() -> None:
    w = waiting()
    w.people.open[:50] = 0
    w.tally.joined[50:55] = 7  # who worked once is no beginner
    who = drawn(w)
    assert len(set(who)) == 3
    assert min(who) >= 55
    assert w.life.focal.sum() == 3
    assert (w.life.focal[who] == 1).all()
    assert ((w.entrants.day >= 30) & (w.entrants.day < 40)).all()
    assert (w.people.strategy[who] == 0).all()


def test_until_their_day_they_take_up_nobodys_work() -> None:
    w = waiting()
    who = drawn(w)
    assert (w.people.open[who] == 0).all()
    assert w.people.open.sum() == 57
    take_up_main(w, 33, 0)
    assert w.people.open[who].tolist() == [1, 0, 0]


def test_a_seed_draws_the_same_people_and_days_whatever_is_studied() -> None:
    one, two = waiting(), waiting()
    two.entry.strategy = 0
    assert drawn(one) == drawn(two)
    assert one.entrants.day.tolist() == two.entrants.day.tolist()


def test_where_there_are_fewer_all_of_them_are_drawn() -> None:
    w = waiting()
    w.tally.joined[2:] = 7
    assert sorted(drawn(w)) == [0, 1, NONE]
    assert w.entrants.day[w.entrants.person == NONE].tolist() == [-1]


def test_on_their_day_they_take_up_the_main_business_under_somebody_who_works_it() -> None:
    w = waiting()
    i = drawn(w)[0]
    above = next(other for other in range(60) if w.life.focal[other] == 0)
    enter(w, 0, above, CLICKS, NONE, NONE)
    go_to_work(w, 0, above, CLICKS)
    take_up_main(w, 33, 0)
    seat = w.positions[w.held.seat[i, CLICKS]]
    assert (seat.sponsor, seat.working, seat.day, seat.tie) == (w.held.seat[above, CLICKS], 1, 33, NONE)
    assert (w.people.works[i], w.people.main[i], w.people.strategy[i]) == (1 << CLICKS, CLICKS, 1)
    assert (w.tally.joined[i], w.life.next_business[i]) == (33, 43)
    assert w.accounts.fees[i] == to_cents(COMPANIES[CLICKS]["joining_fee"])
    assert w.tally.recruits[above] == 1


def test_a_customer_keeps_their_place_and_what_a_business_cost_before_is_written_down() -> None:
    w = waiting()
    i = drawn(w)[0]
    seat = enter(w, 5, i, CLICKS, NONE, NONE)
    buy_only(w, i, CLICKS)
    w.tally.goods[i] = 4_000
    take_up_main(w, 33, 0)
    assert w.held.seat[i, CLICKS] == seat
    assert (w.people.works[i], w.people.buys[i]) == (1 << CLICKS, 0)
    assert (w.entrants.goods[0], w.entrants.fees[0]) == (4_000, 0)


def test_what_the_purse_lacks_the_household_gives() -> None:
    w = waiting()
    rich, poor = drawn(w)[:2]
    set_cash(w, poor, 1_000)
    before = w.accounts.balance[rich]
    take_up_main(w, 33, 0)
    take_up_main(w, 33, 1)
    fee, goods = (to_cents(COMPANIES[CLICKS][name]) for name in ("joining_fee", "minimum_purchase"))
    assert w.accounts.balance[rich] == before - fee
    assert (w.accounts.balance[poor], w.accounts.fees[poor]) == (goods, fee)
    assert (w.accounts.active[poor], w.accounts.balance.sum()) == (0, 0)


@pytest.mark.parametrize(("hours", "full"), [(None, None), (12.0, 0), (40.0, 1)])
def test_hours_of_those_studied_are_those_of_the_design_from_then_on(hours: float | None, full: int | None) -> None:
    w = waiting(focal_hours=hours)
    i = drawn(w)[0]
    own = (float(w.life.hours[i]), int(w.life.full_time[i]))
    take_up_main(w, 33, 0)
    assert (w.life.hours[i], w.life.full_time[i]) == (own if hours is None else (hours, full))
    assert (np.delete(w.life.hours, i) != 12.0).all()


def test_a_company_that_has_closed_is_passed_over() -> None:
    w = waiting()
    i = drawn(w)[0]
    w.pools.closed[CLICKS] = 20
    assert main_of(w, 1) == VITA
    w.pools.closed[VITA] = 21
    take_up_main(w, 33, 0)
    assert (w.people.works[i], w.tally.joined[i]) == (0, -1)


def test_all_of_them_are_in_after_the_window() -> None:
    market = lived(scenario(design=FOCAL), 41, seed=3, strategy="tailored")
    w = market.world.tables
    joined = w.tally.joined[w.entrants.person]
    assert joined.tolist() == w.entrants.day.tolist()
    assert market.world.remarks == []


def test_founders_may_have_hours_of_their_own_as_well() -> None:
    of = {**FOCAL, "focal_entry": 0, "focal_hours": 38.0}
    w = lived(scenario(design=of), 0, seed=3, strategy="tailored").world.tables
    focal = w.life.focal == 1
    assert focal.sum() == 3
    assert (w.life.hours[focal] == 38.0).all()
    assert (w.life.founder[focal] == 1).all()
    assert w.entrants.size == 0


def test_where_too_few_would_work_others_who_never_did_are_drawn() -> None:
    market = lived(scenario(design=FOCAL), 30, seed=3, strategy="tailored")
    w = market.world.tables
    would = np.flatnonzero((w.people.open == 1) & (w.people.works == 0) & (w.tally.joined < 0))
    w.people.open[would[1:]] = 0
    market.step()
    assert market.world.remarks == []
    assert w.entrants.person[0] == would[0]
    others = w.entrants.person[1:].astype(np.int64)
    assert len(set(others.tolist())) == 2
    assert (w.tally.joined[others] < 0).all()
    assert (w.people.open[w.entrants.person] == 0).all()  # until their day


def test_fewer_than_asked_for_is_said_and_none_is_an_error() -> None:
    market = lived(scenario(design=FOCAL), 30, seed=3, strategy="tailored")
    w = market.world.tables
    never = np.flatnonzero((w.people.works == 0) & (w.tally.joined < 0))
    w.tally.joined[never[1:]] = 0
    some = market.branch("tailored")
    some.step()
    assert some.world.remarks == ["Only 1 of 3 focal people could be drawn: nobody else was left who never worked."]
    w.tally.joined[never] = 0
    with pytest.raises(UserError, match=r"On day 31 nobody is left .*Lower design\.focal_entry"):
        market.step()
