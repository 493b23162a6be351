from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.reading.lines import as_number, read


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
