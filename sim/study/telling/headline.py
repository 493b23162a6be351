"""The answer in five sentences, from the maps and the words on the claims: first how many people, then how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.study.maps.places import Cell, Map
from sim.study.telling.cause import cause
from sim.study.telling.sentences import counted
from sim.study.telling.words import Words
from sim.study.why.record import Why


def five(
    words: Words,
    claims: Sequence[dict[str, Any]],
    maps: Sequence[Map],
    balance: Mapping[str, float] | None,
    why: Why | None = None,
) -> list[str]:
    """Return the answer, sentence by sentence; with no map what can be said without one.

    Where it was found what makes the difference, that is told in place of the number of places, which the picture has.
    """
    several = [each for each in maps if each.kind == "several"]
    held = [each for each in maps if each.kind == "yields"]
    said = [_people(words, several), _typical(words, several)] if several else []
    if several:
        said.append(cause(words, why) if why else _where(words, several))
    said += [_yields(words, each) for each in held[:1]]
    if not several:
        said.append(words.say("s_no_map"))
    said.append(words.say("s_claims", many=len(claims), counts=counted(claims, words)))
    return [*said, _model(words, balance)]


def title(words: Words, maps: Sequence[Map]) -> str:
    """Say in a line what the map of several businesses shows."""
    cells = _cells(maps)
    more, less, many = _count(cells, 1), _count(cells, -1), len(cells)
    if less == many or more == many:
        return words.say("title_all_less" if less else "title_all_more")
    name = {(True, True): "both", (True, False): "more", (False, True): "less", (False, False): "none"}
    return words.say(f"title_{name[more > 0, less > 0]}", more=more, less=less, many=many)


def way_named(words: Words, found: Map) -> str:
    """Name a way of working: ``two businesses at once``."""
    ways = words.table("ways")
    if found.kind == "yields":
        return str(ways["yields"])
    if found.at_once == 0:
        return str(ways["all"])
    count = ways.get(str(found.at_once), str(found.at_once))
    return str(ways["several"]).format(count=count)


def _people(words: Words, maps: Sequence[Map]) -> str:
    parts = [
        words.say(
            "s_people_part",
            way=way_named(words, each),
            better=_hundred(cell.better for cell in each.cells),
            worse=_hundred(cell.worse for cell in each.cells),
        )
        for each in maps
    ]
    return words.say("s_people", parts=words.say("s_and").join(parts), places=len(maps[0].cells))


def _hundred(shares: Any) -> int:
    return round(100 * float(np.mean(list(shares))))


def _typical(words: Words, maps: Sequence[Map]) -> str:
    parts = []
    for each in maps:
        typical = [cell.typical for cell in each.cells]
        ends = {"low": words.money(min(typical)), "high": words.money(max(typical))}
        middle = words.money(float(np.median(typical)))
        parts.append(words.say("s_typical_part", money=middle, way=way_named(words, each), **ends))
    return words.say("s_typical", time=words.life(maps[0].days), parts=words.say("s_and").join(parts))


def _where(words: Words, maps: Sequence[Map]) -> str:
    cells = _cells(maps)
    waiting = sum(cell.answer == "open" for cell in cells)
    few = words.say("s_where_open", open=waiting) if waiting else words.say("s_where_none")
    return words.say("s_where", more=_count(cells, 1), less=_count(cells, -1), many=len(cells), few=few)


def _yields(words: Words, found: Map) -> str:
    lost = [cell.outsiders for cell in found.cells if cell.outsiders is not None]
    outside = words.say("s_outside", lost=round(100 * float(np.mean(lost)))) if lost else words.say("s_outside_none")
    return words.say(
        "s_yields",
        capital=words.figures(f"{100 * found.capital:.0f}"),
        growth=words.figures(f"{100 * found.growth:.2g}"),
        better=_hundred(cell.better for cell in found.cells),
        worse=_hundred(cell.worse for cell in found.cells),
        outside=outside,
    )


def _model(words: Words, balance: Mapping[str, float] | None) -> str:
    if balance is None:
        return words.say("s_model")
    return words.say("s_balance", **{name: round(100 * share) for name, share in balance.items()})


def _cells(maps: Sequence[Map]) -> list[Cell]:
    return [cell for each in maps if each.kind == "several" for cell in each.cells]


def _count(cells: Sequence[Cell], sign: int) -> int:
    return sum(cell.sign == sign for cell in cells)
