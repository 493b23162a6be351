"""Small multiples: panels side by side, rows under the headings of their settings, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

COLUMNS = 3
MOST_SETTINGS, MOST_PANELS = 6, 12
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
        """At most three panels side by side, four of them (if ``square``) two by two."""
        wide = 2 if square and count == 4 else min(COLUMNS, count)
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
    return list(frame["setting"].cat.categories)[:MOST_SETTINGS]


def left_out(frame: pd.DataFrame) -> str:
    """A remark for the footer if not all settings are shown."""
    settings = len(frame["setting"].cat.categories)
    if settings <= MOST_SETTINGS:
        return ""
    return f"The first {MOST_SETTINGS} of {settings} settings; the table has all of them."


def few_rows(frame: pd.DataFrame) -> tuple[list[Row], str]:
    """Rows for a figure that gives each of them a panel, and a remark for the footer if these are not all."""
    everything = len(frame[["setting", "variant"]].drop_duplicates())
    rows = rows_of(frame)[:MOST_PANELS]
    if len(rows) == everything:
        return rows, ""
    return rows, f"The first {len(rows)} of {everything} panels; the table has all of them."


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
                at += HEADING
            placed.append((row, at))
            at += 1.0
        return cls(placed, headings)

    @property
    def last(self) -> float:
        """Height of the last row."""
        return self.rows[-1][1]

    def name(self, axes: Axes, width: int = 24) -> None:
        """Name rows and headings on the left axis."""
        style.rows_axis(axes, [(at, row.variant) for row, at in self.rows], self.headings, width)


def name_lines(axes: Axes, ends: pd.Series[float], variants: list[str], height: float) -> None:
    """Write every variant's name, with its mark, to the right of where its line ends.

    Parameters
    ----------
    ends
        Value at which each variant's line ends; the variant is the index.
    variants
        All variants in their order, which decides their looks.
    height
        Height of the axes in inches, about.
    """
    low, high = axes.get_ylim()
    ends = ends.dropna()
    places = spread((np.asarray(ends, dtype=np.float64) - low) / (high - low), LETTER_HEIGHT / height, floor=0.02)
    for variant, place in zip(ends.index, places, strict=True):
        look = style.look(variants.index(str(variant)))
        mark, text = (offset_copy(axes.transAxes, axes.get_figure(root=True), x=x, units="points") for x in (12, 22))
        shown: dict[str, Any] = {"marker": look.marker, "color": look.color, "markersize": 7, "linestyle": "none"}
        axes.plot([1.0], [place], transform=mark, clip_on=False, **shown)
        axes.text(1.0, place, str(variant), transform=text, va="center", fontsize=10.5)


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
