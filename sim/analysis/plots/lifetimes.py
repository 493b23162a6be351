"""How long the companies of a batch live: a panel a setting, a line for each that is compared."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.designs import MOST_LINES
from sim.analysis.plots import style
from sim.analysis.plots.endings import name_lines
from sim.analysis.plots.layout import MOST_PANELS
from sim.analysis.statistics import kaplan_meier

COLUMNS = 3
TITLE_WIDTH = 30  # characters
ALIKE = "all of them"


@dataclass(frozen=True)
class Line:
    """Companies that are drawn as one line.

    Attributes
    ----------
    name
        Whose they are.
    lives
        Their rows.
    """

    name: str
    lives: pd.DataFrame


def lifetimes(lives: pd.DataFrame, *, note: str = "") -> Figure:
    """Draw the share of companies still open against their age, with its 95 % interval, in every setting.

    Parameters
    ----------
    lives
        As :func:`sim.analysis.lifetimes.lives` returns it, not empty.
    note
        For the footer.
    """
    every = panels(lives)
    shown = every[:MOST_PANELS]
    end = float(lives["days"].max())
    wide = 2 if len(shown) in (2, 4) else min(COLUMNS, len(shown))
    deep = -(-len(shown) // wide)
    tall = 3.6 if deep == 1 else 2.7
    rest = f"The first {len(shown)} of {len(every)} panels." if len(shown) < len(every) else ""
    with style.styled():
        figure = style.canvas(
            tall * deep, "Companies still open, by age", told(lives), "  ·  ".join(filter(None, [note, rest]))
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharex=True, sharey=True)
        for axes, (title, lines) in zip(grid.flat, shown, strict=False):
            ends = {line.name: _step(axes, line.name, line.lives, number) for number, line in enumerate(lines)}
            axes.set_title(fill(title, TITLE_WIDTH), loc="left", fontsize=11, fontweight="bold")
            axes.set(xlim=(0, end), ylim=(0, 102), xlabel="Age (days)")
            axes.grid(axis="y")
            if len(lines) > 1 and len(shown) > 1:
                axes.legend(fontsize=8.5, handlelength=2.2, labelspacing=0.25, borderaxespad=0.1)
            elif len(lines) > 1:
                name_lines(axes, pd.Series(ends), list(ends), tall - 1.0)
        for axes in grid.flat[len(shown) :]:
            axes.set_visible(False)
        for axes in grid[:, 0]:
            axes.set_ylabel("Still open (%)")
    return figure


def told(lives: pd.DataFrame) -> str:
    """Say what is drawn, how many closed, and whether that hangs on anything that was varied."""
    closed, end = int(lives["closed"].sum()), float(lives["days"].max())
    count = len(lives[["setting", "variant"]].drop_duplicates())
    what = "Kaplan-Meier estimate with 95 % interval"
    if count == 1:
        return f"{what}: {closed:,} of {len(lives):,} closed within {end:,.0f} days."
    if len(_distinct(lives)) == 1:
        each = len(lives) // count
        return (
            f"{what}: {closed // count:,} of {each:,} closed within {end:,.0f} days, the same ones on the same days at "
            f"{'both' if count == 2 else f'all {count}'} points of the design."
        )
    return (
        f"{what}, at each of the {count} points of the design: {closed:,} of all {len(lives):,} companies closed "
        f"within {end:,.0f} days. Where companies live alike, they share a line."
    )


def panels(lives: pd.DataFrame) -> list[tuple[str, list[Line]]]:
    """Panels with their titles and lines: one in all if nothing differs, else one a setting, or one a line of many.

    Parameters
    ----------
    lives
        As for :func:`lifetimes`.
    """
    if len(_distinct(lives)) == 1:
        return [("", [Line(ALIKE, next(iter(_distinct(lives).values()))[0][1])])]
    found = []
    for setting, block in lives.groupby("setting", observed=True):
        lines = [Line(_named([name for name, _ in alike]), alike[0][1]) for alike in _distinct(block).values()]
        if len(lines) <= MOST_LINES:
            title = str(setting) if len(lines) > 1 else ", ".join(filter(None, [str(setting), lines[0].name]))
            found.append((title, lines))
        else:
            found += [(", ".join(filter(None, [str(setting), line.name])), [line]) for line in lines]
    return found


def _distinct(lives: pd.DataFrame) -> dict[object, list[tuple[str, pd.DataFrame]]]:
    """Lives by what they are: those of several variants whose companies lived alike stand together."""
    found: dict[object, list[tuple[str, pd.DataFrame]]] = {}
    for (_, variant), block in lives.groupby(["setting", "variant"], observed=True):
        key = tuple(sorted(zip(block["days"], block["closed"], strict=True)))
        found.setdefault(key, []).append((str(variant), block))
    return found


def _named(variants: list[str]) -> str:
    if len(variants) <= 2:
        return " and ".join(variants)
    return f"{variants[0]} and {len(variants) - 1} others"


def _step(axes: Axes, name: str, lives: pd.DataFrame, number: int) -> float:
    """Draw one line, and return where it ends, in per cent."""
    curve = kaplan_meier(lives["days"], lives["closed"])
    day, alive, low, high = ([*curve[name], curve[name].iloc[-1]] for name in ("day", "alive", "low", "high"))
    day[-1] = float(lives["days"].max())
    below, mean, above = ([100 * value for value in values] for values in (low, alive, high))
    look = style.look(number)
    axes.fill_between(day, below, above, step="post", color=look.color, alpha=0.15, linewidth=0)
    axes.step(
        day, mean, where="post", color=look.color, linestyle=look.line, label=name, marker=look.marker, markersize=6,
        markeredgecolor=style.PAPER, markeredgewidth=0.7, markevery=(0.02 + 0.02 * number, 0.2),
    )  # fmt: skip
    return float(mean[-1])
