"""A Dask cluster on this machine that nobody else can use or look at."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import dask
import distributed

from sim.lab.starting import deaf, elsewhere, try_a_process
from sim.lab.work import BatchError

HERE = "127.0.0.1"
_untyped: Any = distributed


class _NoPages:
    """A part of the cluster that serves no pages about itself: every user of the machine could read them."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """Serve none."""


class QuietScheduler(_NoPages, distributed.Scheduler):
    """A scheduler without pages."""


class QuietWorker(_NoPages, distributed.Worker):
    """A worker without pages."""


@contextmanager
def workers_here(count: int) -> Iterator[Any]:
    """Start workers, and give a client of theirs.

    What they say to each other is encrypted, and only who has the key, which is made anew, takes part.
    What they write lies in a temporary folder and is removed.

    Raises
    ------
    BatchError
        If there can be no processes, or no key can be made.
    """
    try_a_process()
    with tempfile.TemporaryDirectory(prefix="manyhats-cluster-", ignore_cleanup_errors=True) as folder, elsewhere():
        security = _security()
        with dask.config.set({"temporary-directory": folder}):
            with deaf():
                cluster = _cluster(count, security, folder)
            with cluster, _untyped.Client(cluster, security=security, set_as_default=False) as client:
                yield client


def _cluster(count: int, security: Any, folder: str) -> Any:
    common = {"security": security, "host": HERE, "protocol": "tls://"}
    worker = {"nthreads": 1, "memory_limit": 0, "local_directory": folder, "silence_logs": logging.CRITICAL}
    nanny = {"cls": distributed.Nanny, "options": {**common, **worker, "worker_class": QuietWorker}}
    return _untyped.SpecCluster(
        scheduler={"cls": QuietScheduler, "options": {**common, "port": 0, "dashboard": False}},
        workers=dict.fromkeys(range(count), nanny),
        security=security,
        silence_logs=logging.CRITICAL,
    )


def _security() -> Any:
    try:
        import_module("cryptography")
    except ImportError:
        raise BatchError(
            "A cluster on this machine needs cryptography, which is not installed: pip install 'manyhats[cluster]' "
            "brings it."
        ) from None
    return _untyped.Security.temporary()
