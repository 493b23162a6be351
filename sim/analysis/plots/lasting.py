"""What lasts: members who stay, and companies that stay open, as step lines with bands (Kaplan and Meier)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.drawing import style
from sim.analysis.drawing.facets import (
    Facets,
    each,
    ends_of_rows,
    fewer_told,
    head,
    left_out,
    lines_of_looks,
    look_of,
    loud,
    name_lines,
    settings_of,
)
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.subject import BLOCK, Picture, Subject, blocks, extremes, listed
from sim.analysis.statistics import kaplan_meier
from sim.analysis.survival import half_closed, lives, survival
from sim.analysis.table import records
from sim.core.registry import plot

SETTING_WIDTH = 26  # letters of a line above a panel
MOST_NAMES = 8  # beside one panel
NEVER = float("inf")
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


def stay_at_last(table: pd.DataFrame) -> tuple[str, list[tuple[str, str, float, str]]]:
    """The last month that every line reaches, in words, and who is still in then, row by row."""
    known = table.dropna(subset=["still_in"])
    month = int(known.groupby(BLOCK, observed=True)["month"].max().min())
    at = records(known[known["month"] == month])
    rows = [(str(row["setting"]), str(row["variant"]), row["still_in"], f"{100 * row['still_in']:.0f} %") for row in at]
    return "1 month" if month == 1 else f"{month} months", rows


def told_survival(table: pd.DataFrame) -> str:
    """Who is still in at the last month that every line reaches.

    ``table`` is as :func:`sim.analysis.survival.survival` returns it.
    """
    months, rows = stay_at_last(table)
    return f"Still in after {months}: {listed(rows)}."


def told_lifetimes(ages: pd.DataFrame) -> str:
    """By which age half of the companies are closed, row by row, or what is open at the end.

    ``ages`` is as :func:`sim.analysis.survival.lives` returns it.
    """
    rows = []
    for setting, variant, block in blocks(ages):
        left = float(kaplan_meier(block["days"], block["closed"])["alive"].iloc[-1])
        rows.append((setting, variant, left, f"{100 * left:.0f} %"))
    half = half_closed(ages)
    when = f"half of all are closed by day {half:,.0f}" if half < NEVER else "fewer than half of all close"
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
    settings, variants = settings_of(table), list(table["variant"].cat.categories)
    facets = Facets.of(len(settings))
    members = int(table.loc[table["month"] == 0, "at_risk"].sum())
    height = 4.4 if facets.count == 1 else 2.9
    months, rows = stay_at_last(table)
    figure = style.canvas(
        height * facets.deep,
        f"Positions still worked after {months}: {extremes(rows)}",
        f"Working positions of {whose} that are still held, by months since joining (Kaplan and Meier: those who "
        f"joined late count for as long as they were watched). Bands: 95 % interval over seeds.{fewer_told(variants)}",
        style.footer(f"n = {members:,} members in {style.seeds(seeds)}", note, left_out(table)),
    )
    grid = facets.draw(figure, sharey=True)
    chosen = loud(_ends(table), variants[0])
    for axes, setting in each(grid, settings):
        _members(axes, table[table["setting"] == setting], chosen)
        head(axes, setting, SETTING_WIDTH, size=10)
    for axes in grid[:, 0]:
        axes.set_ylabel("Positions still worked (%)")
    for axes, setting in ends_of_rows(grid, settings):
        name_lines(axes, _ends(table[table["setting"] == setting]), variants, height - 0.9, chosen)
    return figure


def _ends(table: pd.DataFrame) -> pd.Series[float]:
    """Shares at which lines end, by variant, in their order."""
    last = table.dropna(subset=["still_in"]).groupby(BLOCK, observed=True)["month"].idxmax()
    return table.loc[last].groupby("variant", observed=True)["still_in"].mean()


def _members(axes: Axes, table: pd.DataFrame, chosen: list[str]) -> None:
    variants = list(table["variant"].cat.categories)
    for variant in variants:
        block, look = table[table["variant"] == variant], look_of(variant, variants, chosen)
        told = variant in chosen
        if told:
            axes.fill_between(block["month"], block["low"], block["high"], step="post", **look.band(0.13))
        shown = look.stroke(label=str(variant), markevery=max(1, len(block) // 6), **lines_of_looks(told=told))
        axes.step(block["month"], block["still_in"], where="post", **shown)
    axes.set_xlabel("Months since joining")
    axes.xaxis.set_major_locator(MaxNLocator(6 if sheet().is_narrow else 8, integer=True))
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
    """Draw the share of companies still open against their age, a line a setting, with its name where it ends.

    ``ages`` is as :func:`sim.analysis.survival.lives` returns it, not empty.
    """
    lines = curves(ages)
    names = [line.name for line in lines]
    lasts = [float(kaplan_meier(line.ages["days"], line.ages["closed"])["alive"].iloc[-1]) for line in lines]
    ends = pd.Series(lasts, index=names) * 100
    chosen = loud(pd.Series([half_closed(line.ages) for line in lines], index=names), names[0])
    height = 4.0
    figure = style.canvas(height, titled_lifetimes(lines), explained(ages) + fewer_told(names), style.footer(note))
    axes = figure.add_subplot()
    for number, line in enumerate(lines):
        _companies(axes, line, look_of(line.name, names, chosen), number, told=line.name in chosen)
    axes.set(xlim=(0, float(ages["days"].max())), ylim=(0, 102), xlabel="Age (days)", ylabel="Still open (%)")
    axes.xaxis.set_major_locator(MaxNLocator(5 if sheet().is_narrow else 8, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    axes.grid(axis="y")
    if len(lines) > 1:
        name_lines(axes, ends if len(lines) <= MOST_NAMES else ends[chosen], names, height - 0.8, chosen)
    return figure


def titled_lifetimes(lines: list[Line]) -> str:
    """By which age half of the companies are closed, in the line where it is soonest and in that where it is latest."""
    halves = [(half_closed(line.ages), line.name) for line in lines]
    (soon, first), (late, last) = min(halves), max(halves)
    if soon == NEVER:
        return "Fewer than half of the companies close"
    if soon == late:
        return f"Half of the companies are closed by day {soon:,.0f}"
    end = "never" if late == NEVER else f"by day {late:,.0f}"
    return f"Half of the companies are closed by day {soon:,.0f} ({first}), or {end} ({last})"


def explained(ages: pd.DataFrame) -> str:
    """Say what is drawn, how many closed, and whether that hangs on anything that was varied."""
    closed, end = int(ages["closed"].sum()), float(ages["days"].max())
    count = len(ages[BLOCK].drop_duplicates())
    what = "Share of companies still open, by age (Kaplan and Meier), with 95 % interval"
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


def curves(ages: pd.DataFrame) -> list[Line]:
    """Lines with their names: one if nothing differs, else one per setting, and per variant where these differ."""
    distinct = _distinct(ages)
    if len(distinct) == 1:
        return [Line(ALIKE, next(iter(distinct.values()))[0][2])]
    settings = {setting for rows in distinct.values() for setting, _, _ in rows}
    lines = []
    for rows in distinct.values():
        inside = list(dict.fromkeys(setting for setting, _, _ in rows))
        alone = sum(setting in inside for others in distinct.values() for setting, _, _ in others) == len(rows)
        names = inside if alone and len(settings) > 1 else [_row(setting, variant) for setting, variant, _ in rows]
        lines.append(Line(_named([name for name in names if name] or [ALIKE]), rows[0][2]))
    return lines


def _row(setting: str, variant: str) -> str:
    return ", ".join(filter(None, [variant, setting]))


def _distinct(ages: pd.DataFrame) -> dict[object, list[tuple[str, str, pd.DataFrame]]]:
    """Lives by what they are: those of several rows whose companies lived alike stand together."""
    found: dict[object, list[tuple[str, str, pd.DataFrame]]] = {}
    for setting, variant, block in blocks(ages):
        key = tuple(sorted(zip(block["days"], block["closed"], strict=True)))
        found.setdefault(key, []).append((setting, variant, block))
    return found


def _named(names: list[str]) -> str:
    return " and ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} others"


def _companies(axes: Axes, line: Line, look: style.Look, number: int, *, told: bool) -> None:
    curve = kaplan_meier(line.ages["days"], line.ages["closed"])
    curve = pd.concat([curve, curve.iloc[-1:]])
    day = [*curve["day"].iloc[:-1], float(line.ages["days"].max())]
    if told:
        axes.fill_between(day, 100 * curve["low"], 100 * curve["high"], step="post", **look.band(0.15))
    shown = look.stroke(6, label=line.name, markevery=(0.02 + 0.02 * (number % 6), 0.2), **lines_of_looks(told=told))
    axes.step(day, 100 * curve["alive"], where="post", **shown)
