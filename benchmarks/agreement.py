"""Whether the market and its Mesa twin agree in distribution."""

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
from benchmarks.report import Measure
from benchmarks.scenarios import RECRUIT, sized
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


def compare(market: Sequence[Outcomes], twin: Sequence[Outcomes]) -> list[Measure]:
    """Compare both samples outcome by outcome.

    Returns
    -------
    list of Measure
        The difference of the means (market minus twin) as a percentage of the twin's mean, with its 95 %
        interval; met if Welch's test finds no difference at the level ``LEVEL`` divided by the number of outcomes
        (Bonferroni).
    """
    measures = []
    for name, meaning in OUTCOMES.items():
        a, b = (np.array([run[name] for run in sample]) for sample in (market, twin))
        measures.append(_difference(name, meaning, a, b))
    return measures


def _difference(name: str, meaning: str, a: NDArray[np.float64], b: NDArray[np.float64]) -> Measure:
    test = stats.ttest_ind(a, b, equal_var=False)
    interval = test.confidence_interval(0.95)
    percent = 100.0 / b.mean()
    spread = float(np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2.0))
    return Measure(
        f"{name}: market - twin",
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


def run(quick: bool) -> list[Measure]:
    """Compare ten seeds of 10,000 people over a year, or fewer of both."""
    people, days, seeds = (1_000, 120, 10) if quick else (10_000, 365, 10)
    scenario = sized(RECRUIT, people, days)
    market = [market_outcomes(scenario, seed) for seed in range(1, seeds + 1)]
    return compare(market, _in_parallel(partial(twin_outcomes, scenario), seeds))


def _in_parallel(once: Callable[[int], Outcomes], seeds: int) -> list[Outcomes]:
    """Run seeds 1 to ``seeds`` over all cores; nothing is timed here."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(once, range(1, seeds + 1)))
