"""Reads a sentence on a claim back, in either language: every number in it is looked up in the stored verdict."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from sim.study.effects import outcome_of
from sim.study.telling.sentences import asked, sentence
from sim.study.telling.words import GERMAN, Words

Told = dict[str, Any]
NUMBER = r"([+−]?\d[\d.,]*)"
EFFECT = re.compile(rf"{NUMBER}[^()\d]*? \({NUMBER} (?:to|bis) {NUMBER}\)")
COUNT = re.compile(r"(\d+) (?:of|von) (\d+) (?:comparisons|Vergleichen)")
ALL = re.compile(r"^In (?:all|allen) (\d+) ")
ENOUGH = re.compile(r"(?:about|etwa) ([\d.,]+)")
PAIRS = re.compile(r"^(\d+) (?:pairs|Weltenpaare)")
STATES = {"Yes": "said", "Mostly": "said", "Only if": "said", "No": "other", "Not enough worlds": "open"}


def looked_up(claim: Told, words: Words, say: Callable[[Told, Words], str] = sentence) -> int:
    """Look up effect, direction and counts of what is said of a claim; return how many numbers were looked up."""
    text, word = say(claim, words), claim["word"]
    every = [(test, row) for test in asked(claim) for row in test["regions"]]
    state, count = STATES.get(word, ""), 0
    having = [(test, row) for test, row in every if not state or row["state"] == state]
    if (found := EFFECT.search(text)) is not None:
        numbers = [_number(each, words) for each in found.groups()]
        there = [pair for pair in having if _is_written(numbers, found[1], words, *pair)]
        assert there, text
        assert not state or all(_is_that_way(*pair, state) for pair in there), text
        count += 3
    for many in ALL.findall(text):
        assert int(many) == len(every) == len(having), text
        count += 1
    for part, many in COUNT.findall(text):
        assert (int(part), int(many)) == (len(having), len(every)), text
        count += 2
    if word == "Not enough worlds":
        count += _waited_for(text, words, [row for _, row in every])
    return count


def _waited_for(text: str, words: Words, rows: list[Told]) -> int:
    pairs, enough = PAIRS.search(text), ENOUGH.search(text)
    assert pairs is not None, text
    assert int(pairs[1]) == max(row["seeds"] for row in rows), text
    if enough is not None:
        wanted = [row["enough"] for row in rows if row["state"] == row["answer"] == "open"]
        assert _number(enough[1], words) == max(wanted), text
    return 1 + (enough is not None)


def _is_that_way(test: Told, row: Told, state: str) -> bool:
    """Whether the sign of an effect is what its state says: as the article expects, or the other way."""
    if test["expects"] not in ("higher", "lower"):
        return True
    return (row["estimate"] > 0) == ((test["expects"] == "higher") == (state == "said"))


def _is_written(numbers: list[float], text: str, words: Words, test: Told, row: Told) -> bool:
    """Whether three numbers are the effect of a region with its interval, rounded as they are written."""
    if row["estimate"] is None or row["low"] is None:
        return False
    known = [row[name] for name in ("estimate", "low", "high")]
    if test["kind"] == "level":
        known = [each + test["value"] for each in known]
    percent = outcome_of(test["outcome"]).kind == "share"
    if test["relative"] and row["base"] and test["kind"] != "level":
        known, percent = [each / abs(row["base"]) for each in known], True
    decimals = len(text.partition("," if words is GERMAN else ".")[2])
    scale = 100 if percent else 1
    pairs = zip(numbers, known, strict=True)
    return all(math.isclose(a, b * scale, abs_tol=0.5001 * 10**-decimals, rel_tol=1e-9) for a, b in pairs)


def _number(text: str, words: Words) -> float:
    """A number as it is written in a language."""
    swapped = text.rstrip(".,")
    if words is GERMAN:
        swapped = swapped.replace(".", "").replace(",", ".")
    return float(swapped.replace(",", "").replace("−", "-").replace("+", ""))
