"""Which worlds a claim needs: its own, those of its controls, and those of plausible settings.

Plausible settings are draws from the posterior of the calibration (:mod:`sim.study.posterior`); where no search has
left any, all guesses are drawn from their priors. All claims see the same settings, so that their sensitivities can be
compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from sim import Scenario, ScenarioError
from sim.scenario import (
    Claim,
    ClaimTest,
    Design,
    Guess,
    compared_rows,
    guesses,
    levels_of,
    number_kind,
    rows,
    switched,
    value_at,
    with_values,
)
from sim.study.effects import Row, needed
from sim.study.posterior import has_posterior, overrides, posterior

SAMPLING_SEED = 20_150_131
TRIES = 50
Values = dict[str, Any]


def unit_settings(many: int) -> Any:
    """Sample all guessed parameters in the unit cube (Latin hypercube), shape (settings, guesses)."""
    from scipy.stats.qmc import LatinHypercube

    return LatinHypercube(len(all_guesses()), rng=SAMPLING_SEED).random(many)


def plausible_settings(scenario: Scenario, many: int, still: Collection[str]) -> tuple[list[Values], pd.DataFrame]:
    """Return settings for one scenario: draws from the posterior, or from all priors if there is no posterior.

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
        Values by dotted name, one table per setting; and the same by the guesses' names, one row per setting. A draw of
        the priors that the scenario refuses is drawn again, by itself.

    Raises
    ------
    sim.scenario.errors.ScenarioError
        If one is refused again and again.
    """
    if has_posterior():
        return _of_posterior(scenario, many, still)
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


def _of_posterior(scenario: Scenario, many: int, still: Collection[str]) -> tuple[list[Values], pd.DataFrame]:
    """Values of so many draws of the posterior, but for those that stay as they are."""
    told = [{name: value for name, value in draw.items() if name not in still} for draw in posterior(many=many)]
    values = [overrides(scenario, draw) for draw in told]
    return [{name: value for name, value in each.items() if name not in still} for each in values], pd.DataFrame(told)


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


Control = tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """The worlds of plausible settings."""

    scenario: Scenario  # A list of points: every setting at every point that the tests read in their core regions
    drawn: pd.DataFrame  # values of the guessed parameters, one row per setting
    block: int  # points of one setting, which follow each other

    def points_of(
        self, setting: int, points: list[tuple[str, Row]], varied: Mapping[str, Any]
    ) -> list[tuple[str, Row]]:
        """Return the points of one setting, with what the claim varies only."""
        mine = points[setting * self.block : (setting + 1) * self.block]
        return [(key, {name: value for name, value in row.items() if name in varied}) for key, row in mine]


def worlds_of(scenario: Scenario) -> Scenario:
    """Return the claim's own worlds: the scenario without the claim."""
    return _made(scenario.model_copy(update={"claim": None}))


def switched_off(scenario: Scenario, control: Control) -> Scenario:
    """Return the same worlds with the mechanism switched off."""
    point = with_values(scenario, switched(list(control)))
    return _made(point.model_copy(update={"design": scenario.design}))


def controls(claim: Claim) -> dict[Control, list[int]]:
    """Return every set of switches with the numbers of the tests that use it."""
    found: dict[Control, list[int]] = {}
    for number, test in enumerate(claim.test):
        found.setdefault(tuple(test.control or claim.control), []).append(number)
    return found


def core_of(scenario: Scenario, test: ClaimTest) -> dict[str, list[Any]]:
    """Return the levels at which a test's sensitivity is measured, of everything that it does not compare.

    Those that the claim names as its core, else the last one to which the test is confined.
    """
    claim = _claim(scenario)
    compared = {"level": (), "contrast": (test.factor,), "interaction": (test.factor, test.by)}[test.kind]
    found = {}
    for name, levels in levels_of(scenario).items():
        if name in compared:
            continue
        allowed = [level for level in levels if level in test.where.get(name, levels)]
        found[name] = [level for level in allowed if level in claim.core.get(name, [])] or allowed[-1:]
    return found


def settings_of(scenario: Scenario, many: int) -> Settings:
    """Return the worlds of so many plausible settings."""
    claim, every = _claim(scenario), [dict(row) for row in rows(scenario)]
    compared = compared_rows(scenario)
    read = [row for test in claim.test for row in needed(compared, test, core_of(scenario, test))]
    mixed = scenario.design.worlds == "mixed"
    kept = [row for row in every if any(_is_read(row, each, mixed=mixed) for each in read)]
    others = _distinct([{name: value for name, value in row.items() if name != "strategy"} for row in kept])
    strategies = _distinct([{"strategy": row["strategy"]} for row in kept if "strategy" in row])
    design = scenario.design.model_copy(update=_STILL | {"vary": {}})
    plain = scenario.model_copy(update={"claim": None, "design": design})
    varied = {name for row in every for name in row}
    values, drawn = plausible_settings(plain, many, {*varied, *claim.fixed})
    points = [setting | other for setting in values for other in others]
    vary = {"strategy": [each["strategy"] for each in strategies]} if strategies else {}
    listed = design.model_copy(update={"kind": "list", "point": points, "vary": vary})
    made = scenario.model_copy(update={"claim": None, "design": listed})
    crossed = len(scenario.strategy) if mixed else max(1, len(strategies))
    return Settings(made, drawn, len(others) * crossed)


def _is_read(row: Row, wanted: Row, *, mixed: bool) -> bool:
    """Whether a point is one that is read; in mixed worlds it holds every strategy."""
    return all(row.get(name) == value for name, value in wanted.items() if not (mixed and name == "strategy"))


_STILL = {name: Design.model_fields[name].default for name in ("kind", "between", "point", "together", "precision")}


def _distinct(found: list[Row]) -> list[Row]:
    return [row for number, row in enumerate(found) if row not in found[:number]]


def _claim(scenario: Scenario) -> Claim:
    assert scenario.claim is not None
    return scenario.claim


def _made(scenario: Scenario) -> Scenario:
    return Scenario.model_validate(dict(scenario))
