"""Where income comes from over time: active, passive and capital, stacked, against costs (A16)."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.analysis.plots import style, working
from sim.analysis.plots.layout import Row, few_rows
from sim.analysis.samples import over_people
from sim.model.outcomes import YEARS

YEAR = 365
COLUMNS = 3
NAME_WIDTH = 30  # letters
HEADROOM = 1.6


@dataclass(frozen=True)
class Kind:
    """A kind of income: its column, its name, and what it looks like, also in grayscale."""

    column: str
    name: str
    color: str
    hatch: str


KINDS = (
    Kind("active_income", "active", "#E69F00", ""),
    Kind("passive_income", "passive", "#004F80", ""),
    Kind("capital_income", "capital", "#009E73", "////"),
)
NEEDED = [*(kind.column for kind in KINDS), "costs"]


def can_show(frame: pd.DataFrame) -> bool:
    """Tell whether a series has incomes and costs, and any of them is not zero."""
    return set(NEEDED) <= set(frame.columns) and bool(frame[NEEDED].to_numpy().any())


def incomes(frame: pd.DataFrame, *, whom: str = "the strategy's networkers", note: str = "") -> Figure:
    """Mean income so far by kind and mean costs so far, a panel a variant, all on the same scale.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.over_time` returns it.
    whom
        Whose means they are.
    note
        For the footer.
    """
    rows, remark = few_rows(frame)
    blocks = dict(list(frame.groupby(["setting", "variant"], observed=True)))
    means = [over_people(blocks[row.setting, row.variant], "day", NEEDED) for row in rows]
    wide = 2 if len(rows) in (2, 4) else min(COLUMNS, len(rows))
    deep = -(-len(rows) // wide)
    height, thin = 2.9 if deep > 1 else 3.6, working.is_known(frame)
    with style.styled():
        figure = style.canvas(
            (height + thin * working.HEIGHT) * deep,
            "Income by kind and costs so far",
            f"Means over {whom}{f'{working.COVERED},' * thin} of all seeds, in currency units a person since the "
            "first day. Where the colored stack stays below the dashed line of costs, they have lost money. "
            "Percentages: shares of income so far.",
            "  ·  ".join(filter(None, [f"n = {frame['seed'].nunique()} seeds", note, remark, working.remark(frame)])),
        )
        grid, below = working.panels(figure, deep, wide, height, thin=thin)
        for number, (row, block) in enumerate(zip(rows, means, strict=True)):
            _panel(grid.flat[number], block, row)
            if below is not None:
                mine = blocks[row.setting, row.variant]
                working.share_at_work(below.flat[number], mine, named=number % wide == 0, alone=True)
                grid.flat[number].set_xlabel("")
        working.hide(grid, below, len(rows))
        for axes in grid[:, 0]:
            axes.set_ylabel("Currency units")
        grid[0, 0].set_ylim(0.0, HEADROOM * max(*map(_top, means), 1.0))
        grid[0, 0].set_xlim(0.0, frame["day"].max())
    return figure


def _top(means: pd.DataFrame) -> float:
    stacked = means[[kind.column for kind in KINDS]].sum(axis=1)
    return float(max(stacked.max(), means["costs"].max()))


def _panel(axes: Axes, means: pd.DataFrame, row: Row) -> None:
    day, below = np.r_[0.0, means.index.to_numpy(np.float64)], np.zeros(len(means) + 1)
    when, told = shares(means)
    for kind in KINDS:
        above = below + np.r_[0.0, means[kind.column]]
        if kind.name in told:
            axes.fill_between(
                day, below, above, facecolor=kind.color, edgecolor=style.PAPER, linewidth=0.4,
                hatch=kind.hatch or None, label=f"{kind.name} {told[kind.name]}",
            )  # fmt: skip
        below = above
    axes.plot(day, np.r_[0.0, means["costs"]], color=style.INK, linewidth=1.6, linestyle=(0, (5, 2)), label="costs")
    name = f"{row.variant} ({row.setting})" if row.setting else row.variant
    axes.set_title(fill(name, NAME_WIDTH), loc="left", fontsize=11, fontweight="bold")
    axes.legend(
        loc="upper left", fontsize=9, handlelength=1.6, borderaxespad=0.1, labelspacing=0.25, reverse=True,
        title=when, title_fontsize=9, alignment="left", frameon=True, framealpha=1.0, edgecolor=style.PAPER,
    )  # fmt: skip
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    axes.grid(visible=True, axis="y")
    axes.set_xlabel("Day")


def shares(means: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """Tell which share of income so far each kind had, after years that were lived or at the end.

    Parameters
    ----------
    means
        By day (the index): the columns of all kinds.

    Returns
    -------
    tuple
        When, in words; and the percentages by the name of the kind, without kinds that brought nothing.
    """
    last = int(means.index.max())
    years = [year for year in YEARS if YEAR * year <= last]
    at = pd.DataFrame([means[means.index <= YEAR * year].iloc[-1] for year in years] or [means.iloc[-1]])
    total = at[[kind.column for kind in KINDS]].sum(axis=1)
    if not total.any():
        return "no income", {}
    when = f"{', '.join(map(str, years))} year{'s' * (years != [1])}" if years else f"{last} days"
    return f"shares of income after {when}", {
        kind.name: _percent(at[kind.column], total) for kind in KINDS if at[kind.column].any()
    }


def _percent(amounts: pd.Series[float], totals: pd.Series[float]) -> str:
    parts = [f"{amount / total * 100:.0f}" if total else "–" for amount, total in zip(amounts, totals, strict=True)]
    return f"{', '.join(parts)} %"
