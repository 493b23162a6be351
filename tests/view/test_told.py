"""The difference in words."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from sim.analysis.finding.words import SAID
from sim.view.told import differences, over_worlds, sentences
from sim.view.words import COMPARED, HERE, LANGUAGES, words_of

FIRST = {"net_income": [0.0, -100.0, 50.0], "recruits": [1, 0, 0], "credibility": [0.5, math.nan, 0.5]}
YOURS = {"net_income": [1500.0, -100.0, 20.0], "recruits": [0, 0, 0], "credibility": [0.4, 0.5, 0.5]}
for each in (FIRST, YOURS):
    each["contradictions"] = [0, 0, 0]


def test_people_are_counted_before_means() -> None:
    assert sentences(FIRST, YOURS, "focus", "en") == [
        "Of the same 3 people, 1 ended up better off with 'your way' than with 'focus', 1 worse off, 1 the same.",
        "'your way' minus 'focus', the mean of these people: net income +490 currency units, recruits −0.33, "
        "credibility −0.050, contradictions noticed 0.00.",
    ]


def test_german_is_written_as_german() -> None:
    assert sentences(FIRST, YOURS, "focus", "de") == [
        "Von denselben 3 Menschen steht 1 mit „Ihr Weg“ am Ende besser da als mit „focus“, 1 schlechter, 1 gleich.",
        "„Ihr Weg“ minus „focus“, im Mittel dieser Menschen: was übrig blieb +490 Währungseinheiten, Geworbene −0,33, "
        "Glaubwürdigkeit −0,050, bemerkte Widersprüche 0,00.",
    ]


def test_the_same_lives_are_told_as_the_same() -> None:
    assert sentences(FIRST, FIRST, "focus", "en") == [words_of("en")["same"]]
    assert differences(FIRST, YOURS)["credibility"] == pytest.approx(-0.05)


def test_more_worlds_bring_an_interval() -> None:
    assert over_worlds([5.0], "en") == words_of("en")["oneWorld"]
    assert over_worlds([1000.0, 1100.0, 1200.0], "en") == (
        "Net income over 3 worlds so far: +1,100 ± 248; the difference is not chance alone."
    )
    assert over_worlds([-1000.0, 1200.0], "de").endswith("; das kann noch Zufall sein.")


def test_english_words_are_those_of_a_finding() -> None:
    assert words_of("en")["ended"] == SAID[COMPARED[0]]._asdict()


def test_both_languages_say_the_same_things() -> None:
    english, german = (words_of(each) for each in LANGUAGES)
    assert set(english) == set(german)
    for key, text in english.items():
        assert _blanks(text) == _blanks(german[key]), key


def test_every_word_that_is_asked_for_is_there_and_no_other() -> None:
    sources = [file for file in HERE.iterdir() if file.suffix in (".js", ".html", ".py")]
    text = "".join(file.read_text(encoding="utf-8") for file in sources)
    named = set(re.findall(r"\bwords\.(\w+)", text)) - {"json"}
    named |= set(re.findall(r"\bwords(?:_of\(\S+\))?\[[\"'](\w+)[\"']", text))
    named |= {"worldsOpen", "worldsClear", "ended", "endedOne"}
    known = set(json.loads((HERE / "words.json").read_text(encoding="utf-8"))["en"])
    assert named == known


def _blanks(text: Any) -> Any:
    if isinstance(text, dict):
        return {key: _blanks(value) for key, value in text.items()}
    return sorted(re.findall(r"\{\w+\}", text))
