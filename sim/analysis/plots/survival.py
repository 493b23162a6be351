"""Members who stay: a step line a variant, with bands over seeds."""

from __future__ import annotations

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.plots import style
from sim.analysis.plots.endings import name_lines
from sim.analysis.plots.layout import MOST_SETTINGS, left_out

COLUMNS = 3
SETTING_WIDTH = 26  # characters of a line above a panel


def staying(table: pd.DataFrame, *, seeds: int, whose: str = "the strategy's networkers", note: str = "") -> Figure:
    """Kaplan-Meier curves of membership, a panel a setting.

    Parameters
    ----------
    table
        As :func:`sim.analysis.survival.survival` returns it.
    seeds
        Number of seeds.
    whose
        Whose memberships they are.
    note
        For the footer.
    """
    settings = list(table["setting"].cat.categories)[:MOST_SETTINGS]
    variants = list(table["variant"].cat.categories)
    wide = 2 if len(settings) == 4 else min(COLUMNS, len(settings))
    deep = -(-len(settings) // wide)
    members = int(table.loc[table["month"] == 0, "at_risk"].sum())
    with style.styled():
        height = 4.6 if deep == 1 else 3.0 * deep
        figure = style.canvas(
            height,
            "Members still in, by months since they joined",
            f"Working positions of {whose}, all seeds together (Kaplan and Meier); whoever joined late counts as long "
            "as he was watched. Bands: 95 % bootstrap interval over seeds.",
            "  ·  ".join(filter(None, [f"n = {members:,} members in {seeds} seeds", note, left_out(table)])),
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, setting in zip(grid.flat, settings, strict=False):
            _panel(axes, table[table["setting"] == setting])
            axes.set_title(fill(setting, SETTING_WIDTH), loc="left", fontsize=10, fontweight="bold")
        for axes in grid.flat[len(settings) :]:
            axes.set_visible(False)
        for axes in grid[:, 0]:
            axes.set_ylabel("Members still in (%)")
        named = table[table["setting"] == settings[wide - 1]]
        name_lines(grid[0, wide - 1], _ends(named), variants, height / deep - 0.9)
    return figure


def _ends(table: pd.DataFrame) -> pd.Series[float]:
    last = table.dropna(subset=["still_in"]).groupby("variant", observed=True)["month"].idxmax()
    return table.loc[last].set_index("variant")["still_in"]


def _panel(axes: Axes, table: pd.DataFrame) -> None:
    for number, variant in enumerate(table["variant"].cat.categories):
        block = table[table["variant"] == variant]
        look = style.look(number)
        month = block["month"]
        axes.fill_between(
            month, block["low"], block["high"], step="post", color=look.color, alpha=0.14, linewidth=0
        )  # fmt: skip
        axes.step(
            month, block["still_in"], where="post", color=look.color, linestyle=look.line, label=str(variant),
            marker=look.marker, markersize=6.5, markeredgecolor=style.PAPER, markeredgewidth=0.8,
            markevery=max(1, len(block) // 6),
        )  # fmt: skip
    axes.set_xlabel("Months since joining")
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value * 100)))
    axes.grid(visible=True, axis="y")
    axes.set_xlim(0, table["month"].max())
    axes.set_ylim(top=1.01)
