"""The answer in both languages: numbers come from the verdicts, and the pages say which are of an earlier model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.scenario import OVER
from sim.scenario.design import CALIBRATION_SEEDS
from sim.scenario.schema import load
from sim.study.answer import (
    ANSWER,
    ANSWER_MAP,
    ANTWORT,
    KARTE,
    NUMBERS,
    VERDICTS,
    article,
    is_stale,
    pages,
    write_docs,
    written_from,
)
from sim.study.claims import ClaimError, catalogue
from sim.study.effects import AGAINST
from sim.study.telling.words import GERMAN
from tests.places import ROOT, SCENARIOS
from tests.study.entries import cell, chart, entry

DOCS = ROOT / "docs"
CLAIMS = catalogue(SCENARIOS / "claims")
MAPS = [chart(), chart("yields", [cell(0.6, 0.3, 80.0, 1, outsiders=0.25)], at_once=1)]
STORED = json.loads((DOCS / VERDICTS).read_text(encoding="utf-8"))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_answer_is_one_page_of_five_sentences_a_picture_and_a_table() -> None:
    made = pages([entry(), entry((5.0,), claim="A7")], MAPS, {"profit": 0.351, "loss": 0.593})
    assert set(made) == {ANSWER, ANTWORT, NUMBERS, ANSWER_MAP, KARTE}
    english, german = flat(made[ANSWER]), flat(made[ANTWORT])
    assert "from 2,960 simulated worlds, not by hand" in english
    assert "aus 2.960 simulierten Welten geschrieben, nicht von Hand" in german
    assert "59 of 100 who ever worked end with a loss" in english
    assert (
        "![With half at events, more people are worse off with several businesses than with one. With events 100 %, "
        "one business and several cannot be told apart](answer.png)" in english
    )
    assert "(antwort.png)" in german
    assert "A *place* is one possible world; places differ in: talks at events." in english
    assert "worin sich die Orte unterscheiden: Anteil der Gespräche auf Veranstaltungen." in german
    assert "| A6 | It <is> so. | *the same: the partner of ten minutes ago* | **Only if** | In 1 of 2" in english
    assert "| A7 | Nur ein Thema je Veranstaltung rettet die Glaubwürdigkeit. | *ebenda:" in german
    assert "| **Ja** |" in german


def test_the_article_is_named_and_linked_and_every_claim_has_its_place_in_it() -> None:
    made = pages([entry()], MAPS, None)
    link = "[Fokus oder Diversifikation im Networkmarketing](https://networkmarketing-magazin.de/"
    assert all(link in made[name] for name in (ANSWER, ANTWORT))
    for name in CLAIMS:
        assert set(article()[name]) == {"en", "de", "says"}


def test_the_page_behind_has_every_region_with_what_would_decide_it() -> None:
    found = entry((5.0, 1.2))
    text = flat(pages([found], MAPS, None)[NUMBERS])
    enough = found["tests"][0]["regions"][1]["enough"]
    assert "| 1 | talks at events 0 % | +5.00 (+2.52 to +7.48) | as the article says | – |" in text
    assert f"| 1 | talks at events 100 % | +1.20 (−1.28 to +3.68) | not enough worlds | {enough} pairs |" in text
    assert "with a draw from the posterior of the calibration of its own" in text
    assert "`gossip.rate` (1)" in text


def test_the_map_of_yields_has_the_losses_of_people_outside_beside_every_gain() -> None:
    text = flat(pages([entry()], MAPS, None)[NUMBERS])
    assert "| half at events | 20 % | 70 % | −50 (−60 to −40) | −1,500 | −3,000 | 30 | less, and it matters |" in text
    assert "| people outside lose, of 100 paid in |" in text
    assert "| 60 % | 30 % | +30 (+20 to +40) | +80 | +160 | 30 | more, and it matters | 25 |" in text


def test_without_maps_or_draws_the_pages_say_less() -> None:
    made = pages([entry(felt=None)], [], None)
    assert set(made) == {ANSWER, ANTWORT, NUMBERS}
    assert "answer.png" not in made[ANSWER]
    assert "*place*" not in made[ANSWER]
    assert "answer-map.html" not in made[ANSWER]
    assert "## The map" not in made[NUMBERS]
    assert "posterior" not in made[NUMBERS]


def test_a_quick_run_is_called_one() -> None:
    made = pages([entry(quick=True)], MAPS, None)
    assert "of a quick run" in made[ANSWER]
    assert "in einem schnellen Lauf" in made[ANTWORT]


def test_without_a_verdict_on_every_claim_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="there is none on A7"):
        write_docs([entry()], MAPS, dict.fromkeys(("A6", "A7"), tmp_path), tmp_path)
    assert not list(tmp_path.iterdir())


def test_pages_pictures_and_numbers_are_written_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.answer.model_version", lambda: "1")
    files = write_docs([entry(quick=True)], MAPS, {"A6": CLAIMS["A6"]}, tmp_path)
    assert sorted(file.name for file in files) == sorted(file.name for file in tmp_path.iterdir())
    assert {file.suffix for file in files} == {".json", ".md", ".png", ".html"}
    for name, text in written_from(tmp_path / VERDICTS).items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", [ANSWER, ANTWORT, NUMBERS, ANSWER_MAP, KARTE])
def test_the_shipped_pages_say_what_their_numbers_say(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == written_from(DOCS / VERDICTS)[name], (
        "manyhats claims --write-docs docs"
    )


def test_the_shipped_answer_is_on_every_claim_and_of_full_tests() -> None:
    assert [each["id"] for each in STORED["claims"]] == list(CLAIMS)
    assert not any(each["quick"] for each in STORED["claims"])


def test_the_german_answer_has_german_words_for_all_that_was_compared() -> None:
    tests = [test for claim in STORED["claims"] for test in claim["tests"]]
    outcomes = {test["outcome"].partition(OVER)[0] for test in tests}
    compared = [level for test in tests for level in (test["better"], *test["against"], *test["ends"])]
    factors = {name for test in tests for name in (test["factor"], test["by"]) if name} - {"strategy", AGAINST}
    assert sorted(outcomes - set(GERMAN.table("outcomes"))) == []
    assert sorted({level for level in compared if isinstance(level, str)} - set(GERMAN.table("levels"))) == []
    assert sorted(factors - set(GERMAN.table("names"))) == []


def test_the_shipped_map_has_few_places_and_many_pairs() -> None:
    assert {each["kind"] for each in STORED["maps"]} == {"several", "yields"}
    for each in STORED["maps"]:
        assert len(each["cells"]) <= 8
        assert min(cell["pairs"] for cell in each["cells"]) >= 30


@pytest.mark.parametrize("name", CLAIMS)
def test_the_answer_marks_worlds_that_are_not_those_of_todays_model_and_no_others(name: str) -> None:
    entry = next(each for each in STORED["claims"] if each["id"] == name)
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


def test_what_is_stale_is_said_at_the_top() -> None:
    made = pages([entry() | {"stale": True}], MAPS, None)
    assert "what is said of A6 is of an earlier one" in made[ANSWER]
    assert "Was hier zu A6 steht, stammt aus einem früheren" in made[ANTWORT]
    assert "earlier" not in pages([entry()], MAPS, None)[ANSWER]


def test_the_map_and_the_claims_leave_the_seeds_of_the_calibration_alone() -> None:
    for file in (SCENARIOS / "headline.toml", *CLAIMS.values()):
        design = load(file).design
        assert design.first_seed + design.seeds <= CALIBRATION_SEEDS.start
