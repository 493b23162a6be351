"""What lasts: members who stay, and companies that stay open, as step lines with bands (Kaplan and Meier)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.designs import MOST_LINES
from sim.analysis.drawing import style
from sim.analysis.drawing.facets import MOST_PANELS, Facets, each, head, left_out, name_lines, settings_of
from sim.analysis.plots.subject import BLOCK, Picture, Subject, blocks, listed
from sim.analysis.statistics import kaplan_meier
from sim.analysis.survival import lives, survival
from sim.analysis.table import records
from sim.core.registry import plot

SETTING_WIDTH, TITLE_WIDTH = 26, 30  # letters of a line above a panel
ALIKE = "all of them"


@plot("survival", needs=("tenure",), order=130)
def of_members(of: Subject) -> Iterator[Picture]:
    """Members, once any leave."""
    table = survival(of.results)
    if not table.empty and (table["still_in"] < 1.0).any():
        figure = staying(table, seeds=len(of.results.seeds), whose=of.whose, note=of.note)
        yield Picture("survival", figure, told_survival(table))


@plot("lifetimes", needs=("companies",), order=150)
def of_companies(of: Subject) -> Iterator[Picture]:
    """Companies, once any close."""
    ages = lives(of.results)
    if ages["closed"].any():
        yield Picture("lifetimes", lifetimes(ages, note=of.note), told_lifetimes(ages))


def told_survival(table: pd.DataFrame) -> str:
    """Who is still in at the last month that every line reaches.

    ``table`` is as :func:`sim.analysis.survival.survival` returns it.
    """
    known = table.dropna(subset=["still_in"])
    month = int(known.groupby(BLOCK, observed=True)["month"].max().min())
    at = records(known[known["month"] == month])
    rows = [(str(row["setting"]), str(row["variant"]), row["still_in"], f"{100 * row['still_in']:.0f} %") for row in at]
    return f"Still in after {'1 month' if month == 1 else f'{month} months'}: {listed(rows)}."


def told_lifetimes(ages: pd.DataFrame) -> str:
    """By which age half of the companies are closed, row by row, or what is open at the end.

    ``ages`` is as :func:`sim.analysis.survival.lives` returns it.
    """
    rows = []
    for setting, variant, block in blocks(ages):
        left = float(kaplan_meier(block["days"], block["closed"])["alive"].iloc[-1])
        rows.append((setting, variant, left, f"{100 * left:.0f} %"))
    curve = kaplan_meier(ages["days"], ages["closed"])
    half = curve[curve["alive"] <= 0.5]["day"]
    when = f"half of all are closed by day {half.iloc[0]:,.0f}" if len(half) else "fewer than half of all close"
    same = len({row[3] for row in rows}) == 1
    return (
        f"Of the companies that can close {when}; at the end "
        f"{f'{rows[0][3]} are left' if same else f'left are {listed(rows)}'}."
    )


@style.styled()
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
    """
    settings = settings_of(table)
    facets = Facets.of(len(settings))
    members = int(table.loc[table["month"] == 0, "at_risk"].sum())
    height = 4.6 if facets.deep == 1 else 3.0
    figure = style.canvas(
        height * facets.deep,
        "Members still in, by months since they joined",
        f"Working positions of {whose}, all seeds together (Kaplan and Meier); those who joined late count "
        "for as long as they were watched. Bands: 95 % bootstrap interval over seeds.",
        style.footer(f"n = {members:,} members in {seeds} seeds", note, left_out(table)),
    )
    grid = facets.draw(figure, sharey=True)
    for axes, setting in each(grid, settings):
        _members(axes, table[table["setting"] == setting])
        head(axes, setting, SETTING_WIDTH, size=10)
    for axes in grid[:, 0]:
        axes.set_ylabel("Members still in (%)")
    named = table[table["setting"] == settings[facets.wide - 1]]
    last = named.dropna(subset=["still_in"]).groupby("variant", observed=True)["month"].idxmax()
    ends = named.loc[last].set_index("variant")["still_in"]
    name_lines(grid[0, -1], ends, list(table["variant"].cat.categories), height - 0.9)
    return figure


def _members(axes: Axes, table: pd.DataFrame) -> None:
    for number, variant in enumerate(table["variant"].cat.categories):
        block, look = table[table["variant"] == variant], style.look(number)
        axes.fill_between(block["month"], block["low"], block["high"], step="post", **look.band(0.14))
        shown = look.stroke(label=str(variant), markevery=max(1, len(block) // 6))
        axes.step(block["month"], block["still_in"], where="post", **shown)
    axes.set_xlabel("Months since joining")
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value * 100)))
    axes.grid(visible=True, axis="y")
    axes.set_xlim(0, table["month"].max())
    axes.set_ylim(top=1.01)


