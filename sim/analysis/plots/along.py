"""Outcomes against a varied number: one line per strategy, and where a policy tips over (A6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.analysis.designs import along, held, numeric_parameters
from sim.analysis.drawing import style
from sim.analysis.drawing.crossings import Crossings, Floats, Tipping, means, tippings
from sim.analysis.drawing.facets import (
    Facets,
    each,
    ends_of_rows,
    few_outcomes,
    fewer_told,
    head,
    lines_of_looks,
    look_of,
    loud,
    name_lines,
    spread,
)
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.subject import Picture, Subject, listed
from sim.analysis.samples import mean_of_people, over_people
from sim.analysis.statistics import CONFIDENCE
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES, Outcome

SHARE = "events.share"
PANELS = ("recruits", "credibility")
HEIGHT, PANEL_WIDTH = 4.2, 11.4  # inches
NUMBERS_APART = 0.12  # of the axis
WIDE_RANGE = 10.0
TITLE_WIDTH = 18  # letters
LABEL_WIDTH = 28  # letters of a line below a panel
CLOSEST = 0.14  # of the axis, between two labels


def varied(of: Subject) -> list[str]:
    """Numbers along which there are lines."""
    return [] if of.results.scenario["design"].get("kind", "grid") == "list" else numeric_parameters(of.results)


@plot("tipping", order=50)
def of_tipping(of: Subject) -> Iterator[Picture]:
    """The share of talks at events, if it is varied and there is anything to compare."""
    if SHARE in varied(of) and of.results.levels["variant"].nunique() > 1:
        lines, label = along(of.results, SHARE), of.label(SHARE)
        found = {name: tippings(lines, name) for name in PANELS}
        figure = tipping(lines, found, label=label, held=held(of.results, SHARE), note=of.note)
        yield Picture("tipping", figure, told_tipping(found, str(lines["variant"].cat.categories[0])))


@plot("curve", order=80)
def of_numbers(of: Subject) -> Iterator[Picture]:
    """Every varied number."""
    for parameter in varied(of):
        lines, label = along(of.results, parameter), of.label(parameter)
        figure = curves(lines, of.outcomes, label=label, held=held(of.results, parameter), note=of.note)
        yield Picture(f"curve-{parameter}", figure, told_curve(lines, of.outcomes[0]))


def told_curve(frame: pd.DataFrame, name: str) -> str:
    """From where to where the first outcome goes between the least and the greatest value, line by line.

    ``frame`` is as :func:`sim.analysis.designs.along` returns it.
    """
    outcome = OUTCOMES[name]
    means = over_people(frame, ["variant", "value"], [name])[name].dropna().unstack("value")
    low, high = means.columns.min(), means.columns.max()
    rows = [
        ("", str(variant), float(row[high] - row[low]), outcome.write_range(row[low], row[high]))
        for variant, row in means.iterrows()
    ]
    return f"{outcome.named} at {low:g} and at {high:g}: {listed(rows)}."


def told_tipping(found: Crossings, reference: str) -> str:
    """How many lines cross that of the reference, by outcome, and how many of the crossings the seeds bear out."""
    parts = []
    for name, points in found.items():
        sure = sum(point.between is not None for point in points)
        parts.append(f"{OUTCOMES[name].label.lower()} {len(points)}, {sure} of them beyond chance")
    return f"Crossings of the line of '{reference}': {'; '.join(parts)}."


@style.styled()
def curves(frame: pd.DataFrame, outcomes: list[str], *, label: str, held: str = "", note: str = "") -> Figure:
    """Means over all people against the varied values, with 95 % intervals; a panel per outcome.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.designs.along` returns it.
    label
        The parameter's name with its unit.
    held
        What else is varied and here is not, with its value.
    """
    outcomes, fewer = few_outcomes(outcomes)
    variants, facets = list(frame["variant"].cat.categories), Facets.of(len(outcomes))
    figure = style.canvas(
        (2.8 if sheet().is_narrow else 3.1) * facets.deep + 0.4,
        titled_curve(frame, outcomes[0], label),
        f"By {label}: means over all people of all seeds with 95 % intervals; where bands overlap, look at the "
        f"paired differences.{fewer_told(variants)}{_only(held)}",
        style.footer(f"n = {frame['seed'].nunique()} seeds per point", note, fewer),
    )
    grid = facets.draw(figure)
    chosen = loud(_ends(frame, outcomes[0]), variants[0])
    for axes, name in each(grid, outcomes):
        _curves(axes, frame, OUTCOMES[name], chosen)
        axes.set_xlabel(fill(label, LABEL_WIDTH), fontsize=10)
    for axes, name in ends_of_rows(grid, outcomes):
        name_lines(axes, _ends(frame, name), variants, 2.0, chosen)
    return figure


def titled_curve(frame: pd.DataFrame, name: str, label: str) -> str:
    """From where to where the first outcome goes, in the line in which it goes farthest."""
    outcome = OUTCOMES[name]
    means = over_people(frame, ["variant", "value"], [name])[name].dropna().unstack("value")
    low, high = means.columns.min(), means.columns.max()
    span = (means[high] - means[low]).dropna()
    if span.empty:
        return f"{outcome.label} by {label}"
    most = str(span.abs().idxmax())
    first, last = outcome.write_all([float(means[low][most]), float(means[high][most])])
    where = f" under '{most}'" if len(means) > 1 else ""
    name = label.partition(" (")[0]
    return f"{outcome.label} goes from {first} to {last}{where} as {name} goes from {low:g} to {high:g}"


def _ends(frame: pd.DataFrame, name: str) -> pd.Series[float]:
    return over_people(_last(frame), "variant", [name])[name]


def _only(held: str) -> str:
    return f" Shown only where {held}." if held else ""


def _last(frame: pd.DataFrame) -> pd.DataFrame:
    last: pd.DataFrame = frame[frame["value"] == frame["value"].max()]
    return last


def _curves(axes: Axes, frame: pd.DataFrame, outcome: Outcome, chosen: list[str]) -> None:
    variants = list(frame["variant"].cat.categories)
    for variant in variants:
        block = frame[frame["variant"] == variant].dropna(subset=[outcome.name])
        points = pd.DataFrame([mean_of_people(group, outcome.name) for _, group in block.groupby("value")])
        at = [float(str(value)) for value in sorted(block["value"].unique())]
        look, told = look_of(variant, variants, chosen), variant in chosen
        if at and told:
            axes.fill_between(at, points["mean_low"], points["mean_high"], **look.band(0.12))
        if at:
            axes.plot(at, points["mean"], **look.stroke(7, **lines_of_looks(told=told)))
    head(axes, outcome.label, TITLE_WIDTH, size=11.5)
    style.number_axis(axes, outcome, "y")
    style.only_unit(axes)
    _values_axis(axes, np.sort(frame["value"].unique()))


def _values_axis(axes: Axes, values: Floats) -> None:
    if values.min() > 0 and values.max() / values.min() >= WIDE_RANGE:
        axes.set_xscale("log")
    if values.size <= 8:
        axes.set_xticks(values, _labels(axes, values))
        axes.set_xticks([], minor=True)


def _labels(axes: Axes, values: Floats) -> list[str]:
    """Label the values that keep their distance from the last one labeled; the others get a tick only."""
    scale = np.log(values) if axes.get_xscale() == "log" else values
    apart = CLOSEST * (scale[-1] - scale[0])
    labels, last = [], -np.inf
    for at, value in zip(scale, values, strict=True):
        labels.append(style.plain(value) if at - last >= apart else "")
        last = at if labels[-1] else last
    return labels


def story(found: Sequence[Tipping], reference: str) -> str:
    """Tell in words who tips over where in one outcome; crossings that chance may have made are not told."""
    told = [
        f"{point.variant} {'falls below' if point.falls else 'rises above'} {reference} at {point.at:.2f} "
        f"(between {style.plain(point.between[0])} and {style.plain(point.between[1])})"
        for point in found
        if point.between
    ]
    return ", ".join(told) if told else f"no line crosses that of {reference} beyond chance"


@style.styled()
def tipping(frame: pd.DataFrame, found: Crossings, *, label: str, held: str = "", note: str = "") -> Figure:
    """Means over seeds against a varied share, a line a policy, with rings where they cross the reference.

    Other parameters are those of :func:`curves`.
    """
    variants = [str(variant) for variant in frame["variant"].cat.categories]
    told = ". ".join(f"{OUTCOMES[name].label}: {story(points, variants[0])}" for name, points in found.items())
    tests = (len(variants) - 1) * frame["value"].nunique() * len(found)
    facets = Facets.of(len(found))
    chosen = loud(_last(frame).groupby("variant", observed=True)[next(iter(found))].mean(), variants[0])
    crossing = {point.variant for points in found.values() for point in points}
    chosen = [one for one in variants if one in chosen or one in crossing]
    figure = style.canvas(
        HEIGHT * facets.deep,
        titled_tipping(found, variants[0]),
        f"{told}. Means over seeds with 95 % intervals. A thick ring is a crossing between two points at which the "
        "paired difference is told from zero, with different signs; a thin ring may be chance."
        f"{' Gray: lines that cross none.' * (len(chosen) < len(variants))}{_only(held)}",
        style.footer(
            f"n = {frame['seed'].nunique()} seeds per point",
            f"{tests} paired differences; of so many, chance alone tells about {tests * (1 - CONFIDENCE):.1f} from "
            "zero",
            note,
        ),
        width=None if sheet().is_narrow else PANEL_WIDTH,
    )
    for axes, name in each(facets.draw(figure), found):
        _lines(axes, frame, name, variants, chosen)
        axes.set_xlabel(label)
        _rings(axes, found[name], variants)
        ends = _last(frame).groupby("variant", observed=True)[name].mean()
        name_lines(axes, ends, variants, HEIGHT - 1.0, chosen)
    return figure


def titled_tipping(found: Crossings, reference: str) -> str:
    """In how many lines the sign changes beyond chance, outcome by outcome."""
    sure = {name: sum(point.between is not None for point in points) for name, points in found.items()}
    if not any(sure.values()):
        return f"No line crosses that of '{reference}' beyond chance"
    parts = [f"in {OUTCOMES[name].label.lower()} {count}" for name, count in sure.items() if count]
    return f"Lines that cross that of '{reference}': {', '.join(parts)}"


def _lines(axes: Axes, frame: pd.DataFrame, name: str, variants: list[str], chosen: list[str]) -> None:
    for variant in variants:
        points, look = means(frame[frame["variant"] == variant], name), look_of(variant, variants, chosen)
        if variant in chosen:
            axes.fill_between(points["value"], points["low"], points["high"], **look.band(0.12))
        shown = look.stroke(label=variant, **lines_of_looks(told=variant in chosen))
        axes.plot(points["value"], points["mean"], **shown)
    head(axes, OUTCOMES[name].label, size=11.5)
    style.number_axis(axes, OUTCOMES[name], "y")
    style.only_unit(axes)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    least, most = frame["value"].min(), frame["value"].max()
    axes.set_xlim(least - 0.03 * (most - least), most + 0.03 * (most - least))
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.08 * (high - low), high)


def _rings(axes: Axes, found: Sequence[Tipping], variants: list[str]) -> None:
    low, high = axes.get_xlim()
    floor = axes.get_ylim()[0]
    for point in found:
        color, size, edge = _color(point, variants), *((12, 2.4) if point.between else (8, 0.9))
        axes.plot(point.at, point.level, "o", ms=size, mfc="none", mec=color, mew=edge, zorder=5)
    sure = [point for point in found if point.between]
    for point in sure:
        color = _color(point, variants)
        axes.vlines(point.at, floor, point.level, color=color, linewidth=0.9, linestyle=":", zorder=1)
    places = spread(np.array([(point.at - low) / (high - low) for point in sure]), NUMBERS_APART)
    too_far = max([place - (1.0 - NUMBERS_APART / 2) for place in places] + [0.0])
    for point, place in zip(sure, places, strict=True):
        axes.text(
            place - too_far, 0.015, f"{point.at:.2f}", transform=axes.transAxes, ha="center", va="bottom", fontsize=9,
            fontweight="bold", color=_color(point, variants),
            bbox={"boxstyle": "round,pad=0.1", "fc": style.PAPER, "ec": "none", "alpha": 0.85},
        )  # fmt: skip


def _color(point: Tipping, variants: list[str]) -> str:
    return style.look(variants.index(point.variant)).color
