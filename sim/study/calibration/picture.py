"""The picture of a calibration: every target as a dot on its accepted range, before and after."""

from __future__ import annotations

import math

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.analysis.drawing.style import INK, PAPER, SOFT, canvas, look
from sim.study.calibration.outcome import Outcome, accepted, digits
from sim.study.targets.table import TARGETS, Target

FARTHEST = 4.0  # half widths from the middle that are drawn; what lies beyond stands at the edge
ROW = 0.34  # inches


def draw(outcome: Outcome) -> Figure:
    """Draw where each target was before the search and where it is after it, on the default graph."""
    names = list(TARGETS)
    figure = canvas(
        ROW * (len(names) + 1),
        "The whole model against what was published",
        "Gray: what is accepted, from -1 to 1; a line where the published value lies. Open: before; full: after.",
        "Pooled over ten seeds that the search has not seen; what lies farther out than is drawn stands at the edge.",
        width=10.5,
    )
    axes = figure.add_subplot()
    before, after = outcome.graphs["default"]["before"], outcome.graphs["default"]["after"]
    for row, name in enumerate(reversed(names)):
        target = TARGETS[name]
        left, right = at(target, target.low), at(target, target.high)
        axes.add_patch(Rectangle((left, row - 0.33), max(right - left, 0.04), 0.66, color="#e3e3e3", lw=0))
        if target.expected is not None:
            middle = at(target, target.expected)
            axes.plot([middle, middle], [row - 0.33, row + 0.33], color=SOFT, lw=1.2)
        inside = target.low <= after[name] <= target.high
        color = look(3 if inside else 4).color
        axes.plot(at(target, before[name]), row, "o", ms=7, mfc=PAPER, mec=INK, mew=1.2, zorder=3, clip_on=False)
        axes.plot(at(target, after[name]), row, "o", ms=7, color=color, zorder=4, clip_on=False)
        axes.text(FARTHEST + 0.3, row, digits(after[name]), va="center", ha="left", fontsize=9, color=color)
        axes.text(FARTHEST + 1.25, row, accepted(target), va="center", ha="left", fontsize=9, color=SOFT)
    axes.set_yticks(range(len(names)), list(reversed(names)))
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.set_xlim(-FARTHEST, FARTHEST)
    axes.set_xlabel("half widths of the accepted range from its middle")
    axes.text(FARTHEST + 0.3, len(names) - 0.2, "after", fontsize=9, color=INK)
    axes.text(FARTHEST + 1.25, len(names) - 0.2, "accepted", fontsize=9, color=INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return figure


def at(target: Target, value: float) -> float:
    """Return where a value is drawn: half widths from the middle of the accepted range, cut off at the edges.

    Parameters
    ----------
    target
        The target; where one limit is infinite the finite one is drawn at one half width from the middle.
    value
        A value; nan stands at the left edge.
    """
    if math.isnan(value):
        return -FARTHEST
    middle = target.high - target.width if math.isinf(target.low) else (target.low + target.high) / 2
    return max(-FARTHEST, min(FARTHEST, (value - middle) / target.width))
