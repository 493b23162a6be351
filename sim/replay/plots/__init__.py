"""Pictures of a replay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.analysis.plots import fonts, style
from sim.replay.plots.event import event_figure
from sim.replay.plots.policies import policies_figure
from sim.replay.policies import Outcome
from sim.replay.statistics import Event, Statistics


def draw(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome], folder: Path) -> list[Path]:
    """Draw both pictures as SVG and PNG.

    Parameters
    ----------
    title
        What was replayed, for the footers.
    event, found, outcomes
        The event, its measures, and how networkers fare.
    folder
        Where to; made if it is not there.
    """
    figures = {"policies": policies_figure(title, event, found, outcomes), "event": event_figure(title, event, found)}
    with fonts.one_sentence():
        return [path for name, figure in figures.items() for path in style.save(fixed(figure), folder, name)]


def fixed(figure: Figure) -> Figure:
    """Fix a figure's layout to a tenth of a pixel: the solver's last digits differ from drawing to drawing.

    Parameters
    ----------
    figure
        In constrained layout, which it loses.
    """
    style.finish(figure)
    with style.styled(), fonts.quiet():
        figure.draw_without_rendering()
    for axes in figure.axes:
        axes.set_position([round(float(edge), 4) for edge in axes.get_position().bounds])  # type: ignore[arg-type]
    figure.set_layout_engine("none")
    return figure
