"""Regions in words: where a test is supported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sim.core.wording import number
from sim.study.judging.effects import AGAINST, Row

MOST_NAMED = 4


def region_named(region: Row) -> str:
    """Name one region: ``against 'focus', events share 0.5``; ``everywhere`` if there is only one."""
    parts = [f"against {_value(region[AGAINST])}"] if AGAINST in region else []
    parts += [f"{readable(name)} {_value(value)}" for name, value in region.items() if name != AGAINST]
    return ", ".join(parts) or "everywhere"


def readable(name: str) -> str:
    """Write a dotted name in words: ``vita life days`` for ``company.vita.life.days``."""
    return re.sub(r"^(?:company|strategy)\.", "", name).replace(".", " ").replace("_", " ")


def regions_named(chosen: Sequence[Row], everywhere: Sequence[Row]) -> str:
    """Say in words which of all regions are meant.

    If the chosen ones are all combinations of some levels of each factor, every factor is told by itself, numbers by
    where they begin and end; otherwise the regions are listed.

    Parameters
    ----------
    chosen
        Those that are meant, at least one.
    everywhere
        All regions, in the order of the levels.
    """
    levels = {name: _levels(everywhere, name) for name in everywhere[0]}
    picked = {name: [value for value in held if value in _levels(chosen, name)] for name, held in levels.items()}
    combined = [row for row in everywhere if all(row[name] in picked[name] for name in picked)]
    if len(combined) == len(chosen):
        told = [_told(readable(name), picked[name], levels[name]) for name in levels]
        return " and ".join(filter(None, told)) or "everywhere"
    listed = [f"({region_named(row)})" for row in chosen[:MOST_NAMED]]
    more = f" and {len(chosen) - MOST_NAMED} more" if len(chosen) > MOST_NAMED else ""
    return f"{', '.join(listed)}{more}"


def _levels(rows: Sequence[Row], name: str) -> list[Any]:
    found: list[Any] = []
    for row in rows:
        if row[name] not in found:
            found.append(row[name])
    return found


def _told(name: str, picked: list[Any], levels: list[Any]) -> str:
    """One factor; empty if all its levels are meant."""
    if len(picked) == len(levels):
        return ""
    if name == AGAINST:
        return f"against {_listed(picked)}"
    if len(levels) > 2 and all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return f"{name} is {_span(sorted(picked), sorted(levels))}"
    return f"{name} is {_listed(picked)}"


def _span(picked: list[Any], levels: list[Any]) -> str:
    first, last = levels.index(picked[0]), levels.index(picked[-1])
    if len(picked) == 1 or last - first + 1 > len(picked):
        return _listed(picked)
    if last == len(levels) - 1:
        return f"{_value(picked[0])} or more"
    if first == 0:
        return f"{_value(picked[-1])} or less"
    return f"{_value(picked[0])} to {_value(picked[-1])}"


def _listed(values: Sequence[Any]) -> str:
    texts = [_value(value) for value in values]
    return " or ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return number(value) if isinstance(value, int | float) else f"'{value}'"
