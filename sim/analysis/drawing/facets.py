"""Small multiples: panels side by side, rows under the headings of their settings, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy
from numpy.typing import NDArray

from sim.analysis.drawing import style
from sim.analysis.drawing.sheets import sheet

MOST_PANELS = 12
MOST_LOUD = 3
"""Lines of a panel that are told apart by their looks; more of them are a tangle."""
HEADING = 0.75
LETTER_HEIGHT = 0.2
"""Inches from one name at the end of a line to the next."""
Grid = NDArray[Any]
"""Axes, shape (deep, wide)."""


@dataclass(frozen=True)
class Facets:
    """How many panels stand where; the last row may have empty cells."""

    count: int
    deep: int
    wide: int

    @classmethod
    def of(cls, count: int, *, square: bool = True) -> Facets:
        """As many panels side by side as the sheet has room for, four of them (if ``square``) two by two."""
        columns = sheet().columns
        wide = 2 if square and count == 4 and columns > 2 else min(columns, count)
        return cls(count, -(-count // wide), wide)

    def draw(self, figure: Figure, **shared: Any) -> Grid:
        """Make the panels, and leave empty cells blank; ``shared`` says which share a scale, as for ``subplots``."""
        grid: Grid = figure.subplots(self.deep, self.wide, squeeze=False, **shared)
        self.blank(grid)
        return grid

    def draw_double(self, figure: Figure, height: float, below: float) -> tuple[Grid, Grid]:
        """Panels that share both scales, each with a thin one below it; heights in inches, about."""
        ratios = {"height_ratios": [height, below] * self.deep}
        both = figure.subplots(2 * self.deep, self.wide, squeeze=False, sharex="all", gridspec_kw=ratios)
        for part in (both[::2], both[1::2]):
            for axes in part.flat[1:]:
                axes.sharey(part[0, 0])
            for axes in part[:, 1:].flat:
                axes.tick_params(labelleft=False)
            self.blank(part)
        return both[::2], both[1::2]

    def blank(self, grid: Grid) -> None:
        """Hide the cells behind the last panel."""
        for axes in grid.flat[self.count :]:
            axes.set_visible(False)


def each(grid: Grid, things: Iterable[Any]) -> Iterator[tuple[Axes, Any]]:
    """Go through panels and what is shown in them."""
    return zip(grid.flat, things, strict=False)


def head(axes: Axes, title: str, width: int = 200, size: float = 11.0, pad: float | None = None) -> None:
    """Write what a panel shows above its left end, in bold, in lines of at most ``width`` letters."""
    axes.set_title(fill(title, width) if title else "", loc="left", fontsize=size, fontweight="bold", pad=pad)


@dataclass(frozen=True)
class Row:
    """One row of a figure; the number is that of the variant, which decides its look."""

    setting: str
    variant: str
    number: int

    @property
    def name(self) -> str:
        """What a panel of its own is headed with."""
        return f"{self.variant} ({self.setting})" if self.setting else self.variant

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """What of a frame belongs to this row."""
        return frame[(frame["setting"] == self.setting) & (frame["variant"] == self.variant)]


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Rows of the first few settings, in the order of the categories ``setting`` and ``variant``."""
    variants = list(frame["variant"].cat.categories)
    present = set(zip(frame["setting"], frame["variant"], strict=True))
    return [
        Row(setting, variant, number)
        for setting in settings_of(frame)
        for number, variant in enumerate(variants)
        if (setting, variant) in present
    ]


def settings_of(frame: pd.DataFrame) -> list[str]:
    """The settings that are shown."""
    return list(frame["setting"].cat.categories)[: sheet().settings]


def left_out(frame: pd.DataFrame) -> str:
    """A remark for the footer if not all settings are shown."""
    return _first(sheet().settings, len(frame["setting"].cat.categories), "settings")


def few_outcomes(outcomes: list[str]) -> tuple[list[str], str]:
    """The first few outcomes, and a remark for the footer if these are not all."""
    most = sheet().outcomes
    return outcomes[:most], _first(most, len(outcomes), "outcomes")


def _first(most: int, there: int, what: str) -> str:
    return "" if there <= most else f"The first {most} of {there} {what}; the table has all of them."


def few_rows(frame: pd.DataFrame) -> tuple[list[Row], str]:
    """Rows for a figure that gives each of them a panel, and a remark for the footer if these are not all."""
    everything = len(frame[["setting", "variant"]].drop_duplicates())
    rows = rows_of(frame)[:MOST_PANELS]
    return rows, _first(len(rows), everything, "panels")


