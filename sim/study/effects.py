"""Effects: what a test finds in each of its regions, one value per seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import Results
from sim.model import OF_COMPANIES, OUTCOMES, Outcome
from sim.scenario import MEAN, MEDIAN, OVER, ClaimTest, Term, level_of, terms

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
    """One value per run: all companies together, on the last day."""
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


Row = dict[str, Any]
AGAINST = "against"


@dataclass(frozen=True)
class Effect:
    """What a test finds in one region."""

    region: Row  # levels that hold there, by name; ``against`` where the test compares with several levels
    # one value per seed, in the unit of the outcome and in the direction better minus against, high minus low, or level
    # minus value; shape (seeds,), without nan
    sample: NDArray[np.float64]
    matters: float  # smallest effect that matters, in the same unit; nan if it is a share of nothing
    base: float  # mean of what is compared with; nan if nothing was measured
    lost: int = 0  # seeds without a value
    # seed of each value of the sample
    seeds: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def estimate(self) -> float:
        """Mean over seeds; nan without any."""
        return float(self.sample.mean()) if self.sample.size else float("nan")


def effects(results: Results, test: ClaimTest) -> list[Effect]:
    """Measure a test in all its regions; see :func:`effects_at`."""
    return effects_at(values(results, test.outcome), points_of(results), test)


def effects_at(
    measured: pd.DataFrame,
    points: Sequence[tuple[str, Row]],
    test: ClaimTest,
    core: Mapping[str, list[Any]] | None = None,
) -> list[Effect]:
    """Measure a test in all its regions.

    Worlds of the same seed share every draw that the compared decision does not touch, so a difference is taken
    within a seed; in focal worlds within the person, and then the persons of a seed are averaged.

    Parameters
    ----------
    measured
        As :func:`sim.study.effects.values` returns it.
    points
        Names of points with what varies at them, as :func:`sim.study.effects.points_of` gives them.
    test
        What to measure.
    core
        Levels to which the regions are confined besides.
    """
    found = []
    for region, others in _regions(points, test, core or {}):
        sides = [_of_point(measured, points, others | each) for each in _sides(test, region)]
        found.append(_effect(test, region, sides))
    return found


def _regions(
    points: Sequence[tuple[str, Row]], test: ClaimTest, core: Mapping[str, list[Any]]
) -> list[tuple[Row, Row]]:
    """Every region: what is said of it, and the values its points have but for what is compared."""
    compared = {"level": (), "contrast": (test.factor,), "interaction": (test.factor, test.by)}[test.kind]
    levels: dict[str, list[Any]] = {}
    for _, row in points:
        for name, value in row.items():
            if name not in compared and _admitted(test, core, name, value) and value not in levels.setdefault(name, []):
                levels[name].append(value)
    told = [name for name, held in levels.items() if len(held) > 1 or len(test.where.get(name, ())) > 1]
    found = []
    for combination in product(*levels.values()):
        others = dict(zip(levels, combination, strict=True))
        if not any(holds_here(row, others) for _, row in points):
            continue
        said = {name: others[name] for name in told}
        if test.kind == "level" or len(test.against) == 1:
            found.append((said, others))
        else:
            found += [({AGAINST: level, **said}, others) for level in test.against]
    return found


def holds_here(row: Row, wanted: Row) -> bool:
    """Whether a point has these values."""
    return all(row.get(name) == value for name, value in wanted.items())


def _admitted(test: ClaimTest, core: Mapping[str, list[Any]], name: str, value: Any) -> bool:
    return all(value in chosen[name] for chosen in (test.where, core) if name in chosen)


def _sides(test: ClaimTest, region: Row) -> list[Row]:
    """Values of the points that a region compares: what is taken, less the next, plus the next, and so on."""
    if test.kind == "level":
        return [{}]
    other = region.get(AGAINST, test.against[0])
    pair = [{test.factor: test.better}, {test.factor: other}]
    if test.kind == "contrast":
        return pair
    high, low = {test.by: test.high}, {test.by: test.low}
    return [pair[0] | high, pair[1] | high, pair[1] | low, pair[0] | low]


def _of_point(measured: pd.DataFrame, points: Sequence[tuple[str, Row]], wanted: Row) -> pd.Series[float]:
    """Values of the point that has these values, by seed, or by seed and person."""
    index = next((i for i, row in points if holds_here(row, wanted)), None)
    chosen = measured[measured["point"] == index]
    by = [name for name in ("seed", "person") if name in chosen.columns]
    return chosen.set_index(by)["value"]


def _effect(test: ClaimTest, region: Row, sides: list[pd.Series[float]]) -> Effect:
    together = pd.concat(sides, axis=1, keys=range(len(sides)))
    if test.kind == "level":
        together = together - test.value
    signs = np.array([1.0, -1.0, 1.0, -1.0])[: len(sides)]
    unit = (together * signs).sum(axis=1, skipna=False)
    sample = unit.groupby(level="seed").mean()
    base = _base(test, together, unit.notna())
    matters = (test.matters * abs(base) or np.nan) if test.relative else test.matters
    kept = sample.dropna()
    values, seeds = kept.to_numpy(np.float64), kept.index.to_numpy(np.int64)
    return Effect(region, values, float(matters), base, len(sample) - len(kept), seeds)


def _base(test: ClaimTest, together: pd.DataFrame, known: pd.Series[bool]) -> float:
    """Mean of what is compared with: the other level (of an interaction at the low end), or the value."""
    if test.kind == "level":
        return test.value
    column = together[1 if test.kind == "contrast" else 2]
    return float(column[known].mean()) if known.any() else float("nan")
