"""One point of the search: a scenario with other values, lived with a few seeds and measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.scenario.explain import explain
from sim.scenario.schema import Scenario
from sim.scenario.vary import Guess, guesses, with_values
from sim.study.targets.table import measure
from sim.study.targets.worlds import Worlds

DIGITS = 2  # that count of what is searched; more would feign knowledge
GUESSES: dict[str, Guess] = {guess.name: guess for guess in guesses()}
WHOLE = frozenset(name for name in GUESSES if explain(name).type in ("whole number", "amount of money"))


def home(names: Sequence[str]) -> dict[str, float]:
    """Return where parameters begin: their defaults in the schema, whatever a scenario says."""
    return {name: float(explain(name).default) for name in names}


def readable(at: Mapping[str, float]) -> dict[str, float]:
    """Return values that one would write: two digits that count, amounts and counts without decimals."""
    return {name: _readable(name, value) for name, value in at.items()}


def _readable(name: str, value: float) -> float:
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
    """Return all targets at a point, by name; see :class:`sim.study.targets.worlds.Worlds`."""
    return measure(Worlds(changed(scenario, at), seeds, variants))
