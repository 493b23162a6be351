from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.core.accounts import (
    ACTIVE,
    CAPITAL,
    FEES,
    GOODS,
    MATERIALS,
    PASSIVE,
    STAKES,
    UNBOOKED,
    Account,
    part,
    pay,
    to_cents,
    to_millionths,
)
from tests.builders import row
from tests.model.contract import RuleContract, cents, named

BOOKED = {"active", "passive", "capital"}
SPENT = {"goods", "fees", "materials", "stakes"}


class TestPay(RuleContract):
    rule = staticmethod(pay)
    takes = named(payer=Account, payee=Account, cents=cents, kind=st.integers(0, 7))
    writes = named(payer={"balance", *SPENT}, payee={"balance", *BOOKED})

    def fit(self, values: dict[str, Any]) -> None:
        values["payer"].balance += 10**9

    @pytest.mark.parametrize(
        ("kind", "side", "column"),
        [
            (ACTIVE, 1, "active"),
            (PASSIVE, 1, "passive"),
            (CAPITAL, 1, "capital"),
            (GOODS, 0, "goods"),
            (FEES, 0, "fees"),
            (MATERIALS, 0, "materials"),
            (STAKES, 0, "stakes"),
        ],
    )
    def test_each_kind_is_booked_on_one_side(self, kind: int, side: int, column: str) -> None:
        purses = row(Account, balance=500), row(Account, balance=100)
        pay(*purses, 300, kind)
        assert [int(purse.balance) for purse in purses] == [200, 400]
        booked = {(who, name): int(purse[name]) for who, purse in enumerate(purses) for name in (*BOOKED, *SPENT)}
        assert {key for key, value in booked.items() if value} == {(side, column)}
        assert booked[side, column] == 300

    @given(data=st.data())
    def test_what_one_loses_the_other_gains(self, data: Any) -> None:
        _, values = self.arguments(data)
        before = int(values["payer"].balance), int(values["payee"].balance)
        pay(*values.values())
        after = int(values["payer"].balance), int(values["payee"].balance)
        assert (before[0] - after[0], after[1] - before[1]) == (values["cents"], values["cents"])

    def test_unbooked_money_only_moves(self) -> None:
        purses = row(Account, balance=500), row(Account)
        pay(*purses, 300, UNBOOKED)
        assert [list(purse.tolist()) for purse in purses] == [[200, *[0] * 7], [300, *[0] * 7]]

    def test_paying_oneself_changes_no_balance(self) -> None:
        purse = row(Account, balance=500)
        pay(purse, purse, 300, GOODS)
        assert (purse.balance, purse.goods) == (500, 300)


class TestPart(RuleContract):
    rule = staticmethod(part)
    takes = named(cents=st.integers(0, 10**12), millionths=st.integers(0, 10**6))
    gives = (0, 10**12)

    @given(amount=st.integers(0, 10**10), shares=st.lists(st.integers(0, 10**6), max_size=12))
    def test_parts_never_exceed_the_whole(self, amount: int, shares: list[int]) -> None:
        total = sum(shares)
        fitting = [share * 10**6 // total for share in shares] if total > 10**6 else shares
        assert sum(part(amount, share) for share in fitting) <= amount

    @given(amount=st.integers(0, 2**63 - 1), millionths=st.integers(0, 10**9))
    def test_is_exact_wherever_the_result_can_be_counted(self, amount: int, millionths: int) -> None:
        exact = amount * millionths // 10**6
        assume(exact < 2**63)
        assert part(amount, millionths) == exact

    @pytest.mark.parametrize(
        ("amount", "millionths"),
        [(10**10, 10**9), (10**15, 10**9), (2**63 - 1, 10**6), (9_223_372_036_854, 10**6), (999_999, 10**9)],
    )
    def test_divides_before_it_multiplies(self, amount: int, millionths: int) -> None:
        assert part(amount, millionths) == amount * millionths // 10**6

    def test_rounds_down_to_the_cent(self) -> None:
        assert (part(3_333, 200_000), part(99, 10_000), part(100, 10_000)) == (666, 0, 1)


@given(units=st.integers(0, 10**9), hundredths=st.integers(0, 99))
def test_money_is_exact_in_cents(units: int, hundredths: int) -> None:
    assert to_cents(Decimal(f"{units}.{hundredths:02d}")) == 100 * units + hundredths


@pytest.mark.parametrize(
    ("share", "millionths"), [(0.08, 80_000), (0.1, 100_000), (1 / 3, 333_333), (1.0, 10**6), (0.29, 290_000)]
)
def test_shares_are_whole_millionths(share: float, millionths: int) -> None:
    assert to_millionths(share) == millionths
