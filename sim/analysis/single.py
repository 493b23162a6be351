"""One run as results, so that everything that draws and tells of a batch does so of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.analysis.answers import FRAMES
from sim.analysis.plots import figure_of
from sim.analysis.results import Results
from sim.core.money import UNITS
from sim.record.run import Run
from sim.scenario import resolved

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def results_of(run: Run) -> Results:
    """Return a run as the results of a batch of one setting and one seed."""
    scenario = run.scenario
    mixed = scenario.design.worlds == "mixed"
    point: dict[str, Any] = {
        "index": 0,
        "strategy": None if mixed else run.strategy or scenario.strategy[0].name,
        "values": {},
    }
    manifest = {"scenario": resolved(scenario), "points": [point], "seeds": [run.seed], "units": {}, "money": UNITS}
    frames = {"runs": run.groups, **{name: getattr(run, name) for name in FRAMES[1:]}}
    return Results(manifest, **{name: frame.assign(point=0, seed=run.seed) for name, frame in frames.items()})


def figure(run: Run, name: str | None = None) -> Figure:
    """Draw one picture of a run; see :meth:`sim.record.run.Run.plot`."""
    return figure_of(results_of(run), name)
