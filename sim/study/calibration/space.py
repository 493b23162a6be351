"""What is searched and why, what is measured at a point, and what the search makes as small as it can."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim import Scenario, explain
from sim.scenario import Guess, guesses, with_values
from sim.study.lived import Worlds
from sim.study.targets import TARGETS, Target, measure

EARLIER: dict[str, float] = {
    "decision.intercept": -5.9,
    "decision.knowledge": 15.0,
    "decision.credibility": 6.3,
    "decision.interest": 4.6,
    "decision.conviction": 2.1,
    "decision.social_proof": 0.77,
    "decision.suspicion_close": 0.3,
    "study.start": 0.18,
    "study.learning": 0.2,
    "study.induction": 21.0,
    "study.aging": 0.084,
    "population.openness": 0.23,
    "population.interest": 0.44,
    "population.full_time_hours": 36.0,
    "company.quality": 0.76,
    "company.customer_purchase": 120.0,
    "company.retail_margin": 0.45,
    "company.materials": 5.0,
    "company.update_hours": 1.4,
    "conversation.hours": 0.63,
    "conversation.most_per_day": 4.0,
    "credibility.trust_close": 0.82,
}
"""A second point to begin with: where an earlier search ended that had allowed margins no company could have paid."""

SEARCHED = tuple(EARLIER)
"""Guesses that are searched: the strongest of the screening, and money and hours on which the balance of members hangs.

``leaving.risk`` and ``leaving.settling`` are not among them, for they have a source, nor are prices and rates that have
one. Of what moves little, only what the balance of those who work is made of is searched.
"""

DIGITS = 2  # that count of what is searched; more would feign knowledge
GUESSES: dict[str, Guess] = {guess.name: guess for guess in guesses()}
WHOLE = frozenset(name for name in GUESSES if explain(name).type in ("whole number", "amount of money"))


def home(names: Sequence[str]) -> dict[str, float]:
    """Return where parameters begin: their defaults in the schema, whatever a scenario says."""
    return {name: float(explain(name).default) for name in names}


def readable(at: Mapping[str, float]) -> dict[str, float]:
    """Return values that one would write: two digits that count, amounts and counts without decimals."""
    return {name: _written(name, value) for name, value in at.items()}


def _written(name: str, value: float) -> float:
    guess = GUESSES[name]
    short = float(f"{value:.{DIGITS}g}")
    short = float(round(short)) if name in WHOLE else short
    return min(guess.high, max(guess.low, short))


def changed(scenario: Scenario, at: Mapping[str, float]) -> Scenario:
    """Return a scenario with other values of guesses, those of companies in all product companies."""
    values: dict[str, float] = {}
    for name, value in at.items():
        values.update(dict.fromkeys(GUESSES[name].at(scenario), round(value) if name in WHOLE else value))
    return with_values(scenario, values)


def evaluate(
    scenario: Scenario, at: Mapping[str, float], seeds: Sequence[int], variants: int | None = None
) -> dict[str, float]:
    """Return all targets at a point, by name; see :class:`sim.study.lived.Worlds`."""
    return measure(Worlds(changed(scenario, at), seeds, variants))


PULL_CENTER = 0.05  # weight of the pull to the published value, where the range is met already
PULL_HOME = 0.01  # weight of the pull to where a parameter began
MISSING = 3.0  # distance of a target that could not be measured


def distance(target: Target, got: float) -> float:
    """Return how far a figure lies outside of what is accepted, in half widths of it; 0 inside."""
    if math.isnan(got):
        return MISSING
    return max(target.low - got, got - target.high, 0.0) / target.width


def penalty(far: float) -> float:
    """Return what a distance costs: its square up to 1 and straight on beyond, that no hopeless target rules all."""
    return far * far if far <= 1.0 else 2.0 * far - 1.0


def off_center(target: Target, got: float) -> float:
    """Return what it costs to lie inside but away from the published value, 0..1."""
    if target.expected is None or math.isnan(got):
        return 0.0
    return min(1.0, ((got - target.expected) / target.width) ** 2)


def away_from_home(space: Mapping[str, Guess], home: Mapping[str, float], at: Mapping[str, float]) -> float:
    """Return what it costs that parameters moved: squares of the moves in half widths of their plausible ranges."""
    return sum(((at[name] - home[name]) / ((guess.high - guess.low) / 2)) ** 2 for name, guess in space.items())


def loss(
    figures: Mapping[str, float], space: Mapping[str, Guess], home: Mapping[str, float], at: Mapping[str, float]
) -> float:
    """Return the loss of a point of the search.

    Notes
    -----
    The sum over targets of weight times :func:`penalty` of :func:`distance`, plus two small pulls that only decide
    where nothing else does: to the published values, and to where the parameters began.
    """
    missed = sum(each.weight * penalty(distance(each, figures[each.name])) for each in TARGETS.values())
    center = sum(each.weight * off_center(each, figures[each.name]) for each in TARGETS.values())
    return missed + PULL_CENTER * center + PULL_HOME * away_from_home(space, home, at)
