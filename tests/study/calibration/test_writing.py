"""Calibrated values written into a scenario file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sim.scenario.schema import Scenario
from sim.study.calibration.space import MARK, applied, apply

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
    assert table["product_defaults"] == {"retail_margin": 0.5, "materials": 3}
    assert table["company"] == tomllib.loads(FILE)["company"]


def test_products_have_the_values_and_those_written_by_hand_stay(tmp_path: Path) -> None:
    base, more = tmp_path / "base.toml", tmp_path / "more.toml"
    strategy = '[[strategy]]\nname = "s"\ncompanies = ["a"]\n'
    base.write_text(applied(FILE + strategy, AT), encoding="utf-8")
    more.write_text('extends = "base.toml"\n[[company]]\nname = "d"\ntopic = "u"\n', encoding="utf-8")
    found = [(c.name, c.retail_margin, float(c.materials)) for c in Scenario.load(more).company]
    assert found == [("a", 0.0, 3.0), ("b", 0.2, 10.0), ("c", 0.5, 3.0), ("d", 0.5, 3.0)]


def test_values_of_an_earlier_form_leave_the_companies() -> None:
    old = FILE.replace("retail_margin = 0.0 # none", f"retail_margin = 0.3 {MARK}\nmaterials = 4 {MARK}")
    table = tomllib.loads(applied(old, AT))
    assert table["company"][0] == {"name": "a", "topic": "t"}
    assert table["product_defaults"] == {"retail_margin": 0.5, "materials": 3}


def test_comments_stay_and_values_say_where_they_come_from() -> None:
    text = applied(FILE, AT)
    assert all(
        line in text for line in ("# Mine.", "days = 10 # short", "# the other one", "retail_margin = 0.0 # none")
    )
    assert text.count(MARK) == 4


def test_writing_twice_is_writing_once_and_later_values_replace_earlier_ones() -> None:
    once = applied(FILE, AT)
    assert applied(once, AT) == once
    again = tomllib.loads(applied(once, {**AT, "company.materials": 9.0}))
    assert again["product_defaults"]["materials"] == 9


def test_only_the_scenario_itself_is_written(tmp_path: Path) -> None:
    base, near = tmp_path / "base.toml", tmp_path / "near.toml"
    base.write_text(FILE, encoding="utf-8")
    near.write_text('extends = "base.toml"\n[[company]]\nname = "a"\ntopic = "t"\n', encoding="utf-8")
    before = near.read_bytes()
    assert apply(base, AT) == [base]
    assert apply(base, AT) == []
    assert near.read_bytes() == before


@pytest.mark.parametrize("name", ["decision.intercept", "company.materials"])
def test_the_suggestion_is_toml(name: str) -> None:
    table = tomllib.loads(applied("", AT))
    section, _, key = name.partition(".")
    assert table["product_defaults" if section == "company" else section][key] == AT[name]
