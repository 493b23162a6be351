"""Living pairs and levels at the same time, none of them twice, and comparing changed worlds at equal turnover."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim import UserError
from sim.core.files import probe
from sim.lab import Done, Executor, Kind, Patience, Task, executor_of, locked, model_version, progress_of, usable_cores
from sim.study.calibration.measuring import Kept
from sim.study.why.declared import Values
from sim.study.why.worlds import Figures, Job, Pair, Question, means

Numbers = NDArray[np.float64]


class Stopped(UserError):  # noqa: N818 - it is no error but the user's wish
    """Somebody wished to stop."""

    exit_code = 130


@dataclass(frozen=True)
class Compared:
    """What came of the two ways under one change, a value per pair."""

    net: Numbers  # second way less first, currency units
    better: Numbers  # share of people who are better off the second way, 0..1
    one: Numbers  # net income the first way
    two: Numbers
    turnover: Numbers  # of everybody in the last year, currency units
    shift: float  # logits by which the dials of the level were moved
    apart: float  # share of the level by which its search missed it


class Measuring:
    """Lives jobs of one question where the executor does them, and keeps what came of each as soon as it is there."""

    def __init__(self, question: Question, kept: Kept, executor: Executor, patience: Patience, kind: Kind) -> None:
        self.question, self.kept, self.executor = question, kept, executor
        self.patience, self.kind = patience, kind
        self.lived = 0  # jobs done since it was made

    def all(self, jobs: Sequence[Job], title: str) -> list[Figures]:
        """Return the figures of all jobs, in their order.

        Raises
        ------
        Stopped
            If somebody wished to stop before all were there.
        UserError, RuntimeError
            What a job failed of.
        """
        there: dict[str, Figures] = {}
        for job in jobs:
            found = self.kept.get(job.key)
            if found is not None:
                there[job.key] = found
        distinct = {job.key: job for job in jobs}
        missing = [job for key, job in distinct.items() if key not in there]
        if missing:
            self._carry_out(missing, there, title, len(distinct))
        if any(job.key not in there for job in jobs):
            raise Stopped(f"{len(self.kept)} figures are kept in {self.kept.file.parent}; the same command goes on.")
        return [there[job.key] for job in jobs]

    def _carry_out(self, missing: Sequence[Job], there: dict[str, Figures], title: str, many: int) -> None:
        with progress_of(self.kind, title) as progress:
            progress.say(f"{title}: {many} jobs, {many - len(missing)} of them done before")
            progress.start(many, many - len(missing), announced=False)

            def keep(these: Sequence[Done[Job, dict[str, float]]]) -> None:
                for done in these:
                    if done.error:
                        raise RuntimeError(done.traceback) if done.traceback else UserError(done.error)
                    assert done.result is not None
                    there[done.job.key] = done.result
                    self.kept.put(done.job.key, done.result)
                    self.lived += 1
                progress.advance(len(these), 0)

            self.executor.carry_out(Task(missing, self.question.live, keep, stopped=self.patience.is_over))

    def levels(self, changes: Sequence[Values], title: str) -> list[Figures]:
        """Return for each change by how much the dials are moved for sales to be as without it; nan: out of reach.

        It is found at the scenario's own values, on seeds of its own, and holds for all draws.
        """
        jobs = [Job("level", tuple(change.items())) for change in changes if change]
        found = iter(self.all(jobs, f"{title}, levels of sales"))
        still = {"shift": 0.0, "wanted": 1.0, "reached": 1.0}
        return [next(found) if change else still for change in changes]

    def compare(
        self, changes: Sequence[Values], pairs: Sequence[Pair], title: str, *, gaps: bool = False
    ) -> list[Compared | None]:
        """Compare the two ways under each change, at equal turnover; None where no level can be restored.

        Raises
        ------
        UserError
            If some pair has nobody to compare, and there may be no ``gaps``, which are nan.
        """
        levels = self.levels(changes, title)
        reached = [number for number, level in enumerate(levels) if math.isfinite(level["shift"])]
        jobs = [
            Job("pair", self.question.changed(dict(pair.draw), changes[number], levels[number]["shift"]), pair.seed)
            for number in reached
            for pair in pairs
        ]
        figures = self.all(jobs, title)
        compared: list[Compared | None] = [None] * len(changes)
        for place, number in enumerate(reached):
            mine, level = figures[place * len(pairs) : (place + 1) * len(pairs)], levels[number]
            apart = abs(level["reached"] / level["wanted"] - 1.0)
            compared[number] = Compared(
                net=means(mine, "net", gaps=gaps),
                better=means(mine, "better", gaps=gaps),
                one=means(mine, "one", gaps=gaps),
                two=means(mine, "two", gaps=gaps),
                turnover=means(mine, "turnover"),
                shift=level["shift"],
                apart=apart,
            )
        return compared


@contextmanager
def measuring_in(
    folder: Path, question: Question, workers: int | None, cluster: str | None, kind: Kind
) -> Iterator[Measuring]:
    """Open a folder to measure in, until Ctrl-C ends it; what it holds of the same question is not lived again.

    Raises
    ------
    UserError
        If the folder holds another question, or what an earlier model answered.
    """
    probe(folder)
    what = {**question.identity, "model": model_version()}
    with (
        locked(folder),
        executor_of(workers or usable_cores(), cluster) as executor,
        Patience() as patience,
        Kept(folder, what) as kept,
    ):
        yield Measuring(question, kept, executor, patience, kind)
