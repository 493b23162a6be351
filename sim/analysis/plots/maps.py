"""Maps of two factors: the mean in every cell, and a difference with the line on which the better strategy changes."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import CenteredNorm, Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.analysis.designs import STRATEGY, Crossed, Surface, cells, crossed, gaps, is_wide, plane_of, surface
from sim.analysis.drawing import style
from sim.analysis.drawing.facets import Facets, each
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.subject import Picture, Subject
from sim.analysis.table import records
from sim.core.money import UNITS
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

BELOW = ("#B54303", "#CD7043", "#E09B7B", "#EDC7B6")
ABOVE = ("#C2D0E1", "#8FAECF", "#578EBD", "#006FAA")
DIVERGING = LinearSegmentedColormap.from_list("money", [*BELOW, "#F3F3F3", *ABOVE])
"""Vermilion below zero, blue above: equal steps of lightness on both sides (CIE L* 96 to 44)."""
LUMINANCE, DARK = (0.299, 0.587, 0.114), 0.45  # text is white on what is darker
CELL_HEIGHT, NAME_WIDTH = 0.62, 22
LETTERS, MOST_WIDE, MOST_NARROW = 11.0, 12, 4  # points; columns that leave room for them
MOST_OUTCOMES, MOST_VARIANTS = 4, 3
COLORS = "PuOr"
PANEL = 3.3  # inches


@plot("plane", order=60)
def of_plane(of: Subject) -> Iterator[Picture]:
    """Differences over two varied numbers of a grid."""
    plane = plane_of(of.results)
    if plane is not None:
        labels = of.label(plane[0]), of.label(plane[1])
        found = Plane.of(gaps(of.results, plane), of.outcomes)
        if found.names:
            figure = difference_map(found, of.reference, labels=labels, note=of.note)
            yield Picture(f"map-{plane[0]}-{plane[1]}", figure, told_plane(found))


@plot("map", order=70)
def of_factors(of: Subject) -> Iterator[Picture]:
    """Every outcome over two crossed factors."""
    design = of.results.scenario["design"]
    whole = design.get("kind", "grid") == "grid" and not design.get("together")
    crossing = crossed(of.results) if whole else None
    if crossing:
        labels = of.label(crossing.rows), of.label(crossing.columns)
        for name in of.outcomes:
            figure = heat_map(crossing, OUTCOMES[name], labels=labels, note=of.note)
            yield Picture(f"map-{name}", figure, told_cells(crossing, OUTCOMES[name]))


def told_cells(crossing: Crossed, outcome: Outcome) -> str:
    """Where the best cell is, and how many others cannot be told from it."""
    table = cells(crossing.samples, outcome)
    best = records(table[table["best"]])[0]
    level = int(table["level"].sum())
    others = "no other cell is" if level == 0 else "1 other cell is" if level == 1 else f"{level} other cells are"
    unit = f" ({UNITS})" if outcome.kind == "money" else ""
    column = crossing.columns.rpartition(".")[2].replace("_", " ")
    where = f"'{best['row']}' with {column} at {best['column']:g}"
    return f"The best mean{unit}, {outcome.write(best['mean'])}, is that of {where}; {others} not told from it."


def titled_cells(crossing: Crossed, outcome: Outcome) -> str:
    """Where the best cell is."""
    table = cells(crossing.samples, outcome)
    best = records(table[table["best"]])[0]
    column = crossing.columns.rpartition(".")[2].replace("_", " ")
    row = f"'{best['row']}'" if crossing.rows == STRATEGY else f"{crossing.rows.rpartition('.')[2]} {best['row']}"
    value = outcome.write(best["mean"])
    return f"{outcome.label} is best with {row.replace('_', ' ')} at {column} {best['column']:g}: {value}"


def titled_plane(plane: Plane, reference: str) -> str:
    """In how many panels a line divides the plane."""
    divided = sum(bool(drawn.boundary()) for drawn in plane.shown.values())
    if not divided:
        return f"Nowhere does the better one change, compared with '{reference}'"
    return f"Who does better, compared with '{reference}', changes in {divided} of {len(plane.shown)} maps"


def told_plane(plane: Plane) -> str:
    """In how many panels a line divides the plane, and how much of them is undecided."""
    shown = list(plane.shown.values())
    divided = sum(bool(drawn.boundary()) for drawn in shown)
    open_parts = [100 * float(np.mean(drawn.undecided)) for drawn in shown]
    low, high = f"{min(open_parts):.0f}", f"{max(open_parts):.0f}"
    part = f"{low} %" if low == high else f"{low} to {high} %"
    return f"The sign changes inside {divided} of {len(shown)} maps; of a map {part} is undecided."


@style.styled()
def heat_map(crossing: Crossed, outcome: Outcome, *, labels: tuple[str, str], note: str = "") -> Figure:
    """Means over all people by two factors.

    Parameters
    ----------
    crossing
        As :func:`sim.analysis.designs.crossed` returns it.
    labels
        Names of the row factor and of the column factor, with units.
    """
    table = cells(crossing.samples, outcome)
    rows = list(crossing.samples["row"].cat.categories)
    columns = sorted(crossing.samples["column"].unique())
    best = "lowest" if outcome.less_is_better else "highest"
    unit = outcome.axis.rpartition(" (")[2].rstrip(")")
    seeds = f"n = {crossing.samples['seed'].nunique()} seeds per cell"
    figure = style.canvas(
        CELL_HEIGHT * len(rows) + 0.9,
        titled_cells(crossing, outcome),
        f"{outcome.label} ({unit}), means over all people of all seeds. Thick frame: the {best} mean. Dashed frame "
        "and ≈: cannot be told from it (95 % interval of the difference, paired by seed, covers 0).",
        style.footer(seeds, f"{len(table) - 1} comparisons", note),
    )
    axes = figure.add_subplot()
    _paint(axes, table, rows, columns, outcome)
    for cell in records(table):
        _mark(axes, rows.index(cell["row"]), columns.index(cell["column"]), best=cell["best"], level=cell["level"])
    _dress(axes, rows, columns, labels, categories=crossing.rows == STRATEGY)
    return figure


def scale_of(means: pd.Series[float], outcome: Outcome) -> tuple[Colormap, Normalize]:
    """Return colors and their range: around zero for money, from the least to the greatest mean for all else."""
    if outcome.kind == "money":
        return DIVERGING, CenteredNorm(0.0, halfrange=max(float(means.abs().max()), 1.0))
    low, high = float(means.min()), float(means.max())
    return colormaps["cividis"], Normalize(low, high if high > low else low + 1.0)


def _paint(axes: Axes, table: pd.DataFrame, rows: list[str], columns: list[float], outcome: Outcome) -> None:
    grid = table.pivot_table(index="row", columns="column", values="mean", observed=True)
    values = grid.reindex(index=rows, columns=columns).to_numpy(np.float64)
    colors, norm = scale_of(table["mean"], outcome)
    edges = (np.arange(len(columns) + 1) - 0.5, np.arange(len(rows) + 1) - 0.5)
    axes.pcolormesh(*edges, np.ma.masked_invalid(values), cmap=colors, norm=norm, edgecolors=style.PAPER, linewidth=2)
    shown: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "fontsize": LETTERS * min(1.0, _most_wide() / len(columns)),
    }
    for cell, text in zip(records(table), outcome.write_all(list(table["mean"])), strict=True):
        light = float(np.dot(colors(norm(cell["mean"]))[:3], LUMINANCE)) >= DARK
        ink, weight = style.INK if light else style.PAPER, "bold" if cell["best"] else "normal"
        place = columns.index(cell["column"]), rows.index(cell["row"])
        axes.text(*place, text + " ≈" * cell["level"], color=ink, fontweight=weight, **shown)


def _most_wide() -> float:
    return MOST_NARROW if sheet().is_narrow else MOST_WIDE


def _mark(axes: Axes, row: int, column: int, *, best: bool, level: bool) -> None:
    line = "-" if best else (0, (4, 2))
    if best or level:
        frame = Rectangle((column - 0.48, row - 0.45), 0.96, 0.9, fill=False, edgecolor=style.INK, linestyle=line)
        frame.set_linewidth(2.6 if best else 1.1)
        axes.add_patch(frame)


def _dress(axes: Axes, rows: list[str], columns: list[float], labels: tuple[str, str], *, categories: bool) -> None:
    size = LETTERS * min(1.0, _most_wide() / len(columns))
    axes.set_xticks(range(len(columns)), [style.plain(value) for value in columns], fontsize=size)
    shown = [
        "\n".join(wrap(row, min(NAME_WIDTH, sheet().names))) if categories else style.plain(float(row)) for row in rows
    ]
    axes.set_yticks(range(len(rows)), shown)
    axes.set_xlabel(labels[1])
    axes.set_ylabel("" if categories else labels[0])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if categories:
        axes.invert_yaxis()


class Plane(NamedTuple):
    """What is drawn of differences over two numbers: the first few variants, and outcomes with a value everywhere."""

    variants: list[str]
    names: list[str]
    shown: dict[tuple[str, str], Surface]
    """By variant and outcome."""
    cut: str
    """A sentence with a blank before it that names what is shown where that is not everything."""
    seeds: int

    @classmethod
    def of(cls, frame: pd.DataFrame, outcomes: list[str]) -> Plane:
        """Take what :func:`sim.analysis.designs.gaps` returns."""
        every = [str(name) for name in frame["variant"].cat.categories if (frame["variant"] == name).any()]
        variants, few = every[:MOST_VARIANTS], outcomes[:MOST_OUTCOMES]
        found = {(each, name): surface(frame[frame["variant"] == each], name) for each in variants for name in few}
        names = [name for name in few if all(found[each, name] for each in variants)]
        shown = {place: drawn for place, drawn in found.items() if drawn is not None and place[1] in names}
        parts = []
        if len(variants) < len(every):
            parts.append(f"{', '.join(variants)} ({len(variants)} of {len(every)} that are compared)")
        if len(names) < len(outcomes):
            parts.append(f"{len(names)} of {len(outcomes)} outcomes")
        cut = f" Shown: {'; '.join(parts)}; the table has all." if parts else ""
        return cls(variants, names, shown, cut, frame["seed"].nunique())


@style.styled()
def difference_map(plane: Plane, reference: str, *, labels: tuple[str, str], note: str = "") -> Figure:
    """Mean paired differences to the reference over two varied numbers, a row per variant and a panel per outcome.

    Parameters
    ----------
    plane
        With at least one outcome.
    labels
        Names of the two numbers with their units.
    """
    deep, wide = len(plane.variants), len(plane.names)
    narrow = sheet().is_narrow
    facets = Facets(deep * wide, deep * wide, 1) if narrow else Facets(deep * wide, deep, wide)
    figure = style.canvas(
        PANEL * facets.deep,
        titled_plane(plane, reference),
        f"Mean paired difference to '{reference}' over seeds at the points that were run (dots), straight between "
        "them. Black line: no difference. Hatched: the sign is not told apart; neither is found in 97.5 % of the "
        f"bootstrap samples of the seeds.{plane.cut}",
        style.footer(f"n = {plane.seeds} seeds per point", note),
        width=None if narrow else max(style.WIDTH, 3.9 * wide),
    )
    grid = facets.draw(figure, sharex=True, sharey=True)
    both = [(variant, name) for variant in plane.variants for name in plane.names]
    for axes, (variant, name) in each(grid, both):
        _surface(axes, plane.shown[variant, name], OUTCOMES[name])
        below = f"\n{variant}" if deep > 1 else ""
        axes.set_title(f"{OUTCOMES[name].label}{below}", loc="left", fontsize=11, fontweight="bold")
    for axes in grid[:, 0]:
        axes.set_ylabel(labels[1])
    for axes in grid[-1]:
        axes.set_xlabel(labels[0])
    return figure


def _surface(axes: Axes, drawn: Surface, outcome: Outcome) -> None:
    most = float(np.abs(drawn.height).max()) or style.PAD[outcome.kind]
    fine = drawn.fine_across, drawn.fine_up
    colors = axes.pcolormesh(*fine, drawn.height, cmap=COLORS, vmin=-most, vmax=most, shading="gouraud")
    axes.contourf(*fine, drawn.undecided.astype(float), levels=[0.5, 1.5], colors="none", hatches=["////"])
    for line in drawn.boundary():
        axes.plot(line[:, 0], line[:, 1], color=style.INK, linewidth=2.2)
    across, up = np.meshgrid(drawn.across, drawn.up)
    axes.scatter(across, up, s=7, color=style.INK, linewidths=0, clip_on=False, zorder=3)
    _axis(axes, drawn.across, "x")
    _axis(axes, drawn.up, "y")
    scale = 100.0 if outcome.kind == "share" else 1.0
    figure = axes.get_figure(root=True)
    assert figure is not None
    bar = figure.colorbar(colors, ax=axes, format=FuncFormatter(lambda value, _: style.plain(value * scale, sign=True)))
    bar.outline.set_visible(False)


def _axis(axes: Axes, values: NDArray[np.float64], which: str) -> None:
    if is_wide(values):
        (axes.set_xscale if which == "x" else axes.set_yscale)("log")
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_ticks(list(values), [style.plain(value) for value in values])
    axis.set_ticks([], minor=True)
