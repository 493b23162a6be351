"""What the statistics of the study do with worlds of which the truth is known: none, or just what matters.

Pairs are lived once, in small worlds; a place of a map is then as many of them as a map has, drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import Scenario, run
from sim.study.effects import Effect
from sim.study.judging import judge
from sim.study.maps.places import MATTERS, by_seed, decided
from sim.verification.case import Check, Findings, case, least, most

PAIRS, PLACES = 30, 8
"""Of a place, and of a map."""
LIVED = 2 * PAIRS
FIRST_SEED = 930_001
REGIONS = 4
PEOPLE = 20
SKEW = 1.2
"""Sigma of lognormal incomes: a few earn most of it, as commissions do."""
TRIED = 20_261_129
ONE, TWO = "one", "two"
Sample = NDArray[np.float64]
Draw = Callable[[np.random.Generator], Sample]


def town() -> Scenario:
    """Return a small town in which twenty people have one business, or two at once."""
    companies = [{"name": name, "topic": topic} for name, topic in (("vita", "health"), ("clicks", "advertising"))]
    strategies = [{"name": ONE, "companies": ["vita"]}, {"name": TWO, "companies": ["vita", "clicks"]}]
    return Scenario.model_validate(
        {
            "time": {"days": 120},
            "population": {"people": 300, "networkers": 0.15},
            "graph": {"kind": "watts_strogatz"},
            "company": companies,
            "strategy": strategies,
            "design": {"worlds": "focal", "focal_people": PEOPLE},
            "record": {"every": 120},
        }
    )


@cache
def incomes(strategy: str) -> pd.DataFrame:
    """Net income of the same twenty people with one strategy, a row per seed and a column per person."""
    rows = {}
    for seed in range(FIRST_SEED, FIRST_SEED + LIVED):
        people = run(town(), seed, strategy=strategy).people
        focal = people[people["focal"]].sort_values("person")
        rows[seed] = focal["net_income"].to_numpy(np.float64)
    return pd.DataFrame.from_dict(rows, orient="index")


def pairs() -> Sample:
    """Return what two businesses change, pair by pair: share better off less share worse off."""
    return _net(incomes(TWO) - incomes(ONE))


def flipped(chance: np.random.Generator) -> Sample:
    """Return pairs of a place whose signs are flipped at random: no difference, with all of the real spread."""
    return np.asarray(chance.choice(pairs(), PAIRS) * chance.choice([-1.0, 1.0], PAIRS), np.float64)


def strangers(chance: np.random.Generator) -> Sample:
    """Return pairs of a place in which both sides have one business, on seeds that have nothing in common."""
    lived = incomes(ONE).to_numpy()[chance.permutation(LIVED)]
    return _net(pd.DataFrame(lived[:PAIRS] - lived[PAIRS:]))


def shifted(chance: np.random.Generator) -> Sample:
    """Return pairs of a place whose mean is what matters, with all of the real spread."""
    real = pairs()
    return np.asarray(chance.choice(real - real.mean(), PAIRS) + MATTERS, np.float64)


def wide(chance: np.random.Generator) -> Sample:
    """Return pairs of worlds that differ much: the chance to be better off has a spread of a tenth."""
    better = chance.binomial(PEOPLE, np.clip(chance.normal(0.5 + MATTERS / 2, 0.1, PAIRS), 0.0, 1.0)) / PEOPLE
    return np.asarray(2.0 * better - 1.0, np.float64)


def skewed(chance: np.random.Generator) -> Sample:
    """Return differences of two incomes of which a few are very large, and which are the same on average."""
    return np.asarray(chance.lognormal(0.0, SKEW, PAIRS) - chance.lognormal(0.0, SKEW, PAIRS), np.float64)


def _net(gains: pd.DataFrame) -> Sample:
    stacked = gains.stack()
    return by_seed(pd.Series(stacked.to_numpy(), stacked.index.set_names(["seed", "person"])))


def winners(draw: Draw, maps: int) -> float:
    """Return at which share of the places of so many maps a winner is declared, 0..1."""
    chance = np.random.default_rng(TRIED)
    found = [decided([draw(chance) for _ in range(PLACES)]) for _ in range(maps)]
    return float(np.mean([sign != 0 for places in found for _, sign, _ in places]))


def alone(maps: int) -> float:
    """Return how often the one place of a map that has an effect is found, and the right way, 0..1."""
    chance = np.random.default_rng(TRIED)
    found = [decided([shifted(chance), *(flipped(chance) for _ in range(PLACES - 1))])[0] for _ in range(maps)]
    return float(np.mean([sign == 1 for _, sign, _ in found]))


def regions(draw: Draw, tests: int) -> float:
    """Return in which share of the regions of so many questions a direction is declared, 0..1."""
    chance = np.random.default_rng(TRIED)
    found = [judge([Effect({}, draw(chance), 1.0, 1.0) for _ in range(REGIONS)]) for _ in range(tests)]
    return float(np.mean([each.sign != 0 for judged in found for each in judged]))


@case(
    "null-worlds",
    kind="identity",
    title="Where there is no difference, the map and the claims declare a winner in at most 5 % of places",
    setup=f"{LIVED} pairs of a small town, 20 people with one business and with two; maps of {PLACES} places with "
    f"{PAIRS} pairs each, drawn with their signs flipped at random, and with one business on both sides and other "
    "seeds. Questions of 4 regions with the same pairs, and with skewed incomes. 400 of each (short: 100).",
    source="By construction",
)
def null_worlds(short: bool) -> Findings:
    """Count places and regions in which a winner is declared."""
    many = 100 if short else 400
    return Findings(
        (
            most("map: real pairs, signs flipped", winners(flipped, many), 0.05),
            most("map: the same way on other seeds", winners(strangers, many), 0.05),
            most("claims: real pairs, signs flipped", regions(flipped, many), 0.05),
            most("claims: skewed incomes", regions(skewed, many), 0.05),
        )
    )


@case(
    "effects-found",
    kind="identity",
    title="A difference of the size that matters is found in at least 80 % of places",
    setup=f"The pairs of null-worlds, moved so that their mean is what matters; maps of {PLACES} places with {PAIRS} "
    "pairs each, of which all have the difference, or one; and made-up worlds that differ much more. 400 "
    "of each (short: 100).",
    source="By construction",
)
def effects_found(short: bool) -> Findings:
    """Count places at which the difference is declared."""
    many = 100 if short else 400
    spread = Check("spread of the pairs", float(pairs().std(ddof=1)), 0.0, 1.0)
    return Findings(
        (
            least("found where all places have it", winners(shifted, many), 0.8),
            least("found where one place has it", alone(many), 0.8),
            least("found where all have it and worlds differ much", winners(wide, many), 0.8),
            spread,
        )
    )
