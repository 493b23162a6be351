"""On which line a key stands, and values as they are written on a command line."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.errors import KeyPath
from sim.scenario.reading.lines import Lines, as_number, read, statements

TEXT = '''\
# a comment with [brackets] and "quotes
title = """
[time]
days = "not here"
"""

[time]
days = 30   # the days

[[company]]
name = "vita"
plan.rates = [
    0.1,  # ] not the end
    0.2,
]
plan.compression = false

[[company]]
name = 'cli]cks'
[company.plan]
rates = [0.3]

[design]
vary = { "graph.p" = [0, 1], strategy = ["focus"] }
background.focus = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("time",), 7),
        (("time", "days"), 8),
        (("time", "dys"), 7),
        (("company",), 10),
        (("company", 0), 10),
        (("company", 0, "name"), 11),
        (("company", 0, "plan"), 12),
        (("company", 0, "plan", "rates"), 12),
        (("company", 0, "plan", "rates", 1), 12),
        (("company", 0, "plan", "compression"), 16),
        (("company", 0, "topic"), 10),
        (("company", 1, "name"), 19),
        (("company", 1, "plan"), 20),
        (("company", 1, "plan", "rates", 0), 21),
        (("design", "vary", "graph.p", 1), 24),
        (("design", "background", "focus"), 25),
        (("graph", "kind"), None),
    ],
)
def test_keys_have_lines(path: KeyPath, line: int | None) -> None:
    assert Lines(TEXT).find(path) == line


def test_only_what_is_written_is_stated() -> None:
    lines = Lines(TEXT)
    assert lines.states(("time", "days"))
    assert not lines.states(("time", "dys"))


def test_tables_inside_entries_are_counted_anew() -> None:
    lines = Lines("[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\nc = 1\n")
    assert lines.find(("a", 0, "b", 1)) == 3
    assert lines.find(("a", 1, "b", 0, "c")) == 6


values = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.text("[]{}#\"'\\\n=, a", max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


def layout(value: Any, pick: st.DataObject) -> str:
    """Write a value as TOML in one of the ways TOML allows."""
    if isinstance(value, list):
        gap = pick.draw(st.sampled_from(["", "\n", " # ] ' \"\n"]))
        return "[" + gap + ",".join(gap + layout(entry, pick) for entry in value) + gap + "]"
    if isinstance(value, str) and pick.draw(st.booleans()):
        return '"""\n' + value.replace("\\", "\\\\").replace('"', '\\"') + '"""'
    if isinstance(value, str) and "'" not in value and pick.draw(st.booleans()):
        return f"'''\n{value}'''"
    return json.dumps(value)


@settings(deadline=None)
@given(st.lists(st.tuples(values, st.sampled_from(["", "\n", '# [[x]] "\n'])), max_size=8), st.data())
def test_every_key_is_found_on_its_line(content: list[tuple[Any, str]], pick: st.DataObject) -> None:
    text, expected = "", {}
    for i, (value, between) in enumerate(content):
        expected[f"key{i}"] = text.count("\n") + 1
        text += f"key{i} = {layout(value, pick)}\n{between}"
    assert tomllib.loads(text) == {f"key{i}": value for i, (value, _) in enumerate(content)}
    lines = Lines(text)
    assert {key: lines.find((key,)) for key in expected} == expected


fragments = st.sampled_from(
    ['"""', "'''", '"', "'", "[", "]", "{", "}", "#", "\n", "\\", "=", "a", "b", " ", ",", ".", "1"]
)


@settings(deadline=None)
@given(st.lists(fragments, max_size=30).map("".join))
def test_whatever_is_toml_is_cut_into_toml(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    pieces = list(statements(text))
    assert "\n".join(piece for _, piece in pieces) == text
    for line, piece in pieces:
        tomllib.loads(piece)
        assert text.split("\n")[line - 1].startswith(piece.split("\n")[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (".3", 0.3),
        ("-.3", -0.3),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("5.e3", 5000.0),
        (".5e3", 500.0),
        ("3e3", 3000.0),
        ("[.1, .2, 3.]", [0.1, 0.2, 3.0]),
        ("{a=.5, b='x.5 .5'}", {"a": 0.5, "b": "x.5 .5"}),
        ("00.5", 0.5),
        ("1_000", 1000),
        ("1.2.3", "1.2.3"),
        ("v1.0", "v1.0"),
        ("focus.", "focus."),
        ("two, tailored", "two, tailored"),
        ("3\nb = 4", "3\nb = 4"),
    ],
)
def test_what_is_not_toml_may_still_be_a_number(text: str, value: Any) -> None:
    assert read(text) == value
    assert type(read(text)) is type(value)


@pytest.mark.parametrize(("text", "value"), [("30", 30), (" .5", 0.5), ("x", None), ("true", None), ("[1]", None)])
def test_numbers_in_texts(text: str, value: float | None) -> None:
    assert as_number(text) == value
