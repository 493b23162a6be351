"""The verb, in small worlds with two rules, one choice and one dial; and words, pictures and page of a formula."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sim.study.why import findings
from sim.study.why.command import Effort, found, sentences
from sim.study.why.page import page, write_page, written_from
from sim.study.why.pictures import DRAWN
from sim.study.why.record import RECORD, Why, rounded
from tests.command import Command
from tests.study.why.standin import WAYS, Formula, Toy, measuring, plain, twins

SMALL_RULES = """
[rule.purchases]
name = "minimum purchases"
means = "nobody has to buy"
off = { "policies.minimum_purchase_cap" = 0 }
why = "they cost"

[rule.contradictions]
name = "contradictions"
means = "they cost no trust"
off = { "credibility.contradiction" = 0.0 }
why = "they cost trust"

[structure.pruning]
name = "no pruning"
means = "side businesses are kept"
off = { "leaving.prune" = 0 }
why = "a choice"
"""
SMALL_DIALS = """
[distance]
name = "topic distance"
unit = "on a scale of 0 to 1"
set = ["conversation.topic_distance"]
levels = [0.0, 0.5, 1.0]
"""
SCENARIO = """
title = "Which way?"
time = { days = 300 }
population = { people = 60, networkers = 0.1, openness = 0.5, part_time_hours = 12.0, budget = 150 }
graph = { kind = "social_circles", mean_degree = 12, reach_sigma = 0.5 }
decision = { intercept = -20.0, work_intercept = -20.0 }

[[company]]
name = "vita"
topic = "health"

[[company]]
name = "clicks"
topic = "advertising"

[[strategy]]
name = "focus"
companies = ["vita"]

[[strategy]]
name = "two"
companies = ["vita", "clicks"]
pitch = "tailored"

