"""Whether the market and the same rules in Mesa and in NumPy agree in distribution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from benchmarks.mesa_twin import RecruitTwin
from benchmarks.numpy_twin import NumpyTwin
from benchmarks.report import Form, Measure
from benchmarks.scenarios import NOT_IN_PYTHON, RECRUIT, sized
from sim.market import Market
from sim.scenario.schema import Scenario

OUTCOMES = {
    "networkers": "people",
    "customers": "people",
    "credibility": "mean over all who are known",
    "cash": "cents, held by people",
    "income": "cents, of people from the business",
    "costs": "cents, of people for the business",
}
LEVEL = 0.01  # chance of a false alarm over all outcomes together
Outcomes = dict[str, float]


def market_outcomes(scenario: Scenario, seed: int) -> Outcomes:
    """Run the market and return what is compared."""
    market = Market(scenario, seed, collect=False)
    while market.running:
        market.step()
    people, purse = market.world.tables.people, market.world.tables.accounts[: market.world.people]
    return {
        "networkers": float(np.count_nonzero(people.works)),
        "customers": float(np.count_nonzero((people.works == 0) & (people.buys != 0))),
        "credibility": float(np.nanmean(market.credibility())),
        "cash": float(purse.balance.sum()),
        "income": float(purse.active.sum() + purse.passive.sum()),
        "costs": float(purse.goods.sum() + purse.fees.sum() + purse.materials.sum()),
    }


def twin_outcomes(scenario: Scenario, seed: int) -> Outcomes:
    """Run the Mesa twin and return what is compared."""
    twin = RecruitTwin(scenario, seed)
    for _ in range(scenario.time.days):
        twin.step()
    return outcomes_of(twin)


def outcomes_of(twin: RecruitTwin) -> Outcomes:
    """Return what is compared of a Mesa twin."""
    people: Any = twin.agents
    return {
        "networkers": float(sum(bool(person.working) for person in people)),
        "customers": float(sum(bool(person.positions) and not person.working for person in people)),
        "credibility": mean_credibility(twin),
        "cash": float(sum(person.cash for person in people)),
        "income": float(sum(person.active_income + person.passive_income for person in people)),
        "costs": float(sum(person.costs for person in people)),
    }


def mean_credibility(twin: RecruitTwin) -> float:
    """Average over all speakers of the mean credibility each has with those who heard them."""
    by_speaker: dict[Any, list[float]] = {}
    for listener in twin.agents:
        for speaker, opinion in listener.opinions.items():
            by_speaker.setdefault(speaker, []).append(opinion.credibility(twin.asked))
    return float(np.mean([np.mean(opinions) for opinions in by_speaker.values()]))


def numpy_outcomes(scenario: Scenario, seed: int) -> Outcomes:
    """Run the NumPy version and return what is compared."""
    twin = NumpyTwin(Market(scenario, seed, collect=False).world, seed)
    for _ in range(scenario.time.days):
        twin.step()
    works, customers = twin.works.any(axis=1), (twin.seat >= 0).any(axis=1)
    known = np.flatnonzero(twin.claimed != 0)
    listeners = np.bincount(twin.other[known], minlength=works.size)
    believed = np.bincount(twin.other[known], twin.credibility(known), minlength=works.size)
    return {
        "networkers": float(np.count_nonzero(works)),
        "customers": float(np.count_nonzero(customers & ~works)),
        "credibility": float(np.mean(believed[listeners > 0] / listeners[listeners > 0])),
        "cash": float(twin.cash.sum()),
        "income": float(twin.active.sum() + twin.passive.sum()),
        "costs": float(twin.costs.sum()),
    }


def compare(market: Sequence[Outcomes], twin: Sequence[Outcomes], name: str = "twin") -> list[Measure]:
    """Compare both samples outcome by outcome.

    Returns
    -------
    list of Measure
        The difference of the means (market minus twin) as a percentage of the twin's mean, with its 95 %
        interval; met if Welch's test finds no difference at the level ``LEVEL`` divided by the number of outcomes
        (Bonferroni).
    """
    measures = []
    for outcome, meaning in OUTCOMES.items():
        a, b = (np.array([run[outcome] for run in sample]) for sample in (market, twin))
        measures.append(_difference(f"{outcome}: market - {name}", meaning, a, b))
    return measures


def _difference(name: str, meaning: str, a: NDArray[np.float64], b: NDArray[np.float64]) -> Measure:
    test = stats.ttest_ind(a, b, equal_var=False)
    interval = test.confidence_interval(0.95)
    percent = 100.0 / b.mean()
    spread = float(np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2.0))
    return Measure(
        name,
        float(a.mean() - b.mean()) * percent,
        "% of the twin's mean",
        low=float(interval.low) * percent,
        high=float(interval.high) * percent,
        target=f"p = {test.pvalue:.2f}, at least {LEVEL / len(OUTCOMES):.4f}",
        met=bool(test.pvalue >= LEVEL / len(OUTCOMES)),
        detail={
            "meaning": meaning,
            "market": {"mean": float(a.mean()), "sd": float(a.std(ddof=1)), "runs": a.tolist()},
            "twin": {"mean": float(b.mean()), "sd": float(b.std(ddof=1)), "runs": b.tolist()},
            "p": float(test.pvalue),
            "standardized_difference": float(a.mean() - b.mean()) / spread,
        },
    )


def run(form: Form) -> list[Measure]:
    """Compare ten seeds of 10,000 people over a year, or fewer of both."""
    people, days, seeds = (1_000, 120, 10) if form.quick else (10_000, 365, 10)
    scenario = sized(RECRUIT, people, days, *NOT_IN_PYTHON)
    market = [market_outcomes(scenario, seed) for seed in range(1, seeds + 1)]
    columns = [numpy_outcomes(scenario, seed) for seed in range(1, seeds + 1)]
    twin = _in_parallel(partial(twin_outcomes, scenario), seeds)
    return [*compare(market, twin), *compare(market, columns, "NumPy")]


def _in_parallel(once: Callable[[int], Outcomes], seeds: int) -> list[Outcomes]:
    """Run seeds 1 to ``seeds`` over all cores; nothing is timed here."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(once, range(1, seeds + 1)))
