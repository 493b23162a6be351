"""The map as a page that stands alone: places to choose by pointer and keys, and what was found at each in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.analysis import alone
from sim.study.maps.places import Cell, Map
from sim.study.telling.headline import title, way_named
from sim.study.telling.placed import between, net, placed
from sim.study.telling.words import ENGLISH, GERMAN, Language, Words

HERE = Path(__file__).parent
BOTH: dict[Language, Words] = {"en": ENGLISH, "de": GERMAN}
STRENGTHS = 4
"""Steps of color, from a small difference to one of everybody."""
MARKS = {1: "more", -1: "less", 0: "unknown"}


def map_page(maps: Sequence[Map], language: Language) -> str:
    """Return all maps as one self-contained HTML page that carries both languages and opens in one.

    Parameters
    ----------
    maps
        Ways of working against one business, at least one; those of several businesses stand first.
    language
        In which it opens.
    """
    words = BOTH[language].table("map")
    told = {each: _said(spoken, maps) for each, spoken in BOTH.items()}
    data = {"ways": [_way(each) for each in maps], "words": told}
    body = (
        alone.templates(HERE).get_template("map.html").render(words=words, language=language, languages=alone.LANGUAGES)
    )
    return alone.alone(alone.Alone(words["title"], body, _read("map.css"), _read("map.js"), "map", data), language)


def _way(found: Map) -> dict[str, Any]:
    """Everything about one way that is not words: a field a place, in rows and columns."""
    columns, rows = _axes(found)
    fields = [
        _field(cell) | {"column": columns.index(_first(cell)), "row": rows.index(_rest(cell))} for cell in found.cells
    ]
    return {"kind": found.kind, "columns": len(columns), "rows": len(rows), "fields": fields}


def _field(cell: Cell) -> dict[str, Any]:
    better, worse = ENGLISH.hundred(cell.better), ENGLISH.hundred(cell.worse)
    return {
        "mark": "none" if cell.answer == "none" else MARKS[cell.sign],
        "open": cell.answer == "open",
        "strength": min(STRENGTHS, 1 + abs(round(100 * cell.net)) * STRENGTHS // 100),
        "better": better,
        "worse": worse,
        "same": max(0, 100 - better - worse),
        "lost": None if cell.outsiders is None else ENGLISH.hundred(cell.outsiders),
    }


def _said(words: Words, maps: Sequence[Map]) -> dict[str, Any]:
    """Everything that the page says in one language."""
    several = [each for each in maps if each.kind == "several"]
    lead = title(words, several) if several else words.say("title_yields")
    return {
        **words.table("map"),
        "lead": f"{lead}.",
        "caution": words.say("s_model"),
        "named": [_way_said(words, each) for each in maps],
    }


def _way_said(words: Words, found: Map) -> dict[str, Any]:
    columns, rows = _axes(found)
    return {
        "name": words.say("heading", way=way_named(words, found)),
        "columns": [_raised(words.place(dict(each))) for each in columns],
        "rows": [_raised(words.place(dict(each))) for each in rows],
        "fields": [
            {
                "place": _raised(words.place(cell.where)),
                "net": net(words, cell.net),
                "between": between(words, cell),
                "found": placed(words, found, cell),
            }
            for cell in found.cells
        ],
    }


Levels = tuple[tuple[str, Any], ...]


def _axes(found: Map) -> tuple[list[Levels], list[Levels]]:
    """Levels of what varies first, as columns, and of everything else together, as rows."""
    columns, rows = map(_first, found.cells), map(_rest, found.cells)
    return list(dict.fromkeys(columns)), list(dict.fromkeys(rows))


def _first(cell: Cell) -> Levels:
    return tuple(cell.where.items())[:1]


def _rest(cell: Cell) -> Levels:
    return tuple(cell.where.items())[1:]


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
