from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.wording import (
    CONTROL,
    LONGEST_VALUE,
    csv_cell,
    cut,
    enumerated,
    key_shown,
    listed,
    markdown_cell,
    meant,
    nearest,
    number,
    printable,
    shown,
    visible,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (0.3, "0.3"),
        (True, "true"),
        ("vita", '"vita"'),
        ('say "hi"', '"say \\"hi\\""'),
        (["a", 1], '["a", 1]'),
        (("a", "b"), '["a", "b"]'),
        ({"p": 0.5, "a b": 1}, '{ p = 0.5, "a b" = 1 }'),
        ({}, "{}"),
        ([[[1]]], "[[[…]]]"),
        ({"a": {"b": {"c": 1}}}, "{ a = { b = {…} } }"),
        (Decimal("35"), "35"),
        (Decimal("-Infinity"), "-inf"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        ("\x07", '"\\u0007"'),
        ("\udcff", '"\\udcff"'),
    ],
)
def test_values_are_written_as_toml(value: Any, text: str) -> None:
    assert shown(value) == text


def test_a_number_without_end_is_not_written_out() -> None:
    assert shown(10**5000) == "a number of very many digits"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=50, deadline=None)
@given(json_values)
def test_any_value_is_short_and_printable(value: Any) -> None:
    text = shown(value)
    assert text.isprintable()
    assert len(text) <= 10 * LONGEST_VALUE


def test_nesting_costs_nothing() -> None:
    value: Any = 1
    for _ in range(100_000):
        value = [value]
    assert shown(value) == "[[[…]]]"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], '"a"'),
        (["a", "b"], '"a" or "b"'),
        (["a", "b", "c"], '"a", "b" or "c"'),
        ([str(i) for i in range(15)], ", ".join(f'"{i}"' for i in range(12)) + " and 3 more"),
    ],
)
def test_names_are_listed(names: list[str], text: str) -> None:
    assert listed(names) == text


@pytest.mark.parametrize(
    ("name", "near"), [("halth", "health"), ("HEALTH", "health"), ("clickz", "clicks"), ("zzz", None)]
)
def test_the_nearest_name(name: str, near: str | None) -> None:
    assert nearest(name, ["health", "clicks"]) == near


def test_the_question_is_asked_only_when_a_name_is_near() -> None:
    assert meant("halth", ["health"]) == ' Did you mean "health"?'
    assert meant("zzz", ["health"]) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (0.5, "0.5"), (20_000_000, "20000000"), (2**62, str(2**62)), (1e300, "1e+300")],
)
def test_bounds_are_written_as_one_would_type_them(value: float, text: str) -> None:
    assert number(value) == text


def test_texts_are_cut_with_an_ellipsis() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"


def test_keys_are_quoted_where_toml_would() -> None:
    assert key_shown("memory_half_life") == "memory_half_life"
    assert key_shown("graph.p") == '"graph.p"'
    assert printable("a\tb") == "a\\tb"


def test_nothing_is_near_what_is_no_text() -> None:
    assert (nearest(3, ["3"]), meant(None, ["None"])) == (None, "")


def test_names_are_enumerated_up_to_a_dozen() -> None:
    assert [enumerated(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert enumerated([str(n) for n in range(14)]) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_begins_a_formula_is_text(value: str) -> None:
    assert csv_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", [-1.5, 3, None, "focus", "a=b"])
def test_everything_else_stays(value: object) -> None:
    assert csv_cell(value) == value


def test_markup_in_a_table_is_text() -> None:
    assert markdown_cell("a|b [x](y) <i>\n*") == r"a\|b \[x\](y) \<i\> \*"


@pytest.mark.parametrize("text", ["\x1b[31m", "\x07", "\u202e", "\x9b", "\u2028"])
def test_what_a_terminal_would_obey_is_control(text: str) -> None:
    assert CONTROL.search(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\tb\rc", "a\\tb\\rc"),
        ("\u202e", "\\u202e"),
        ("\ud800", "\\ud800"),
        ("é\n专", "é\n专"),
    ],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
