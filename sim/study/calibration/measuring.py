"""Measuring many worlds at the same time, none of them twice."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sim import UserError
from sim.lab import Done, Executor, Task
from sim.study.calibration.closeness import Bench
from sim.study.calibration.kept import Kept, key_of
from sim.study.calibration.space import Values

Stopped = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """Worlds to be measured together."""

    at: tuple[tuple[str, float], ...]  # values of what is searched, by name
    seeds: tuple[int, ...]
    most: float = math.inf  # distance beyond which the rest of the figures does not matter
    kind: str = "particle"  # what they are measured for: keeps figures of different names apart

    @property
    def key(self) -> str:
        """Under which its figures are kept."""
        return key_of(self.kind, dict(self.at), self.seeds)


class Measuring:
    """Measures jobs where the executor does them, and keeps what came of each as soon as it is there."""

    def __init__(self, kept: Kept, executor: Executor, stopped: Stopped = lambda: False) -> None:
        self.kept, self.executor, self.stopped = kept, executor, stopped
        self.lived = 0  # jobs done since it was made

    def all(self, bench: Bench, jobs: Sequence[Job]) -> list[Values] | None:
        """Return the figures of all jobs, in their order; none if somebody wished to stop before.

        Raises
        ------
        UserError, RuntimeError
            What a job failed of.
        """
        found = {job.key: self._known(bench, job) for job in jobs}
        missing = list({job.key: job for job in jobs if found[job.key] is None}.values())
        if missing:
            self._carry_out(bench, missing, found)
        figures = [found[job.key] for job in jobs]
        whole = [each for each in figures if each is not None]
        return whole if len(whole) == len(jobs) else None

    def _known(self, bench: Bench, job: Job) -> Values | None:
        there = self.kept.get(job.key)
        if there is None or bench.is_whole(there) or bench.closeness.distance(there) > job.most:
            return there
        return None

    def _carry_out(self, bench: Bench, jobs: list[Job], found: dict[str, Values | None]) -> None:
        def keep(these: Sequence[Done[Job, Values]]) -> None:
            for done in these:
                if done.error:
                    raise RuntimeError(done.traceback) if done.traceback else UserError(done.error)
                assert done.result is not None
                found[done.job.key] = done.result
                self.kept.put(done.job.key, done.result)
                self.lived += 1

        self.executor.carry_out(Task(jobs, partial(_measured, bench), keep, stopped=self.stopped))


def _measured(bench: Bench, job: Job) -> Values:
    return bench.measure(dict(job.at), job.seeds, job.most)
