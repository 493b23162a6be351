from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba.core.registry import CPUDispatcher

import sim
from sim.core.accounts import Account
from sim.core.compiled import AHEAD, FETCHED, beyond, config, fetch, folder_of, free_row, members, phase, rule, whole
from sim.model.people.rows import LifeRow, Link, Person, Tie
from sim.model.plans.rows import Position
from tests import uncompiled
from tests.model.contract import RuleContract, bits, named


@given(number=st.integers(0, 2**32 - 1))
def test_whole_makes_unsigned_numbers_signed(number: int) -> None:
    assert whole(np.uint32(number)) == number
    assert whole(np.uint32(number)) - number - 1 == -1


def test_rules_and_phases_are_compiled_with_the_same_options() -> None:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        assert rule(abs) is abs
        return
    for mark in (rule, phase):
        marked = mark(lambda x: x + 1)
        assert isinstance(marked, CPUDispatcher)
        assert marked.targetoptions["error_model"] == "numpy"
        assert marked(1) == 2


def test_a_rule_runs_as_it_stands_with_compilation_off() -> None:
    code = "from sim.model.talk.reputation import remembered; print(type(remembered).__name__, remembered(30.0, 30.0))"
    off = uncompiled.printed("-c", code)
    assert off.split() == ["function", "0.5"]


def test_numba_is_asked_for_in_one_place_only() -> None:
    room = Path(sim.__file__).parent
    asking = [
        path.relative_to(room).as_posix()
        for path in room.rglob("*.py")
        if re.search(r"import_module\(.numba|^\s*(from|import) numba", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert asking == ["core/compiled.py"]


def test_a_changed_variable_does_not_move_the_place_of_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_OPT", "2")
    config.reload_config()
    assert rule(lambda x: x + 2)(1) == 3
    assert str(folder_of(__name__) or "") == config.CACHE_DIR
    monkeypatch.delenv("NUMBA_OPT")
    config.reload_config()


class TestMembers(RuleContract):
    rule = staticmethod(members)
    takes = named(bits=st.one_of(bits, st.integers(0, 2**62)))
    gives = (0, 62)

    def test_counts_ones(self) -> None:
        assert [members(bits) for bits in (0, 1, 0b1011, 2**16 - 1)] == [0, 1, 3, 16]


class TestBeyond(RuleContract):
    rule = staticmethod(beyond)
    takes = named(bits=st.one_of(bits, st.integers(0, 2**62)))
    gives = (0, 63)

    def test_is_where_a_loop_over_the_members_ends(self) -> None:
        assert [beyond(bits) for bits in (0, 1, 0b1011, 2**15)] == [0, 1, 4, 16]


@phase
def summed(table: Any, order: Any) -> float:
    """Add up rows in an order, asking for each a few rounds before."""
    total = 0.0
    for n in range(order.size):
        fetch(table, order[min(n + AHEAD, order.size - 1)])
        total += table[order[n]].balance
    return total


def test_what_is_fetched_changes_nothing() -> None:
    accounts = Account.rows(100)
    accounts.balance = np.arange(100)
    before = accounts.copy()
    for kind in (np.int64, np.uint32):
        assert summed(accounts, np.arange(99, -1, -1).astype(kind)) == 4950
    assert accounts.tobytes() == before.tobytes()


@phase
def far_away(table: Any, number: int) -> None:
    fetch(table, number)


def test_any_number_may_be_asked_for() -> None:
    for number in (-1, 2**32 - 1, 2**40):
        far_away(Account.rows(1), number)


def test_what_every_round_asks_of_a_row_is_fetched() -> None:
    """A listener, their taste and their purse, what is told and the mouth it comes from."""
    hot = {
        LifeRow: ("overload", "overload_day", "choice", "priority", "quit"),
        Account: ("balance",),
        Link: Link.dtype.names,
        Tie: Tie.dtype.names,
        Position: ("knowledge", "conviction"),
        Person: Person.dtype.names,
    }
    for kind, names in hot.items():
        ends = [kind.dtype.fields[name][1] + kind.dtype.fields[name][0].itemsize for name in names]
        assert max(ends) <= FETCHED, kind.table


def test_a_row_is_given_out_only_where_there_is_one() -> None:
    assert [free_row(used, 3) for used in range(3)] == [0, 1, 2]
    for used in (3, 4):
        with pytest.raises(IndexError, match="A table is full"):
            free_row(used, 3)
