"""Sampled designs read back: what came out at their points, and which parameters matter.

Sobol indices of a Saltelli sample, elementary effects of Morris's paths. Every point of a sample is run with the same
seeds, so an answer is a smooth function of the parameters as far as the seeds allow, and chance that reacts to a
parameter counts as an effect of this parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.answers import Answers
from sim.analysis.designs import differences_of, names_of
from sim.analysis.naming import short_names
from sim.analysis.statistics import CONFIDENCE, RESAMPLING_SEED, Numbers, band, spread_of_sums
from sim.core.wording import listed
from sim.lab.stored.files import ResultsError
from sim.model.outcomes import OUTCOMES
from sim.scenario.design import SAMPLED, Design
from sim.scenario.designs import MORRIS_LEVELS, groups, unit_problem, unit_sample, value_at

MINUS = " − "
RESAMPLES = 1000
COLUMNS = ["outcome", "target", "factor", "measure", "value", "low", "high", "remark"]
MEASURES = {"saltelli": ("first", "total"), "morris": ("mu_star", "sigma", "mu")}


@dataclass(frozen=True)
class Sample:
    """A sampled design with its answers.

    Attributes
    ----------
    design
        How the points were sampled.
    factors
        Readable name of every factor; several that vary together are one.
    unit
        Where the points lie between the ends of their ranges, shape (points, factors), 0..1.
    values
        The values of every factor's first parameter, same shape.
    answers
        ``outcome``, ``target`` (a strategy, or ``second − first``), ``row`` (point of the sample) and ``value``: the
        mean over seeds, money in currency units.
    differences
        Targets that are differences to the first strategy, paired by seed.
    """

    design: Design
    factors: list[str]
    unit: Numbers
    values: Numbers
    answers: pd.DataFrame
    differences: list[str]

    @property
    def targets(self) -> list[str]:
        """What a reader wants to see: differences, or the only strategy."""
        return self.differences or list(dict.fromkeys(self.answers["target"]))

    def answer(self, outcome: str, target: str) -> Numbers:
        """Means over seeds, shape (points,); nan where there is no value."""
        chosen = (self.answers["outcome"] == outcome) & (self.answers["target"] == target)
        found = self.answers[chosen].set_index("row")["value"].reindex(range(len(self.unit)))
        return found.to_numpy(np.float64)


def is_sampled(answers: Answers) -> bool:
    """Whether the points of a batch were sampled, so that no two of them share a setting by design."""
    return answers.scenario["design"].get("kind", "grid") in SAMPLED


def refuse_unsampled(answers: Answers) -> None:
    """Raise a :class:`ResultsError` if the points of a batch were not sampled."""
    if not is_sampled(answers):
        kind = answers.scenario["design"].get("kind", "grid")
        raise ResultsError(f"'{answers.name}' has design.kind = \"{kind}\"; sensitivity needs {listed(SAMPLED)}.")


def sample_of(answers: Answers) -> Sample:
    """Read a sampled design back.

    Raises
    ------
    ResultsError
        If the design is not sampled, or the points are not those of its sample.
    """
    refuse_unsampled(answers)
    design = Design.model_validate(answers.scenario["design"])
    factors = groups(list(design.between), design.together)
    unit = np.asarray(unit_sample(design), np.float64)
    crossed = len(design.vary.get("strategy", [None]))
    rows = [point["values"] for point in answers.points[::crossed]]
    _refuse_other(answers, design, [factor[0] for factor in factors], unit, rows)
    found, differences = _long(answers, crossed)
    short = short_names([name for factor in factors for name in factor])
    names = [" + ".join(short[name] for name in factor) for factor in factors]
    values = np.array([[float(row[factor[0]]) for factor in factors] for row in rows])
    return Sample(design, names, unit, values, found, differences)


def _refuse_other(answers: Answers, design: Design, names: list[str], unit: Numbers, rows: list[Any]) -> None:
    same = len(rows) == len(unit) and all(
        value_at(float(share), design.between[name], _kind(row[name])) == row[name] or _close(share, design, name, row)
        for row, shares in zip(rows, unit, strict=True)
        for name, share in zip(names, shares, strict=True)
    )
    if not same:
        raise ResultsError(
            f"'{answers.name}' was sampled by other versions of scipy or SALib: its points are not those of its design."
        )


def _kind(value: Any) -> Any:
    return int if isinstance(value, int) else float


def _close(share: float, design: Design, name: str, row: dict[str, Any]) -> bool:
    """Whether a value is the sampled one but for its rounding to cents."""
    return bool(abs(value_at(float(share), design.between[name], float) - row[name]) <= 0.0051)


def _long(answers: Answers, crossed: int) -> tuple[pd.DataFrame, list[str]]:
    rows = [(p["index"], str(p["index"] // crossed), p["strategy"] or "") for p in answers.points]
    names = names_of(rows)
    samples, pairs = answers.levels_of(names), differences_of(answers, names)
    first, *others = samples["variant"].cat.categories
    titles = {other: f"{other}{MINUS}{first}" for other in others}
    pairs = pairs.assign(variant=pairs["variant"].astype(object).map(titles))
    outcomes = [name for name in samples.columns if name in OUTCOMES]
    both = pd.concat([samples.astype({"variant": object}), pairs], ignore_index=True)
    means = both.groupby(["setting", "variant"], observed=True)[outcomes].mean().reset_index()
    long = means.melt(["setting", "variant"], outcomes, "outcome", "value")
    long = long.assign(row=long["setting"].astype(str).astype(int)).rename(columns={"variant": "target"})
    return long[["outcome", "target", "row", "value"]], list(titles.values())


def indices(sample: Sample, outcomes: list[str]) -> pd.DataFrame:
    """Sensitivity of outcomes to every factor.

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


def _explained(sample: Sample, answer: Numbers) -> Iterator[tuple[Any, ...]]:
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


def _remark(answer: Numbers) -> str:
    lost = int(np.isnan(answer).sum())
    if lost:
        return f"no value at {lost} of {answer.size} points"
    return "the same at every point" if np.ptp(answer) == 0.0 else ""


def sobol(answer: Numbers, factors: int) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
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


def morris(unit: Numbers, answer: Numbers) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
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
    away = effects - effects.mean(axis=0)
    low, high = band(np.column_stack([away, away**2, np.ones(len(away))]), spread_of_sums)
    nothing = np.full(star.size, np.nan)
    return {
        "mu_star": (star, star - half, star + half),
        "sigma": (np.asarray(found["sigma"]), low, high),
        "mu": (np.asarray(found["mu"]), nothing, nothing),
    }


def elementary_effects(unit: Numbers, answer: Numbers) -> Numbers:
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