class Stack(NamedTuple):
    """Rows below each other with their heights, which grow downward, and headings of settings with theirs."""

    rows: list[tuple[Row, float]]
    headings: list[tuple[float, str]]

    @classmethod
    def of(cls, rows: list[Row]) -> Stack:
        """Put rows below each other, under a heading for each setting that has a name."""
        placed: list[tuple[Row, float]] = []
        headings: list[tuple[float, str]] = []
        at = 0.0
        for index, row in enumerate(rows):
            if row.setting and (index == 0 or rows[index - 1].setting != row.setting):
                headings.append((at, row.setting))
                at += 1.1 if sheet().is_narrow else HEADING
            placed.append((row, at))
            at += 1.0
        return cls(placed, headings)

    @property
    def last(self) -> float:
        """Height of the last row."""
        return self.rows[-1][1]

    def name(self, axes: Axes) -> None:
        """Name rows and headings on the left axis."""
        style.rows_axis(axes, [(at, row.variant) for row, at in self.rows], self.headings)


def loud(ends: pd.Series[float], reference: str) -> list[str]:
    """Which lines are told apart by their looks: all of a few, of more the reference, the highest and the lowest.

    ``ends`` are the values at which lines end, by variant, in the order of the variants.
    """
    names = [str(name) for name in ends.index]
    if len(names) <= MOST_LOUD:
        return names
    others = ends.drop(reference, errors="ignore").dropna()
    others = others[others != ends.get(reference)]  # a line that ends with the reference's would hide it
    chosen = {reference, *([str(others.idxmax()), str(others.idxmin())] if len(others) else [])}
    return [name for name in names if name in chosen]


def fewer_told(variants: list[str]) -> str:
    """A sentence, with a blank before it, where some lines are shown for comparison only."""
    return " Gray: all others." if len(variants) > MOST_LOUD else ""


def lines_of_looks(*, told: bool) -> dict[str, Any]:
    """How thick a line is, and whether it lies above others: one that is told apart, or one of the others."""
    return {"linewidth": 2.2, "zorder": 3} if told else {"linewidth": 1.0, "zorder": 2}


def ends_of_rows(grid: Grid, things: Sequence[Any]) -> Iterator[tuple[Axes, Any]]:
    """Panels beside which names find room, and what is shown in them: the last of each row."""
    deep, wide = grid.shape
    for row in range(deep):
        last = min((row + 1) * wide, len(things)) - 1
        if (last + 1) % wide == 0 or row == 0:
            yield grid.flat[last], things[last]


def look_of(variant: str, variants: list[str], chosen: list[str]) -> style.Look:
    """The look of a variant's line, which is a quiet one unless it is among those that are told apart."""
    return style.look(variants.index(variant)) if variant in chosen else style.QUIET


def name_lines(
    axes: Axes, ends: pd.Series[float], variants: list[str], height: float, chosen: list[str] | None = None
) -> None:
    """Write every variant's name, with its mark, to the right of where its line ends.

    Parameters
    ----------
    ends
        Value at which each variant's line ends; the variant is the index.
    variants
        All variants in their order, which decides their looks.
    height
        Height of the axes in inches, about.
    chosen
        Those whose lines are told apart; by default all.
    """
    low, high = axes.get_ylim()
    ends = ends.dropna()
    chosen, page = variants if chosen is None else chosen, sheet()
    texts = [fill(str(variant), page.names if page.is_narrow else 2 * page.names) for variant in ends.index]
    tall = LETTER_HEIGHT * max([text.count("\n") + 1 for text in texts] + [1]) * (0.85 if page.is_narrow else 1.0)
    places = spread((np.asarray(ends, dtype=np.float64) - low) / (high - low), tall / height, floor=0.02)
    for variant, text, place in zip(ends.index, texts, places, strict=True):
        look = look_of(str(variant), variants, chosen)
        mark, beside = (offset_copy(axes.transAxes, axes.get_figure(root=True), x=x, units="points") for x in (10, 18))
        shown: dict[str, Any] = {"marker": look.marker, "color": look.color, "markersize": 6, "linestyle": "none"}
        axes.plot([1.0], [place], transform=mark, clip_on=False, **shown)
        told = str(variant) in chosen
        dressed: dict[str, Any] = {"fontsize": page.text - 1.0, "color": style.INK if told else style.SOFT}
        dressed |= {"fontweight": "bold" if told and len(chosen) < len(variants) else "normal", "linespacing": 1.0}
        axes.text(1.0, place, text, transform=beside, va="center", **dressed)


def spread(heights: NDArray[np.float64], gap: float, floor: float = -np.inf) -> list[float]:
    """Move labels apart until none is nearer than ``gap`` to another, keeping their order and their middle.

    None is put below ``floor``, where the numbers of the other axis stand; then all of them lie higher.
    """
    order = np.argsort(heights, kind="stable")
    placed = np.maximum(heights[order].astype(np.float64), floor)
    for _ in range(500):
        lack = np.clip(gap - np.diff(placed), 0.0, None)
        if not lack.any() or lack.max() < 1e-6:
            break
        placed[:-1] -= lack / 2
        placed[1:] += lack / 2
        placed = np.maximum(placed, floor)
    result = np.empty_like(placed)
    result[order] = placed
    return [float(height) for height in result]
