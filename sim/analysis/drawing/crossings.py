"""Where lines cross that of the reference as a number is varied, and which crossings chance may have made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.differences import subtract
from sim.analysis.statistics import interval

Floats = NDArray[np.float64]


class Tipping(NamedTuple):
    """A point where the mean of a variant crosses that of the reference."""

    variant: str
    at: float
    """Varied value there, on straight lines between the points that were run."""
    level: float
    """Outcome there."""
    falls: bool
    """Whether the variant is the lower one beyond the point; with ``between``, at its second end."""
    between: tuple[float, float] | None
    """The nearest points that were run before and beyond at which the paired difference is told from zero by its 95 %
    interval, with different signs; None if there are none, and chance may have made the crossing."""


Crossings = Mapping[str, Sequence[Tipping]]
"""By outcome, as :func:`tippings` returns them."""


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
    found = []
    for before, after in pairwise(np.flatnonzero(gap)):
        if gap[before] * gap[after] < 0:
            if after - before > 1:
                found.append(float(at[before + 1] + at[after - 1]) / 2)
            else:
                part = gap[before] / (gap[before] - gap[after])
                found.append(float(at[before] + part * (at[after] - at[before])))
    return found


def means(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Means over seeds with 95 % intervals (``value``, ascending, ``mean``, ``low``, ``high``) of one variant."""
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

    ``frame`` is as :func:`sim.analysis.designs.along` returns it.
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
