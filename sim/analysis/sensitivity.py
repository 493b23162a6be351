"""Which parameters matter: Sobol indices of a Saltelli sample, elementary effects of Morris's paths.

Every point of a sample is run with the same seeds, so an answer is a smooth function of the parameters as far as the
seeds allow, and chance that reacts to a parameter counts as an effect of this parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.paired import CONFIDENCE, RESAMPLING_SEED
from sim.analysis.sampled import Floats, Sample
from sim.scenario.designs import MORRIS_LEVELS, unit_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

RESAMPLES = 1000
COLUMNS = ["outcome", "target", "factor", "measure", "value", "low", "high", "remark"]
MEASURES = {"saltelli": ("first", "total"), "morris": ("mu_star", "sigma", "mu")}


def indices(sample: Sample, outcomes: list[str]) -> pd.DataFrame:
    """Sensitivity of outcomes to every factor.

    Parameters
    ----------
    sample
        Of kind ``saltelli`` or ``morris``.
    outcomes
        What to explain.

    Returns
    -------
    pandas.DataFrame
        One row per outcome, target, factor and measure, with ``value`` and its 95 % interval ``low`` to ``high``, nan
        with a ``remark`` where there is none. Measures: ``first`` and ``total``, shares of the variance (Saltelli et
        al. 2010); ``mu_star``, ``sigma`` and ``mu``, mean absolute, spread and mean of the change in the outcome if
        a factor alone crosses its whole range (Morris 1991; Campolongo et al. 2007), in the outcome's unit; ``mu``
        has no interval.
    """
    targets = list(dict.fromkeys(sample.answers["target"]))
    rows = [
        (outcome, target, factor, measure, *numbers)
        for outcome in outcomes
        for target in targets
        for factor, measure, *numbers in _explained(sample, sample.answer(outcome, target))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _explained(sample: Sample, answer: Floats) -> Iterator[tuple[Any, ...]]:
    measures = MEASURES[sample.design.kind]
    remark = _remark(answer)
    if remark:
        yield from ((factor, name, np.nan, np.nan, np.nan, remark) for factor in sample.factors for name in measures)
        return
    found = sobol(answer, len(sample.factors)) if sample.design.kind == "saltelli" else morris(sample.unit, answer)
    for number, factor in enumerate(sample.factors):
        for name in measures:
            value, low, high = (float(each[number]) for each in found[name])
            yield factor, name, value, low, high, ""


def _remark(answer: Floats) -> str:
    lost = int(np.isnan(answer).sum())
    if lost:
        return f"no value at {lost} of {answer.size} points"
    return "the same at every point" if np.ptp(answer) == 0.0 else ""


def sobol(answer: Floats, factors: int) -> dict[str, tuple[Floats, Floats, Floats]]:
    """First-order and total indices of a Saltelli sample by SALib.

    Parameters
    ----------
    answer
        Shape (base points x (factors + 2),), in the order of the sample, not constant.
    factors
        Number of factors.

    Returns
    -------
    dict
        ``first`` and ``total``: values, low and high ends of 95 % bootstrap intervals, shape (factors,) each.
    """
    from SALib.analyze import sobol as salib

    found = salib.analyze(
        unit_problem(factors),
        answer,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=RESAMPLING_SEED,
    )
    return {
        name: (found[key], found[key] - found[f"{key}_conf"], found[key] + found[f"{key}_conf"])
        for name, key in (("first", "S1"), ("total", "ST"))
    }


def morris(unit: Floats, answer: Floats) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Elementary effects of Morris's paths by SALib, with the interval of sigma by the same bootstrap.

    Parameters
    ----------
    unit
        The sample, shape (paths x (factors + 1), factors), 0..1.
    answer
        Shape (paths x (factors + 1),).

    Returns
    -------
    dict
        ``mu_star``, ``sigma``, ``mu``: values, low and high ends, shape (factors,) each; nan for ends of ``mu``.
    """
    from SALib.analyze import morris as salib

    found = salib.analyze(
        unit_problem(unit.shape[1]),
        unit,
        answer,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=MORRIS_LEVELS,
        seed=RESAMPLING_SEED,
    )
    star, half = np.asarray(found["mu_star"]), np.asarray(found["mu_star_conf"])
    effects = elementary_effects(unit, answer)
    draws = np.random.default_rng(RESAMPLING_SEED).integers(len(effects), size=(RESAMPLES, len(effects)))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(effects[draws].std(axis=1, ddof=1), [tail, 1 - tail], axis=0)
    nothing = np.full(star.size, np.nan)
    return {
        "mu_star": (star, star - half, star + half),
        "sigma": (np.asarray(found["sigma"]), low, high),
        "mu": (np.asarray(found["mu"]), nothing, nothing),
    }


def elementary_effects(unit: Floats, answer: Floats) -> Floats:
    """Change of the answer by each step of a path, as if the step crossed the whole range.

    Returns
    -------
    numpy.ndarray
        Shape (paths, factors).
    """
    factors = unit.shape[1]
    steps = np.diff(unit.reshape(-1, factors + 1, factors), axis=1)
    changes = np.diff(answer.reshape(-1, factors + 1), axis=1)
    which = np.abs(steps).argmax(axis=2)
    paths = np.arange(len(which))[:, None]
    effects = np.empty((len(which), factors))
    effects[paths, which] = changes / np.take_along_axis(steps, which[:, :, None], axis=2)[:, :, 0]
    return effects
