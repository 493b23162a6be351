"""Two ways in the same world: a pair of twins, and the level of sales at which a changed world is compared."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from sim import Scenario, UserError
from sim.levels import DIALS, LEVEL_SEEDS, YEAR, restored
from sim.scenario import resolved, value_of, with_values
from sim.study.posterior import has_posterior, overrides, sample, spread
from sim.study.why.declared import Values, Ways
from sim.twins import live

FIRST_SEED = 940_001
SEEDS_OF_A_LEVEL = 3
WITHIN = 0.03  # share of the level that a search may miss
FARTHEST = 0.15  # the same where sales are too rough to come nearer; what misses it by more is out of reach
REACH, TRIES = 12.0, 11  # logits either way, and settings that are tried
Figures = Mapping[str, float]


@dataclass(frozen=True)
class Job:
    """One thing to be lived: a pair of twins, or the search for a level."""

    kind: Literal["pair", "level"]
    values: tuple[tuple[str, Any], ...]  # what is changed of the scenario
    seed: int = 0

    @cached_property
    def key(self) -> str:
        """Under which its figures are kept."""
        told = json.dumps([self.kind, sorted((name, repr(value)) for name, value in self.values), self.seed])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Question:
    """What is asked: how two ways differ in a scenario."""

    scenario: Scenario
    ways: Ways  # what the second does better than the first is the difference

    @staticmethod
    def of(scenario: Scenario, ways: Sequence[str]) -> Question:
        """Ask how two ways differ.

        Raises
        ------
        UserError
            If these are not two strategies of the scenario, or its worlds have no twins.
        """
        known = [each.name for each in scenario.strategy]
        strange = [name for name in ways if name not in known]
        if strange:
            raise UserError(f"There is no strategy '{strange[0]}'; the scenario has: {'; '.join(known)}.")
        if len(set(ways)) != 2:
            raise UserError("Two different ways are compared.")
        if scenario.design.worlds != "focal":
            raise UserError('Two ways are compared by twins, which only design.worlds = "focal" has.')
        return Question(with_values(scenario, {}), (ways[0], ways[1]))

    @property
    def identity(self) -> dict[str, Any]:
        """What makes it the question that it is."""
        return {"scenario": resolved(self.scenario), "ways": list(self.ways)}

    def changed(self, draw: Values, change: Values, shift: float) -> tuple[tuple[str, Any], ...]:
        """Return values of a draw, over them those of a change, and the level's dials moved by ``shift`` logits."""
        laid = {**draw, **change}
        if shift != 0.0:
            laid |= {dial: float(laid.get(dial, value_of(self.scenario, dial))) + shift for dial in DIALS}
        return tuple(laid.items())

    def live(self, job: Job) -> dict[str, float]:
        """Live a job and return its figures.

        Returns
        -------
        dict
            Of a pair: means over the people studied of net income the first way (``one``) and the second (``two``),
            ``net``, their difference in currency units, ``better``, the share of people who are better off the second
            way, and ``turnover`` of everybody in the last year, a year of 360 days; nan where nobody is in business in
            both worlds, since their companies had closed before they came. Of a level: ``shift`` of the dials
            in logits, nan if it is out of reach, and sales ``wanted`` and ``reached``.
        """
        changed = with_values(self.scenario, dict(job.values))
        return self._pair(changed, job.seed) if job.kind == "pair" else self._level(changed)

    def _pair(self, scenario: Scenario, seed: int) -> dict[str, float]:
        runs = [live(scenario, seed, strategy=way) for way in self.ways]
        one, two = (run.people[run.people["focal"]].set_index("person")["net_income"] for run in runs)
        gained = (two - one).dropna()
        firms = runs[0].companies
        last = firms[firms["day"] > firms["day"].max() - YEAR]
        volume = last.groupby("day")["volume"].sum().mean() * 12.0
        return {
            "one": float(one.mean()),
            "two": float(two.mean()),
            "net": float(gained.mean()),
            "better": math.nan if gained.empty else float((gained > 0.0).mean()),
            "turnover": float(volume),
        }

    def _level(self, changed: Scenario) -> dict[str, float]:
        try:
            found = restored(
                self.scenario,
                changed,
                seeds=LEVEL_SEEDS[:SEEDS_OF_A_LEVEL],
                strategy=self.ways[0],
                reach=REACH,
                within=WITHIN,
                most=TRIES,
                closest=True,
            )
        except UserError:  # nothing is sold in the scenario
            return {"shift": math.nan, "wanted": math.nan, "reached": math.nan}
        shift = found.shift if found.apart <= FARTHEST else math.nan
        return {"shift": shift, "wanted": found.wanted, "reached": found.reached}


@dataclass(frozen=True)
class Pair:
    """A draw from the posterior and a seed: worlds that are independent of those of other pairs."""

    draw: tuple[tuple[str, Any], ...]  # empty: the scenario's own values
    seed: int


def pairs_of(scenario: Scenario, many: int) -> list[Pair]:
    """Return pairs of a draw and a seed, each draw by itself as long as there are enough; without draws only seeds."""
    draws: list[Values] = [{}] * many
    if has_posterior():
        rows = spread(len(sample().draws), many)
        draws = [overrides(scenario, sample().values(row)) for row in rows]
    return [Pair(tuple(draw.items()), FIRST_SEED + number) for number, draw in enumerate(draws)]


def means(figures: Sequence[Figures], name: str, *, gaps: bool = False) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return one figure of several worlds.

    Raises
    ------
    UserError
        If some world has none, and there may be no ``gaps``.
    """
    found = np.array([each[name] for each in figures], dtype=np.float64)
    if not gaps and np.isnan(found).any():
        raise UserError("In some pair nobody is in business in both worlds, so that the two ways cannot be compared.")
    return found
