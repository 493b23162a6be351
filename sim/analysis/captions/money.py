"""Captions of the figures about kinds of income, and about companies that close."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.analysis.captions.people import BLOCK, blocks
from sim.analysis.captions.words import listed, row_named
from sim.analysis.samples import over_people
from sim.analysis.statistics import kaplan_meier


def incomes(frame: pd.DataFrame, kinds: Sequence[str], costs: str = "costs") -> str:
    """Which kind of income is the largest at the end, and where costs exceed all of them.

    Parameters
    ----------
    frame
        ``setting``, ``variant``, ``seed``, ``day`` and columns with what came in and went out so far.
    kinds
        Columns of the kinds of income.
    costs
        Column of what went out.
    """
    last = frame[frame["day"] == frame["day"].max()].pipe(over_people, BLOCK, [*kinds, costs])
    largest = last[list(kinds)].idxmax(axis=1).where(last[list(kinds)].sum(axis=1) > 0)
    told = []
    for kind in kinds:
        rows = [str(variant) for (_, variant) in largest.index[largest == kind]]
        if rows:
            name = kind.partition("_")[0]
            told.append(f"{name} income is the largest part in {len(rows)} of {len(last)} panels")
    worse = last.index[last[costs] > last[list(kinds)].sum(axis=1)]
    if len(worse) in (0, len(last)):
        money = f"costs exceed all income in {'every' if len(worse) else 'no'} panel"
    else:
        money = f"costs exceed all income {', '.join(row_named(*row) for row in worse[:6])}"
        money += f" and {len(worse) - 6} more" if len(worse) > 6 else ""
    return f"On the last day {'; '.join([*told, money])}."


def lifetimes(lives: pd.DataFrame) -> str:
    """By which age half of the companies are closed, row by row, or what is open at the end.

    Parameters
    ----------
    lives
        As :func:`sim.analysis.survival.lives` returns it.
    """
    rows = []
    for setting, variant, block in blocks(lives):
        curve = kaplan_meier(block["days"], block["closed"])
        rows.append((setting, variant, float(curve["alive"].iloc[-1]), f"{100 * curve['alive'].iloc[-1]:.0f} %"))
    curve = kaplan_meier(lives["days"], lives["closed"])
    half = curve[curve["alive"] <= 0.5]["day"]
    when = f"half of all are closed by day {half.iloc[0]:,.0f}" if len(half) else "fewer than half of all close"
    same = len({row[3] for row in rows}) == 1
    left = f"{rows[0][3]} are left" if same else f"left are {listed(rows)}"
    return f"Of the companies that can close {when}; at the end {left}."
