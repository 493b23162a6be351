"""The search: what is searched, what is made as small as can be, and how.

Optuna proposes points, four at a time, and is told their losses; what was done is never done again.

Everything is kept in Optuna's own journal. The sampler is seeded anew for every proposal, by the seed of the search and
the number of the point, so that a proposal depends on nothing but what the journal holds: a search that was interrupted
proposes what it would have proposed.
"""

from __future__ import annotations

import json
import math
import os
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim import Scenario, UserError, explain
from sim.core.files import opened, probe, write_text, written
from sim.lab import Executor, results_of
from sim.scenario import Guess, guesses, values_by_name, with_values
from sim.study.lived import Worlds
from sim.study.targets import TARGETS, Target, measure

Values = dict[str, float]
EARLIER: Values = {
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


JOURNAL = "search.journal"
MOST_BYTES = 200_000_000
TOGETHER = 4  # points proposed at a time, however many processes there are, so that the search can be repeated
AT_RANDOM = 12  # points before the search learns from what was found
SETTLED = 6  # best points that are lived again
SEARCH_SEEDS = (900_001, 900_002, 900_003)
VARIANTS = 1  # of these, with which the neglected and the fee-heavy world are lived: both lie far inside
SETTLE_SEEDS = tuple(range(900_011, 900_017))


@dataclass(frozen=True)
class Point:
    """A point of the search: its number in the order of proposals, values, targets as measured, and what it cost."""

    number: int
    at: Values
    figures: Values
    loss: float


class Study:
    """A search that can be interrupted and goes on where it stopped."""

    def __init__(self, scenario: Scenario, names: Sequence[str], folder: Path, seed: int) -> None:
        self.scenario, self.names, self.folder, self.seed = scenario, list(names), folder, seed
        self.home = home(self.names)
        self.earlier = {name: value for name, value in EARLIER.items() if name in self.names}
        self.space = {name: GUESSES[name] for name in self.names}
        self.points: list[Point] = []
        probe(folder)

    def search(
        self,
        trials: int,
        executor: Executor,
        stopped: Callable[[], bool],
        seconds: float | None,
        told: Callable[[Point], None],
    ) -> None:
        """Try points until there are so many, the time is over, or somebody wants to stop.

        Parameters
        ----------
        trials
            Points in all, those of earlier calls included; rounded up to whole proposals.
        executor, stopped, seconds, told
            Who lives the worlds; asked between proposals; time after which no more are begun, none without limit; given
            every point, stored ones too.

        Raises
        ------
        UserError
            If the folder holds another search, or its journal is damaged.
        """
        began, journal = time.monotonic(), self._journal()
        for first in range(0, trials, TOGETHER):
            if stopped() or (seconds is not None and time.monotonic() - began > seconds):
                return
            proposed = {number: self._proposed(journal, number) for number in range(first, first + TOGETHER)}
            work = partial(evaluate, self.scenario, seeds=SEARCH_SEEDS, variants=VARIANTS)
            for point in self._lived("point", proposed, journal, executor, work):
                if not journal.get_trials(deepcopy=False)[point.number].state.is_finished():
                    journal.tell(point.number, point.loss)
                self.points.append(point)
                told(point)

    def settle(self, executor: Executor, told: Callable[[Point], None]) -> Point:
        """Live the best points again with seeds that the search has not seen, and return the best of them.

        What looks best among hundreds is partly luck; the loss here is that of the new seeds alone.
        """
        best = sorted(self.points, key=lambda point: (point.loss, point.number))
        distinct = list({tuple(point.at.items()): point for point in reversed(best)}.values())
        chosen = sorted(distinct, key=lambda point: (point.loss, point.number))[:SETTLED]
        work = partial(evaluate, self.scenario, seeds=SETTLE_SEEDS, variants=None)
        again = []
        for point in self._lived("settled", {each.number: each.at for each in chosen}, self._journal(), executor, work):
            again.append(point)
            told(point)
        return min(again, key=lambda point: (point.loss, point.number))

    def _proposed(self, journal: Any, number: int) -> Values:
        """Values of a point: those that the journal holds, or what the search proposes after all that it holds."""
        there = journal.get_trials(deepcopy=False)
        if number < len(there) and there[number].params:
            return readable(there[number].params)
        journal.sampler = _sampler(int(np.random.SeedSequence([self.seed, number]).generate_state(1)[0]))
        return readable(journal.ask(self._distributions()).params)

    def _lived(
        self,
        kind: str,
        points: Mapping[int, Values],
        journal: Any,
        executor: Executor,
        work: Callable[[Values], Values],
    ) -> Iterator[Point]:
        """Measure points, unless the journal holds their figures already, which are kept as they come."""
        known = journal.user_attrs
        names = {number: f"{kind} {number}" for number in points}

        def keep(job: tuple[int, Values], figures: Values) -> None:
            with written(self.folder):
                journal.set_user_attr(names[job[0]], figures)

        jobs = [(number, at) for number, at in points.items() if names[number] not in known]
        found = dict(
            zip([number for number, _ in jobs], results_of(executor, jobs, partial(_measured, work), keep), strict=True)
        )
        for number, at in points.items():
            figures = found[number] if number in found else known[names[number]]
            yield Point(number, at, figures, loss(figures, self.space, self.home, at))

    def _distributions(self) -> dict[str, Any]:
        from optuna.distributions import FloatDistribution, IntDistribution

        return {
            name: IntDistribution(round(guess.low), round(guess.high))
            if name in WHOLE
            else FloatDistribution(guess.low, guess.high)
            for name, guess in self.space.items()
        }

    def _journal(self) -> Any:
        """Open Optuna's journal in the folder, or begin one with the two points that are tried first."""
        try:
            import optuna
            from optuna.storages.journal import JournalFileBackend
        except ImportError:
            raise UserError("Calibrating needs Optuna: pip install 'manyhats[calibrate]'.") from None
        file = self.folder / JOURNAL
        _cut_what_is_torn(file)
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        with written(file):
            try:
                storage = optuna.storages.JournalStorage(JournalFileBackend(str(file)))
                study = optuna.create_study(storage=storage, study_name="calibration", load_if_exists=True)
                stored = study.user_attrs.get("search")
            except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
                raise _damaged(file) from None  # lines that Optuna did not write
            if stored is None:
                for at in [self.home, {**self.home, **self.earlier}][len(study.trials) :]:
                    study.enqueue_trial({name: round(value) if name in WHOLE else value for name, value in at.items()})
                study.set_user_attr("search", self._what())
            elif stored != self._what():
                raise UserError(f"{file} holds another search. Choose another folder with --out.")
        return study

    def _what(self) -> Any:
        """What search it is: with another answer to any of these it would be another one."""
        searched = {name for guess in self.space.values() for name in guess.at(self.scenario)}
        fixed = {name: value for name, value in values_by_name(self.scenario).items() if name not in searched}
        seeds = {"seed": self.seed, "seeds": SEARCH_SEEDS, "settling": SETTLE_SEEDS}
        what = {"search": self.names, **seeds, "targets": list(TARGETS), "scenario": fixed}
        return json.loads(json.dumps(what, default=str))


def _measured(work: Callable[[Values], Values], job: tuple[int, Values]) -> Values:
    return work(job[1])


def _cut_what_is_torn(file: Path) -> None:
    """Drop a last line that was torn when it was written; refuse what is no file of one's own."""
    if file.is_symlink():
        raise UserError(f"'{file}' is a link that leads elsewhere; nothing is written through it. Remove it.")
    if not os.path.lexists(file):
        return
    with opened(file, MOST_BYTES, lambda rest: UserError(f"{file} {rest}.")) as stream:
        text = stream.read().decode("utf-8", "replace")
    whole, _, torn = text.rpartition("\n")
    if not all(line.startswith("{") for line in whole.split("\n")):
        raise _damaged(file)
    if torn:
        with written(file):
            write_text(file, f"{whole}\n" if whole else "")


def _damaged(file: Path) -> UserError:
    return UserError(f"{file} is damaged. Remove it: what it held is computed again.")


def _sampler(seed: int) -> Any:
    import optuna

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return optuna.samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True, n_startup_trials=AT_RANDOM)
