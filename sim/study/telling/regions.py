"""Regions in words: which levels are meant, every factor by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.study.effects import AGAINST, Row
from sim.study.telling.words import Words

MOST_NAMED = 2


def region_named(words: Words, region: Row) -> str:
    """Name one region: ``against one business, talks at events 50 %``; ``everywhere`` if there is only one."""
    parts = [words.say("against", level=words.level("", region[AGAINST]))] if AGAINST in region else []
    parts += [words.setting(name, value) for name, value in region.items() if name != AGAINST]
    return ", ".join(parts) or words.say("everywhere")


def regions_named(words: Words, chosen: Sequence[Row], everywhere: Sequence[Row]) -> str:
    """Say in words which of all regions are meant.

    If the chosen ones are all combinations of some levels of each factor, every factor is told by itself, numbers by
    where they begin and end; otherwise the regions are listed.
    """
    levels = {name: _levels(everywhere, name) for name in everywhere[0]}
    picked = {name: [value for value in held if value in _levels(chosen, name)] for name, held in levels.items()}
    combined = [row for row in everywhere if all(row[name] in picked[name] for name in picked)]
    if len(combined) == len(chosen):
        told = [_factor(words, name, picked[name], levels[name]) for name in levels]
        return ", ".join(filter(None, told)) or words.say("everywhere")
    listed = [region_named(words, row) for row in chosen[:MOST_NAMED]]
    hidden = len(chosen) - MOST_NAMED
    return "; ".join([*listed, *([words.say("more", many=hidden)] if hidden > 0 else [])])


def _levels(rows: Sequence[Row], name: str) -> list[Any]:
    found: list[Any] = []
    for row in rows:
        if row[name] not in found:
            found.append(row[name])
    return found


def _factor(words: Words, name: str, picked: list[Any], levels: list[Any]) -> str:
    """One factor; empty if all its levels are meant."""
    if len(picked) == len(levels):
        return ""
    if name == AGAINST:
        return words.say("against", level=words.either([words.level("", value) for value in picked]))
    if len(levels) > 2 and all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return f"{words.name(name)} {_span(words, name, sorted(picked), sorted(levels))}"
    return words.either([words.setting(name, value) for value in picked])


def _span(words: Words, name: str, picked: list[Any], levels: list[Any]) -> str:
    first, last = levels.index(picked[0]), levels.index(picked[-1])
    ends = [words.level(name, picked[0]), words.level(name, picked[-1])]
    if len(picked) == 1 or last - first + 1 > len(picked):
        return words.either([words.level(name, value) for value in picked])
    if last == len(levels) - 1:
        return words.say("or_more", level=ends[0])
    if first == 0:
        return words.say("or_less", level=ends[1])
    return words.say("span", low=ends[0], high=ends[1])
