"""The difference between two ways that were lived, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.analysis.finding.words import way
from sim.analysis.statistics import student
from sim.model.outcomes import OUTCOMES
from sim.view.choices import YOURS
from sim.view.words import COMPARED, number_in, words_of

LEAD = COMPARED[0]
Measured = dict[str, list[float]]


def differences(first: Measured, yours: Measured) -> dict[str, float]:
    """Return the mean difference of the same people by outcome, the second way minus the first; nan where none is."""
    return {name: _mean([b - a for a, b in zip(first[name], yours[name], strict=True)]) for name in COMPARED}


def sentences(first: Measured, yours: Measured, named: str, language: str, second: str = "") -> list[str]:
    """Say who of the same people did better, and the mean differences.

    Parameters
    ----------
    first, yours
        One number per person and outcome, the same people in the same order.
    named
        Name of the first way.
    second
        What the other way is called; by default it is as the window calls it.
    """
    words = words_of(language)
    ways = {"yours": quoted(second or words["yours"], language), "first": called(named, language)}
    gains = [b - a for a, b in zip(first[LEAD], yours[LEAD], strict=True)]
    found = differences(first, yours)
    if not any(gains) and not any(value > 0 or value < 0 for value in found.values()):
        return [words["same"]]
    counted = {
        "all": len(gains),
        "ahead": sum(gain > 0 for gain in gains),
        "behind": sum(gain < 0 for gain in gains),
        "alike": sum(gain == 0 for gain in gains),
    }
    people = words["people"].format(**counted, **words["endedOne" if counted["ahead"] == 1 else "ended"], **ways)
    parts = [_part(name, value, language) for name, value in found.items() if not math.isnan(value)]
    return [people, f"{words['minus'].format(**ways)} {', '.join(parts)}."]


def over_worlds(means: Sequence[float], language: str) -> str:
    """Say what the mean difference in net income is over the worlds so far; of one world, that it is only one."""
    words = words_of(language)
    if len(means) < 2:
        return str(words["oneWorld"])
    low, high = student(np.asarray(means))
    middle, half = float(np.mean(means)), (high - low) / 2
    mean, half_width = OUTCOMES[LEAD].write(middle, sign=True), OUTCOMES[LEAD].write(half)
    clear = words["worldsOpen" if low <= 0.0 <= high else "worldsClear"]
    written = {"mean": number_in(language, mean), "half": number_in(language, half_width)}
    return str(words["worlds"].format(worlds=len(means), open=clear, **written))


def called(name: str, language: str) -> str:
    """A way by its name in quotation marks; the chosen one as the language calls it."""
    return quoted(words_of(language)["yours"] if name == YOURS else name, language)


def quoted(name: str, language: str) -> str:
    """A name as the language quotes it."""
    return f"„{name}“" if language == "de" else way(name)


def _part(name: str, value: float, language: str) -> str:
    words, outcome = words_of(language), OUTCOMES[name]
    text = number_in(language, outcome.write(value, sign=True))
    unit = f" {words['perPerson']}" if outcome.kind == "money" else ""
    return str(words["minusOne"].format(outcome=words["outcomes"][name], difference=f"{text}{unit}"))


def _mean(values: Sequence[Any]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return float(np.mean(known)) if known else math.nan
