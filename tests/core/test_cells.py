from __future__ import annotations

import pytest

from sim.core.wording import CONTROL, csv_cell, markdown_cell, visible


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
