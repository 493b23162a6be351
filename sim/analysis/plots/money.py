"""Who lost and who gained, and where income comes from: kinds of income stacked over time, against costs (A16)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.analysis.drawing import scales, style, working
from sim.analysis.drawing.facets import Facets, Row, each, few_rows, head
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.subject import BLOCK, MOST_NAMED, Picture, Subject, blocks, extremes, listed, row_named
from sim.analysis.samples import over_people
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, YEARS

LOST, GAINED, EVEN = "#B54A00", "#004F80", "#8A8A8A"
BINS = 60
HEIGHT, HEADROOM = 1.4, 1.8
YEAR = 365
NAME_WIDTH = 30  # letters
INCOME_HEADROOM = 2.0
Values = NDArray[np.float64]


class Income(NamedTuple):
    """A kind of income: its column, its name, and what it looks like, also in grayscale."""

    column: str
    name: str
    color: str
    hatch: str


KINDS = (
    Income("active_income", "active", "#E69F00", ""),
    Income("passive_income", "passive", "#004F80", ""),
    Income("capital_income", "capital", "#009E73", "////"),
)
COLUMNS = [kind.column for kind in KINDS]
NEEDED = [*COLUMNS, "costs"]


def asks_for_money(of: Subject) -> bool:
    """Whether the scenario asks for any outcome that is money."""
    return any(OUTCOMES[name].kind == "money" or name == "net_loss" for name in of.results.outcomes)


@plot("winners", order=100)
def of_losers(of: Subject) -> Iterator[Picture]:
    """Net incomes, if anybody loses."""
    persons = of.results.individuals
    if asks_for_money(of) and "net_income" in persons.columns and (persons["net_income"] < 0.0).any():
        figure = winners(persons, note=style.footer(of.first_day, of.note))
        yield Picture("winners", figure, told_winners(persons, whom=of.first_day or "all people"))


@plot("income", needs=("series",), order=110)
def of_incomes(of: Subject) -> Iterator[Picture]:
    """Kinds of income, if there is any."""
    days = of.results.over_time
    if asks_for_money(of) and can_show(days):
        yield Picture("income", incomes(days, whom=of.covered, note=of.note), told_incomes(days))


def told_winners(persons: pd.DataFrame, name: str = "net_income", whom: str = "all people") -> str:
    """Who lost and who gained, row by row.

    ``persons`` is as :attr:`sim.analysis.answers.Answers.individuals` returns them.
    """
    rows = []
    for setting, variant, block in blocks(persons.dropna(subset=[name])):
        lost, gained = (float(part.mean()) for part in (block[name] < 0, block[name] > 0))
        rows.append((setting, variant, lost, f"{_in_percent(lost)} and {_in_percent(gained)}"))
    return f"Of {whom} lost and gained {listed(rows)}."


def titled_winners(persons: pd.DataFrame, name: str = "net_income") -> str:
    """Where most and where fewest people lost."""
    known = persons.dropna(subset=[name])
    rows = []
    for setting, variant, block in blocks(known):
        lost = float((block[name] < 0).mean())
        rows.append((setting, variant, lost, _in_percent(lost)))
    return f"{OUTCOMES[name].label} below zero: {extremes(rows)}"


def told_incomes(frame: pd.DataFrame) -> str:
    """Which kind of income is the largest at the end, and where costs exceed all of them."""
    last = _at_last(frame)
    total = last[COLUMNS].sum(axis=1)
    counts = last[COLUMNS].idxmax(axis=1).where(total > 0).value_counts()
    told = [
        f"{kind.name} income is the largest part in {counts[kind.column]} of {len(last)} panels"
        for kind in KINDS
        if kind.column in counts
    ]
    worse = last.index[last["costs"] > total]
    if len(worse) in (0, len(last)):
        money = f"costs exceed all income in {'every' if len(worse) else 'no'} panel"
    else:
        money = f"costs exceed all income {', '.join(row_named(*row) for row in worse[:MOST_NAMED])}"
        money += f" and {len(worse) - MOST_NAMED} more" if len(worse) > MOST_NAMED else ""
    return f"On the last day {'; '.join([*told, money])}."


def titled_incomes(frame: pd.DataFrame) -> str:
    """In how many panels costs exceed all income on the last day, or in which one."""
    last = _at_last(frame)
    worse = last.index[last["costs"] > last[COLUMNS].sum(axis=1)]
    if len(worse) == 0:
        cases = "" if len(last) == 1 else f" in all {len(last)} cases"
        return f"In the end income exceeds costs{cases}"
    if len(last) == 1:
        return "In the end costs exceed all income"
    if len(worse) == 1:
        return f"In the end costs exceed all income only {row_named(*worse[0])}"
    part = f"all {len(last)}" if len(worse) == len(last) else f"{len(worse)} of {len(last)}"
    return f"In the end costs exceed all income in {part} cases"


def _at_last(frame: pd.DataFrame) -> pd.DataFrame:
    return over_people(frame[frame["day"] == frame["day"].max()], BLOCK, NEEDED)


@style.styled()
def winners(frame: pd.DataFrame, name: str = "net_income", *, note: str = "") -> Figure:
    """Distribution of a net result, a panel a variant, with the share of those who lost in words.

    Parameters
    ----------
    frame
        As :attr:`sim.analysis.answers.Answers.individuals` returns it.
    name
        A money outcome that can be negative.
    """
    frame = frame.dropna(subset=[name])
    rows, remark = few_rows(frame)
    values = frame[name].to_numpy(np.float64)
    turn = scales.threshold(values)
    people = len(frame[["seed", "person"]].drop_duplicates())
    figure = style.canvas(
        HEIGHT * len(rows) + 0.6,
        titled_winners(frame, name),
        "Bars: share of people by result, all panels to the same height; left of the line they paid more than they "
        f"got.{scales.said(turn)}",
        style.footer(f"n = {people:,} people in {style.seeds(frame['seed'].nunique())}", note, remark),
    )
    grid = Facets(len(rows), len(rows), 1).draw(figure, sharex=True, sharey=True)
    edges = edges_of(values, turn)
    for axes, row in each(grid, rows):
        _sides(axes, row.of(frame)[name].to_numpy(np.float64), edges, turn)
        head(axes, row.name, sheet().letters(11.0, bold=True), pad=4)
    scales.bend(grid[-1, 0], turn, edges[0], edges[-1])
    style.number_axis(grid[-1, 0], OUTCOMES[name])
    low, high = grid[0, 0].get_ylim()
    grid[0, 0].set_ylim(low, HEADROOM * high)
    return figure


def edges_of(values: Values, turn: float | None) -> Values:
    """Edges of bars of equal width on an axis that turns as :func:`sim.analysis.drawing.scales.threshold` says.

    They are ascending positions on the axis, one of them at zero, so that no bar holds both sides.
    """
    low, high = scales.forward(np.array([min(values.min(), 0.0), max(values.max(), 0.0)]), turn)
    width = (high - low) / BINS or 1.0
    return np.asarray(width * np.arange(np.floor(low / width) - 1, np.ceil(high / width) + 2))


def told_sides(values: Values) -> tuple[str, str]:
    """How many lost and how many gained, and the medians of both, of at least one net result in currency units."""
    lost, gained = values[values < 0], values[values > 0]
    even = values.size - lost.size - gained.size
    words = []
    for side, verb, what in ((lost, "lost", "loss"), (gained, "gained", "gain")):
        middle = OUTCOMES["net_income"].write(float(np.median(np.abs(side)))) if side.size else ""
        words.append(f"{_part(side.size, values.size)} {verb}" + (f"\nmedian {what} {middle}" if side.size else ""))
    return words[0], words[1] + (f"\n{_part(even, values.size)} broke even" if even else "")


def _part(some: int, everybody: int) -> str:
    if some in (0, everybody):
        return "all" if some else "nobody"
    return _in_percent(some / everybody)


def _in_percent(share: float) -> str:
    """A share in words that leave nobody out: 100 % are all, 0 % nobody."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1.0 else f"{100 * share:.0f} %"


