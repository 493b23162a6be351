"""Effects: what a test finds in each of its regions, one value a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.study.judging.values import points_of, values

if TYPE_CHECKING:
    from sim.analysis.results import Results
    from sim.scenario.design import ClaimTest

Row = dict[str, Any]
AGAINST = "against"


@dataclass(frozen=True)
class Effect:
    """What a test finds in one region.

    Attributes
    ----------
    region
        Levels that hold there, by name; ``against`` where the test compares with several levels.
    sample
        One value a seed, in the unit of the outcome and in the direction better minus against, high minus low, or
        level minus value; shape (seeds,), without nan.
    matters
        Smallest effect that matters, in the same unit; nan if it is a share of nothing.
    base
        Mean of what is compared with; nan if nothing was measured.
    lost
        Seeds without a value.
    """

    region: Row
    sample: NDArray[np.float64]
    matters: float
    base: float
    lost: int = 0

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
        As :func:`sim.study.judging.values.values` returns it.
    points
        Names of points with what varies at them, as :func:`sim.study.judging.values.points_of` gives them.
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


def needed(points: Sequence[Row], test: ClaimTest, core: Mapping[str, list[Any]]) -> list[Row]:
    """Return those of the points that a test reads in its core regions."""
    wanted = [
        others | side
        for region, others in _regions([(str(n), row) for n, row in enumerate(points)], test, core)
        for side in _sides(test, region)
    ]
    return [row for row in points if any(_has(row, each) for each in wanted)]


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
        if not any(_has(row, others) for _, row in points):
            continue
        said = {name: others[name] for name in told}
        if test.kind == "level" or len(test.against) == 1:
            found.append((said, others))
        else:
            found += [({AGAINST: level, **said}, others) for level in test.against]
    return found


def _has(row: Row, wanted: Row) -> bool:
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
    index = next((i for i, row in points if _has(row, wanted)), None)
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
    kept = sample.dropna().to_numpy(np.float64)
    return Effect(region, kept, float(matters), base, len(sample) - kept.size)


def _base(test: ClaimTest, together: pd.DataFrame, known: pd.Series[bool]) -> float:
    """Mean of what is compared with: the other level (of an interaction at the low end), or the value."""
    if test.kind == "level":
        return test.value
    column = together[1 if test.kind == "contrast" else 2]
    return float(column[known].mean()) if known.any() else float("nan")
