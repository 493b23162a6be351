"""Titles and names are one line of text: what a terminal would obey is refused, with file and line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario import Scenario

Told = Callable[..., list[str]]
CODES = [
    ("\\u001b[31m", "U+001B"),
    ("\\u0007", "U+0007"),
    ("\\u202e", "U+202E"),
    ("\\t", "U+0009"),
    ("\\u2028", "U+2028"),
]


@pytest.mark.parametrize(("written", "code"), CODES)
def test_a_title_is_plain(told: Told, written: str, code: str) -> None:
    (sentence,) = told(f'\ntitle = "red {written}"\n')
    assert sentence == f"x.toml, line 3: title: must be one line without control characters (here {code})."


@pytest.mark.parametrize(("written", "code"), CODES)
def test_names_of_strategies_are_plain(told: Told, written: str, code: str) -> None:
    (sentence,) = told(f'[[strategy]]\ncompanies = ["vita"]\nname = "a{written}b"\n')
    assert sentence.startswith("x.toml, line 4: strategy.")
    assert sentence.endswith(f": must be one line without control characters (here {code}).")


@pytest.mark.parametrize("code", [0, 7, 8, 13, 27, 127, 0x85, 0x9B, 0x2028, 0x202E, 0x2066, 0xD800])
@pytest.mark.parametrize(
    "place",
    [
        ("title",),
        ("company", 0, "name"),
        ("company", 0, "topic"),
        ("company", 0, "plan", "ranks", 0, "name"),
        ("strategy", 0, "name"),
        ("strategy", 0, "companies", 0),
    ],
    ids=lambda place: ".".join(map(str, place)),
)
def test_nothing_that_is_shown_holds_control_characters(
    table: dict[str, Any], place: tuple[str | int, ...], code: int
) -> None:
    inside: Any = table
    table["company"][0]["plan"] = {"ranks": [{"name": "silver"}]}
    for part in place[:-1]:
        inside = inside[part]
    inside[place[-1]] = f"a{chr(code)}b"
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(table)
    assert place in [error["loc"] for error in caught.value.errors()]


@pytest.mark.parametrize("text", ["pays $5 or $10", "专注", "[/b] <b>", "=1+1", "é 🙂 a\u200db", "x/y"])
def test_everything_else_is_a_name(table: dict[str, Any], text: str) -> None:
    table["title"] = table["strategy"][0]["name"] = text
    scenario = Scenario.model_validate(table)
    assert (scenario.title, scenario.strategy[0].name) == (text, text)
