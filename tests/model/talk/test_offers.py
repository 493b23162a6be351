from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.chance import stream
from sim.core.rows import one_row
from sim.model.people.rows import Held, LifeRow, Link, Person
from sim.model.talk.meeting import forget_refusals
from sim.model.talk.offers import (
    BUY,
    MOST_REFUSED,
    WORK,
    for_listener,
    forget,
    given_up,
    kept_for_a_month,
    may,
    month_of,
    open_to,
    refusals,
    refuse,
)
from sim.model.talk.parameters import Conversation
from tests.builders import empty_world, row, tie_between
from tests.model.contract import RuleContract, days, named

company = st.integers(0, 15)
companies = st.integers(0, 2**16 - 1)
months = st.integers(1, 1_218)
count = st.integers(0, MOST_REFUSED)
DRAWS = np.uint64(stream(np.uint64(7), np.uint64(11), 0))
C = 3  # a company, its row
IN = 1 << C


def person(
    works: int = 0, buys: int = 0, quits: int = 0, rests: int = 0, stranded: int = 0
) -> tuple[Person, LifeRow, Held]:
    """Somebody in or out of company ``C``; each is 0 or 1, ``rests`` a month, ``stranded`` as in the row."""
    held = row(Held)
    held.rests[C] = rests
    return row(Person, works=works << C, buys=buys << C, stranded=stranded), row(LifeRow, quit=quits << C), held


class TestRefusals(RuleContract):
    rule = staticmethod(refusals)
    takes = named(link=Link, company=company)
    gives = (0, MOST_REFUSED)

    @given(counts=st.lists(count, min_size=16, max_size=16))
    def test_sixteen_counts_stand_side_by_side(self, counts: list[int]) -> None:
        link = row(Link, refused=sum(number << 4 * c for c, number in enumerate(counts)))
        assert [refusals(link, c) for c in range(16)] == counts


class TestRefuse(RuleContract):
    rule = staticmethod(refuse)
    takes = named(link=Link, company=company)
    writes = named(link={"refused"})

    @given(counts=st.lists(count, min_size=16, max_size=16), refused=company)
    def test_one_count_grows_up_to_fifteen(self, counts: list[int], refused: int) -> None:
        link = row(Link, refused=sum(number << 4 * c for c, number in enumerate(counts)))
        refuse(link, refused)
        expected = [min(number + (c == refused), MOST_REFUSED) for c, number in enumerate(counts)]
        assert [refusals(link, c) for c in range(16)] == expected


class TestKeptForAMonth(RuleContract):
    rule = staticmethod(kept_for_a_month)
    takes = named(law=Conversation)
    gives = (0.0, 1.0)

    @pytest.mark.parametrize(("days", "kept"), [(0.0, 1.0), (30.0, 0.5), (360.0, 0.5 ** (1 / 12)), (60.0, 0.5**0.5)])
    def test_half_are_after_the_half_life(self, days: float, kept: float) -> None:
        assert kept_for_a_month(one_row({"refusal_half_life": days})[0]) == pytest.approx(kept)


class TestForget(RuleContract):
    rule = staticmethod(forget)
    takes = named(
        link=Link, tie=st.integers(0, 10**6), companies=companies, keep=st.floats(0.0, 1.0), draws=st.just(DRAWS)
    )
    writes = named(link={"refused"})

    @given(counts=st.lists(count, min_size=16, max_size=16), tie=st.integers(0, 10**6))
    def test_nothing_grows_none_is_kept_at_0_and_all_are_at_1(self, counts: list[int], tie: int) -> None:
        link = row(Link, refused=sum(number << 4 * c for c, number in enumerate(counts)))
        forget(link, tie, 0xFFFF, 1.0, DRAWS)
        assert [refusals(link, c) for c in range(16)] == counts
        forget(link, tie, 0xFFFF, 0.5, DRAWS)
        assert all(refusals(link, c) <= number for c, number in enumerate(counts))
        forget(link, tie, 0xFFFF, 0.0, DRAWS)
        assert link.refused == 0

    def test_half_are_forgotten_one_by_one(self) -> None:
        left = []
        for tie in range(2_000):
            link = row(Link, refused=8 << 4 * C)
            forget(link, tie, IN, 0.5, DRAWS)
            left.append(refusals(link, C))
        assert np.mean(left) == pytest.approx(4.0, abs=0.15)
        assert np.var(left) == pytest.approx(2.0, abs=0.3)


