"""Approximate Bayesian Computation by sequential Monte Carlo, generation after generation.

pyABC keeps the populations in its own SQLite history, proposes and weighs; who lives the worlds is ours. Every
generation begins from what the history holds, chance is seeded anew for every proposal by the seed of the search, the
generation and the number of the proposal, and the first acceptances in the order of proposals make the population. So
a search gives the same population with any number of workers, interrupted at any moment or not.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import UserError
from sim.core.files import written
from sim.study.calibration.adjusting import Population, posterior_of, truncated
from sim.study.calibration.closeness import REFUSED, Bench
from sim.study.calibration.measuring import Job, Measuring
from sim.study.calibration.proposing import NOWHERE, Bell, Hope, Start, everywhere, transition
from sim.study.calibration.space import Searched, Values

HISTORY = "history.db"
SEARCH_SEEDS = range(900_001, 910_000)  # of the worlds; no verdict may rest on them
POOLED = 3  # worlds per particle and kind from the second generation on: a small market's figures are mostly chance
ALPHA = 0.35  # quantile of the distances of a generation that the next one has to come below
WIDEST = 1e6  # threshold of the first generation: everything that makes a world
ROUND = 64  # most proposals at a time
NEEDED = "Calibrating needs pyABC: pip install 'manyhats[calibrate]'."


@dataclass(frozen=True)
class Stop:
    """When a search ends: at the first of these."""

    epsilon: float = 0.5  # a threshold as small as this was kept
    generations: int = 12  # in all, those of earlier calls included
    simulations: int = 20_000  # likewise


@dataclass(frozen=True)
class Generation:
    """What is said of a generation."""

    number: int
    epsilon: float
    simulations: int
    accepted: int


class Proposed(Exception):  # noqa: N818 - no error: it carries a proposal out of pyABC
    """A proposal whose world has not been lived yet."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        super().__init__()
        self.shares = dict(shares)


class Search:
    """A search in a folder, which goes on where it stopped.

    Parameters
    ----------
    space, bench
        What is searched, and how the figures of a particle are measured.
    folder
        Where the history is.
    size, seed
        Particles of a generation; seed of all proposals.
    start
        Where the second generation is proposed; by default around the first one. The posterior does not hang on it.
    """

    def __init__(
        self, space: Sequence[Searched], bench: Bench, folder: Path, size: int, seed: int, start: Start = NOWHERE
    ) -> None:
        self.space, self.bench, self.folder, self.size, self.seed = list(space), bench, folder, size, seed
        self.start = start
        self._figures: Values | None = None

    def run(self, measuring: Measuring, stop: Stop, told: Callable[[Generation], None] = lambda _: None) -> bool:
        """Add generations until it is enough.

        Returns
        -------
        bool
            Whether the rule ended it; otherwise somebody wished to stop, or time is over.
        """
        while not self._is_enough(stop):
            if not self._generation(measuring):
                return False
            told(self.generations()[-1])
        return True

    def generations(self) -> list[Generation]:
        """Return what there is so far, the first generation first."""
        history = self._history()
        if history is None or history.n_populations == 0:
            return []
        table = history.get_all_populations()
        return [
            Generation(int(row.t), float(row.epsilon), int(row.samples), int(row.particles))
            for row in table[table.t >= 0].itertuples()
        ]

    def population(self, number: int = -1) -> Population:
        """Return a generation, by its number from 0; the last one if none is given.

        Raises
        ------
        UserError
            If there is none.
        """
        history, done = self._history(), self.generations()
        if history is None or not done:
            raise UserError(f"{self.folder} holds no whole generation yet; the same command goes on.")
        each = done[number]
        shares, weights = history.get_distribution(t=each.number)
        distances = history.get_weighted_distances(t=each.number)["distance"].to_numpy(np.float64)
        _, figures = history.get_weighted_sum_stats(t=each.number)
        names = self.bench.closeness.names
        table = pd.DataFrame([{name: float(row.get(name, np.nan)) for name in names} for row in figures])
        places = shares[[each.name for each in self.space]].to_numpy(np.float64)
        return Population(places, truncated(np.asarray(weights, np.float64)), distances, table, each.epsilon)

    def values(self, shares: Mapping[str, float]) -> Values:
        """Return the values at a place in the unit cube."""
        return {each.name: each.at(float(shares[each.name])) for each in self.space}

    def _is_enough(self, stop: Stop) -> bool:
        done = self.generations()
        if not done:
            return stop.generations < 1
        simulations = sum(each.simulations for each in done)
        return len(done) >= stop.generations or simulations >= stop.simulations or done[-1].epsilon <= stop.epsilon

    def _generation(self, measuring: Measuring) -> bool:
        before = len(self.generations())
        abc = self._abc(measuring)
        with written(self.folder):
            if self._history() is None:
                abc.new(self._address(), {})
            else:
                abc.load(self._address(), 1)
            abc.run(max_nr_populations=1)
        return len(self.generations()) > before

    def _abc(self, measuring: Measuring) -> Any:
        pyabc = needed()
        prior = pyabc.Distribution(**{each.name: pyabc.RV("uniform", 0.0, 1.0) for each in self.space})
        return pyabc.ABCSMC(
            models=self._answer,
            parameter_priors=prior,
            distance_function=lambda x, _: self.bench.closeness.distance(x),
            population_size=self.size,
            transitions=transition(pyabc, self._bells(), [each.name for each in self.space], self._hope()),
            eps=_epsilon(pyabc, self.start.epsilon),
            sampler=_sampler(pyabc, self, measuring),
        )

    def _bells(self) -> list[Bell]:
        """Where the next generation is proposed: around the last one, and around where a regression moves it.

        The regression only says where to look: weights are those of the density that was drawn from.
        """
        if not self.generations():
            return []
        if len(self.generations()) == 1 and self.start.bells:
            return list(self.start.bells)
        there = self.population()
        moved, weights = posterior_of(there, self.bench.closeness)
        return [Bell.over(there.shares, there.weights), Bell.over(moved, weights)]

    def _hope(self) -> Hope:
        """How likely a place is to be lived; places from the priors all are."""
        return self.start.chance(self.bench.closeness) if self.generations() else everywhere

    def _answer(self, shares: Mapping[str, float]) -> Values:
        """The model as pyABC sees it: figures if they are known, otherwise a proposal."""
        if self._figures is None:
            raise Proposed(shares)
        return self._figures

    def proposal(self, simulate: Callable[[], Any], generation: int, number: int) -> Job:
        """Return what a proposal asks for."""
        self._figures = None
        self._seeded(generation, number)
        try:
            simulate()
        except Proposed as proposed:
            at = tuple(self.values(proposed.shares).items())
            return Job(at, self._worlds(generation, number))
        raise AssertionError("a proposal was answered before it was measured")

    def _worlds(self, generation: int, number: int) -> tuple[int, ...]:
        """Seeds of the worlds of a proposal; in the first generation, of which everything is kept, one is enough."""
        many = POOLED if generation > 0 else 1
        states = np.random.SeedSequence([self.seed, 1, generation + 1, number]).generate_state(many)
        return tuple(SEARCH_SEEDS[int(state) % len(SEARCH_SEEDS)] for state in states)

    def particle(self, simulate: Callable[[], Any], generation: int, number: int, figures: Values) -> Any:
        """Return the particle of a proposal whose figures are known."""
        self._figures = figures
        self._seeded(generation, number)
        return simulate()

    def _seeded(self, generation: int, number: int) -> None:
        """Begin the global chance that pyABC draws from anew."""
        state = int(np.random.SeedSequence([self.seed, 0, generation + 1, number]).generate_state(1)[0])
        np.random.seed(state)  # noqa: NPY002 - pyABC knows no other
        random.seed(state)

    def _address(self) -> str:
        return f"sqlite:///{(self.folder / HISTORY).resolve()}"

    def _history(self) -> Any:
        """The history of the folder; none if there is none yet."""
        file = self.folder / HISTORY
        if file.is_symlink():
            raise UserError(f"'{file}' is a link that leads elsewhere; nothing is written through it. Remove it.")
        if not file.is_file():
            return None
        pyabc, alchemy = needed(), __import__("sqlalchemy.exc").exc
        try:
            history = pyabc.History(self._address(), create=False)
            if not history.all_runs():
                return None
            history.id = 1
        except (alchemy.SQLAlchemyError, LookupError, TypeError, ValueError):
            raise UserError(f"{file} is damaged. Remove it: what it held is computed again.") from None
        return history


