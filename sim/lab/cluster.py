"""Runs on a Dask cluster: one on this machine, or any that has a scheduler."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing.util import Finalize
from typing import Any

from sim.lab.chunks import Chunks
from sim.lab.crew import Crew
from sim.lab.errors import BatchError
from sim.lab.executors import Held, Stopped, Take
from sim.lab.identity import model_version
from sim.lab.starting import refuse_to_repeat
from sim.lab.work import Done, Engine, Job, work

SECONDS_TO_ANSWER = 10
SECONDS_FOR_WORKERS = 600  # a queue of batch jobs may let them wait
DEATHS = 5  # of workers, until a task is held to be what kills them
POLL = 0.2
AHEAD = 2  # tasks a worker: one that it does, and one that waits for it
Submit = Callable[[Sequence[Job]], "Future[list[Done]]"]
_mine = threading.local()


class Cluster:
    """Runs jobs on a Dask cluster; a task whose worker is lost is done by another one.

    Parameters
    ----------
    address
        ``local:N`` starts N workers here, closed to others; anything else is the address of a scheduler,
        ``tls://host:port`` or ``tcp://host:port``.
    limit
        Seconds that a run may take; None for any.
    apart
        Whether runs may end the process they are in, so that a worker gives them one of their own.

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

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`sim.lab.executors.Executor`. Runs in flight are finished after a Ctrl-C."""
        model = model_version()
        with self._client() as client:
            pool = client.get_executor(pure=False, retries=0)
            workers = sum(client.nthreads().values())

            def submit(chunk: Sequence[Job]) -> Future[list[Done]]:
                found: Future[list[Done]] = pool.submit(work_far, chunk, run, model, self.limit, apart=self.apart)
                return found

            try:
                Drive(submit, jobs, workers, take, stopped).go()
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
                from sim.lab.local import workers_here

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


class Drive:
    """Keeps workers busy until all jobs are done or somebody wants to stop.

    Only a few tasks are under way at a time, so that neither they nor their results pile up. Runs of a task that was
    lost with several workers are tried once more when all others are done, one by one; what is lost again has failed.

    Parameters
    ----------
    submit
        Hands a chunk of jobs to a worker.
    workers
        How many work at the same time.
    jobs, take, stopped
        See :class:`sim.lab.executors.Executor`.
    """

    def __init__(self, submit: Submit, jobs: Sequence[Job], workers: int, take: Take, stopped: Stopped) -> None:
        self.submit, self.workers, self.stopped = submit, workers, stopped
        self.chunks, self.held = Chunks(jobs, workers), Held(take)
        self.waiting: dict[Future[list[Done]], Sequence[Job]] = {}
        self.lost: deque[Job] = deque()

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

    def _round(self, cut: Callable[[], Sequence[Job]], most: int, lose: Callable[[Sequence[Job]], None]) -> None:
        while True:
            while len(self.waiting) < most and not self.stopped() and (chunk := cut()):
                self.waiting[self.submit(chunk)] = chunk
            if not self.waiting:
                return
            done, _ = wait(self.waiting, POLL, FIRST_COMPLETED)
            for future in sorted(done, key=_is_lost):
                self._take(future, self.waiting.pop(future), lose)
            self.held.pass_on()

    def _take(self, future: Future[list[Done]], chunk: Sequence[Job], lose: Callable[[Sequence[Job]], None]) -> None:
        from distributed import KilledWorker

        try:
            results = future.result()
        except KilledWorker:
            lose(chunk)
            return
        self.chunks.learn(results)
        for result in results:
            self.held.keep(result)

    def _failed(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self.held.keep(Done(job, error=f"It was lost with {DEATHS} workers, and again when it was run alone."))


def _is_lost(future: Future[list[Done]]) -> bool:
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
    jobs: Sequence[Job], run: Engine | None, model: str, limit: float | None = None, *, apart: bool = False
) -> list[Done]:
    """Do a chunk in a worker of a cluster; see :func:`sim.lab.work.work`.

    Parameters
    ----------
    model
        As :func:`sim.lab.identity.model_version` gives it where the results are stored.
    limit
        Seconds that a run may take; None for any.
    apart
        Whether runs are given a process of their own.

    Raises
    ------
    BatchError
        If another model is installed here: its results would be others.
    """
    if _model_here() != model:
        raise BatchError(f"A worker of the cluster has model {_model_here()}, and this is {model}: install the same.")
    if not apart:
        return work(jobs, run)
    found: list[Done] = []
    held = Held(found.extend)
    _crew_here(limit).carry_out(jobs, run, held, lambda: False)
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
