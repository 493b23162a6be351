"""Ways of telling side by side: how often two stories meet, who notices, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.plots import style
from sim.replay.intervals import Estimate
from sim.replay.policies import Outcome
from sim.replay.statistics import Event, Statistics

MEANING = {
    "focus": "always the main business",
    "disclose-all": "all businesses in one breath",
    "tailored": "the one that suits the listener",
    "one-topic-per-event (main)": "the main business all day",
    "one-topic-per-event (audience)": "all day the one that suits most guests",
    "one-topic-per-contact": "what this listener heard first",
}
ROW = 0.62
SHARE = 100.0


def policies_figure(title: str, event: Event, found: Statistics, outcomes: Sequence[Outcome]) -> Figure:
    """Three small panels with a row a policy: stories that meet, contradictions noticed, credibility.

    Parameters
    ----------
    title
        What was replayed, for the footer.
    event, found
        The event and its measures.
    outcomes
        How networkers fare, one or more policies.
    """
    told = "1 business" if found.businesses == 1 else f"{found.businesses} businesses"
    with style.styled():
        figure = style.canvas(
            ROW * len(outcomes) + 1.25,
            "When two stories meet, and what is still believed, by way of telling",
            f"Everybody at the event is once a networker with {told} and opens each talk in the stated way; whoever "
            "faces him hears it. Marks: means over these networkers; lines: 95 % intervals over people.",
            f"{title}  ·  {event.firsts.size:,} first talks  ·  {max(o.worlds for o in outcomes)} draws of which "
            "business suits whom",
            width=11.0,
        )
        panels = figure.subplots(1, 3, sharey=True, width_ratios=[1.15, 1, 1.15])
        _stories(panels[0], outcomes)
        _noticed(panels[1], outcomes)
        _credibility(panels[2], outcomes)
        names = [(float(n), f"{outcome.policy.name}:  {MEANING[outcome.policy.name]}") for n, outcome in enumerate(outcomes)]
        style.rows_axis(panels[0], names, width=31)
        panels[0].set_ylim(len(outcomes) - 0.45, -0.6)
    return figure