def needed() -> Any:
    """Return pyABC, which says only what is wrong.

    Raises
    ------
    UserError
        If it is not installed.
    """
    try:
        import pyabc
    except ImportError:
        raise UserError(NEEDED) from None
    logging.getLogger("ABC").setLevel(logging.ERROR)
    return pyabc


def _epsilon(pyabc: Any, most: float) -> Any:
    """A threshold that hangs on the generation before alone, be it of this call or of an earlier one."""

    class Quantile(pyabc.QuantileEpsilon):  # type: ignore[misc] # pyABC is not there for the type checker
        def initialize(self, t: int, get_weighted_distances: Any, *_: Any, **__: Any) -> None:
            if t > 0:
                self._update(t, get_weighted_distances())
                self._look_up[t] = min(self._look_up[t], most)

    return Quantile(initial_epsilon=WIDEST, alpha=ALPHA)


def _sampler(pyabc: Any, search: Search, measuring: Measuring) -> Any:
    """A sampler that proposes by number, has the worlds lived elsewhere, and takes the first that are accepted."""

    class Ordered(pyabc.Sampler):  # type: ignore[misc]
        def sample_until_n_accepted(self, n: int, simulate_one: Any, t: int, *, ana_vars: Any, **_: Any) -> Any:
            sample, first, epsilon = self._create_empty_sample(), 0, float(ana_vars.eps(t))
            while sample.n_accepted < n:
                together = _together(n - sample.n_accepted, sample.n_accepted, first)
                numbers = range(first, first + together)
                jobs = [search.proposal(simulate_one, t, number) for number in numbers]
                found = measuring.all(search.bench, [Job(each.at, each.seeds, _most(epsilon)) for each in jobs])
                if found is None:
                    sample.ok = False
                    return sample
                for number, figures in zip(numbers, found, strict=True):
                    sample.append(search.particle(simulate_one, t, number, figures))
                    if sample.n_accepted == n:
                        self.nr_evaluations_ = number + 1
                        break
                first += together
            return sample

    return Ordered()


def _most(epsilon: float) -> float:
    """Distance beyond which figures do not matter; what makes a world is measured whole in the first generation."""
    return epsilon if epsilon < WIDEST else REFUSED


def _together(wanted: int, accepted: int, tried: int) -> int:
    """Return how many proposals are measured at a time: as many as will be needed, if acceptance stays as it was."""
    rate = (accepted + 1) / (tried + 2)
    return max(4, min(ROUND, int(wanted / rate)))
