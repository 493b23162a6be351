"""Where runs are computed: in this process, or in several fresh ones."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import Any, Self

from sim.batch.errors import BatchError
from sim.batch.work import Done, Engine, Job, begin, work, work_apart

LARGEST_CHUNK = 25
CHUNKS_A_WORKER = 8
SECONDS_A_PART = 2.0
POLL = 0.2
Take = Callable[[Sequence[Done]], None]


class Patience:
    """Turns the first Ctrl-C into a wish to stop, so that nothing is torn; the second one is not held back."""

    def __init__(self) -> None:
        self.over = False
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

    def is_over(self) -> bool:
        """Whether the user wants to stop."""
        return self.over


def here(jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Callable[[], bool]) -> None:
    """Run jobs in this process.

    Parameters
    ----------
    jobs
        In the order in which they are run.
    run
        Runs one world; None for the market.
    take
        Given finished runs, at least every two seconds of computing or 25 runs.
    stopped
        Asked every day of a run.
    """
    held: list[Done] = []
    since = time.monotonic()
    try:
        for job in jobs:
            held += work([job], run, stopped)
            if stopped():
                break
            if len(held) >= LARGEST_CHUNK or time.monotonic() - since > SECONDS_A_PART:
                ready, held, since = held, [], time.monotonic()
                take(ready)
    finally:
        if held:
            take(held)


def spread(jobs: Sequence[Job], workers: int, run: Engine | None, take: Take, stopped: Callable[[], bool]) -> None:
    """Run jobs in fresh processes, several runs a task.

    Parameters
    ----------
    workers
        Number of processes.
    jobs, run, take, stopped
        As in :func:`here`; ``run`` must be importable by name.

    Raises
    ------
    BatchError
        If a worker process dies; what was finished has been taken.
    """
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=begin, initargs=(stop,)) as pool:
        waiting = {pool.submit(work_apart, chunk, run) for chunk in chunks(jobs, workers)}
        try:
            while waiting:
                done, waiting = wait(waiting, POLL, FIRST_COMPLETED)
                for future in done:
                    take(future.result())
                if stopped():
                    stop.set()
                    waiting = {future for future in waiting if not future.cancel()}
        except BrokenProcessPool:
            raise BatchError(
                "A worker process died, perhaps for lack of memory. What was finished is stored; the same command "
                "goes on, and fewer --workers need less memory. (A script that calls batch() itself needs "
                "'if __name__ == \"__main__\":' around the call.)"
            ) from None
        finally:
            stop.set()
            _drop(waiting)


def _drop(waiting: set[Future[list[Done]]]) -> None:
    for future in waiting:
        future.cancel()


def chunks(jobs: Sequence[Job], workers: int) -> list[Sequence[Job]]:
    """Divide jobs into chunks: large enough to be worth a task, and several for each worker.

    Parameters
    ----------
    jobs
        In order; consecutive ones are of the same seed, so that a chunk mixes the points.
    workers
        Number of processes.
    """
    size = max(1, min(LARGEST_CHUNK, len(jobs) // (workers * CHUNKS_A_WORKER)))
    return [jobs[start : start + size] for start in range(0, len(jobs), size)]
