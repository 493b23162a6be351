"""The map of a difference over two varied numbers, with the line on which the better strategy changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.analysis.captions import captioned, compared
from sim.analysis.designs import Surface, is_wide, surface
from sim.analysis.plots import style
from sim.model.outcomes import OUTCOMES, Outcome

MOST_OUTCOMES, MOST_VARIANTS = 4, 3
COLORS = "PuOr"
PANEL = 3.3  # inches


def difference_map(
    frame: pd.DataFrame, outcomes: list[str], reference: str, *, labels: tuple[str, str], note: str = ""
) -> Figure | None:
    """Mean paired differences over two varied numbers, a row a variant and a panel an outcome.

    Parameters
    ----------
    frame
        As :func:`sim.analysis.designs.gaps` returns it.
    outcomes
        The first four are shown.
    reference
        What everything is compared with.
    labels
        Names of the two numbers with their units.
    note
        For the footer.

    Returns
    -------
    matplotlib.figure.Figure or None
        None if no outcome has a value everywhere.
    """
    every = [str(name) for name in frame["variant"].cat.categories if (frame["variant"] == name).any()]
    variants = every[:MOST_VARIANTS]
    found = {
        (variant, name): surface(frame[frame["variant"] == variant], name)
        for variant in variants
        for name in outcomes[:MOST_OUTCOMES]
    }
    names = [name for name in outcomes[:MOST_OUTCOMES] if all(found[variant, name] for variant in variants)]
    if not names:
        return None
    with style.styled():
        figure = style.canvas(
            PANEL * len(variants),
            f"Where does the better strategy change? Difference to '{reference}'",
            "Mean paired difference over seeds at the points that were run (dots), straight between them. Black line: "
            "no difference. Hatched: the sign is not told apart; neither sign is found in 97.5 % of the bootstrap "
            f"samples of the seeds.{_cut(variants, len(every), names, len(outcomes))}",
            "  ·  ".join(filter(None, [f"n = {frame['seed'].nunique()} seeds a point", note])),
            width=max(style.WIDTH, 3.9 * len(names)),
        )
        grid = figure.subplots(len(variants), len(names), squeeze=False, sharex=True, sharey=True)
        for line, variant in zip(grid, variants, strict=True):
            for axes, name in zip(line, names, strict=True):
                drawn = found[variant, name]
                assert drawn is not None
                _panel(figure, axes, drawn, OUTCOMES[name], variant if len(variants) > 1 else "")
            line[0].set_ylabel(labels[1])
        for axes in grid[-1]:
            axes.set_xlabel(labels[0])
    shown = {place: drawn for place, drawn in found.items() if drawn is not None}
    return captioned(figure, compared.plane(shown, names))


def _cut(variants: list[str], of_variants: int, names: list[str], of_outcomes: int) -> str:
    """Name what is shown where that is not everything."""
    parts = []
    if len(variants) < of_variants:
        parts.append(f"{', '.join(variants)} ({len(variants)} of {of_variants} that are compared)")
    if len(names) < of_outcomes:
        parts.append(f"{len(names)} of {of_outcomes} outcomes")
    return f" Shown: {'; '.join(parts)}; the table has all." if parts else ""


def _panel(figure: Figure, axes: Axes, drawn: Surface, outcome: Outcome, variant: str) -> None:
    most = float(np.abs(drawn.height).max()) or style.PAD[outcome.kind]
    colors = axes.pcolormesh(
        drawn.fine_across, drawn.fine_up, drawn.height, cmap=COLORS, vmin=-most, vmax=most, shading="gouraud"
    )
    axes.contourf(
        drawn.fine_across, drawn.fine_up, drawn.undecided.astype(float), levels=[0.5, 1.5], colors="none",
        hatches=["////"],
    )  # fmt: skip
    for line in drawn.boundary():
        axes.plot(line[:, 0], line[:, 1], color=style.INK, linewidth=2.2)
    across, up = np.meshgrid(drawn.across, drawn.up)
    axes.scatter(across, up, s=7, color=style.INK, linewidths=0, clip_on=False, zorder=3)
    _axis(axes, drawn.across, "x")
    _axis(axes, drawn.up, "y")
    title = f"{outcome.label}\n{variant}" if variant else outcome.label
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    scale = 100.0 if outcome.kind == "share" else 1.0
    bar = figure.colorbar(colors, ax=axes, format=FuncFormatter(lambda value, _: style.plain(value * scale, sign=True)))
    bar.outline.set_visible(False)


def _axis(axes: Axes, values: np.ndarray[tuple[int], np.dtype[np.float64]], which: str) -> None:
    if is_wide(values):
        (axes.set_xscale if which == "x" else axes.set_yscale)("log")
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_ticks(list(values), [style.plain(value) for value in values])
    axis.set_ticks([], minor=True)