class TestMay(RuleContract):
    rule = staticmethod(may)
    takes = named(person=Person, life=LifeRow, held=Held, company=company, month=months)
    gives = (0, BUY | WORK)

    @pytest.mark.parametrize(
        ("holds", "left"),
        [
            ({}, BUY | WORK),
            ({"works": 1}, 0),
            ({"buys": 1}, WORK),
            ({"quits": 1}, BUY),
            ({"quits": 1, "buys": 1}, 0),
            ({"rests": 8}, WORK),
            ({"rests": 7}, BUY | WORK),
            ({"rests": 8, "quits": 1}, 0),
        ],
    )
    def test_nobody_is_offered_what_they_hold_gave_up_or_rest_from(self, holds: Any, left: int) -> None:
        assert may(*person(**holds), C, 7) == left
        assert may(*person(**holds), C + 1, 7) == BUY | WORK  # another company

    @pytest.mark.parametrize("stranded", [1, 2])
    @pytest.mark.parametrize("holds", [{}, {"quits": 1}, {"buys": 1}, {"rests": 8}])
    def test_people_between_businesses_are_offered_goods_alone(self, holds: Any, stranded: int) -> None:
        left = may(*person(**holds), C, 7) & BUY
        assert may(*person(**holds, stranded=stranded), C, 7) == left
        assert may(*person(**holds, stranded=stranded), C + 1, 7) == BUY
        assert open_to(*person(**holds, stranded=stranded), IN, 7) == (IN if left else 0)


class TestOpenTo(RuleContract):
    rule = staticmethod(open_to)
    takes = named(person=Person, life=LifeRow, held=Held, offered=companies, month=months)
    gives = (0, 2**16 - 1)

    @given(
        works=companies,
        buys=companies,
        quits=companies,
        offered=companies,
        rests=st.lists(st.integers(0, 9), min_size=16, max_size=16),
        month=st.integers(1, 9),
    )
    def test_asks_what_may_asks_of_each_company(
        self, works: int, buys: int, quits: int, offered: int, rests: list[int], month: int
    ) -> None:
        held = row(Held)
        held.rests[:] = rests
        who, life = row(Person, works=works, buys=buys & ~works), row(LifeRow, quit=quits)
        expected = [c for c in range(16) if offered >> c & 1 and may(who, life, held, c, month)]
        assert open_to(who, life, held, offered, month) == sum(1 << c for c in expected)


class TestGivenUp(RuleContract):
    rule = staticmethod(given_up)
    takes = named(link=Link, offered=companies, most=count)
    gives = (0, 2**16 - 1)

    def test_after_so_many_refusals_of_that_company(self) -> None:
        link = row(Link)
        for nth in range(6):
            assert [given_up(link, offered, 4) for offered in (IN, IN | 1, 1)] == (
                [IN, IN, 0] if nth >= 4 else [0, 0, 0]
            )
            refuse(link, C)

    def test_never_if_told_so(self) -> None:
        assert given_up(row(Link, refused=2**64 - 1), 0xFFFF, 0) == 0
        assert given_up(row(Link, refused=2**64 - 1), 0xFFFF, 15) == 0xFFFF


class TestMonthOf(RuleContract):
    rule = staticmethod(month_of)
    takes = named(day=days)
    gives = (1, 1_218)

    def test_counts_from_one(self) -> None:
        assert [month_of(day) for day in (0, 29, 30, 59, 60)] == [1, 1, 2, 2, 3]


class TestForListener(RuleContract):
    rule = staticmethod(for_listener)
    takes = named(person=Person, life=LifeRow, held=Held, tells=Link, offered=companies, law=Conversation, month=months)
    gives = (0, 2**16 - 1)

    def test_what_is_left_and_was_not_refused_too_often(self) -> None:
        law, tells, everything = one_row(Conversation(give_up=2).model_dump())[0], row(Link), 0b111 << C
        assert for_listener(*person(), tells, everything, law, 7) == open_to(*person(), everything, 7) == everything
        refuse(tells, C)
        assert for_listener(*person(), tells, everything, law, 7) == everything
        refuse(tells, C)
        assert for_listener(*person(), tells, everything, law, 7) == 0b110 << C
        assert (
            for_listener(*person(), tells, everything, one_row(Conversation(give_up=0).model_dump())[0], 7)
            == everything
        )
        refused = row(Link)
        assert for_listener(*person(works=1), refused, everything, law, 7) == 0b110 << C
        assert for_listener(*person(quits=1, rests=8), refused, everything, law, 7) == 0b110 << C
        assert for_listener(*person(quits=1, rests=8), refused, everything, law, 8) == everything


@pytest.mark.parametrize(("half_life", "joined", "left"), [(360.0, 5, 0), (360.0, -1, 4), (0.0, 5, 4)])
def test_who_ever_worked_forgets_and_asks_again(half_life: float, joined: int, left: int) -> None:
    w = empty_world(conversation={"refusal_half_life": half_life}).tables
    w.tally[0].joined = joined
    link, law = w.links[tie_between(w, 0, 1)], w.law[0].conversation
    for _ in range(4):
        refuse(link, 1)
    assert for_listener(*person(), link, 0b10, law, 1) == 0
    for month in range(120):
        forget_refusals(w, 30 * month)
    assert refusals(link, 1) == left
    assert for_listener(*person(), link, 0b10, law, 1) == (0b10 if left == 0 else 0)
