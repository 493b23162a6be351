"""The map of the headline: a cell a place, in the color of the way that does best there."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.analysis.drawing import style
from sim.analysis.drawing.facets import head
from sim.analysis.headline import CRITERIA, Cell, Criterion, Map, Way, hours_named

COLORS: dict[Way, str] = {"focus": "#004F80", "several": "#E69F00", "yields": "#009E73"}
NAMES: dict[Way, str] = {
    "focus": "one business at a time",
    "several": "several at once",
    "yields": "one business and yields",
}
SHORT: dict[Way, str] = {"focus": "one:", "several": "several:", "yields": "yields:"}
FOR_EVER = 100_000.0  # days; nothing that lives longer closes within a run
COUNTS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
CELL, LEGEND = 1.02, 0.35  # inches


@style.styled()
def headline(found: Map) -> Figure:
    """Draw where which way of working does best: two rows, part-time and full-time, of a column a criterion.

    ``found`` is as :func:`sim.analysis.headline.chart` makes it.
    """
    hours = sorted({cell.part_time for cell in found.cells}, reverse=True)
    lives = sorted({cell.life for cell in found.cells})
    events = sorted({cell.events for cell in found.cells})
    figure = style.canvas(
        CELL * len(lives) * len(hours) + 1.5,
        "Focus or diversify? What does best, by how long companies live and where one talks",
        _explanation(found),
        f"{found.days} days  ·  n = {found.seeds} worlds a cell and strategy  ·  {found.worlds:,} worlds in all",
        width=13.0,
    )
    grid = figure.subplots(len(hours), len(CRITERIA), squeeze=False, sharex=True, sharey=True)
    for line, part_time in zip(grid, hours, strict=True):
        for axes, criterion in zip(line, CRITERIA, strict=True):
            for cell in found.cells:
                if (cell.part_time, cell.criterion) == (part_time, criterion.name):
                    _draw(axes, events.index(cell.events), lives.index(cell.life), cell, criterion)
            _frame(axes, [f"{100 * share:.0f} %" for share in events], [life_named(life) for life in lives])
            head(axes, f"{criterion.label}, {hours_named(part_time)}")
        line[0].set_ylabel("companies live for, on average")
    for axes in grid[-1]:
        axes.set_xlabel("talks at events")
    _legend(figure)
    return figure


def _explanation(found: Map) -> str:
    return (
        f"Color: the way that does best for {found.people} people who live the same life in every world. Pale and "
        "hatched: the best two ways cannot be told apart (the lead is too small to matter, or the way is not best in "
        "95 % of the resamples of worlds). In a cell: the value of the best way, and its lead over the next (in a tie, "
        f"the worst way). Median: the median person of a world, mean over worlds. Yields: {found.portfolio}."
    )


def _draw(axes: Axes, column: int, row: int, cell: Cell, criterion: Criterion) -> None:
    color = COLORS[cell.way] if cell.lead > 0 else style.SOFT
    shown: dict[str, Any] = {"edgecolor": style.PAPER, "linewidth": 2, "alpha": 1.0 if cell.told_apart else 0.3}
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=color, **shown))
    if not cell.told_apart and cell.lead > 0:
        axes.add_patch(Rectangle((column, row), 1, 1, fill=False, hatch="///", edgecolor=color, linewidth=0, alpha=0.5))
    ink = style.PAPER if cell.told_apart and cell.way != "several" else style.INK
    middle: dict[str, Any] = {"ha": "center", "va": "center", "color": ink}
    count = COUNTS.get(cell.strategy.partition(",")[0]) if cell.way == "several" and cell.lead > 0 else None
    axes.text(column + 0.5, row + 0.54, _written(cell.value, criterion), fontsize=11, fontweight="bold", **middle)
    axes.text(column + 0.5, row + 0.28, _beside(cell, criterion), fontsize=8.5, **middle)
    if count:
        axes.text(column + 0.5, row + 0.8, f"{count} at once", fontsize=8.5, **middle)


def _written(value: float, criterion: Criterion) -> str:
    if criterion.less_is_better:
        return f"{abs(100 * value):.0f} %"
    return style.plain(round(value), sign=True)


def _beside(cell: Cell, criterion: Criterion) -> str:
    """What a reader compares the best value with: the lead; in a tie the worst way, if it is worse."""
    if cell.lead > 0:
        return f"by {100 * cell.lead:.0f} points" if criterion.less_is_better else f"by {style.plain(round(cell.lead))}"
    return "" if cell.worst_value == cell.value else f"{SHORT[cell.worst]} {_written(cell.worst_value, criterion)}"


def _frame(axes: Axes, across: list[str], up: list[str]) -> None:
    axes.set_xlim(0, len(across))
    axes.set_ylim(0, len(up))
    axes.set_xticks([place + 0.5 for place in range(len(across))], across)
    axes.set_yticks([place + 0.5 for place in range(len(up))], up)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def life_named(days: float) -> str:
    """Say how long companies live, in words."""
    if days >= FOR_EVER:
        return "for ever"
    return f"{days / 365:.0f} years" if days >= 700 else "1 year" if days >= 350 else f"{days / 30:.0f} months"


def _legend(figure: Figure) -> None:
    marks = [Patch(facecolor=COLORS[way], label=NAMES[way]) for way in COLORS]
    marks.append(Patch(facecolor=style.FAINT, edgecolor=style.SOFT, hatch="///", label="cannot be told apart"))
    marks.append(Patch(facecolor=style.SOFT, alpha=0.3, label="a tie of the best two"))
    height = figure.get_size_inches()[1]
    engine = figure.get_layout_engine()
    assert engine is not None
    left, below, width, tall = engine.get()["rect"]
    engine.set(rect=(left, below + LEGEND / height, width, tall - LEGEND / height))  # type: ignore[call-arg]
    figure.legend(handles=marks, loc="lower center", bbox_to_anchor=(0.5, below), ncols=5, fontsize=10)