def _sides(axes: Axes, values: Values, edges: Values, turn: float | None) -> None:
    at, bars = scales.forward(values, turn), scales.backward(edges, turn)
    for side, color, hatch in ((values < 0, LOST, "////"), (values > 0, GAINED, None)):
        share = np.histogram(at[side], edges)[0] / values.size
        axes.stairs(share, bars, fill=True, facecolor=color, edgecolor=style.PAPER, hatch=hatch, linewidth=0.0)
    even = float((values == 0).mean())
    if even:
        axes.vlines(0.0, 0.0, even, color=EVEN, linewidth=4.0)
    axes.axvline(0.0, color=style.INK, linewidth=1.3)
    shown: dict[str, Any] = {"transform": axes.transAxes, "va": "top", "fontsize": 9.5, "linespacing": 1.3}
    shown["bbox"] = {"fc": style.PAPER, "ec": "none", "pad": 1.0}
    lost, gained = told_sides(values)
    axes.text(0.0, 0.98, lost, ha="left", color=LOST, **shown)
    axes.text(1.0, 0.98, gained, ha="right", color=GAINED, **shown)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")


def can_show(frame: pd.DataFrame) -> bool:
    """Tell whether a series has incomes and costs, and any of them is not zero."""
    return set(NEEDED) <= set(frame.columns) and bool(frame[NEEDED].to_numpy().any())


