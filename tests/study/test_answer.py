"""The answer in words: numbers come from the verdicts, and the page says which are of an earlier model."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.design import CALIBRATION_SEEDS
from sim.scenario.schema import load
from sim.study.answer import ANSWER, VERDICTS, _by_share, answer, found, is_stale, write_docs, written_from
from sim.study.claims import ClaimError, catalogue
from sim.study.headline import Cell, Map, Way
from tests.places import ROOT, SCENARIOS

DOCS, SCENARIOS = ROOT / "docs", SCENARIOS
CLAIMS = catalogue(SCENARIOS / "claims")
BALANCE = {"profit": 0.351, "loss": 0.593}


def region(estimate: float | None, low: float, high: float) -> dict[str, Any]:
    return {"named": "everywhere", "estimate": estimate, "low": low, "high": high}


def asked(outcome: str = "net_income", kind: str = "contrast", **changes: Any) -> dict[str, Any]:
    moved = [{"name": "gossip.rate", "correlation": 0.6, "chance": False}]
    return {
        "question": "Does it pay?",
        "kind": kind,
        "outcome": outcome,
        "value": 0.0,
        "sentence": "supported",
        "regions": [region(120.0, 80.0, 160.0)],
        "sensitivity": {"settings": 48, "share": 0.25, "moved": moved},
        **changes,
    }


def felt(share: float) -> dict[str, Any]:
    return asked(sensitivity={"settings": 48, "share": share, "moved": []})


def claim(**changes: Any) -> dict[str, Any]:
    return {
        "id": "A6",
        "says": "It pays.",
        "verdict": "supported",
        "sentence": "supported",
        "quick": False,
        "stale": False,
        "worlds": {"own": 10, "control": 20, "settings": 70},
        "tests": [asked()],
        **changes,
    }


def cell(criterion: str, way: Way, value: float, lead: float, *, told_apart: bool = True) -> Cell:
    return Cell(way, "x", value, lead, "several", value - lead, 1.0, told_apart, criterion=criterion)


CELLS = (
    cell("income", "focus", -1500.0, 200.0),
    cell("income", "focus", -300.0, 90.0),
    cell("income", "yields", 40.0, 1200.0),
    cell("income", "several", 60.0, 10.0, told_apart=False),
    *[cell("loss", "focus", 0.9, 0.1)] * 4,
    *[cell("ruin", "focus", 0.0, 0.0, told_apart=False)] * 4,
)
MAP = Map("large", "30 % of the cash in 3 systems", CELLS, 540, 20, 12, 900)


def test_places_are_counted_by_who_does_best_and_what_cannot_be_told_apart() -> None:
    text = " ".join(answer([claim()], [MAP], BALANCE).split())
    assert "one business at a time does best at 2 of 4 places (−1,500 to −300; ahead of the next by 90 to 200)" in text
    assert "one business and a portfolio of yields does best at 1 of 4 places (+40; ahead of the next by 1,200)" in text
    assert "at 1 the best two cannot be told apart. Over all places the best way ends with −1,500 to +60." in text
    assert "By **chance of a net loss, part-time**, one business at a time does best at 4 of 4 places (90 %;" in text
    assert "By **chance of ruin, part-time**, at 4 the best two cannot be told apart" in text
    assert "from 1,000 simulated worlds" in text
    assert "35 % of those who ever worked end with a profit and 59 % with a loss" in text


def test_claims_that_hold_in_few_settings_are_named_as_fragile() -> None:
    sturdy = claim(id="A1", tests=[felt(0.95), felt(0.9)])
    text = " ".join(answer([claim(), sturdy, claim(id="A9", verdict="undecided")], [MAP], BALANCE).split())
    assert "the weakest question holds in fewer than half of the plausible settings: A6. Take" in text
    assert "every question, the weakest too, holds in nine of ten plausible settings or more: A1. " in text
    assert "`gossip.rate` (2)" in text
    assert "3 claims were put to the test: 2 supported, 0 supported only in part, 0 not supported, 1 undecided" in text


@pytest.mark.parametrize(
    ("shares", "fragile", "robust"),
    [
        ([1.0, 0.0], ["A6"], []),
        ([1.0, 0.6], [], []),
        ([0.9, 0.98, 1.0], [], ["A6"]),
        ([0.49, 0.5], ["A6"], []),
        ([0.5], [], []),
        ([0.899, 1.0], [], []),
    ],
)
def test_a_claim_holds_as_often_as_its_weakest_question(
    shares: list[float], fragile: list[str], robust: list[str]
) -> None:
    partly = claim(verdict="supported only where", tests=[felt(share) for share in shares])
    assert _by_share([partly]) == (fragile, robust)


def test_a_question_of_which_nothing_is_known_makes_no_claim_sturdy() -> None:
    assert _by_share([claim(tests=[felt(1.0), asked(sensitivity=None)])]) == ([], [])


def test_what_the_shipped_page_calls_sturdy_is_so_by_its_own_table() -> None:
    text = (DOCS / ANSWER).read_text(encoding="utf-8")
    named = re.search(r"in nine of ten plausible settings or more: ([A0-9, ]+)\.", text)
    assert named is not None
    for name in named[1].split(", "):
        (row,) = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
        assert int(row.rstrip("| ").rpartition("| ")[2].split(" %")[0]) >= 90, row


def test_of_many_regions_the_smallest_and_the_largest_effect_are_told() -> None:
    many = [
        region(500.0, 100.0, 900.0),
        region(-200.0, -600.0, 200.0),
        region(None, 0.0, 0.0),
        region(170.0, 110.0, 230.0),
    ]
    assert found(asked(regions=many)) == "supported: from −200 (−600 to +200) to +500 (+100 to +900)"
    assert found(asked(regions=[region(0.2, 0.1, 0.3)], kind="level", outcome="gain", value=0.5)).endswith(
        "70.0 % (60.0 to 80.0)"
    )
    assert found(asked(regions=[region(None, 0.0, 0.0)])) == "supported: nothing to measure"


@pytest.mark.parametrize(
    ("claims", "missing"), [([claim()], "A7"), ([claim(quick=True), claim(id="A7")], "A6")], ids=["none", "quick"]
)
def test_without_a_full_verdict_on_every_claim_nothing_is_written(
    tmp_path: Path, claims: list[dict[str, Any]], missing: str
) -> None:
    with pytest.raises(ClaimError, match=f"there is none on {missing}"):
        write_docs(claims, [MAP], dict.fromkeys(("A6", "A7"), tmp_path), tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_shipped_answer_says_what_its_numbers_say() -> None:
    assert (DOCS / ANSWER).read_text(encoding="utf-8") == written_from(DOCS / VERDICTS), (
        "manyhats claims --write-docs docs"
    )


def test_the_shipped_answer_is_on_every_claim_and_of_full_tests() -> None:
    stored = json.loads((DOCS / VERDICTS).read_text(encoding="utf-8"))
    assert [each["id"] for each in stored["claims"]] == list(CLAIMS)
    assert not any(each["quick"] for each in stored["claims"])


@pytest.mark.parametrize("name", CLAIMS)
def test_the_answer_marks_worlds_that_are_not_those_of_todays_model_and_no_others(name: str) -> None:
    stored = json.loads((DOCS / VERDICTS).read_text(encoding="utf-8"))
    entry = next(each for each in stored["claims"] if each["id"] == name)
    assert is_stale(entry, CLAIMS[name]) is entry["stale"], "manyhats claims --write-docs docs"


@pytest.mark.parametrize(
    ("model", "digest", "stale"), [("today", "other", False), ("earlier", "same", False), ("earlier", "other", True)]
)
def test_a_verdict_is_stale_if_the_model_has_changed_and_its_world_ends_otherwise(
    monkeypatch: pytest.MonkeyPatch, model: str, digest: str, stale: bool
) -> None:
    monkeypatch.setattr("sim.study.answer.model_version", lambda: "today")
    monkeypatch.setattr("sim.study.answer.fresh_digest", lambda _: "same")
    assert is_stale({"model": model, "reference": digest}, CLAIMS["A6"]) is stale


def test_what_is_stale_is_said_at_the_top_and_in_the_table() -> None:
    text = " ".join(answer([claim(stale=True), claim(id="A1")], [MAP], BALANCE).split())
    assert "it ends otherwise than it did for A6: their verdicts are those of the model as it was, and" in text
    assert "| A6 | It pays. | supported (earlier model) |" in text
    assert "| A1 | It pays. | supported |" in text
    assert "earlier version" not in text
    assert "earlier model" not in answer([claim()], [MAP], BALANCE)
    assert "ends otherwise" not in answer([claim()], [MAP], BALANCE)


def test_where_everything_is_stale_the_page_says_that_nothing_is_known_of_the_model_as_it_is() -> None:
    text = " ".join(answer([claim(stale=True), claim(id="A1", stale=True)], [MAP], BALANCE).split())
    assert "All verdicts, figures and maps of this page were measured in an earlier version of the model" in text
    assert "nothing on this page is known of the present model until" in text
    assert text.count("(earlier model)") == 2


def test_the_map_and_the_claims_leave_the_seeds_of_the_calibration_alone() -> None:
    for file in (SCENARIOS / "headline.toml", *CLAIMS.values()):
        design = load(file).design
        assert design.first_seed + design.seeds <= CALIBRATION_SEEDS.start
