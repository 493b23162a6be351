"""The map as a picture: a bar of a hundred people for every place, stacked so that it is read on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, median
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.analysis import style
from sim.study.effects import Row
from sim.study.maps.places import Cell, Map
from sim.study.telling.headline import divided, title, way_named
from sim.study.telling.words import ENGLISH, Words

BETTER, SAME, WORSE = "#004F80", "#ececec", "#E69F00"
MORE, LESS = "#5f5f5f", "#c9c9c9"
"""Of yields, greys: what is won there is lost elsewhere."""
PALE = 0.35
WIDTH, MARGIN = 4.6, 0.16  # inches
PLACE, PLACE_WITH_MORE, HEADING = 0.46, 0.6, 0.34
LINE, LETTERS, TITLE_LETTERS = 0.155, 68, 42
NARROW = 0.07
"""Share of people below which a bar has no room for its number."""


def draw_map(maps: Sequence[Map], words: Words = ENGLISH) -> Figure:
    """Draw all maps of several businesses, one beneath the other; the title says what is found."""
    found = [each for each in maps if each.kind == "several"]
    return _drawn(found, title(words, found), words.say("beneath", time=words.life(found[0].days)), words)


def draw_answer(maps: Sequence[Map], words: Words = ENGLISH) -> Figure:
    """Draw the maps of several businesses, a bar for each value of what divides them; all places if nothing does."""
    found = [each for each in maps if each.kind == "several"]
    parts = divided(found)
    if len(parts) == 1:
        return draw_map(maps, words)
    short = [replace(each, cells=tuple(_gathered(each, part) for part in parts)) for each in found]
    beneath = words.say("beneath_short", time=words.life(found[0].days), places=len(found[0].cells) // len(parts))
    return _drawn(short, title(words, found), beneath, words)


def _gathered(found: Map, part: tuple[str, Any]) -> Cell:
    """Put the places with one value together: mean shares, and the sign that all of them have, if they have one."""
    name, at = part
    cells = [cell for cell in found.cells if cell.where[name] == at]
    signs = {cell.sign for cell in cells}
    return replace(
        cells[0],
        where={name: at},
        better=fmean(cell.better for cell in cells),
        worse=fmean(cell.worse for cell in cells),
        typical=median(cell.typical for cell in cells),
        sign=signs.pop() if len(signs) == 1 else 0,
        pairs=found.pairs,
    )


def draw_yields(found: Map, words: Words = ENGLISH) -> Figure:
    """Draw the map of yields, with the losses of people outside beside every gain."""
    beneath = words.say("beneath_yields", time=words.life(found.days))
    return _drawn([found], words.say("title_yields"), beneath, words)


def told_apart(cells: Sequence[Cell], words: Words) -> list[Cell]:
    """Leave out what changes no number that is shown: of places that differ in it alone, the first stands for all."""
    left = list(cells)
    for name in list(cells[0].where):
        groups: dict[tuple[Any, ...], list[Cell]] = {}
        for cell in left:
            others = tuple(at for other, at in cell.where.items() if other != name)
            groups.setdefault(others, []).append(cell)
        if all(len({_shown(cell, words) for cell in group}) == 1 for group in groups.values()):
            without = [replace(group[0], where=_without(group[0].where, name)) for group in groups.values()]
            left = without if len(without) < len(left) else left
    return left


def _without(where: Row, name: str) -> Row:
    return {other: at for other, at in where.items() if other != name}


def _shown(cell: Cell, words: Words) -> tuple[Any, ...]:
    outside = None if cell.outsiders is None else words.hundred(cell.outsiders)
    return words.hundred(cell.better), words.hundred(cell.worse), words.money(cell.typical), outside, cell.sign


def _drawn(maps: Sequence[Map], heading: str, beneath: str, words: Words) -> Figure:
    shown = [replace(each, cells=tuple(told_apart(each.cells, words))) for each in maps]
    merged = sum(len(each.cells) for each in shown) < sum(len(each.cells) for each in maps)
    maps = shown
    above = wrap(heading, TITLE_LETTERS)
    below = wrap(beneath, LETTERS)
    top = MARGIN + 0.2 * len(above) + LINE * len(below) + 0.12
    heights = [HEADING + _place(each) * len(each.cells) for each in maps]
    full = top + sum(heights) + 0.34
    with style.styled():
        figure = Figure(figsize=(WIDTH, full))
        FigureCanvasAgg(figure)
        left = MARGIN / WIDTH
        figure.text(
            left, 1 - MARGIN / full, "\n".join(above), fontsize=11.5, fontweight="bold", va="top", linespacing=1.2
        )
        at = 1 - (MARGIN + 0.2 * len(above) + 0.04) / full
        figure.text(left, at, "\n".join(below), fontsize=8, va="top", color=style.SOFT, linespacing=1.25)
        for each, height in zip(maps, heights, strict=True):
            top += height
            _panel(figure.add_axes((left, 1 - top / full, 1 - 2 * left, height / full)), each, height, words)
        footer = words.say("footer", pairs=min(each.pairs for each in maps), people=maps[0].people)
        footer = words.say("footer_same", footer=footer) if merged else footer
        figure.text(left, 0.12 / full, footer, fontsize=7.5, color=style.SOFT)
    return figure


def _place(found: Map) -> float:
    return PLACE_WITH_MORE if found.kind == "yields" else PLACE


def _panel(axes: Axes, found: Map, height: float, words: Words) -> None:
    """One way: a heading, and a bar for every place; the vertical axis is in inches from the top."""
    axes.set_xlim(0, 1)
    axes.set_ylim(height, 0)
    axes.axis("off")
    way = way_named(words, found)
    heading = words.say("heading", way=way)
    axes.text(0, 0.12, heading, fontsize=9.5, fontweight="bold", va="center")
    for number, cell in enumerate(found.cells):
        _bar(axes, HEADING + number * _place(found), cell, found, words)


def _bar(axes: Axes, top: float, cell: Cell, found: Map, words: Words) -> None:
    axes.text(0, top + 0.07, words.place(cell.where), fontsize=8, va="center")
    typical = words.say("typical_short", money=words.money(cell.typical))
    axes.text(1, top + 0.07, typical, fontsize=8, va="center", ha="right", color=style.SOFT)
    left, right = (MORE, LESS) if found.kind == "yields" else (BETTER, WORSE)
    solid = 1.0 if cell.sign else PALE
    at, middle, tall = top + 0.16, top + 0.16 + 0.1, 0.2
    same = max(0.0, 1 - cell.better - cell.worse)
    for start, wide, color, alpha in (
        (0.0, cell.better, left, solid),
        (cell.better, same, SAME, 1.0),
        (cell.better + same, cell.worse, right, solid),
    ):
        axes.barh(at, wide, tall, start, align="edge", color=color, alpha=alpha, linewidth=0)
    light = style.PAPER if cell.sign else style.INK
    if cell.better >= NARROW:
        axes.text(
            0.012, middle, f"{words.hundred(cell.better)}", fontsize=8.5, va="center", color=light, fontweight="bold"
        )
    if cell.worse >= NARROW:
        worse = f"{words.hundred(cell.worse)}"
        axes.text(0.988, middle, worse, fontsize=8.5, va="center", ha="right", color=style.INK, fontweight="bold")
    if found.kind == "yields":
        lost = words.say("outsiders_none")
        if cell.outsiders is not None:
            lost = words.say("outsiders_short", lost=words.hundred(cell.outsiders))
        axes.text(0, top + 0.45, lost, fontsize=8, va="center", color=style.INK)
