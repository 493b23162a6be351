"""How long the companies of a batch live."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.lifetimes import kaplan_meier
from sim.analysis.plots import style


def lifetimes(lives: pd.DataFrame, *, note: str = "") -> Figure:
    """Draw the share of companies still open against their age, with its 95 % interval.

    Parameters
    ----------
    lives
        As :func:`sim.analysis.lifetimes.lives` returns it, not empty.
    note
        For the footer.
    """
    curve = kaplan_meier(lives["days"], lives["closed"])
    end = float(lives["days"].max())
    day, alive, low, high = ([*curve[name], curve[name].iloc[-1]] for name in ("day", "alive", "low", "high"))
    day[-1] = end
    look = style.look(0)
    with style.styled():
        closed = int(lives["closed"].sum())
        figure = style.canvas(
            3.6,
            "Companies still open, by age",
            f"Kaplan-Meier estimate with 95 % interval: {closed:,} of {len(lives):,} closed within {end:,.0f} days.",
            note,
        )
        axes = figure.subplots()
        below, mean, above = ([100 * value for value in values] for values in (low, alive, high))
        axes.fill_between(day, below, above, step="post", color=look.color, alpha=0.15, linewidth=0)
        axes.step(day, mean, where="post", color=look.color)
        axes.set(xlim=(0, end), ylim=(0, 102), xlabel="Age (days)", ylabel="Still open (%)")
        axes.grid(axis="y")
    return figure
