"""Who lives the worlds of a search: this process, or several fresh ones."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Self


def _deaf() -> None:
    """Leave Ctrl-C to the process that stores what is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Crew:
    """Carries out the same work on several things, in order; a context manager.

    Parameters
    ----------
    workers
        Number of processes; 1 stays in this one.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Start the processes."""
        if self.workers > 1:
            self._pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), _deaf)
        return self

    def __exit__(self, *_: object) -> None:
        """Let the processes finish what they do, and end them."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(self, work: Callable[[Any], Any], things: Iterable[Any]) -> Iterator[Any]:
        """Return the results in the order of the things; ``work`` must be importable by name."""
        return iter(self._pool.map(work, things)) if self._pool is not None else map(work, things)
