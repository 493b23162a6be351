"""The answer in five sentences, from the maps and the words on the claims: first how many people, then how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.study.maps.places import MATTERS, Cell, Map
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
    """Say what the map of several businesses shows, in a line, or in one for each value of what divides it."""
    parts = divided(maps)
    if len(parts) > 1:
        return ". ".join(_title_at(words, _cells(_at(maps, part)), words.where(*part)) for part in parts)
    cells = _cells(maps)
    more, less, many = _count(cells, 1), _count(cells, -1), len(cells)
    if less == many or more == many:
        return words.say("title_all_less" if less else "title_all_more")
    name = {(True, True): "both", (True, False): "more", (False, True): "less", (False, False): "none"}
    return words.say(f"title_{name[more > 0, less > 0]}", more=more, less=less, many=many)


def _title_at(words: Words, cells: Sequence[Cell], where: str) -> str:
    more, less, many = _count(cells, 1), _count(cells, -1), len(cells)
    some = {(True, True): "some", (True, False): "some_more", (False, True): "some_less", (False, False): "none"}
    name = "less" if less == many else "more" if more == many else some[more > 0, less > 0]
    return words.say(f"title_at_{name}", at=where, more=more, less=less, many=many)


def way_named(words: Words, found: Map) -> str:
    """Name a way of working: ``two businesses at once``."""
    ways = words.table("ways")
    if found.kind == "yields":
        return str(ways["yields"])
    if found.at_once == 0:
        return str(ways["all"])
    count = ways.get(str(found.at_once), str(found.at_once))
    return str(ways["several"]).format(count=count)


def divided(maps: Sequence[Map]) -> list[tuple[str, Any]]:
    """Return the name that matters most with its values, if places differ in it by what matters; one empty name if not.

    How far two of its values lie apart is told by the shares better off less worse off, on average over the rest.
    """
    cells = _cells(maps)
    apart: dict[str, float] = {}
    for name in cells[0].where:
        nets = [np.mean([cell.net for cell in cells if cell.where[name] == at]) for at in _values(cells, name)]
        apart[name] = float(max(nets) - min(nets))
    first = max(apart, key=lambda name: apart[name], default="")
    if apart.get(first, 0.0) < MATTERS:
        return [("", None)]
    return [(first, at) for at in _values(cells, first)]


def _values(cells: Sequence[Cell], name: str) -> list[Any]:
    return list(dict.fromkeys(cell.where[name] for cell in cells))


def _at(maps: Sequence[Map], part: tuple[str, Any]) -> list[Map]:
    """Leave the places with one value of a name; all for the empty name."""
    name, at = part
    return [
        replace(each, cells=tuple(cell for cell in each.cells if not name or cell.where[name] == at)) for each in maps
    ]


def _people(words: Words, maps: Sequence[Map]) -> str:
    parts = divided(maps)
    if len(parts) == 1:
        told = [words.say("s_people_part", **_counts(words, each)) for each in maps]
        return words.say("s_people", parts=words.say("s_and").join(told), places=len(maps[0].cells))
    first, *others = (_counts(words, _at(maps[:1], part)[0]) | {"at": words.where(*part)} for part in parts)
    told = [words.say("s_people_first", **first)]
    told += [words.say("s_people_next", **each | {"at": _small(each["at"])}) for each in others]
    return f"{words.say('s_and').join(told)}."


def _counts(words: Words, found: Map) -> dict[str, Any]:
    """Say of how many of a hundred people a way leaves better and worse off, on average over the places."""
    better, worse = (_hundred(getattr(cell, name) for cell in found.cells) for name in ("better", "worse"))
    return {"way": way_named(words, found), "better": better, "worse": worse}


def _hundred(shares: Any) -> int:
    return round(100 * float(np.mean(list(shares))))


def _typical(words: Words, maps: Sequence[Map]) -> str:
    parts, time = divided(maps), words.life(maps[0].days)
    if len(parts) == 1:
        return words.say("s_typical", time=time, parts=_typicals(words, maps))
    split = [_at(maps, part) for part in parts]
    counts = [[_counts(words, each[nth]) for each in split] for nth in range(len(maps))]
    more = [
        words.say(
            "s_people_more",
            way=mine[0]["way"],
            counts=words.say("s_and").join(words.say("s_people_counts", **each) for each in mine),
        )
        for mine in counts[1:]
    ]
    told = []
    for nth, mine in enumerate(counts):
        middles = words.both(words.money(_middle(each[nth])) for each in split)
        told.append(words.say("s_typical_both", money=middles, way=mine[0]["way"]))
    typical = words.say("s_typical_each", time=time, parts=words.say("s_and").join(told))
    meant = words.table("meant").get(parts[0][0])
    return " ".join(filter(None, [*more, typical, meant, _with_goods(words, split[0][0])]))


def _with_goods(words: Words, found: Map) -> str:
    """Say what the first of these numbers would be if own goods counted at their price."""
    priced = [cell.priced for cell in found.cells if cell.priced is not None]
    if not priced:
        return ""
    better, worse, typical = zip(*priced, strict=True)
    counts = {"better": _hundred(better), "worse": _hundred(worse)}
    return words.say("s_goods", way=way_named(words, found), money=words.money(float(np.median(typical))), **counts)


def _middle(found: Map) -> float:
    return float(np.median([cell.typical for cell in found.cells]))


def _typicals(words: Words, maps: Sequence[Map]) -> str:
    told = []
    for each in maps:
        typical = [cell.typical for cell in each.cells]
        ends = {"low": words.money(min(typical)), "high": words.money(max(typical))}
        middle = words.money(_middle(each))
        told.append(words.say("s_typical_part", money=middle, way=way_named(words, each), **ends))
    return words.say("s_and").join(told)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


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
