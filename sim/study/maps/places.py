"""The map: at how many of its places do the same people end up better off with another way of working?

Every way is one strategy, fixed in the scenario, and is compared with one business at a time. A pair is a seed with its
draw of the posterior: the same people live the same days in both ways. A place's value is the share of them who end up
better off less the share who end up worse off, which no rich few can turn. Over the places of one map the levels are
those of a false discovery rate (Benjamini & Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim import Results
from sim.study.effects import Effect, Row
from sim.study.judging import Answer, Tested, interval
from sim.study.verdicts import finite

Kind = Literal["several", "yields"]
MATTERS = 0.2
"""Smallest difference of the shares better and worse off that matters: 60 of 100 people against 40."""
RATE = 0.05
EQUAL = 0.005  # currency units below which two incomes are the same
NUMBERS = ("low", "high", "typical", "mean")
UNIT = ["point", "seed", "person"]


@dataclass(frozen=True)
class Cell:
    """What the same people have of another way than one business, at one place of the map."""

    where: Row  # values of what varies there, by dotted name
    better: float  # shares of the same people who end up better and worse off than with one business, 0..1
    worse: float
    low: float  # 95 % interval of better less worse, by itself; nan for fewer than 3 pairs
    high: float
    typical: float  # median of the differences of these people, currency units
    mean: float  # their mean
    pairs: int  # seeds
    # whether the difference matters, is small, none that matters, or open; see :class:`sim.study.judging.Judged`
    answer: Answer = "open"
    sign: int = 0  # 1 if more are better off, -1 if more are worse off, 0 if that cannot be told
    enough: int | None = None  # pairs that would decide it; None if none would
    outsiders: float | None = None  # share of what people outside paid into yield systems that they lost
    # better, worse and typical if own goods counted at their price and not as nothing; None if that was not measured
    priced: tuple[float, float, float] | None = None

    @property
    def net(self) -> float:
        """Share better off less share worse off."""
        return self.better - self.worse


@dataclass(frozen=True)
class Map:
    """One way of working against one business at a time, at every place."""

    kind: Kind  # several businesses, or one and yields
    way: str  # name of its strategy, and how many businesses it has at once
    at_once: int
    against: str  # strategy of one business at a time
    cells: tuple[Cell, ...]  # all places, in the order of the scenario
    days: int  # how long people are watched, focal people of a world, worlds of all maps together
    people: int
    worlds: int
    capital: float = 0.0  # share of the cash in yields, 0..1, and by how much outside money grows there a day
    growth: float = 0.0

    @property
    def pairs(self) -> int:
        """Fewest pairs of a place."""
        return min(cell.pairs for cell in self.cells)

    def told(self) -> dict[str, Any]:
        """Return plain JSON types, from which :func:`from_told` makes the same map."""
        cells = [
            {name: finite(at) if isinstance(at, float) else at for name, at in asdict(cell).items()}
            for cell in self.cells
        ]
        return {**asdict(self), "cells": cells}


def from_told(told: dict[str, Any]) -> Map:
    """Read back what :meth:`Map.told` wrote."""
    return Map(**{**told, "cells": tuple(_read(cell) for cell in told["cells"])})


def _read(told: dict[str, Any]) -> Cell:
    known: dict[str, Any] = {name: np.nan if told[name] is None else told[name] for name in NUMBERS}
    priced = told.get("priced")
    return Cell(**{**told, **known, "priced": priced and tuple(priced)})


def chart(results: Results) -> list[Map]:
    """Compare every way of a batch with one business at a time: a map for each, those of several businesses first."""
    one, ways = _ways(results)
    places, people, goods = _places(results), _people(results), _with_goods(results)
    outside, made = _outsiders(results), []
    for way, kind in ways.items():
        gains = [people.xs(points[way]) - people.xs(points[one]) for _, points in places]
        cells = [
            replace(
                cell,
                outsiders=outside.get(points[way]) if kind == "yields" else None,
                priced=_priced(goods.xs(points[way]) - goods.xs(points[one])) if goods is not None else None,
            )
            for cell, (_, points) in zip(compared([where for where, _ in places], gains), places, strict=True)
        ]
        made.append(_map(results, way, kind, one, tuple(cells)))
    return made


def compared(places: Sequence[Row], gains: Sequence[pd.Series[float]]) -> list[Cell]:
    """Judge the places of one map together.

    Parameters
    ----------
    places
        What holds at each.
    gains
        Differences of income, other way less one business, of the same people, by ``seed`` and ``person``, for each
        place.
    """
    known = [each.dropna() for each in gains]
    samples = [by_seed(each) for each in known]
    rows = zip(places, known, samples, decided(samples), strict=True)
    return [_cell(where, mine, sample, *answer) for where, mine, sample, answer in rows]


Decision = tuple[Answer, int, int | None]


def decided(samples: Sequence[NDArray[np.float64]]) -> list[Decision]:
    """Say of every place of a map whether its difference matters, which sign it has, and what would decide it.

    Parameters
    ----------
    samples
        Values of the pairs of each place: share better off less share worse off.
    """
    each = [Tested(Effect({}, sample, MATTERS, 0.0)) for sample in samples]
    apart = _discovered([one.apart(0.0) for one in each])
    inside = _discovered([2 * max(one.above(-one.matters), one.below(one.matters)) for one in each])
    found: list[Decision] = []
    for one, differs, is_inside in zip(each, apart, inside, strict=True):
        sign = int(np.sign(one.mean)) if differs else 0
        answer: Answer = "open"
        if differs and abs(one.mean) >= one.matters:
            answer = "matters"
        elif is_inside:
            answer = "small" if differs else "none"
        found.append((answer, sign, one.enough(RATE) if answer == "open" else None))
    return found


def _discovered(levels: Sequence[float]) -> NDArray[np.bool_]:
    """Which hypotheses are rejected at the rate; those of which nothing is known are not."""
    raw = np.clip(np.nan_to_num(np.asarray(levels, np.float64), nan=1.0), 0.0, 1.0)
    return np.asarray(stats.false_discovery_control(raw) < RATE)


def by_seed(gains: pd.Series[float]) -> NDArray[np.float64]:
    """Share better off less share worse off, pair by pair."""
    signs = (gains > EQUAL).astype("float64") - (gains < -EQUAL).astype("float64")
    return np.asarray(signs.groupby(level="seed").mean(), np.float64)


def _cell(
    where: Row,
    gains: pd.Series[float],
    sample: NDArray[np.float64],
    answer: Answer,
    sign: int,
    enough: int | None,
) -> Cell:
    better, worse = float((gains > EQUAL).mean()), float((gains < -EQUAL).mean())
    middle, mean = float(gains.median()), float(gains.mean())
    return Cell(where, better, worse, *interval(sample), middle, mean, sample.size, answer, sign, enough)


def way_of(strategy: dict[str, Any]) -> tuple[int, bool]:
    """Say which way of working a strategy is: its businesses at once, 0 for all it has, and whether it holds yields."""
    return int(strategy["at_once"]), bool(strategy["portfolio"]["systems"])


def _ways(results: Results) -> tuple[str, dict[str, Kind]]:
    """The strategy of one business, and one of every other way: the first that the scenario compares."""
    by_name = {each["name"]: way_of(each) for each in results.scenario["strategy"]}
    first: dict[tuple[int, bool], str] = {}
    for point in results.points:
        first.setdefault(by_name[point["strategy"]], point["strategy"])
    one = first.pop((1, False))
    several: dict[str, Kind] = {name: "several" for (_, yields), name in first.items() if not yields}
    return one, several | {name: "yields" for (_, yields), name in first.items() if yields}


def _places(results: Results) -> list[tuple[Row, dict[str, int]]]:
    """Every place with its point by strategy; of names that vary together the first stands for all.

    How long companies live counts from the day on which the people come.
    """
    entry = int(results.scenario["design"].get("focal_entry", 0))
    followers = {name for group in results.scenario["design"].get("together", []) for name in group[1:]}
    found: list[tuple[Row, dict[str, int]]] = []
    for point in results.points:
        values = point["values"].items()
        told = {name: at for name, at in values if name != "strategy" and name not in followers}
        where = {name: at - entry if name.endswith("life.days") else at for name, at in told.items()}
        place = next((points for known, points in found if known == where), None)
        if place is None:
            found.append((where, place := {}))
        place[point["strategy"]] = point["index"]
    return found


def _people(results: Results) -> pd.Series[float]:
    people = results.people
    return people.loc[people["focal"]].set_index(UNIT)["net_income"].astype("float64")


def _with_goods(results: Results) -> pd.Series[float] | None:
    """Incomes with own goods at the price that was paid for them."""
    if "goods" not in results.people.columns:
        return None
    focal = results.people.loc[results.people["focal"]].set_index(UNIT)
    return focal["net_income"].astype("float64") + focal["goods"].astype("float64")


def _priced(gains: pd.Series[float]) -> tuple[float, float, float]:
    known = gains.dropna()
    return float((known > EQUAL).mean()), float((known < -EQUAL).mean()), float(known.median())


def _outsiders(results: Results) -> dict[int, float]:
    """Which share of what people outside paid in they lost in the end, by point."""
    companies = results.companies
    if not {"crowd_lost", "crowd_in"} <= set(companies.columns):
        return {}
    last = companies[companies["day"] == companies.groupby(["point", "seed"])["day"].transform("max")]
    sums = last.groupby("point")[["crowd_lost", "crowd_in"]].sum()
    return {int(point): float(lost / paid) for point, lost, paid in sums.itertuples() if paid > 0}


def _map(results: Results, way: str, kind: Kind, one: str, cells: tuple[Cell, ...]) -> Map:
    strategy = next(each for each in results.scenario["strategy"] if each["name"] == way)
    worlds = len(results.points) * results.people["seed"].nunique()
    design = results.scenario["design"]
    days = int(results.scenario["time"]["days"]) - int(design.get("focal_entry", 0))
    people = int(design["focal_people"])
    capital = float(strategy["portfolio"].get("capital", 0.0)) if kind == "yields" else 0.0
    grown = [_growth(each) for each in results.scenario["company"] if each["name"] in strategy["portfolio"]["systems"]]
    return Map(kind, way, way_of(strategy)[0], one, cells, days, people, worlds, capital, max(grown, default=0.0))


def _growth(company: dict[str, Any]) -> float:
    return float(company["revshare"].get("deposits_growth", 0.0))
