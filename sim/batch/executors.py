"""Where runs are computed: in this process, in several fresh ones, or on a cluster."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import Any, Protocol, Self

from sim.batch.chunks import LARGEST_CHUNK, SECONDS_A_PART, Chunks
from sim.batch.errors import BatchError
from sim.batch.provenance import usable_cores
from sim.batch.work import Done, Engine, Job, begin, work, work_apart

POLL = 0.2
AHEAD = 2  # tasks a worker: one that it does, and one that waits for it
Take = Callable[[Sequence[Done]], None]
Stopped = Callable[[], bool]
Submit = Callable[[Sequence[Job]], "Future[list[Done]]"]


class Executor(Protocol):
    """Runs jobs somewhere. What is stored does not depend on which one it is."""

    @property
    def name(self) -> str:
        """What it is, for the manifest: ``in process``, ``2 processes``, ``cluster local:2``."""

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs, several a task, and hand over what is finished.

        Parameters
        ----------
        jobs
            In the order in which they are begun.
        run
            Runs one world; None for the market. Must be importable by name unless it runs in this process.
        take
            Given finished runs in any order, in this thread; failed ones are among them.
        stopped
            Asked often; once it is true no run is begun any more, and those that were are finished.

        Raises
        ------
        BatchError
            If those who work cannot be reached or are lost; what was finished has been taken.
        """


class Patience:
    """Turns the first Ctrl-C into a wish to stop, so that nothing is torn; the second one is not held back.

    Parameters
    ----------
    say
        Told what happens at the first Ctrl-C.
    """

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
    """Runs jobs one after the other in this process."""

    name = "in process"

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`Executor`. Hands over every two seconds of computing."""
        held: list[Done] = []
        since = time.monotonic()
        try:
            for job in jobs:
                if stopped():
                    break
                held += work([job], run, stopped)
                if len(held) >= LARGEST_CHUNK or time.monotonic() - since > SECONDS_A_PART:
                    ready, held, since = held, [], time.monotonic()
                    take(ready)
        finally:
            if held:
                take(held)


class Processes:
    """Runs jobs in fresh processes.

    Parameters
    ----------
    workers
        Number of processes.
    """

    def __init__(self, workers: int) -> None:
        self.workers, self.name = workers, f"{workers} processes"

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`Executor`. A second Ctrl-C gives up the runs in flight within a day of theirs."""
        with Standby(self.workers) as standby:
            standby.carry_out(jobs, run, take, stopped)


class Standby:
    """Runs jobs in processes that stay ready for the next batch, so that many small batches begin at once.

    Parameters
    ----------
    workers
        Number of processes; 1 runs in this process.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.name = f"{workers} processes" if workers > 1 else InProcess.name
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Start the processes; each begins when it is first needed."""
        if self.workers > 1:
            context = multiprocessing.get_context("spawn")
            self._stop, self._give_up = context.Event(), context.Event()
            self._pool = ProcessPoolExecutor(self.workers, context, begin, (self._stop, self._give_up))
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._pool is not None:
            self._stop.set()
            self._pool.shutdown(cancel_futures=True)

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`Executor`. A second Ctrl-C gives up the runs in flight within a day of theirs."""
        pool = self._pool
        if pool is None:
            InProcess().carry_out(jobs, run, take, stopped)
            return

        def wants_to_stop() -> bool:
            if stopped():
                self._stop.set()
            return bool(self._stop.is_set())

        try:
            drive(lambda chunk: pool.submit(work_apart, chunk, run), jobs, self.workers, take, wants_to_stop)
        except BrokenProcessPool:
            raise BatchError(
                "A worker process died, perhaps for lack of memory. What was finished is stored; the same "
                "command goes on, and fewer --workers need less memory. (A script that calls batch() itself "
                "needs 'if __name__ == \"__main__\":' around the call.)"
            ) from None
        except BaseException:
            self._give_up.set()
            raise


def drive(submit: Submit, jobs: Sequence[Job], workers: int, take: Take, stopped: Stopped) -> None:
    """Keep workers busy until all jobs are done or somebody wants to stop.

    Only a few tasks are under way at a time, so that neither they nor their results pile up.

    Parameters
    ----------
    submit
        Hands a chunk of jobs to a worker.
    workers
        How many work at the same time.
    jobs, take, stopped
        See :class:`Executor`.

    Raises
    ------
    Exception
        What a task was lost by; results that arrived with it have been taken.
    """
    chunks = Chunks(jobs, workers)
    waiting: set[Future[list[Done]]] = set()
    try:
        while True:
            while len(waiting) < workers * AHEAD and not stopped() and (chunk := chunks.cut()):
                waiting.add(submit(chunk))
            if not waiting:
                return
            done, waiting = wait(waiting, POLL, FIRST_COMPLETED)
            for future in sorted(done, key=_is_lost):
                results = future.result()
                chunks.learn(results)
                take(results)
    finally:
        for future in waiting:
            future.cancel()


def _is_lost(future: Future[list[Done]]) -> bool:
    return future.cancelled() or future.exception() is not None


def places(workers: int | None, cluster: str | None) -> int:
    """Number of runs at the same time, as far as it can be known: of a cluster that runs elsewhere it cannot."""
    if cluster is not None:
        from sim.batch.cluster import local_workers

        return local_workers(cluster) or 1
    return workers or usable_cores()


def executor_of(workers: int, cluster: str | None = None) -> Executor:
    """Choose where runs are computed.

    Parameters
    ----------
    workers
        Processes; 1 runs in this process.
    cluster
        A Dask cluster, see :class:`sim.batch.cluster.Cluster`; ``workers`` does not count then.
    """
    if cluster is not None:
        from sim.batch.cluster import Cluster

        return Cluster(cluster)
    return Processes(workers) if workers > 1 else InProcess()
