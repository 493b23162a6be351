"""Three pictures, each narrow enough for a phone: what carries the difference, where it ends, what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.analysis import style
from sim.study.why import findings
from sim.study.why.record import Why

WIDTH = 4.7  # inches: at 390 pixels letters are as high as those of a page
LABEL, PANEL = 17, 25  # letters in a line
MORE, LESS, WHOLE = style.look(2).color, style.look(4).color, "#8a8a8a"
MOST_DRAWN = 8
ROW = 0.47


def sheet(height: float, title: str, subtitle: str, footer: str) -> Figure:
    """Return an empty narrow figure."""
    return style.canvas(height, title, subtitle, footer, width=WIDTH)


def waterfall(why: Why) -> Figure:
    """Draw what each rule adds to the difference, one after the other, from what there is without them to the whole."""
    told = why.decomposition
    net, names = told["net"], findings.rules_by_key()
    adds = sorted(net["adds"].items(), key=lambda each: -abs(each[1][0]))
    rows = [("without any of them", 0.0, net["rest"], WHOLE)]
    reached = net["rest"][0]
    for key, each in adds:
        rows.append((names[key].name, reached, each, MORE if each[0] >= 0 else LESS))
        reached += each[0]
    rows.append(("with all of them", 0.0, net["total"], WHOLE))
    one, two = why.ways
    figure = sheet(
        ROW * len(rows) + 0.7,
        findings.carried(why),
        f"What each rule adds to the net income of “{two}” less “{one}”, with 95 % intervals, at equal turnover",
        style.footer(f"{told['pairs']} pairs of worlds", f"{told['coalitions']} combinations of rules"),
    )
    axes = figure.add_subplot()
    for row, (_, start, each, color) in enumerate(rows):
        _step(axes, len(rows) - 1 - row, start, each, color)
    axes.axvline(0.0, color=style.SOFT, lw=0.9)
    style.rows_axis(axes, [(len(rows) - 1 - row, name) for row, (name, *_) in enumerate(rows)], width=LABEL)
    _amounts(axes, "x")
    axes.set_xlabel("currency units, from entry to the end")
    axes.margins(x=0.06)
    return figure


def _step(axes: Axes, row: float, start: float, told: Sequence[float], color: str) -> None:
    mean, low, high = told
    axes.barh(row, mean, left=start, height=0.55, color=color, alpha=0.85)
    axes.plot([start + low, start + high], [row, row], color=style.INK, lw=1.4, solid_capstyle="butt")
    label = findings.whole(mean)
    axes.annotate(
        label,
        (1.0, row),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        ha="left",
        fontsize=10,
        color=style.INK,
        annotation_clip=False,
    )


def panels(why: Why) -> Figure:
    """Draw the difference over the range of each dial."""
    found, names = why.breakeven["dials"], findings.dials_by_key()
    high = max(1, -(-len(found) // 2))
    one, two = why.ways
    figure = sheet(
        2.05 * high,
        findings.equal_anywhere(why),
        f"Net income of “{two}” less “{one}” in currency units; line: 0, where they are equal; band: 95 % interval",
        style.footer(f"{why.decomposition['pairs']} pairs of worlds at each point", "equal turnover"),
    )
    grid: Any = figure.subplots(high, 2, squeeze=False, sharey=True)
    for axes, key in zip(grid.flat, found, strict=False):
        _panel(axes, found[key], log=names[key].log)
        axes.set_title("\n".join(wrap(f"{names[key].name}: {findings.equal_in_short(why, key)}", PANEL)), fontsize=9.5)
        axes.set_xlabel(names[key].unit, fontsize=8.5)
    for axes in list(grid.flat)[len(found) :]:
        axes.set_axis_off()
    return figure


def _panel(axes: Axes, told: Mapping[str, Any], *, log: bool) -> None:
    levels, net = told["levels"], np.array(told["net"], dtype=np.float64)
    if log:
        axes.set_xscale("log")
    axes.fill_between(levels, net[:, 1], net[:, 2], **style.look(2).band(0.25))
    axes.plot(levels, net[:, 0], **style.look(2).stroke(4.0))
    axes.axhline(0.0, color=style.INK, lw=1.0)
    if told["crosses"] == "yes":
        axes.axvline(told["at"][0], color=style.look(4).color, lw=1.2, ls=(0, (3, 2)))
    shown = levels[:: max(1, (len(levels) - 1) // 2)]
    axes.set_xticks(shown, [findings.number(level) for level in shown], fontsize=9)
    axes.minorticks_off()
    axes.tick_params(axis="y", labelsize=9)
    _amounts(axes, "y")


def bars(why: Why) -> Figure:
    """Draw on what the difference hangs: ranges of the dials, and draws from the posterior if there are any."""
    parts: list[tuple[str, list[tuple[str, Sequence[float]]]]] = []
    if why.ranges is not None:
        names = findings.dials_by_key()
        parts.append(
            ("over the ranges, interplay included", _largest(why.ranges["total"], lambda key: names[key].name))
        )
    if why.draws is not None:
        parts.append(("over the draws from the posterior", _largest(why.draws["effects"], _parameter)))
    many = sum(len(rows) for _, rows in parts)
    figure = sheet(
        0.42 * many + 0.85 * len(parts),
        findings.hangs_on(why),
        "Shares of the variance of the difference in net income, with 95 % intervals",
        style.footer(
            f"{why.ranges['points']} points" if why.ranges else "", f"{why.draws['draws']} draws" if why.draws else ""
        ),
    )
    if not parts:
        return figure
    grid: Any = figure.subplots(len(parts), 1, squeeze=False, height_ratios=[len(rows) for _, rows in parts])
    for axes, (title, rows) in zip(grid[:, 0], parts, strict=True):
        for row, (_, (mean, low, high)) in enumerate(reversed(rows)):
            axes.barh(row, max(mean, 0.0), height=0.6, color=MORE, alpha=0.85)
            axes.plot([max(low, 0.0), max(high, 0.0)], [row, row], color=style.INK, lw=1.4, solid_capstyle="butt")
        style.rows_axis(axes, [(row, name) for row, (name, _) in enumerate(reversed(rows))], width=LABEL + 3)
        axes.set_title(title, loc="left", fontsize=10.5, fontweight="bold")
        axes.set_xlim(left=0.0)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f} %"))
        axes.grid(visible=True, axis="x")
    return figure


def _largest(told: Mapping[str, Sequence[float]], name: Callable[[str], str]) -> list[tuple[str, Sequence[float]]]:
    kept = sorted(told, key=lambda key: -told[key][0])[:MOST_DRAWN]
    return [(name(key), told[key]) for key in kept]


def _parameter(name: str) -> str:
    return name.replace("_", " ").replace(".", ": ")


def _amounts(axes: Axes, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value, sign=True)))
    if which == "x":
        axes.locator_params(axis="x", nbins=4)
    axes.grid(visible=True, axis="x" if which == "x" else "y")


DRAWN = {"why-rules.png": waterfall, "why-equal.png": panels, "why-hangs.png": bars}


def write_pictures(why: Why, folder: Path) -> list[Path]:
    """Draw all pictures into a folder."""
    files = []
    with style.styled():
        for name, draw in DRAWN.items():
            files.append(folder / name)
            style.write_image(draw(why), files[-1], style.DPI)
    return files
