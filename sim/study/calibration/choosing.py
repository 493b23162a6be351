"""Draws from the posterior, the one among them that stands for all, and where a next search would look first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim import ScenarioError
from sim.study.calibration import adjusting
from sim.study.calibration.closeness import Closeness
from sim.study.calibration.foreseeing import Surface, terms_of
from sim.study.calibration.measuring import Job, Measuring
from sim.study.calibration.proposing import Bell, Start
from sim.study.calibration.record import EVERY, PREDICTED, PREDICTIVE_SEEDS
from sim.study.calibration.smc import ALPHA, Search
from sim.study.calibration.space import Values, changed
from sim.study.posterior import Sample
from sim.study.targets import TARGETS, WORLDS

CHEAP = ("default", "neglected", "fee-heavy")  # worlds in which figures of draws are predicted
FINALISTS, FINAL = 10, 16  # draws that are lived once more before one is chosen, and their further seeds each
FINAL_SEEDS = range(918_600, 918_760)


def sampled(search: Search, *, adjust: bool = True) -> tuple[np.ndarray[Any, Any], Sample]:
    """Return the posterior sample: quantiles of the priors, shape (draws, parameters), and the draws as written."""
    population = search.population()
    places, weights = adjusting.posterior_of(population, search.bench.closeness, adjust=adjust)
    valid = np.array([_makes_a_world(search, row) for row in places])
    places = np.where(valid[:, None], places, population.shares)
    draws = adjusting.drawn(places, weights)
    names = tuple(each.name for each in search.space)
    values = tuple(
        tuple(each.written(each.at(float(share))) for each, share in zip(search.space, row, strict=True))
        for row in draws
    )
    return draws, Sample(names, values, adjusting.medoid(draws))


def effective_size(search: Search, *, adjust: bool = True) -> float:
    """Return how many particles of equal weight say as much as the last generation."""
    _, weights = adjusting.posterior_of(search.population(), search.bench.closeness, adjust=adjust)
    return adjusting.effective(weights)


def ordered() -> tuple[str, ...]:
    """Return the names of all targets, those of one world after those of another."""
    return tuple(sorted(TARGETS, key=lambda name: WORLDS.index(TARGETS[name].world)))


def foreseen() -> Closeness:
    """Return the distance over the figures that draws are asked for: those whose worlds are cheap to live."""
    return Closeness(tuple(name for name in ordered() if TARGETS[name].world in CHEAP and TARGETS[name].role != "S"))


def prediction(sample: Sample, row: int) -> Job:
    """Return the worlds that say what a draw predicts, with seeds of its own."""
    seeds = tuple(PREDICTIVE_SEEDS[PREDICTED * row + n] for n in range(PREDICTED))
    return Job(tuple(sample.values(row).items()), seeds, kind="p")


def finalists(search: Search, sample: Sample, predicted: Sequence[Values]) -> list[int]:
    """Return the rows of the draws whose predicted C figures are nearest to what was published, no draw twice."""
    far = [search.bench.closeness.distance(each) for each in predicted]
    found: dict[tuple[float, ...], int] = {}
    for place in np.argsort(far, kind="stable"):
        found.setdefault(sample.draws[EVERY * int(place)], EVERY * int(place))
    return list(found.values())[:FINALISTS]


def represented(search: Search, measuring: Measuring, sample: Sample, predicted: Sequence[Values]) -> Sample | None:
    """Let one draw stand for all: of the nearest, the one that misses fewest rows in further worlds."""
    rows = finalists(search, sample, predicted)
    seeds = [FINAL_SEEDS[n * FINAL : (n + 1) * FINAL] for n in range(len(rows))]
    jobs = [
        Job(tuple(sample.values(row).items()), tuple(mine), kind="p") for row, mine in zip(rows, seeds, strict=True)
    ]
    again = measuring.all(replace(search.bench, beside=None), jobs)
    if again is None:
        return None
    closeness = search.bench.closeness
    best = min(range(len(rows)), key=lambda n: (closeness.missed(again[n]), closeness.distance(again[n])))
    return replace(sample, chosen=rows[best])


def next_start(search: Search) -> Start:
    """Return where a search after this one would look first: around its last generation, as its worlds tell.

    What figures to expect where is told only if there are more places with all figures than terms to learn.
    """
    every = [search.population(each.number) for each in search.generations()]
    last = every[-1]
    order = np.argsort(last.distances)
    within = int(np.searchsorted(np.cumsum(last.weights[order]), ALPHA))
    shares, figures = np.vstack([each.shares for each in every]), pd.concat([each.figures for each in every])
    learned = int(figures.notna().all(axis=1).sum()) > terms_of(len(search.space))
    surface = Surface.fitted(shares, figures, search.bench.closeness.names) if learned else None
    return Start((Bell.over(last.shares, last.weights),), float(last.distances[order][within]), surface)


def _makes_a_world(search: Search, row: Sequence[float]) -> bool:
    values = {each.name: each.written(each.at(float(share))) for each, share in zip(search.space, row, strict=True)}
    try:
        changed(search.bench.scenario, values)
    except ScenarioError:
        return False
    return True