class Line(NamedTuple):
    """Companies that are drawn as one line: whose they are, and their rows."""

    name: str
    ages: pd.DataFrame


@style.styled()
def lifetimes(ages: pd.DataFrame, *, note: str = "") -> Figure:
    """Draw the share of companies still open against their age, with its 95 % interval, in every setting.

    ``ages`` is as :func:`sim.analysis.survival.lives` returns it, not empty.
    """
    every = panels(ages)
    shown = every[:MOST_PANELS]
    end = float(ages["days"].max())
    facets = Facets.of(len(shown))
    tall = 3.6 if facets.deep == 1 else 2.7
    rest = f"The first {len(shown)} of {len(every)} panels." if len(shown) < len(every) else ""
    figure = style.canvas(tall * facets.deep, "Companies still open, by age", explained(ages), style.footer(note, rest))
    grid = facets.draw(figure, sharex=True, sharey=True)
    for axes, (title, lines) in each(grid, shown):
        ends = {line.name: _companies(axes, line, number) for number, line in enumerate(lines)}
        head(axes, title, TITLE_WIDTH)
        axes.set(xlim=(0, end), ylim=(0, 102), xlabel="Age (days)")
        axes.grid(axis="y")
        if len(lines) > 1 and len(shown) > 1:
            axes.legend(fontsize=8.5, handlelength=2.2, labelspacing=0.25, borderaxespad=0.1)
        elif len(lines) > 1:
            name_lines(axes, pd.Series(ends), list(ends), tall - 1.0)
    for axes in grid[:, 0]:
        axes.set_ylabel("Still open (%)")
    return figure


def explained(ages: pd.DataFrame) -> str:
    """Say what is drawn, how many closed, and whether that hangs on anything that was varied."""
    closed, end = int(ages["closed"].sum()), float(ages["days"].max())
    count = len(ages[BLOCK].drop_duplicates())
    what = "Kaplan-Meier estimate with 95 % interval"
    if count == 1:
        return f"{what}: {closed:,} of {len(ages):,} closed within {end:,.0f} days."
    if len(_distinct(ages)) == 1:
        return (
            f"{what}: {closed // count:,} of {len(ages) // count:,} closed within {end:,.0f} days, the same ones on "
            f"the same days at {'both' if count == 2 else f'all {count}'} points of the design."
        )
    return (
        f"{what}, at each of the {count} points of the design: {closed:,} of all {len(ages):,} companies closed "
        f"within {end:,.0f} days. Where companies live alike, they share a line."
    )


def panels(ages: pd.DataFrame) -> list[tuple[str, list[Line]]]:
    """Panels with their titles and lines: one in all if nothing differs, else one per setting or per line of many."""
    if len(_distinct(ages)) == 1:
        return [("", [Line(ALIKE, next(iter(_distinct(ages).values()))[0][1])])]
    found = []
    for setting, block in ages.groupby("setting", observed=True):
        lines = [Line(_named([name for name, _ in alike]), alike[0][1]) for alike in _distinct(block).values()]
        if 1 < len(lines) <= MOST_LINES:
            found.append((str(setting), lines))
        else:
            found += [(", ".join(filter(None, [str(setting), line.name])), [line]) for line in lines]
    return found


def _distinct(ages: pd.DataFrame) -> dict[object, list[tuple[str, pd.DataFrame]]]:
    """Lives by what they are: those of several variants whose companies lived alike stand together."""
    found: dict[object, list[tuple[str, pd.DataFrame]]] = {}
    for _, variant, block in blocks(ages):
        key = tuple(sorted(zip(block["days"], block["closed"], strict=True)))
        found.setdefault(key, []).append((variant, block))
    return found


def _named(variants: list[str]) -> str:
    return " and ".join(variants) if len(variants) <= 2 else f"{variants[0]} and {len(variants) - 1} others"


def _companies(axes: Axes, line: Line, number: int) -> float:
    """Draw one line, and return where it ends, in per cent."""
    curve = kaplan_meier(line.ages["days"], line.ages["closed"])
    curve = pd.concat([curve, curve.iloc[-1:]])
    day = [*curve["day"].iloc[:-1], float(line.ages["days"].max())]
    look = style.look(number)
    axes.fill_between(day, 100 * curve["low"], 100 * curve["high"], step="post", **look.band(0.15))
    shown = look.stroke(6, label=line.name, markeredgewidth=0.7, markevery=(0.02 + 0.02 * number, 0.2))
    axes.step(day, 100 * curve["alive"], where="post", **shown)
    return float(100 * curve["alive"].iloc[-1])
