"""The sentence on a claim, from its stored numbers: what was found, how large it is, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sim.model import Outcome
from sim.study.effects import outcome_of
from sim.study.telling.regions import regions_named
from sim.study.telling.words import ENGLISH, Words
from sim.study.verdicts import FEW, FINDING, WORDS, Word

Told = dict[str, Any]
Pair = tuple[Told, Told]
"""A question and one of its regions."""


def sentence(claim: Told, words: Words = ENGLISH) -> str:
    """Say in one sentence what was found on a claim, after the word that stands for it."""
    tests = asked(claim)
    every = [(test, row) for test in tests for row in test["regions"]]
    counts: Told = {"many": len(every)}
    for state in ("said", "other", "nothing", "open"):
        counts[state] = sum(row["state"] == state for _, row in every)
    return _SENTENCES[claim["word"]](words, claim, every, counts)


def headed(claim: Told, words: Words = ENGLISH) -> str:
    """Put the word before the sentence: ``Yes. In all 4 comparisons ...``."""
    return f"{word(claim, words)}. {sentence(claim, words)}"


def word(claim: Told, words: Words = ENGLISH) -> str:
    """Return the word on a claim, or on one question, in a language."""
    return str(words.table("words")[claim["word"]])


def counted(claims: Sequence[Told], words: Words) -> str:
    """Count the words on claims: ``3 Yes, 2 Mostly``."""
    found = [(each, sum(claim["word"] == each for claim in claims)) for each in WORDS]
    return ", ".join(f"{many} {word({'word': each}, words)}" for each, many in found if many)


def asked(claim: Told) -> list[Told]:
    """Return the questions that count: findings, or all if there are none."""
    tests: list[Told] = claim["tests"]
    return [test for test in tests if test["shows"] == FINDING] or tests


def _yes(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
    phrase = "Yes" if counts["many"] > 1 else "Yes_one"
    return words.say(phrase, lead=lead(words, *_typical(every, "said")), **counts)


def _mostly(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
    return words.say("Mostly", lead=lead(words, *_typical(every, "said")), **counts)


def _only_if(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
    test, row = _typical(every, "said")
    picked = [each["region"] for each in test["regions"] if each["state"] == "said"]
    everywhere = [each["region"] for each in test["regions"]]
    where = words.say("question", nth=claim["tests"].index(test) + 1)
    if len(picked) < len(everywhere):
        where = regions_named(words, picked, everywhere)
    return words.say("Only_if", where=where, lead=lead(words, test, row), **counts)


def _no(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
    test, row = _typical(every, "other")
    kept = test["control"]["state"] == "not neutral"
    return words.say("No_control" if kept else "No", lead=lead(words, test, row), **counts)


def _nothing(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
    test, row = max(every, key=lambda each: abs(_ratio(*each)))
    return words.say("No_difference_that_matters", lead=lead(words, test, row), matters=_bound(words, test, row))


def _few(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
    waiting = [(test, row) for test, row in every if row["state"] == "open"]
    pairs = max((row["seeds"] for _, row in every), default=0)
    undecided = [row for _, row in waiting if row["answer"] == "open"]
    if not undecided:
        return words.say("Not_enough_control", pairs=pairs)
    wanted = [row["enough"] for row in undecided]
    enough = words.say("enough_none") if None in wanted else words.say("enough", many=words.figures(f"{max(wanted):,}"))
    return words.say("Not_enough_worlds", pairs=pairs, enough=enough, **counts)


def _as_made(phrase: str) -> Callable[[Words, Told, list[Pair], Told], str]:
    def told(words: Words, claim: Told, every: list[Pair], counts: Told) -> str:
        return words.say(phrase, lead=lead(words, *every[0]))

    return told


_SENTENCES: dict[Word, Callable[[Words, Told, list[Pair], Told], str]] = {
    "Yes": _yes,
    "Mostly": _mostly,
    "Only if": _only_if,
    "No": _no,
    "No difference that matters": _nothing,
    "Premise": _as_made("Premise"),
    "Arithmetic": _as_made("Arithmetic"),
    FEW: _few,
}


def _typical(every: list[Pair], state: str) -> Pair:
    """Of the first question with such a region, the one in the middle by size."""
    test = next(test for test, row in every if row["state"] == state)
    rows = [(test, row) for row in test["regions"] if row["state"] == state]
    return sorted(rows, key=lambda each: abs(_ratio(*each)))[len(rows) // 2]


def _ratio(test: Told, row: Told) -> float:
    """An effect in units of what matters; 0 where nothing is known."""
    return 0.0 if row["estimate"] is None or not row["matters"] else float(row["estimate"] / row["matters"])


def lead(words: Words, test: Told, row: Told) -> str:
    """Say one effect: what was measured, how large it is with its interval, and between what."""
    if row["estimate"] is None:
        return words.say("nothing")
    return words.say(
        "lead", outcome=words.outcome(test["outcome"]), effect=effect(words, test, row), pair=_pair(words, test, row)
    )


def effect(words: Words, test: Told, row: Told) -> str:
    """Write an effect with its interval; a relative one as a share of its base, a level as the level."""
    known = [float("nan") if row[name] is None else row[name] for name in ("estimate", "low", "high")]
    if known[0] != known[0]:
        return words.say("nothing")
    if test["kind"] == "level":
        return _written(words, outcome_of(test["outcome"]), [each + test["value"] for each in known], sign=False)
    if test["relative"] and row["base"]:
        mean, low, high = (_percent(each / abs(row["base"])) for each in known)
        return words.figures(words.say("interval", mean=f"{mean} %", low=low, high=high))
    return _written(words, outcome_of(test["outcome"]), known, sign=True)


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")


def _written(words: Words, outcome: Outcome, values: Sequence[float], *, sign: bool) -> str:
    mean, low, high = map(words.figures, outcome.write_all(values, sign=sign))
    return words.say("interval", mean=f"{mean}{_unit(words, outcome, sign=sign)}", low=low, high=high)


def _unit(words: Words, outcome: Outcome, *, sign: bool) -> str:
    suffix = outcome.suffix(sign=sign)
    return words.say("points") if suffix == " points" else suffix


def _bound(words: Words, test: Told, row: Told) -> str:
    """What would matter, in the way in which the effect is written."""
    if test["relative"] and row["base"]:
        return words.figures(f"{100 * row['matters'] / abs(row['base']):.0f} %")
    outcome = outcome_of(test["outcome"])
    return words.figures(outcome.write_all([row["matters"]])[0]) + _unit(words, outcome, sign=True)


def _pair(words: Words, test: Told, row: Told) -> str:
    """What is compared."""
    if test["kind"] == "level":
        outcome = outcome_of(test["outcome"])
        bound = words.figures(outcome.write_all([test["value"]])[0]) + outcome.suffix()
        return words.say("compared", bound=bound)
    other = row["against"] if row["against"] is not None else test["against"][0]
    better, worse = (words.level(test["factor"], level) for level in (test["better"], other))
    if test["factor"] == "strategy":
        pair = words.say("pair", better=better, other=worse)
    else:
        pair = words.say("changed", factor=words.name(test["factor"]), better=better, other=worse)
    if test["kind"] == "contrast":
        return pair
    low, high = (words.level(test["by"], level) for level in test["ends"])
    return words.say("change", pair=pair, name=words.name(test["by"]), low=low, high=high)
