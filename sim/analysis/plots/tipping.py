"""Where a policy tips over: lines against a varied share, and the points where they cross the reference (A6)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.captions import captioned, compared
from sim.analysis.differences import subtract
from sim.analysis.plots import style
from sim.analysis.plots.endings import name_lines, spread
from sim.analysis.statistics import CONFIDENCE, interval
from sim.model.outcomes import OUTCOMES

SHARE = "events.share"
PANELS = ("recruits", "credibility")
HEIGHT, PANEL_WIDTH = 4.2, 11.4  # inches
NUMBERS_APART = 0.12  # of the axis
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tipping:
    """A point where the mean of a variant crosses that of the reference.

    Attributes
    ----------
    variant
        Whose line crosses.
    at, level
        Varied value and outcome there, on straight lines between the points that were run.
    falls
        Whether the variant is the lower one beyond the point; with ``between``, at its second end.
    between
        The nearest points that were run before and beyond at which the paired difference is told from zero by its 95 %
        interval, with different signs; None if there are none, and chance may have made the crossing.
    """

    variant: str
    at: float
    level: float
    falls: bool
    between: tuple[float, float] | None


def crossings(at: Floats, gap: Floats) -> list[float]:
    """Return where a line that joins points changes its sign; zeros on the way belong to no side.

    Parameters
    ----------
    at
        Ascending places, shape (points,).
    gap
        Heights, shape (points,), without nan. Lines that only touch zero do not cross it; of a stretch of zeros
        between two sides the middle is returned.
    """
    sides = np.flatnonzero(gap)
    found = []
    for before, after in pairwise(sides):
        if gap[before] * gap[after] < 0:
            if after - before > 1:
                found.append(float(at[before + 1] + at[after - 1]) / 2)
            else:
                part = gap[before] / (gap[before] - gap[after])
                found.append(float(at[before] + part * (at[after] - at[before])))
    return found


def means(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Means over seeds with 95 % intervals.

    Parameters
    ----------
    frame
        Of one variant, with the columns ``value`` and ``name``.
    name
        The outcome.

    Returns
    -------
    pandas.DataFrame
        ``value`` (ascending), ``mean``, ``low`` and ``high``; values without any number are left out.
    """
    rows = []
    for value, group in frame.dropna(subset=[name]).groupby("value"):
        sample = group[name].to_numpy(np.float64)
        ends = interval(sample)
        rows.append((value, sample.mean(), ends.low, ends.high))
    return pd.DataFrame(rows, columns=["value", "mean", "low", "high"]).astype("float64")


def tippings(frame: pd.DataFrame, name: str) -> list[Tipping]:
    """Return the points where variants cross the first one, by variant and value.

    Where chance makes several crossings between two points at which the difference is told from zero, the middle one
    stands for them.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.along` returns it.
    name
        The outcome.
    """
    reference, *others = frame["variant"].cat.categories
    pairs = subtract(frame, ["seed"]).assign(value=lambda pair: pair["setting"].astype("str").astype("float64"))
    base = means(frame[frame["variant"] == reference], name)
    found = []
    for variant in others:
        both = means(frame[frame["variant"] == variant], name).merge(base, on="value", suffixes=("", " of reference"))
        at, other = both["value"].to_numpy(), both["mean of reference"].to_numpy()
        gap = both["mean"].to_numpy() - other
        places = crossings(at, gap)
        sure = _sure(means(pairs[pairs["variant"] == variant], name), places)
        for place in places:
            between = sure.get(place)
            before = at == between[0] if between else at < place
            falls = bool(gap[before & (gap != 0)][-1] > 0)
            found.append(Tipping(str(variant), place, float(np.interp(place, at, other)), falls, between))
    return found


