"""Where jobs are done: in this process, in several fresh ones, or on a cluster."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, Self

from sim.core.errors import UserError
from sim.lab.processes import Crew
from sim.lab.starting import NotStarted, refuse_to_repeat, usable_cores
from sim.lab.work import SECONDS_A_PART, Done, Executor, Held, J, R, Task, failed, work


class Patience:
    """Turns the first Ctrl-C into a wish to stop, so that nothing is torn; the second one is not held back."""

    def __init__(self, say: Callable[[str], None] = lambda _: None) -> None:
        self.over = False
        self._say = say
        self._before: Any = None

    def __enter__(self) -> Self:
        """Begin to listen; outside the main thread Ctrl-C remains what it is."""
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave Ctrl-C as it was."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _note(self, _: int, __: FrameType | None) -> None:
        self.over = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._say("Stopping after the runs in flight; Ctrl-C again gives them up.")

    def is_over(self) -> bool:
        """Whether the user wants to stop."""
        return self.over


class InProcess:
    """Does jobs one after the other in this process."""

    name = "in process"

    def __init__(self, seconds: float = SECONDS_A_PART) -> None:
        self.seconds = seconds

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def carry_out(self, task: Task[J, R]) -> None:
        """Do jobs; see :class:`sim.lab.work.Executor`."""
        held = Held(task.take, self.seconds)
        try:
            for job in task.jobs:
                if task.stopped():
                    break
                task.begun(job)
                held.keep(self._done(job, task))
                held.pass_on()
        finally:
            held.flush()

    def _done(self, job: J, task: Task[J, R]) -> Done[J, R]:
        try:
            return work([job], task.act)[0]
        except KeyboardInterrupt as error:
            if task.stopped() or signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                raise
            return failed(job, error)  # Patience, or who ignores Ctrl-C, has heard nothing: a rule raised it


class Processes:
    """Does jobs in fresh processes; within ``with`` they stay ready, so that many small batches begin at once."""

    def __init__(
        self, workers: int, limit: float | None = None, *, optional: bool = False, seconds: float = SECONDS_A_PART
    ) -> None:
        refuse_to_repeat()
        self.workers, self.optional, self.seconds = workers, optional, seconds
        self.name = f"{workers} processes" if workers > 1 else "1 process"
        self._crew, self._stays = Crew(workers, limit), False

    def __enter__(self) -> Self:
        """Begin; each process is started when it is first needed."""
        self._stays = True
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self._stays = False
        self._crew.dismiss()

    def carry_out(self, task: Task[J, R]) -> None:
        """Do jobs; see :class:`sim.lab.work.Executor`. A second Ctrl-C ends the processes, and what they are at."""
        held = Held(task.take, self.seconds)
        try:
            self._crew.carry_out(task, held)
        except NotStarted:
            if not self.optional:
                raise
            InProcess(self.seconds).carry_out(task)
        finally:
            try:
                held.flush()
            finally:
                if not self._stays:
                    self._crew.dismiss()


def places(workers: int | None, cluster: str | None) -> int:
    """Number of jobs at the same time, as far as it can be known: of a cluster that runs elsewhere it cannot."""
    if cluster is not None:
        from sim.lab.clusters.cluster import local_workers

        return local_workers(cluster) or 1
    return workers or usable_cores()


def executor_of(
    workers: int,
    cluster: str | None = None,
    limit: float | None = None,
    *,
    apart: bool = False,
    seconds: float = SECONDS_A_PART,
) -> Executor:
    """Choose where jobs are done: a cluster, processes, or here; ``apart`` if jobs may end the process they are in."""
    if cluster is not None:
        from sim.lab.clusters.cluster import Cluster

        return Cluster(cluster, limit, apart=apart)
    if workers > 1 or limit is not None:
        return Processes(max(workers, 1), limit, seconds=seconds)
    return Processes(1, optional=True, seconds=seconds) if apart else InProcess(seconds)


def results_of(
    executor: Executor, jobs: Sequence[J], act: Callable[[J], R], take: Callable[[J, R], None] = lambda _, __: None
) -> list[R]:
    """Do jobs, all of them, and return what came of each, in their order; ``take`` is given it as soon as it is there.

    Raises
    ------
    UserError, RuntimeError
        What the first of them failed of: a mistake of the user, or anything else with its traceback.
    """
    found: list[Done[J, R]] = []

    def keep(these: Sequence[Done[J, R]]) -> None:
        found.extend(these)
        for done in these:
            if done.result is not None:
                take(done.job, done.result)

    executor.carry_out(Task(jobs, act, keep))
    ordered = [next(done for done in found if done.job == job) for job in jobs]
    for done in ordered:
        if done.error:
            raise RuntimeError(done.traceback) if done.traceback else UserError(done.error)
    return [done.result for done in ordered if done.result is not None]
