"""Plausible settings: guessed parameters, drawn from the ranges in which other guesses would have been as good.

All claims see the same settings, so that their sensitivities can be compared.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from sim.scenario.designs import number_kind, value_at
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.vary import Guess, guesses, with_values

if TYPE_CHECKING:
    import pandas as pd

SAMPLING_SEED = 20_150_131
TRIES = 50
Values = dict[str, Any]


def unit_settings(many: int) -> Any:
    """Sample all guessed parameters in the unit cube (Latin hypercube), shape (settings, guesses)."""
    from scipy.stats.qmc import LatinHypercube

    return LatinHypercube(len(all_guesses()), rng=SAMPLING_SEED).random(many)


def plausible_settings(scenario: Scenario, many: int, still: Collection[str]) -> tuple[list[Values], pd.DataFrame]:
    """Draw settings for one scenario.

    Parameters
    ----------
    scenario
        Whose guessed parameters are drawn; without a design and a claim.
    many
        Number of settings.
    still
        Names that stay as they are: of guesses, or dotted ones that vary.

    Returns
    -------
    tuple
        Values by dotted name, one table a setting; and the same by the guesses' names, one row a setting. A setting
        that the scenario refuses is drawn again, by itself.

    Raises
    ------
    sim.scenario.errors.ScenarioError
        If one is refused again and again.
    """
    import numpy as np
    import pandas as pd

    drawn, rows = [], []
    for row, shares in enumerate(unit_settings(many)):
        chance = np.random.default_rng([SAMPLING_SEED, row])
        for attempt in range(TRIES):
            told, values = _at(scenario, shares, still)
            try:
                with_values(scenario, values)
                break
            except ScenarioError:
                if attempt == TRIES - 1:
                    raise
                shares = chance.random(len(shares))
        drawn.append(values)
        rows.append(told)
    return drawn, pd.DataFrame(rows)


def _at(scenario: Scenario, shares: Any, still: Collection[str]) -> tuple[Values, Values]:
    """Values of one setting: by the guesses' names, and by dotted names."""
    told: Values = {}
    values: Values = {}
    for guess, share in zip(all_guesses(), shares, strict=True):
        names = [name for name in guess.at(scenario) if name not in still]
        if guess.name in still or not names:
            continue
        ends = [int(guess.low), int(guess.high)] if guess.whole else [guess.low, guess.high]
        told[guess.name] = value_at(float(share), ends, number_kind(scenario, names[0]))
        values |= dict.fromkeys(names, told[guess.name])
    return told, values


@cache
def all_guesses() -> tuple[Guess, ...]:
    """Return all guesses, read from the schema once."""
    return tuple(guesses())
