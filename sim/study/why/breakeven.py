"""At which minimum purchase, distance of topics, hours and so on two ways are equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis import draws
from sim.study.why.declared import Dial, NotHere, dials
from sim.study.why.decomposition import with_ends
from sim.study.why.measuring import Measuring
from sim.study.why.worlds import Pair

Numbers = NDArray[np.float64]
Told = dict[str, Any]
RESAMPLES = 999
SURE = 0.95
FEWEST = 2
"""Pairs, without which nothing can be said."""


def break_evens(measuring: Measuring, pairs: Sequence[Pair]) -> Told:
    """Turn each dial over its range, at equal turnover, and find where the difference in net income is zero.

    Returns
    -------
    dict
        ``dials``: by key ``levels`` that could be compared, ``net`` at each with the ends of its interval over the
        ``pairs`` that have people at all of them, ``shift`` of the level's dials there, ``turnover`` over that of the
        scenario, and what :func:`root` found;
        ``left_out``: by key the rest of a sentence why.
    """
    question, left_out = measuring.question, dict[str, str]()
    changes, turned = [], list[Dial]()
    for dial in dials():
        try:
            changes += [dial.at(question.scenario, question.ways, level) for level in dial.levels]
            turned.append(dial)
        except NotHere as why:
            left_out[dial.key] = str(why)
    base, *compared = measuring.compare([{}, *changes], pairs, "Where the two are equal", gaps=True)
    assert base is not None
    scale, told, rest = base.turnover.mean(), dict[str, Told](), iter(compared)
    for dial in turned:
        there = [
            (float(level), one) for level, one in [(level, next(rest)) for level in dial.levels] if one is not None
        ]
        if len(there) < 2:
            left_out[dial.key] = "cannot be turned: the level of sales is out of reach."
            continue
        levels = [level for level, _ in there]
        net = np.array([one.net for _, one in there]).T
        net = net[~np.isnan(net).any(axis=1)]
        if len(net) < FEWEST:
            left_out[dial.key] = "cannot be turned: too few pairs have anybody in business at all levels."
            continue
        found = root([dial.place(level) for level in levels], net)
        told[dial.key] = {
            "levels": levels,
            "net": [with_ends(each) for each in net.T],
            "pairs": len(net),
            "shift": [one.shift for _, one in there],
            "turnover": [float(one.turnover.mean() / scale) if scale > 0 else float("nan") for _, one in there],
            "sides": found["sides"],
            "crosses": found["crosses"],
            "at": [None if place is None else _level(dial, place) for place in found["at"]],
        }
    return {"dials": told, "left_out": left_out}


def _level(dial: Dial, place: float) -> float:
    return float(np.exp(place)) if dial.log else place


def root(places: Sequence[float], differences: Numbers) -> Told:
    """Find where a difference that only rises, or only falls, is zero.

    Parameters
    ----------
    places
        Where it was measured, rising.
    differences
        Shape (pairs, places).

    Returns
    -------
    dict
        ``crosses``: ``yes``, ``no`` or ``open``, the last if neither happens in 95 % of the resamples; ``at``: the root
        and the ends of its interval, each None where it lies beyond the places; ``sides``: the signs of the difference
        at the first and the last place.

    Notes
    -----
    The means are made monotone in the direction of their trend (isotonic regression, Barlow et al. 1972) and joined by
    straight lines; the interval is that of the bootstrap over pairs, in which a curve that does not reach zero has its
    root beyond the end that comes nearer to it.
    """
    x = np.asarray(places, dtype=np.float64)
    mean = differences.mean(axis=0)
    rising = bool(np.polyfit(x, mean, 1)[0] >= 0.0)
    curve = monotone(mean, rising=rising)
    best, resampled = _zero(x, curve), np.full(1, np.nan)
    if len(differences) > 1:
        chosen = draws(len(differences), RESAMPLES)
        resampled = np.array([_zero(x, monotone(differences[each].mean(axis=0), rising=rising)) for each in chosen])
    inside = np.isfinite(resampled).mean()
    if np.isnan(resampled).any():
        crosses = "open"
    elif np.isfinite(best) and inside >= SURE:
        crosses = "yes"
    else:
        crosses = "no" if not np.isfinite(best) and inside <= 1.0 - SURE else "open"
    ends = (float("nan"), float("nan"))
    if not np.isnan(resampled).any():
        low, high = np.quantile(resampled, ((1 - SURE) / 2, (1 + SURE) / 2), method="nearest")
        ends = (float(low), float(high))
    at = [value if np.isfinite(value) else None for value in (float(best), *ends)]
    return {"crosses": crosses, "at": at, "sides": [int(np.sign(curve[0])), int(np.sign(curve[-1]))]}


def monotone(values: Numbers, *, rising: bool) -> Numbers:
    """Return the monotone sequence that is nearest to the values."""
    from sklearn.isotonic import isotonic_regression

    return np.asarray(isotonic_regression(values, increasing=rising), dtype=np.float64)


def _zero(x: Numbers, curve: Numbers) -> float:
    """Where a monotone curve is zero; infinite, below or above, where it is on one side of it throughout."""
    toward = curve if curve[-1] >= curve[0] else -curve
    if toward[0] > 0.0:
        return float("-inf")
    if toward[-1] < 0.0:
        return float("inf")
    after = int(np.argmax(toward >= 0.0))
    if after == 0 or toward[after] == 0.0:
        return float(x[after])
    low, high = toward[after - 1], toward[after]
    return float(x[after - 1] + (x[after] - x[after - 1]) * (-low) / (high - low))