[design]
worlds = "focal"
focal_people = 3
focal_entry = 90
"""


def told(folder: Path, formula: Formula = plain, points: int = 8) -> Why:
    folder.mkdir(exist_ok=True)
    with measuring(folder, Toy(twins(), WAYS, formula=formula)) as here:
        return found(here, "Which way?", Effort(pairs=6, points=points))


@pytest.fixture(scope="module")
def why(tmp_path_factory: pytest.TempPathFactory) -> Why:
    return told(tmp_path_factory.mktemp("why"))


@pytest.mark.usefixtures("compiled")
def test_the_verb_lives_tells_writes_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    command = Command(tmp_path, monkeypatch, capfd)
    for name, text in (("rules", SMALL_RULES), ("dials", SMALL_DIALS)):
        file = tmp_path / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr(f"sim.study.why.declared.{name.upper()}", file)
    monkeypatch.setattr("sim.study.why.worlds.FARTHEST", 9.0)  # so small a market is rough
    monkeypatch.setattr("sim.study.why.worlds.TRIES", 2)
    Path("two.toml").write_text(SCENARIO, encoding="utf-8")
    few = ("--pairs", "3", "--points", "2", "--draws", "4", "--workers", "1")
    call = ("why", "two.toml", "--ways", "focus", "two", *few)
    first = command(*call)
    assert (first.code, "What the rules add: 12 jobs" in first.err) == (0, True), first.err
    assert "minimum purchases" in first.out
    assert "wrote results/why/why-rules.png" in first.out
    again = command(*call, "--json", "--write-docs", ".")
    assert (again.code, again.err) == (0, "")
    record = json.loads(again.out)
    adds = record["decomposition"]["net"]["adds"]
    whole = record["decomposition"]["net"]["rest"][0] + sum(each[0] for each in adds.values())
    assert whole == pytest.approx(record["decomposition"]["net"]["total"][0], abs=0.01)
    assert Path("why.md").read_text(encoding="utf-8") == written_from(Path())
    other = command(*call[:3], "two", "focus", *few)
    assert (other.code, "holds another search" in other.err) == (2, True)


def test_mistakes_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], compiled: None
) -> None:
    command = Command(tmp_path, monkeypatch, capfd)
    Path("two.toml").write_text(SCENARIO, encoding="utf-8")
    missing = command("why", "two.toml")
    assert (missing.code, missing.out) == (2, "")
    assert missing.err == "There is no strategy 'two, tailored'; the scenario has: focus; two.\n"
    odd = command("why", "two.toml", "--ways", "focus", "two", "--points", "6")
    assert (odd.code, odd.err) == (2, "6 base points: they must be a power of two, such as 32.\n")


def test_the_record_is_read_as_it_was_written(why: Why, tmp_path: Path) -> None:
    assert Why.read(why.write(tmp_path / RECORD)) == why
    assert rounded({"a": float("nan"), "b": (1.23456789, 2)}) == {"a": None, "b": [1.23457, 2]}


def test_words_say_what_the_figures_say(why: Why) -> None:
    net = why.decomposition["net"]
    assert findings.headline(why).startswith("Of 100 people who try both, 0 end up better off with “two” than")
    assert f"“two” brings {abs(net['total'][0]):,.0f} currency units less" in findings.headline(why)
    assert re.fullmatch(r"Fixed costs and budget make the difference: −3[23]\d and −1[23]\d", findings.carried(why))
    assert (
        findings.survives(why)
        == "This is no headline, for a choice of structure turns it: no minimum purchases and no fixed costs."
    )
    assert findings.equal_at(why, "hours").startswith("Nowhere between 3 and 48 hours a week: “focus”")
    assert findings.equal_anywhere(why).startswith(
        "Nothing that was turned makes the two ways equal; they come closest"
    )
    assert all(sentence.endswith(".") for sentence in sentences(why))


def test_rules_that_carry_the_difference_together_are_named_together(why: Why) -> None:
    net = {"total": [-898, -1067, -735], "rest": [106, -204, 448]}
    net["adds"] = {"costs": [-681.4, -878, -502], "contradictions": [-310, -447, -184], "hours": [-13, -198, 216]}
    two = replace(why, decomposition={"net": net})
    assert findings.carried(two) == "Fixed costs and contradictions make the difference: −681 and −310"
    net["adds"]["contradictions"] = [-90, -120, -60]
    assert findings.carried(two) == "Fixed costs carry most of the difference"
    net["adds"]["costs"] = [-850, -900, -800]
    assert findings.carried(two) == "Fixed costs carry nearly all of the difference"
    assert (findings.money([-6.29, -106.2, 0.4]), findings.share([0.03, -0.01, 0.08])) == (
        "−6 (−106 to 0)",
        "3 % (0 to 8)",
    )


def test_what_comes_closest_and_what_guesses_move_is_said(why: Why) -> None:
    dial = {"crosses": "no", "sides": [-1, -1], "at": [None] * 3, "levels": [0, 100]}
    dial["net"] = [[-249, -450, -50], [-898, -1067, -735]]
    near = replace(why, breakeven={"dials": {"purchase": dial}}, ranges=None)
    assert findings.equal_anywhere(near) == (
        "Nothing that was turned makes the two ways equal; they come closest at minimum purchase 0: −249"
    )
    draws: dict[str, Any] = {"leaving.risk": [0.01, -0.05, 0.08], "population.budget": [0.0, None, None]}
    assert findings.hangs_on(replace(near, draws={"effects": draws})) == (
        "No guess of the calibration moves the difference beyond chance"
    )
    draws |= {"company.materials": [0.2, 0.1, 0.3], "decision.knowledge": [0.3, 0.1, 0.5]}
    assert findings.hangs_on(replace(near, draws={"effects": draws})) == (
        "The difference hangs most on: decision.knowledge"
    )


def test_dials_are_ranked_only_as_far_as_points_tell(why: Why) -> None:
    total = {"purchase": [0.6, 0.5, 0.7], "budget": [0.2, 0.1, 0.3], "hours": [0.1, 0.0, 0.2]}
    ranges: dict[str, Any] = {"points": 144, "total": total}
    assert findings.hangs_on(replace(why, ranges=ranges)) == "The difference hangs most on: minimum purchase"
    total["purchase"][1] = 0.15
    assert findings.hangs_on(replace(why, ranges=ranges)) == (
        "The difference hangs on minimum purchase and budget; 144 points cannot rank them"
    )
    total |= {key: [0.3, 0.1, 0.5] for key in ("distance", "events", "life")}
    assert findings.hangs_on(replace(why, ranges=ranges)) == (
        "The difference hangs on minimum purchase, topic distance, share of talks at events, life of the companies and "
        "1 more; 144 points cannot rank them"
    )


def test_no_finding_is_made_of_noise(tmp_path: Path) -> None:
    nothing = told(tmp_path, lambda _: 0.0, points=0)
    assert "cannot be told apart" in findings.headline(nothing)
    assert "cannot be told apart" in findings.carried(nothing)
    assert findings.survives(nothing).startswith("There is no clear difference that a choice could turn.")
    assert findings.hangs_on(nothing) == "No guess of the calibration moves the difference beyond chance"
    assert "cannot be told" in findings.hangs_on(replace(nothing, draws=None))


def test_a_break_even_is_said_with_the_way_that_is_ahead_below_it(tmp_path: Path) -> None:
    def formula(values: dict[str, Any]) -> float:
        return 400.0 - 4.0 * float(values.get("company.vita.minimum_purchase", 150))

    crossing = told(tmp_path, formula, points=4)
    sentence = findings.equal_at(crossing, "purchase")
    assert re.fullmatch(r"Equal at \d+ currency units a month \(\d+ to \d+\); below it “two” brings more\.", sentence)
    assert findings.equal_anywhere(crossing) == "The two ways become equal by turning: minimum purchase"
    assert findings.hangs_on(crossing).startswith("The difference hangs on minimum purchase")
    assert any("“two” brings more in" in each and "minimum purchase" in each for each in findings.places(crossing))


def test_page_and_pictures_come_from_the_record(why: Why, tmp_path: Path) -> None:
    files = write_page(why, tmp_path)
    assert [file.name for file in files] == [RECORD, "why.md", *DRAWN]
    text = (tmp_path / "why.md").read_text(encoding="utf-8")
    assert text == written_from(tmp_path) == page(why)
    assert findings.carried(why) in text
    for name in DRAWN:
        assert name in text
        with Image.open(tmp_path / name) as picture:
            assert picture.width <= 2 * 390
