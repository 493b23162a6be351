"""How useful the groups of companies stay: one line a share of cross-posters, bands across seeds (A12)."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.plots import style
from sim.analysis.plots.credibility import COLUMNS, NAME_WIDTH, bands
from sim.analysis.plots.endings import name_lines
from sim.analysis.plots.layout import MOST_SETTINGS, left_out
from sim.analysis.samples import short_names
from sim.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.analysis.answers import Answers

SHARE = "groups.cross_posters"


def worn(results: Answers) -> pd.DataFrame:
    """Return the usefulness of the groups over time.

    Parameters
    ----------
    results
        Of any worlds.

    Returns
    -------
    pandas.DataFrame
        ``setting`` (the company, and varied values other than the share of cross-posters), ``variant`` (that share
        where it is varied, else what is compared), ``seed``, ``day`` and ``usefulness``; without companies whose
        groups were always as useful as can be, and empty where nobody cross-posted.
    """
    if "usefulness" not in results.companies:
        return pd.DataFrame(columns=["setting", "variant", "seed", "day", "usefulness"])
    names = _lines(results)
    frame = results.companies.merge(names, on="point", validate="many_to_one")
    lowest = frame.groupby("company")["usefulness"].transform("min")
    frame = frame[lowest < 1.0].copy()
    settings = [
        ", ".join(filter(None, [company, setting]))
        for setting in names["setting"].unique()
        for company in frame["company"].unique()
    ]
    text = frame["company"] + frame["setting"].map(lambda setting: f", {setting}" if setting else "")
    frame["setting"] = pd.Categorical(text, settings, ordered=True)
    frame["variant"] = pd.Categorical(frame["variant"], names["variant"].unique(), ordered=True)
    return frame[["setting", "variant", "seed", "day", "usefulness"]].reset_index(drop=True)


def _lines(results: Answers) -> pd.DataFrame:
    if any(SHARE not in point["values"] for point in results.points):
        return results.labels
    short = short_names([name for point in results.points for name in point["values"]])
    rows = []
    for point in results.points:
        others = [f"{short[name]} = {value}" for name, value in point["values"].items() if name != SHARE]
        rows.append((point["index"], ", ".join(others), f"{point['values'][SHARE]:.0%}"))
    return pd.DataFrame(rows, columns=["point", "setting", "variant"])


def usefulness(frame: pd.DataFrame, *, note: str = "") -> Figure:
    """Mean over seeds day by day, with the band that holds the middle four fifths of the seeds.

    Parameters
    ----------
    frame
        As :func:`worn` returns it, not empty.
    note
        For the footer.
    """
    settings = list(frame["setting"].cat.categories)[:MOST_SETTINGS]
    variants = list(frame["variant"].cat.categories)
    wide = 2 if len(settings) == 4 else min(COLUMNS, len(settings))
    deep = -(-len(settings) // wide)
    shares = all(variant.endswith("%") for variant in variants)
    with style.styled():
        height = 4.6 if deep == 1 else 3.0 * deep
        figure = style.canvas(
            height,
            "Usefulness of companies' groups over time",
            f"{'A line a share of cross-posters' if shares else 'A line for each that is compared'}: the mean of the "
            "seeds; the band holds the middle 80 % of them.",
            "  ·  ".join(filter(None, [f"n = {frame['seed'].nunique()} seeds", note, left_out(frame)])),
        )
        grid = figure.subplots(deep, wide, squeeze=False, sharey=True)
        for axes, setting in zip(grid.flat, settings, strict=False):
            bands(axes, frame[frame["setting"] == setting], "usefulness")
            axes.set_title(fill(setting, NAME_WIDTH), loc="left", fontsize=11, fontweight="bold")
        for axes in grid.flat[len(settings) :]:
            axes.set_visible(False)
        grid[0, 0].set_ylim(0.0, 1.03)
        for axes in grid[:, 0]:
            style.number_axis(axes, OUTCOMES["group_usefulness"], "y")
            axes.set_ylabel("Usefulness (scale of 0 to 1)")
        for row in range(deep):
            shown = settings[row * wide : (row + 1) * wide]
            last = frame[(frame["setting"] == shown[-1]) & (frame["day"] == frame["day"].max())]
            ends = last.groupby("variant", observed=True)["usefulness"].mean()
            name_lines(grid[row, len(shown) - 1], ends, variants, height / deep - 0.9)
    return figure
