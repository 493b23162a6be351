"""What a test measures, point by point: one value a seed, or one a seed and person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.model.outcomes import OF_COMPANIES, OUTCOMES, Outcome
from sim.scenario.design import MEAN, MEDIAN, OVER, Term, level_of, terms

if TYPE_CHECKING:
    from sim.analysis.results import Results

CAUSES = ("insolvent", "management", "software", "exit")
"""Why companies close, by the number in the store, from 1."""
KEYS = ["point", "seed"]


def values(results: Results, measure: str) -> pd.DataFrame:
    """Measure all runs.

    Parameters
    ----------
    results
        Of a batch.
    measure
        As :func:`sim.scenario.design.terms` reads it.

    Returns
    -------
    pandas.DataFrame
        ``point`` (as :func:`points_of` names it), ``seed`` and ``value``, in focal worlds with ``person`` where a mean
        over persons is meant, so that the same person can be compared; money in currency units, nan where a run has
        no value.
    """
    found = terms(measure)
    if len(found) == 1:
        return _one(results, found[0])
    above, below = (_sum(results, term).set_index(KEYS)["value"] for term in found)
    return (above / below.where(below != 0.0)).rename("value").reset_index()


def outcome_of(measure: str) -> Outcome:
    """Describe a measure for tables and axes: its name, and how its numbers are written."""
    found = terms(measure)
    first = found[0]
    name = OVER.join(_label(term) for term in found)
    if len(found) == 2:
        of_parts = first.company and found[1].company and _kind(first) == _kind(found[1])
        return Outcome(measure, name, "share" if of_parts else "score", unit="%" if of_parts else "ratio")
    if first.company:
        return Outcome(measure, name, "money" if first.name in OF_COMPANIES else "count")
    base = OUTCOMES[first.name]
    return Outcome(measure, name, base.kind, base.less_is_better, base.unit)


def _kind(term: Term) -> str:
    return "money" if term.name in OF_COMPANIES else "count"


def _label(term: Term) -> str:
    if term.company:
        return f"{term.name.replace('_', ' ')} of companies"
    quantity = {MEAN: "", MEDIAN: ", median of a world"}.get(
        term.quantity, f", {term.quantity[1:]} % quantile of a world"
    )
    return f"{OUTCOMES[term.name].label}{quantity}"


def _one(results: Results, term: Term) -> pd.DataFrame:
    if term.company:
        return _of_companies(results, term.name)
    if term.quantity == MEAN and results.worlds != "focal":
        return _shaped(results.levels_of(_by_point(results)), term.name, [])
    persons = _shaped(results.individuals_of(_by_point(results), only=[term.name]), term.name, ["person"])
    if term.quantity == MEAN:
        return persons
    by = persons.groupby(KEYS)["value"]
    return by.quantile(level_of(term.quantity)).reset_index()


def _sum(results: Results, term: Term) -> pd.DataFrame:
    """Sum over the persons compared, or over companies: a part of a ratio."""
    if term.company:
        return _of_companies(results, term.name)
    persons = _shaped(results.individuals_of(_by_point(results), only=[term.name]), term.name, ["person"])
    return persons.groupby(KEYS)["value"].sum().reset_index()


def _by_point(results: Results) -> pd.DataFrame:
    """Every point its own variant, so that samples keep their points."""
    rows = [(point["index"], str(point["index"]), str(point["index"])) for point in results.points]
    return pd.DataFrame(rows, columns=["point", "setting", "variant"])


def points_of(results: Results) -> list[tuple[str, dict[str, Any]]]:
    """Name every point, with what varies at it.

    Of names that vary together the first stands for all. In mixed worlds every strategy of a world is a point of its
    own, since the strategies of the same world are compared.
    """
    design = results.scenario["design"]
    followers = {name for group in design.get("together", []) for name in group[1:]}
    found = [
        (str(point["index"]), {name: value for name, value in point["values"].items() if name not in followers})
        for point in results.points
    ]
    if results.worlds != "mixed":
        return found
    names = [each["name"] for each in results.scenario["strategy"]]
    return [(f"{key} {name}", {"strategy": name, **row}) for key, row in found for name in names]


def _shaped(samples: pd.DataFrame, name: str, more: list[str]) -> pd.DataFrame:
    if name not in samples.columns:
        samples = samples.assign(**{name: np.nan})
    point = samples["setting"].astype(str)
    variant = samples["variant"].astype(str)
    if not variant.equals(point):
        point = point + " " + variant
    return samples.assign(point=point, value=samples[name])[[*KEYS, *more, "value"]]


def _of_companies(results: Results, name: str) -> pd.DataFrame:
    """One value a run: all companies together, on the last day."""
    companies = results.companies
    last = companies[companies["day"] == companies.groupby(KEYS)["day"].transform("max")]
    found = last.assign(value=_column(results, last, name)).groupby(KEYS)["value"].sum().reset_index()
    return found.assign(point=found["point"].astype(str))


def _column(results: Results, last: pd.DataFrame, name: str) -> pd.Series[float]:
    if name == "systems":
        shared = {each["name"] for each in results.scenario["company"] if each["kind"] == "revshare"}
        return last["company"].isin(shared).astype("float64")
    if name == "closed":
        return (last["closed"] >= 0).astype("float64")
    if name.startswith("closed_"):
        cause = CAUSES.index(name.removeprefix("closed_")) + 1
        return ((last["closed"] >= 0) & (last["cause"] == cause)).astype("float64")
    return last[name].astype("float64")
