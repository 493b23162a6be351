"""The headline: which way of working does best, by how long companies live and how much is said at events."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.analysis.results import Results

Way = Literal["focus", "several", "yields"]
WAYS: tuple[Way, ...] = ("focus", "several", "yields")
RESAMPLES = 2000
RESAMPLING_SEED = 20_261_124
SURE = 0.95
LIFE, EVENTS, PART_TIME = "company.vita.life.days", "events.share", "population.part_time"


@dataclass(frozen=True)
class Criterion:
    """What is to be best.

    Attributes
    ----------
    name
        Column of :func:`measured`.
    label
        Name in the figure.
    less_is_better
        Whether the smaller value wins.
    matters
        Smallest lead that counts, in the unit of the column.
    """

    name: str
    label: str
    less_is_better: bool
    matters: float


CRITERIA = (
    Criterion("income", "Median net income", False, 50.0),
    Criterion("loss", "Chance of a net loss", True, 0.02),
    Criterion("ruin", "Chance of ruin", True, 0.02),
)


@dataclass(frozen=True)
class Cell:
    """Who does best at one place of the map.

    Attributes
    ----------
    way
        The way whose best strategy wins.
    strategy
        That strategy.
    value
        Its value in the unit of the criterion.
    lead
        By how much it beats the best strategy of every other way; not negative, 0 in a tie.
    worst, worst_value
        The way whose best strategy does worst, and its value.
    sure
        Share of the resamples of seeds in which the same way wins, 0..1.
    told_apart
        Whether the lead matters and the way wins in 95 % of the resamples.
    life, events, part_time
        Where: mean life of companies in days, share of talks at events, share of people who work part-time.
    criterion
        Name of what is to be best.
    """

    way: Way
    strategy: str
    value: float
    lead: float
    worst: Way
    worst_value: float
    sure: float
    told_apart: bool
    life: float = 0.0
    events: float = 0.0
    part_time: float = 1.0
    criterion: str = ""


@dataclass(frozen=True)
class Map:
    """The headline with one kind of portfolio.

    Attributes
    ----------
    yields
        Word in the names of the strategies that hold this portfolio.
    portfolio
        The portfolio in words.
    cells
        All places and criteria.
    days, people, seeds, worlds
        Length of a run, focal people of a world, seeds of a place and strategy, worlds in all.
    """

    yields: str
    portfolio: str
    cells: tuple[Cell, ...]
    days: int
    people: int
    seeds: int
    worlds: int

    def told(self) -> dict[str, Any]:
        """Return plain JSON types, from which :func:`from_told` makes the same map."""
        return asdict(self)


def from_told(told: dict[str, Any]) -> Map:
    """Read back what :meth:`Map.told` wrote."""
    return Map(**{**told, "cells": tuple(Cell(**cell) for cell in told["cells"])})


def chart(results: Results, yields: str) -> Map:
    """Say who does best at every place.

    Parameters
    ----------
    results
        Of a batch of ``scenarios/headline.toml``, or one that varies the same.
    yields
        Which portfolio takes part: strategies that hold yields and whose name has this word in it.
    """
    frame, ways = measured(results), _ways(results, yields)
    places: Any = frame.groupby(["part_time", "life", "events"], sort=True)
    cells = [
        replace(
            best(here, ways, criterion),
            part_time=float(place[0]),
            life=float(place[1]),
            events=float(place[2]),
            criterion=criterion.name,
        )
        for place, here in places
        for criterion in CRITERIA
    ]
    return Map(
        yields=yields,
        portfolio=_portfolio(results, yields),
        cells=tuple(cells),
        days=int(results.scenario["time"]["days"]),
        people=int(results.scenario["design"]["focal_people"]),
        seeds=int(frame["seed"].nunique()),
        worlds=len(frame),
    )


def way_of(strategy: dict[str, object]) -> Way:
    """Return which way of working a strategy is: by its businesses at once, and whether it holds yields.

    Parameters
    ----------
    strategy
        An entry of the resolved scenario.
    """
    portfolio = strategy["portfolio"]
    assert isinstance(portfolio, dict)
    if portfolio["systems"]:
        return "yields"
    return "focus" if strategy["at_once"] == 1 else "several"


def hours_named(part_time: float) -> str:
    """Say how many people work part-time, in words; a share, 0..1."""
    return {1.0: "part-time", 0.0: "full-time"}.get(part_time, f"{100 * part_time:.0f} % part-time")


def measured(results: Results) -> pd.DataFrame:
    """Return the criteria of every seed at every place of the map, over the focal people of that world.

    Parameters
    ----------
    results
        Of a batch of ``scenarios/headline.toml``, or one that varies the same.

    Returns
    -------
    pandas.DataFrame
        A row a run: ``strategy``, ``life`` (days), ``events`` and ``part_time`` (shares), ``seed``, ``income`` (net
        income of the world's median person in currency units), ``loss`` and ``ruin`` (shares of people).
    """
    points = pd.DataFrame(
        [
            {
                "point": point["index"],
                "strategy": point["strategy"],
                "life": float(point["values"][LIFE]),
                "events": float(point["values"][EVENTS]),
                "part_time": float(point["values"][PART_TIME]),
            }
            for point in results.points
        ]
    )
    people = results.people
    focal = people.loc[people["focal"], ["point", "seed", "net_income", "net_loss", "ruin"]]
    grouped = focal.groupby(["point", "seed"], observed=True)
    found = pd.DataFrame(
        {
            "income": grouped["net_income"].median(),
            "loss": grouped["net_loss"].mean(),
            "ruin": grouped["ruin"].mean(),
        }
    ).reset_index()
    return points.merge(found, on="point").drop(columns="point")


def best(frame: pd.DataFrame, ways: dict[str, Way], criterion: Criterion) -> Cell:
    """Return who does best at one place.

    Every seed is run with every strategy, so whole seeds are drawn with replacement.

    Parameters
    ----------
    frame
        Rows of :func:`measured` at one place.
    ways
        Strategies that take part, each with its way.
    criterion
        What is to be best.
    """
    table = frame[frame["strategy"].isin(list(ways))].pivot(index="seed", columns="strategy", values=criterion.name)
    table = table.dropna()
    names = [str(name) for name in table.columns]
    sign = -1.0 if criterion.less_is_better else 1.0
    values = sign * table.to_numpy(np.float64)
    drawn = np.random.default_rng(RESAMPLING_SEED).integers(len(values), size=(RESAMPLES, len(values)))
    taken = sorted(set(ways.values()), key=WAYS.index)
    means = _best_of_ways(values.mean(axis=0)[None, :], names, ways, taken)[0]
    winner = int(np.argmax(means))
    sure = float((_best_of_ways(values[drawn].mean(axis=1), names, ways, taken).argmax(axis=1) == winner).mean())
    ranked = np.sort(means)
    lead = float(ranked[-1] - ranked[-2]) if len(taken) > 1 else float("inf")
    of_winner = [place for place, name in enumerate(names) if ways[name] == taken[winner]]
    chosen = max(of_winner, key=lambda place: float(values[:, place].mean()))
    return Cell(
        way=taken[winner],
        strategy=names[chosen],
        value=sign * float(values[:, chosen].mean()),
        lead=lead,
        worst=taken[int(means.argmin())],
        worst_value=sign * float(means.min()),
        sure=sure,
        told_apart=lead >= criterion.matters and sure >= SURE,
    )


def _best_of_ways(
    means: NDArray[np.float64], names: list[str], ways: dict[str, Way], taken: list[Way]
) -> NDArray[np.float64]:
    columns = [[place for place, name in enumerate(names) if ways[name] == way] for way in taken]
    return np.stack([means[:, places].max(axis=1) for places in columns], axis=1)


def _ways(results: Results, yields: str) -> dict[str, Way]:
    compared = {point["strategy"] for point in results.points}
    found = {each["name"]: way_of(each) for each in results.scenario["strategy"] if each["name"] in compared}
    return {name: way for name, way in found.items() if way != "yields" or yields in name}


def _portfolio(results: Results, yields: str) -> str:
    holder = next(
        each for each in results.scenario["strategy"] if each["portfolio"]["systems"] and yields in each["name"]
    )
    systems = holder["portfolio"]["systems"]
    life = next(each["life"] for each in results.scenario["company"] if each["name"] == systems[0])
    share = 100 * holder["portfolio"]["capital"]
    return f"{share:.0f} % of the cash in {len(systems)} systems with a median life of {life['days']:,.0f} days"
