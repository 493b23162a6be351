"""Runs on a Dask cluster: one on this machine, or any that has a scheduler."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from sim.batch.errors import BatchError
from sim.batch.executors import Stopped, Take, drive
from sim.batch.identity import model_version
from sim.batch.work import Done, Engine, Job, work

SECONDS_TO_ANSWER = 10
SECONDS_FOR_WORKERS = 600  # a queue of batch jobs may let them wait
DEATHS = 5  # of workers, until a task is held to be what kills them


class Cluster:
    """Runs jobs on a Dask cluster; a task whose worker is lost is done by another one.

    Parameters
    ----------
    address
        ``local:N`` starts N workers here; anything else is the address of a scheduler, ``tcp://host:port``.

    Raises
    ------
    BatchError
        If Dask is not installed, or the address makes no sense.
    """

    def __init__(self, address: str) -> None:
        try:
            import_module("distributed")
        except ImportError:
            raise BatchError(
                "A cluster needs Dask, which is not installed: pip install 'manyhats[cluster]' brings it."
            ) from None
        self.address, self.name = address, f"cluster {address}"
        self.local = local_workers(address)

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`sim.batch.executors.Executor`. Runs in flight are finished after a Ctrl-C."""
        from distributed import KilledWorker

        model = model_version()
        with self._client() as client:
            pool = client.get_executor(pure=False, retries=0)
            workers = sum(client.nthreads().values())
            try:
                drive(lambda chunk: pool.submit(work_far, chunk, run, model), jobs, workers, take, stopped)
            except KilledWorker:
                raise BatchError(
                    f"The same runs were lost with {DEATHS} workers, perhaps for lack of memory. What was finished "
                    "is stored; the same command goes on."
                ) from None
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
                size = {"n_workers": self.local, "threads_per_worker": 1, "memory_limit": 0}
                with (
                    distributed.LocalCluster(**size, dashboard_address=None, silence_logs=logging.CRITICAL) as started,
                    distributed.Client(started, set_as_default=False) as client,
                ):
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


def local_workers(address: str) -> int:
    """Number of workers of ``local:N``; 0 for an address."""
    kind, _, count = address.partition(":")
    if kind == "local" and count.isdecimal() and int(count) > 0:
        return int(count)
    if "://" not in address:
        raise BatchError(
            f"cluster = '{address}': must be local:N with N workers on this machine, or the address of a Dask "
            "scheduler, such as tcp://host:8786."
        )
    return 0


def work_far(jobs: Sequence[Job], run: Engine | None, model: str) -> list[Done]:
    """Do a chunk in a worker of a cluster; see :func:`sim.batch.work.work`.

    Parameters
    ----------
    model
        As :func:`sim.batch.identity.model_version` gives it where the results are stored.

    Raises
    ------
    BatchError
        If another model is installed here: its results would be others.
    """
    if _model_here() != model:
        raise BatchError(f"A worker of the cluster has model {_model_here()}, and this is {model}: install the same.")
    return work(jobs, run)


@cache
def _model_here() -> str:
    return model_version()
