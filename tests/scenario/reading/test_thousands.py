"""A point that parts thousands in some languages begins decimals here, which is said of numbers that look so."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.reading.thousands import thousands
from sim.scenario.schema import read

TEXT = """\
extends = "manyhats:base" # of 3.000
title = "days = 1.000"

[time]
days = 1.000 # two years and more

[population]
people = 3_000
openness = 0.500
networkers = 0.05

[product_defaults]
quality = 1.0
"""


def told(folder: Path, *overrides: str) -> list[str]:
    return thousands(read(folder / "x.toml", overrides)[1])


def test_what_looks_like_a_thousand_and_is_one_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.toml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert told(Path(), "time.days=90") == [
        "x.toml, line 5: days = 1.000 is 1: a point begins decimals. A thousand times as much is written 1_000.",
    ]


def test_other_numbers_are_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.toml").write_text(TEXT.replace("days = 1.000", "days = 1_000"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert told(Path(), "time.days=1000", "population.openness=0.250") == []