@style.styled()
def incomes(frame: pd.DataFrame, *, whom: str = "the strategy's networkers", note: str = "") -> Figure:
    """Mean income so far by kind and mean costs so far, a panel a variant, all on the same scale.

    Parameters
    ----------
    frame
        As :attr:`sim.analysis.answers.Answers.over_time` returns it.
    whom
        Whose means they are.
    """
    rows, remark = few_rows(frame)
    parts = [row.of(frame) for row in rows]
    means = [over_people(block, "day", NEEDED) for block in parts]
    facets = Facets.of(len(rows))
    height, thin = 2.9 if facets.deep > 1 else 3.6, working.is_known(frame)
    figure = style.canvas(
        (height + thin * working.HEIGHT) * facets.deep,
        titled_incomes(frame),
        f"Income by kind and costs so far: means over {whom}{f'{working.COVERED},' * thin} of all seeds, in "
        "currency units per person since they began. Where the colored stack stays below the dashed line of costs, "
        "they have lost money.",
        style.footer(f"n = {style.seeds(frame['seed'].nunique())}", note, remark, working.remark(frame)),
    )
    grid = working.panels(figure, facets, height, parts, thin=thin, alone=True)
    for number, (row, block) in enumerate(zip(rows, means, strict=True)):
        _stack(grid.flat[number], block, row)
        if not thin:
            grid.flat[number].set_xlabel("Day")
    for axes in grid[:, 0]:
        axes.set_ylabel("Currency units")
    grid[0, 0].set_ylim(0.0, INCOME_HEADROOM * max(*map(_top, means), 1.0))
    grid[0, 0].set_xlim(min(map(_beginning, means)), frame["day"].max())
    for axes in grid.flat:
        axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    return figure


def _beginning(means: pd.DataFrame) -> int:
    """First day of the market; without rows in its first year the day of entry, as far before as rows are apart."""
    days = means.index.to_numpy(np.int64)
    return int(2 * days[0] - days[1]) if len(days) > 1 and days[0] > YEAR else 0


def _top(means: pd.DataFrame) -> float:
    return float(max(means[COLUMNS].sum(axis=1).max(), means["costs"].max()))


def _stack(axes: Axes, means: pd.DataFrame, row: Row) -> None:
    day, below = np.r_[_beginning(means), means.index.to_numpy(np.float64)], np.zeros(len(means) + 1)
    when, told = shares(means)
    for kind in KINDS:
        above = below + np.r_[0.0, means[kind.column]]
        if kind.name in told:
            shown: dict[str, Any] = {"edgecolor": style.PAPER, "linewidth": 0.4, "hatch": kind.hatch or None}
            label = f"{kind.name} {told[kind.name]}"
            axes.fill_between(day, below, above, facecolor=kind.color, label=label, **shown)
        below = above
    axes.plot(day, np.r_[0.0, means["costs"]], color=style.INK, linewidth=1.6, linestyle=(0, (5, 2)), label="costs")
    head(axes, row.name, NAME_WIDTH)
    axes.legend(
        loc="upper left", fontsize=9, handlelength=1.6, borderaxespad=0.1, labelspacing=0.25, reverse=True,
        title=when, title_fontsize=9, alignment="left", frameon=True, framealpha=1.0, edgecolor=style.PAPER,
    )  # fmt: skip
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    axes.grid(visible=True, axis="y")


def shares(means: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """Which share of income so far each kind had, after years that were lived or at the end.

    Parameters
    ----------
    means
        By day (the index): the columns of all kinds.

    Returns
    -------
    tuple
        When, in words; and the percentages by the name of the kind, without kinds that brought nothing.
    """
    begun = _beginning(means)
    last = int(means.index.max()) - begun
    years = [year for year in YEARS if YEAR * year <= last]
    at = pd.DataFrame([means[means.index - begun <= YEAR * year].iloc[-1] for year in years] or [means.iloc[-1]])
    total = at[COLUMNS].sum(axis=1)
    if not total.any():
        return "no income", {}
    when = f"{', '.join(map(str, years))} year{'s' * (years != [1])}" if years else f"{last} days"
    told = {kind.name: _percent(at[kind.column], total) for kind in KINDS if at[kind.column].any()}
    return f"shares of income after {when}", told


def _percent(amounts: pd.Series[float], totals: pd.Series[float]) -> str:
    parts = [f"{amount / total * 100:.0f}" if total else "–" for amount, total in zip(amounts, totals, strict=True)]
    return f"{', '.join(parts)} %"
