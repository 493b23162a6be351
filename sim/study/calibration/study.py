"""The search: Optuna proposes points, four at a time, and is told their losses; what was done is never done again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.errors import UserError
from sim.core.files import probe
from sim.scenario.schema import Scenario
from sim.study.calibration.evaluate import GUESSES, WHOLE, evaluate, home, readable
from sim.study.calibration.lines import store, stored
from sim.study.calibration.loss import loss
from sim.study.calibration.space import EARLIER
from sim.study.calibration.workers import Crew
from sim.study.targets.table import TARGETS

if TYPE_CHECKING:
    import optuna

TOGETHER = 4  # points proposed at a time, however many processes there are, so that the search can be repeated
AT_RANDOM = 12  # points before the search learns from what was found
SETTLED = 6  # best points that are lived again
SEARCH_SEEDS = (900_001, 900_002, 900_003)
VARIANTS = 1  # of these, with which the neglected and the fee-heavy world are lived: both lie far inside
SETTLE_SEEDS = tuple(range(900_011, 900_017))
Values = dict[str, float]


@dataclass(frozen=True)
class Point:
    """A point of the search.

    Parameters
    ----------
    number
        Number in the order of proposals, from 0.
    at
        Values of what is searched, by name.
    figures
        Targets as measured, by name.
    loss
        What it cost.
    """

    number: int
    at: Values
    figures: Values
    loss: float


class Study:
    """A search that can be interrupted and goes on where it stopped.

    Parameters
    ----------
    scenario
        Where all values come from that are not searched.
    names
        Guesses that are searched.
    folder
        Folder of ``trials.jsonl`` and ``settled.jsonl``; made if it is not there.
    seed
        Seed of the proposals.

    Raises
    ------
    UserError
        If the folder holds another search.
    """

    def __init__(self, scenario: Scenario, names: Sequence[str], folder: Path, seed: int) -> None:
        self.scenario, self.names, self.folder, self.seed = scenario, list(names), folder, seed
        self.home = home(self.names)
        self.earlier = {name: value for name, value in EARLIER.items() if name in self.names}
        self.space = {name: GUESSES[name] for name in self.names}
        self.points: list[Point] = []
        probe(folder)

    def search(
        self, trials: int, crew: Crew, stopped: Callable[[], bool], seconds: float | None, told: Callable[[Point], None]
    ) -> None:
        """Try points until there are so many, the time is over, or somebody wants to stop.

        Parameters
        ----------
        trials
            Points in all, those of earlier calls included; rounded up to whole proposals.
        crew
            Who lives the worlds.
        stopped
            Asked between proposals.
        seconds
            Time after which no more are begun; none without limit.
        told
            Given every point, stored ones too.
        """
        began, known = time.monotonic(), self._known("trials.jsonl")
        study = _optuna(self.seed, [self.home, {**self.home, **self.earlier}])
        for first in range(0, trials, TOGETHER):
            if stopped() or (seconds is not None and time.monotonic() - began > seconds):
                return
            asked = [study.ask(self._distributions()) for _ in range(TOGETHER)]
            proposed = [readable(each.params) for each in asked]
            for trial, point in zip(asked, self._lived(first, proposed, known, crew), strict=True):
                study.tell(trial, point.loss)
                self.points.append(point)
                told(point)

    def settle(self, crew: Crew, told: Callable[[Point], None]) -> Point:
        """Live the best points again with seeds that the search has not seen, and return the best of them.

        What looks best among hundreds is partly luck; the loss here is that of the new seeds alone.
        """
        known = self._known("settled.jsonl", SETTLE_SEEDS)
        best = sorted(self.points, key=lambda point: (point.loss, point.number))
        distinct = list({tuple(point.at.items()): point for point in reversed(best)}.values())
        chosen = sorted(distinct, key=lambda point: (point.loss, point.number))[:SETTLED]
        again: list[Point] = []
        todo = [point for point in chosen if point.number not in known]
        done = dict(zip([each.number for each in todo], self._evaluated(todo, crew, SETTLE_SEEDS), strict=True))
        for point in chosen:
            new = known.get(point.number) or self._point(point.number, point.at, done[point.number])
            if point.number in done:
                self._store("settled.jsonl", new)
            again.append(new)
            told(new)
        return min(again, key=lambda point: (point.loss, point.number))

    def _lived(self, first: int, proposed: list[Values], known: Mapping[int, Point], crew: Crew) -> Iterator[Point]:
        points = [Point(first + k, at, {}, 0.0) for k, at in enumerate(proposed)]
        todo = [point for point in points if point.number not in known]
        found = self._evaluated(todo, crew, SEARCH_SEEDS, VARIANTS)
        for point in points:
            lived = known.get(point.number)
            if lived is None:
                lived = self._point(point.number, point.at, next(found))
                self._store("trials.jsonl", lived)
            elif lived.at != point.at:
                raise UserError(
                    f"{self.folder} holds a search that went another way at point {point.number}, perhaps by "
                    "another version of Optuna. Choose another folder with --out."
                )
            yield lived

    def _evaluated(
        self, points: Sequence[Point], crew: Crew, seeds: Sequence[int], variants: int | None = None
    ) -> Iterator[Values]:
        work = partial(evaluate, self.scenario, seeds=seeds, variants=variants)
        return crew.each(work, [point.at for point in points])

    def _point(self, number: int, at: Values, figures: Values) -> Point:
        return Point(number, at, figures, loss(figures, self.space, self.home, at))

    def _distributions(self) -> dict[str, Any]:
        from optuna.distributions import FloatDistribution, IntDistribution

        return {
            name: IntDistribution(round(guess.low), round(guess.high))
            if name in WHOLE
            else FloatDistribution(guess.low, guess.high)
            for name, guess in self.space.items()
        }

    def _known(self, file: str, seeds: Sequence[int] = SEARCH_SEEDS) -> dict[int, Point]:
        head = {
            "search": self.names,
            "seed": self.seed,
            "seeds": list(seeds),
            "targets": list(TARGETS),
            "scenario": self._fixed(),
        }
        lines = stored(self.folder / file, head)
        return {line.number: self._point(line.number, line.at, line.figures) for line in lines}

    def _fixed(self) -> Any:
        """All values of the scenario that are not searched."""
        from sim.scenario.vary import values_by_name

        searched = {name for guess in self.space.values() for name in guess.at(self.scenario)}
        values = values_by_name(self.scenario)
        return json.loads(json.dumps({k: v for k, v in values.items() if k not in searched}, default=str))

    def _store(self, file: str, point: Point) -> None:
        store(self.folder / file, point.number, point.at, point.figures)


def _optuna(seed: int, first: Sequence[Values]) -> optuna.Study:
    try:
        import optuna
    except ImportError:
        raise UserError("Calibrating needs Optuna: pip install 'manyhats[calibrate]'.") from None
    import warnings

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.TPESampler(
            seed=seed, multivariate=True, constant_liar=True, n_startup_trials=AT_RANDOM
        )
    study = optuna.create_study(sampler=sampler)
    for at in first:
        study.enqueue_trial({name: round(value) if name in WHOLE else value for name, value in at.items()})
    return study
