"""Calibrated values written into scenario files."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sim.calibration.apply import MARK, applied, apply, toml_of

FILE = """# Mine.
title = "x"

[time]
days = 10 # short

[population]
people = 50
openness = 0.4

[[company]]
name = "a"
topic = "t"
retail_margin = 0.0 # none

# the other one
[[company]]
name = "b"
kind = "revshare"
topic = "y"

[[company]]
name = "c"
topic = "t"
[company.plan]
kind = "none"
"""
AT = {"population.openness": 0.15, "decision.intercept": -6.1, "company.retail_margin": 0.5, "company.materials": 3.0}


def test_values_go_where_they_belong() -> None:
    table = tomllib.loads(applied(FILE, AT))
    assert table["population"] == {"people": 50, "openness": 0.15}
    assert table["decision"] == {"intercept": -6.1}
    a, b, c = table["company"]
    assert (a["retail_margin"], a["materials"]) == (0.0, 3)
    assert set(b) == {"name", "kind", "topic"}
    assert (c["retail_margin"], c["materials"], c["plan"]) == (0.5, 3, {"kind": "none"})


def test_comments_stay_and_values_say_where_they_come_from() -> None:
    text = applied(FILE, AT)
    assert all(
        line in text for line in ("# Mine.", "days = 10 # short", "# the other one", "retail_margin = 0.0 # none")
    )
    assert text.count(MARK) == 5


def test_writing_twice_is_writing_once_and_later_values_replace_earlier_ones() -> None:
    once = applied(FILE, AT)
    assert applied(once, AT) == once
    again = tomllib.loads(applied(once, {**AT, "company.materials": 9.0}))
    assert again["company"][2]["materials"] == 9


def test_other_files_only_take_what_companies_need() -> None:
    table = tomllib.loads(applied(FILE, AT, sections=False))
    assert table["population"]["openness"] == 0.4
    assert "decision" not in table
    assert table["company"][2]["materials"] == 3


def test_only_files_that_extend_the_scenario_change(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(FILE)
    (tmp_path / "near.toml").write_text('extends = "base.toml"\n[[company]]\nname = "a"\ntopic = "t"\n')
    (tmp_path / "far.toml").write_text('extends = "near.toml"\n[[company]]\nname = "z"\ntopic = "t"\n')
    (tmp_path / "none.toml").write_text('extends = "base.toml"\ntitle = "no companies"\n')
    (tmp_path / "other.toml").write_text('[[company]]\nname = "a"\ntopic = "t"\n')
    changed = apply(tmp_path / "base.toml", AT)
    assert [path.name for path in changed] == ["base.toml", "far.toml", "near.toml"]
    assert tomllib.loads((tmp_path / "far.toml").read_text())["company"][0]["materials"] == 3


def test_files_in_folders_below_change_too(tmp_path: Path) -> None:
    base, below = tmp_path / "base.toml", tmp_path / "claims" / "a.toml"
    base.write_text(FILE, encoding="utf-8")
    below.parent.mkdir()
    below.write_text('extends = "../base.toml"\n\n[[company]]\nname = "c"\ntopic = "u"\n', encoding="utf-8")
    assert apply(base, {"company.quality": 0.7}) == [base, below]
    assert tomllib.loads(below.read_text(encoding="utf-8"))["company"][0]["quality"] == 0.7


@pytest.mark.parametrize("name", ["decision.intercept", "company.materials"])
def test_the_suggestion_is_toml(name: str) -> None:
    table = tomllib.loads(toml_of(AT))
    section, _, key = name.partition(".")
    held = table["company"][0] if section == "company" else table[section]
    assert held[key] == AT[name]
