"""Every number and direction in a sentence on a claim is the stored verdict's, in both languages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sim.study.answer import VERDICTS
from sim.study.telling.sentences import sentence
from sim.study.telling.words import ENGLISH, GERMAN, Words
from tests.places import ROOT
from tests.study.entries import entry
from tests.study.telling.reading import looked_up

STORED = json.loads((ROOT / "docs" / VERDICTS).read_text(encoding="utf-8"))
LANGUAGES = pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en", "de"])
MADE: dict[str, dict[str, Any]] = {
    "yes": entry((5.0, 4.0)),
    "one": entry((5.0,)),
    "thousands": entry((51234.0, 61234.5)),
    "mostly": entry((5.0, 6.0, 7.0, 1.2)),
    "only if": entry((5.0, -5.0)),
    "no": entry((-5.0, -6.0)),
    "lower": entry((-5.0, -6.0), expects="lower"),
    "not lower": entry((5.0, 6.0), expects="lower"),
    "relative": entry((5.0, 6.0), relative=True),
    "share": entry((5.0, 6.0), outcome="net_loss"),
    "level": entry((0.2,), kind="level", better=None, against=[], outcome="gain", value=0.5),
    "open": entry((1.2, 0.9)),
    "premise": entry((5.0,)) | {"word": "Premise"},
}


@LANGUAGES
@pytest.mark.parametrize("name", MADE)
def test_what_is_said_is_what_was_found(name: str, words: Words) -> None:
    assert looked_up(MADE[name], words) >= 2


@LANGUAGES
@pytest.mark.parametrize("claim", STORED["claims"], ids=lambda claim: claim["id"])
def test_what_the_shipped_answer_says_of_a_claim_is_what_was_found(claim: dict[str, Any], words: Words) -> None:
    looked_up(claim, words)


@LANGUAGES
@pytest.mark.parametrize("name", ["yes", "mostly", "no", "relative", "open"])
def test_another_number_would_be_found_out(name: str, words: Words) -> None:
    text = sentence(MADE[name], words)
    numbers = [found for found in re.finditer(r"\d+", text) if not text[: found.start()].endswith((",", "."))]
    assert len(numbers) >= 3
    for found in numbers:
        wrong = f"{text[: found.start()]}{int(found[0]) + 3}{text[found.end() :]}"
        with pytest.raises(AssertionError):
            looked_up(MADE[name], words, lambda *_, wrong=wrong: wrong)


@LANGUAGES
def test_another_direction_would_be_found_out(words: Words) -> None:
    """The right numbers under the wrong word, or with the other sign."""
    for wrong in (sentence(MADE["no"], words), sentence(MADE["lower"], words)):
        with pytest.raises(AssertionError):
            looked_up(MADE["yes"], words, lambda *_, wrong=wrong: wrong)
    turned = MADE["yes"] | {"tests": [test | {"expects": "lower"} for test in MADE["yes"]["tests"]]}
    with pytest.raises(AssertionError):
        looked_up(turned, words)
