"""What a wish for precision is about, and whether it can be granted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sim.core.wording import meant
from sim.model.outcomes import personal
from sim.scenario.designs import names
from sim.scenario.errors import Problem
from sim.scenario.problems import at
from sim.scenario.schema import Scenario

MEAN, MEDIAN = "mean", "median"
_QUANTITY = re.compile(r"mean|median|q(?:0[1-9]|[1-9][0-9])")


def measured(outcome: str, own: Sequence[str] = ()) -> tuple[str, str]:
    """Take a spelled outcome apart.

    Parameters
    ----------
    outcome
        ``recruits``, ``net_income.median`` (also ``net_income_median``) or ``net_income.q10``.
    own
        The scenario's own measures, which are outcomes as well.

    Returns
    -------
    tuple of str
        The outcome's name, and ``mean``, ``median`` or ``q01`` to ``q99``: over the networkers of a run.

    Raises
    ------
    ValueError
        With a sentence, if it is none.
    """
    known = (*personal(), *own)
    name, dot, quantity = outcome.partition(".")
    if not dot and name not in known:
        name, quantity = name.removesuffix("_median"), MEDIAN if name.endswith("_median") else ""
    if name not in known:
        raise ValueError(f"is not an outcome.{meant(name, known)}")
    if (dot or quantity) and not _QUANTITY.fullmatch(quantity):
        raise ValueError(f"is not known after {name}: .mean, .median, or .q01 to .q99 for quantiles over people.")
    return name, quantity or MEAN


def level_of(quantity: str) -> float:
    """Return the level of a quantile, 0..1, by its name ``median`` or ``q01`` to ``q99``."""
    return 0.5 if quantity == MEDIAN else int(quantity[1:]) / 100


def precision_problems(scenario: Scenario) -> Iterator[Problem]:
    """Check what is to be precise, and that seeds can be added."""
    wish, path = scenario.design.precision, ("design", "precision")
    if wish.outcome is None:
        return
    try:
        measured(wish.outcome, scenario.own.measures)
    except ValueError as error:
        yield at(scenario, (*path, "outcome"), str(error))
    if wish.max_seeds < wish.min_seeds:
        yield at(scenario, (*path, "max_seeds"), f"must be at least min_seeds = {wish.min_seeds}.")
    if wish.difference and scenario.design.worlds != "mixed" and "strategy" not in names(scenario):
        yield at(scenario, (*path, "difference"), "needs strategies to compare: name them in design.vary.strategy.")
