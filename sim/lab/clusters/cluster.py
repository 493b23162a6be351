"""Jobs on a Dask cluster: one on this machine, or any that has a scheduler."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from itertools import takewhile
from math import ceil
from multiprocessing.util import Finalize
from typing import Any, Generic, Self

from sim.lab.plan import model_version
from sim.lab.processes import Crew
from sim.lab.starting import refuse_to_repeat
from sim.lab.work import LARGEST_CHUNK, SECONDS_A_PART, BatchError, Done, Held, J, R, Task, alone, work

SECONDS_TO_ANSWER = 10
SECONDS_FOR_WORKERS = 600  # a queue of batch jobs may let them wait
DEATHS = 5  # of workers, until a task is held to be what kills them
POLL = 0.2
AHEAD = 2  # tasks a worker: one that it does, and one that waits for it
_mine = threading.local()


class Cluster:
    """Does jobs on a Dask cluster; a task whose worker is lost is done by another one.

    Raises
    ------
    BatchError
        If Dask is not installed, or the address makes no sense.
    """

    def __init__(self, address: str, limit: float | None = None, *, apart: bool = False) -> None:
        refuse_to_repeat()
        try:
            import_module("distributed")
        except ImportError:
            raise BatchError(
                "A cluster needs Dask, which is not installed: pip install 'manyhats[cluster]' brings it."
            ) from None
        self.address, self.name = address, f"cluster {address}"
        self.local = local_workers(address)
        self.limit, self.apart = limit, apart or limit is not None

    def __enter__(self) -> Self:
        """Begin; workers are asked for by each call."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def carry_out(self, task: Task[J, R]) -> None:
        """Do jobs; see :class:`sim.lab.work.Executor`. Those in flight are finished after a Ctrl-C."""
        model = model_version()
        with self._client() as client:
            pool = client.get_executor(pure=False, retries=0)
            workers = sum(client.nthreads().values())

            def submit(chunk: Sequence[J]) -> Future[list[Done[J, R]]]:
                for job in chunk:
                    task.begun(job)
                found: Future[list[Done[J, R]]] = pool.submit(
                    work_far, chunk, task.act, model, self.limit, apart=self.apart
                )
                return found

            try:
                Drive(submit, workers, task).go()
            except CancelledError:
                raise BatchError(
                    f"The cluster '{self.address}' is gone. What was finished is stored; the same command goes on."
                ) from None

    @contextmanager
    def _client(self) -> Iterator[Any]:
        dask: Any = import_module("dask")
        distributed: Any = import_module("distributed")
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        with dask.config.set({"distributed.scheduler.allowed-failures": DEATHS}):
            if self.local:
                from sim.lab.clusters.local import workers_here

                with workers_here(self.local) as client:
                    yield client
                return
            with self._connected(distributed.Client) as client:
                try:
                    client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
                except TimeoutError:
                    raise BatchError(f"The cluster '{self.address}' has no workers.") from None
                yield client

    def _connected(self, connect: Any) -> Any:
        try:
            return connect(self.address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError):
            raise BatchError(
                f"No Dask scheduler answers at '{self.address}': see that it runs and can be reached from here, "
                "or use --cluster local:2."
            ) from None


class Chunks(Generic[J]):
    """Cuts jobs into chunks of about two seconds of computing, smaller ones towards the end so that none waits.

    Jobs that share something make one chunk, whatever they take.
    """

    def __init__(self, jobs: Sequence[J], workers: int, shares: Callable[[J], Hashable] = alone) -> None:
        self.jobs, self.workers, self.shares = jobs, workers, shares
        self.begun = self.finished = 0
        self.seconds = 0.0

    def cut(self) -> Sequence[J]:
        """The next chunk: single runs until it is known how long they take; empty at the end."""
        start = self.begun
        shared = self._sharing(start)
        self.begun = min(start + (shared or self._size()), len(self.jobs))
        return self.jobs[start : self.begun]

    def _sharing(self, start: int) -> int:
        """Number of jobs from one on that share with it what is lived once; 0 if it shares nothing."""
        ahead = [self.shares(job) for job in self.jobs[start : start + LARGEST_CHUNK]]
        if not ahead or ahead[0] is None:
            return 0
        return len(list(takewhile(lambda each: each == ahead[0], ahead)))

    def learn(self, results: Sequence[Done[J, Any]]) -> None:
        """Take note of how long finished runs took."""
        self.finished += len(results)
        self.seconds += sum(result.seconds for result in results)

    def _size(self) -> int:
        if not self.finished:
            return 1
        worth = SECONDS_A_PART / max(self.seconds / self.finished, SECONDS_A_PART / LARGEST_CHUNK)
        fair = ceil((len(self.jobs) - self.begun) / (2 * self.workers))
        return max(1, min(int(worth), fair))


