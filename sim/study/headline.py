"""The headline: which way of working does best, by how long companies live and how much is said at events."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from numpy.typing import NDArray

from sim import Results
from sim.analysis import draws, style

Way = Literal["focus", "several", "yields"]
WAYS: tuple[Way, ...] = ("focus", "several", "yields")
RESAMPLES = 2000
RESAMPLING_SEED = 20_261_124
SURE = 0.95
PLACE = {"part_time": "design.focal_hours", "life": "company.vita.life.days", "events": "events.share"}
"""What tells a place of the map, and the parameter that it is; see :func:`placed`."""


@dataclass(frozen=True)
class Criterion:
    """What is to be best."""

    name: str  # column of :func:`measured`
    label: str  # name in the figure
    less_is_better: bool  # whether the smaller value wins
    matters: float  # smallest lead that counts, in the unit of the column


CRITERIA = (
    Criterion("income", "Median net income", False, 50.0),
    Criterion("loss", "Chance of a net loss", True, 0.02),
    Criterion("ruin", "Chance of ruin", True, 0.02),
)


@dataclass(frozen=True)
class Cell:
    """Who does best at one place of the map."""

    way: Way  # the way whose best strategy wins
    strategy: str  # that strategy
    value: float  # its value in the unit of the criterion
    lead: float  # by how much it beats the best strategy of every other way; not negative, 0 in a tie
    worst: Way  # the way whose best strategy does worst, and its value
    worst_value: float
    sure: float  # share of the resamples of seeds in which the same way wins, 0..1
    told_apart: bool  # whether the lead matters and the way wins in 95 % of the resamples
    # where: mean life of companies in days, share of talks at events, share of people who work part-time
    life: float = 0.0
    events: float = 0.0
    part_time: float = 1.0
    criterion: str = ""  # name of what is to be best


@dataclass(frozen=True)
class Map:
    """The headline with one kind of portfolio."""

    yields: str  # word in the names of the strategies that hold this portfolio
    portfolio: str  # the portfolio in words
    cells: tuple[Cell, ...]  # all places and criteria
    days: int  # length of a run, focal people of a world, seeds of a place and strategy, worlds in all
    people: int
    seeds: int
    worlds: int

    def told(self) -> dict[str, Any]:
        """Return plain JSON types, from which :func:`from_told` makes the same map."""
        return asdict(self)


def from_told(told: dict[str, Any]) -> Map:
    """Read back what :meth:`Map.told` wrote."""
    return Map(**{**told, "cells": tuple(Cell(**cell) for cell in told["cells"])})


def chart(results: Results, yields: str) -> Map:
    """Say who does best at every place, where of those who hold yields only take part whose names have this word."""
    frame, ways = measured(results), _ways(results, yields)
    places: Any = frame.groupby(list(PLACE), sort=True)
    cells = tuple(
        replace(best(here, ways, each), part_time=hours, life=life, events=share, criterion=each.name)
        for place, here in places
        for hours, life, share in [map(float, place)]
        for each in CRITERIA
    )
    return Map(
        yields=yields,
        portfolio=_portfolio(results, yields),
        cells=cells,
        days=int(results.scenario["time"]["days"]),
        people=int(results.scenario["design"]["focal_people"]),
        seeds=int(frame["seed"].nunique()),
        worlds=len(frame),
    )


def way_of(strategy: dict[str, object]) -> Way:
    """Return which way of working a strategy is: by its businesses at once, and whether it holds yields."""
    portfolio = strategy["portfolio"]
    assert isinstance(portfolio, dict)
    if portfolio["systems"]:
        return "yields"
    return "focus" if strategy["at_once"] == 1 else "several"


def hours_named(part_time: float) -> str:
    """Say how many people work part-time, in words; a share, 0..1."""
    return {1.0: "part-time", 0.0: "full-time"}.get(part_time, f"{100 * part_time:.0f} % part-time")


def placed(scenario: dict[str, Any], values: dict[str, Any]) -> dict[str, float]:
    """Say which place of the map a point is: the columns of :data:`PLACE`.

    Parameters
    ----------
    scenario
        Of the batch, as it is stored.
    values
        What varies at the point, by dotted name.

    Returns
    -------
    dict
        ``part_time``: 1 if the people studied have less than the hours of a full-timer, else 0; ``life``: days from
        their entry to the end of a company's life, by its law's parameter; ``events``: share of talks.
    """
    found = {name: float(values[key]) for name, key in PLACE.items()}
    full_time = scenario["population"]["full_time_hours"]
    entry = scenario["design"]["focal_entry"]
    return found | {"part_time": float(found["part_time"] < full_time), "life": found["life"] - entry}


def measured(results: Results) -> pd.DataFrame:
    """Return the criteria of every seed at every place of the map, over the focal people of that world.

    Returns
    -------
    pandas.DataFrame
        A row per run: ``strategy``, ``life`` (days after entry), ``events`` and ``part_time`` (shares), ``seed``,
        ``income`` (net income of the world's median person in currency units), ``loss``, ``ruin`` (shares of people).
    """
    points = pd.DataFrame(
        [
            {"point": point["index"], "strategy": point["strategy"]} | placed(results.scenario, point["values"])
            for point in results.points
        ]
    )
    people = results.people
    focal = people.loc[people["focal"], ["point", "seed", "net_income", "net_loss", "ruin"]]
    grouped = focal.groupby(["point", "seed"], observed=True)
    criteria = {
        "income": grouped["net_income"].median(),
        "loss": grouped["net_loss"].mean(),
        "ruin": grouped["ruin"].mean(),
    }
    found = pd.DataFrame(criteria).reset_index()
    return points.merge(found, on="point").drop(columns="point")


def best(frame: pd.DataFrame, ways: dict[str, Way], criterion: Criterion) -> Cell:
    """Return who does best at one place.

    Every seed is run with every strategy, so whole seeds are drawn with replacement.
    """
    table = frame[frame["strategy"].isin(list(ways))].pivot(index="seed", columns="strategy", values=criterion.name)
    table = table.dropna()
    names = [str(name) for name in table.columns]
    sign = -1.0 if criterion.less_is_better else 1.0
    values = sign * table.to_numpy(np.float64)
    drawn = draws(len(values), RESAMPLES, RESAMPLING_SEED)
    taken = sorted(set(ways.values()), key=WAYS.index)
    means = _best_of_ways(values.mean(axis=0)[None, :], names, ways, taken)[0]
    winner = int(np.argmax(means))
    sure = float((_best_of_ways(values[drawn].mean(axis=1), names, ways, taken).argmax(axis=1) == winner).mean())
    ranked = np.sort(means)
    lead = float(ranked[-1] - ranked[-2]) if len(taken) > 1 else float("inf")
    of_winner = [place for place, name in enumerate(names) if ways[name] == taken[winner]]
    chosen = max(of_winner, key=lambda place: float(values[:, place].mean()))
    return Cell(
        way=taken[winner],
        strategy=names[chosen],
        value=sign * float(values[:, chosen].mean()),
        lead=lead,
        worst=taken[int(means.argmin())],
        worst_value=sign * float(means.min()),
        sure=sure,
        told_apart=lead >= criterion.matters and sure >= SURE,
    )


def _best_of_ways(
    means: NDArray[np.float64], names: list[str], ways: dict[str, Way], taken: list[Way]
) -> NDArray[np.float64]:
    columns = [[place for place, name in enumerate(names) if ways[name] == way] for way in taken]
    return np.stack([means[:, places].max(axis=1) for places in columns], axis=1)


def _ways(results: Results, yields: str) -> dict[str, Way]:
    compared = {point["strategy"] for point in results.points}
    found = {each["name"]: way_of(each) for each in results.scenario["strategy"] if each["name"] in compared}
    return {name: way for name, way in found.items() if way != "yields" or yields in name}


def _portfolio(results: Results, yields: str) -> str:
    holder = next(
        each for each in results.scenario["strategy"] if each["portfolio"]["systems"] and yields in each["name"]
    )
    systems = holder["portfolio"]["systems"]
    life = next(each["life"] for each in results.scenario["company"] if each["name"] == systems[0])
    share = 100 * holder["portfolio"]["capital"]
    return f"{share:.0f} % of the cash in {len(systems)} systems with a median life of {life['days']:,.0f} days"


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


def draw_map(found: Map) -> Figure:
    """Draw where which way of working does best: rows part-time and full-time, a column per criterion."""
    hours = sorted({cell.part_time for cell in found.cells}, reverse=True)
    lives = sorted({cell.life for cell in found.cells})
    events = sorted({cell.events for cell in found.cells})
    with style.styled():
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
                axes.set_title(
                    f"{criterion.label}, {hours_named(part_time)}", loc="left", fontsize=11, fontweight="bold"
                )
            line[0].set_ylabel("companies live on for, on average")
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
    look: dict[str, Any] = {"facecolor": color, "edgecolor": style.PAPER, "linewidth": 2}
    axes.add_patch(Rectangle((column, row), 1, 1, alpha=1.0 if cell.told_apart else 0.3, **look))
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
    for side in axes.spines.values():
        side.set_visible(False)


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