def _sure(paired: pd.DataFrame, places: list[float]) -> dict[float, tuple[float, float]]:
    sign = (paired["low"] > 0).astype(int) - (paired["high"] < 0).astype(int)
    told = [(float(value), int(side)) for value, side in zip(paired["value"], sign, strict=True) if side]
    found = {}
    for (low, before), (high, beyond) in pairwise(told):
        inside = [place for place in places if low < place < high]
        if before != beyond and inside:
            found[inside[len(inside) // 2]] = (low, high)
    return found


def story(found: list[Tipping], reference: str) -> str:
    """Tell in words who tips over where; crossings that chance may have made are not told.

    Parameters
    ----------
    found
        Of one outcome.
    reference
        Name of the first variant.
    """
    told = [
        f"{point.variant} {'falls below' if point.falls else 'rises above'} {reference} at {point.at:.2f} "
        f"(between {style.plain(point.between[0])} and {style.plain(point.between[1])})"
        for point in found
        if point.between
    ]
    return ", ".join(told) if told else f"no line crosses that of {reference} beyond chance"


def tipping(frame: pd.DataFrame, outcomes: list[str], *, label: str, held: str = "", note: str = "") -> Figure:
    """Means over seeds against a varied share, a line a policy, with rings where they cross the reference.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.samples.along` returns it.
    outcomes
        Panels side by side, in this order.
    label
        The parameter's name with its unit.
    held
        What else is varied and here is not, with its value.
    note
        For the footer.
    """
    variants = [str(variant) for variant in frame["variant"].cat.categories]
    found = {name: tippings(frame, name) for name in outcomes}
    told = ". ".join(f"{OUTCOMES[name].label}: {story(found[name], variants[0])}" for name in outcomes)
    tests = (len(variants) - 1) * frame["value"].nunique() * len(outcomes)
    footer = [
        f"n = {frame['seed'].nunique()} seeds a point",
        f"{tests} paired differences; of so many, chance alone tells about {tests * (1 - CONFIDENCE):.1f} from zero",
        note,
    ]
    with style.styled():
        figure = style.canvas(
            HEIGHT,
            f"Where do lines cross that of {variants[0]}?",
            f"{told}. Means over seeds with 95 % bootstrap intervals; a thick ring marks a crossing between two points "
            "at which the paired difference is told from zero, with different signs; a thin ring may be chance."
            f"{f' Shown only where {held}.' if held else ''}",
            "  ·  ".join(filter(None, footer)),
            width=PANEL_WIDTH,
        )
        grid = figure.subplots(1, len(outcomes), squeeze=False)
        for axes, name in zip(grid.flat, outcomes, strict=True):
            _lines(axes, frame, name, variants)
            axes.set_xlabel(label)
            _rings(axes, found[name], variants)
            last = frame[frame["value"] == frame["value"].max()]
            ends = last.groupby("variant", observed=True)[name].mean()
            name_lines(axes, ends, variants, HEIGHT - 1.0)
    return captioned(figure, compared.tipping(found, variants[0]))


def _lines(axes: Axes, frame: pd.DataFrame, name: str, variants: list[str]) -> None:
    outcome = OUTCOMES[name]
    for number, variant in enumerate(variants):
        points, look = means(frame[frame["variant"] == variant], name), style.look(number)
        at = points["value"]
        axes.fill_between(at, points["low"], points["high"], color=look.color, alpha=0.12, linewidth=0)
        axes.plot(
            at, points["mean"], color=look.color, linestyle=look.line, marker=look.marker,
            markersize=6.5, markeredgecolor=style.PAPER, markeredgewidth=0.8, label=variant,
        )  # fmt: skip
    axes.set_title(outcome.label, loc="left", fontsize=11.5, fontweight="bold")
    style.number_axis(axes, outcome, "y")
    axes.set_ylabel(axes.get_ylabel().partition(" (")[2].rstrip(")"), fontsize=10)
    least, most = frame["value"].min(), frame["value"].max()
    axes.set_xlim(least - 0.03 * (most - least), most + 0.03 * (most - least))
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.08 * (high - low), high)


def _rings(axes: Axes, found: list[Tipping], variants: list[str]) -> None:
    low, high = axes.get_xlim()
    floor = axes.get_ylim()[0]
    sure = [point for point in found if point.between]
    for point in found:
        color = style.look(variants.index(point.variant)).color
        axes.plot(
            point.at, point.level, "o", ms=12 if point.between else 8, mfc="none", mec=color,
            mew=2.4 if point.between else 0.9, zorder=5,
        )  # fmt: skip
    for point in sure:
        color = style.look(variants.index(point.variant)).color
        axes.vlines(point.at, floor, point.level, color=color, linewidth=0.9, linestyle=":", zorder=1)
    wanted = np.array([(point.at - low) / (high - low) for point in sure])
    places = spread(wanted, NUMBERS_APART)
    too_far = max([place - (1.0 - NUMBERS_APART / 2) for place in places] + [0.0])
    for point, place in zip(sure, places, strict=True):
        axes.text(
            place - too_far, 0.015, f"{point.at:.2f}", transform=axes.transAxes, ha="center", va="bottom", fontsize=9,
            fontweight="bold", color=style.look(variants.index(point.variant)).color,
            bbox={"boxstyle": "round,pad=0.1", "fc": style.PAPER, "ec": "none", "alpha": 0.85},
        )  # fmt: skip