class Drive(Generic[J, R]):
    """Keeps workers busy until all jobs are done or somebody wants to stop.

    Only a few tasks are under way at a time, so that neither they nor their results pile up. Runs of a task that was
    lost with several workers are tried once more when all others are done, one by one; what is lost again has failed.
    """

    def __init__(
        self, submit: Callable[[Sequence[J]], Future[list[Done[J, R]]]], workers: int, task: Task[J, R]
    ) -> None:
        self.submit, self.workers, self.stopped = submit, workers, task.stopped
        self.chunks, self.held = Chunks(task.jobs, workers, task.shares), Held(task.take)
        self.waiting: dict[Future[list[Done[J, R]]], Sequence[J]] = {}
        self.lost: deque[J] = deque()

    def go(self) -> None:
        """Do all jobs.

        Raises
        ------
        Exception
            What a task was lost by, unless it may be a run; results that arrived with it have been taken.
        """
        try:
            self._round(self.chunks.cut, self.workers * AHEAD, self.lost.extend)
            alone = deque(self.lost)
            self._round(lambda: [alone.popleft()] if alone else [], 1, self._failed)
        finally:
            self.held.flush()
            for future in self.waiting:
                future.cancel()

    def _round(self, cut: Callable[[], Sequence[J]], most: int, lose: Callable[[Sequence[J]], None]) -> None:
        while True:
            while len(self.waiting) < most and not self.stopped() and (chunk := cut()):
                self.waiting[self.submit(chunk)] = chunk
            if not self.waiting:
                return
            done, _ = wait(self.waiting, POLL, FIRST_COMPLETED)
            for future in sorted(done, key=_is_lost):
                self._take(future, self.waiting.pop(future), lose)
            self.held.pass_on()

    def _take(self, future: Future[list[Done[J, R]]], chunk: Sequence[J], lose: Callable[[Sequence[J]], None]) -> None:
        from distributed import KilledWorker

        try:
            results = future.result()
        except KilledWorker:
            lose(chunk)
            return
        self.chunks.learn(results)
        for result in results:
            self.held.keep(result)

    def _failed(self, jobs: Sequence[J]) -> None:
        for job in jobs:
            self.held.keep(Done(job, error=f"It was lost with {DEATHS} workers, and again when it was run alone."))


def _is_lost(future: Future[Any]) -> bool:
    return future.cancelled() or future.exception() is not None


def local_workers(address: str) -> int:
    """Number of workers of ``local:N``; 0 for an address."""
    kind, _, count = address.partition(":")
    if kind == "local" and count.isdecimal() and int(count) > 0:
        return int(count)
    if "://" not in address:
        raise BatchError(
            f"cluster = '{address}': must be local:N with N workers on this machine, or the address of a Dask "
            "scheduler, such as tls://host:8786."
        )
    return 0


def work_far(
    jobs: Sequence[J], act: Callable[[J], R], model: str, limit: float | None = None, *, apart: bool = False
) -> list[Done[J, R]]:
    """Do a chunk in a worker of a cluster; see :func:`sim.lab.work.work`.

    Raises
    ------
    BatchError
        If another model is installed here: its results would be others.
    """
    if _model_here() != model:
        raise BatchError(f"A worker of the cluster has model {_model_here()}, and this is {model}: install the same.")
    if not apart:
        return work(jobs, act)
    found: list[Done[J, R]] = []
    held = Held(found.extend)
    _crew_here(limit).carry_out(Task(jobs, act, found.extend), held)
    held.flush()
    return found


def _crew_here(limit: float | None) -> Crew:
    """The process that this thread of a worker gives its runs; it stays for the next chunk."""
    crew: Crew | None = getattr(_mine, "crew", None)
    if crew is None:
        crew = _mine.crew = Crew(1)
        Finalize(None, crew.dismiss, exitpriority=10)  # before a process that ends waits for its children
    crew.limit = limit
    return crew


@cache
def _model_here() -> str:
    return model_version()
