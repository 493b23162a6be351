"""What a worker does: runs of one chunk, one after the other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Protocol

from sim.scenario.errors import UserError
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

ENGINE = "sim.running:run"
FRAMES = ("people", "series", "companies", "tenure", "runs")
"""Frames of a run; the last one holds its ``groups`` and, in a store, says that the others are there."""


class RunLike(Protocol):
    """What a batch keeps of a run."""

    @property
    def groups(self) -> pd.DataFrame:
        """Outcomes by strategy."""

    @property
    def people(self) -> pd.DataFrame:
        """Outcomes by person."""

    @property
    def series(self) -> pd.DataFrame:
        """The time series."""

    @property
    def companies(self) -> pd.DataFrame:
        """The companies over time."""

    @property
    def tenure(self) -> pd.DataFrame:
        """How long members stayed."""


class Engine(Protocol):
    """A function that runs one world."""

    def __call__(
        self, scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]
    ) -> RunLike:
        """Run to the end; ``progress`` is called every day and may raise to stop."""


@dataclass(frozen=True)
class Job:
    """One run to do: everything a worker is told.

    Attributes
    ----------
    point, seed
        Which run.
    strategy
        The strategy under study; None in mixed worlds.
    scenario
        The point's scenario.
    """

    point: int
    seed: int
    strategy: str | None
    scenario: Scenario


@dataclass(frozen=True)
class Done:
    """What became of a job.

    Attributes
    ----------
    job
        Which one.
    frames
        Frames by name; None if the run failed.
    error
        What it failed of, in one line.
    traceback
        Where it was raised; empty for a mistake of the user.
    seconds
        How long it took.
    """

    job: Job
    frames: dict[str, pd.DataFrame] | None = None
    error: str = ""
    traceback: str = ""
    seconds: float = 0.0


class GivenUp(Exception):  # noqa: N818 - it is no error but the user's wish
    """Raised inside a run to give it up."""


_stop: Any = None
_give_up: Any = None


def begin(stop: Any, give_up: Any) -> None:
    """Prepare a worker process: Ctrl-C is the parent's to handle, who sets these events; it dies with its parent."""
    global _stop, _give_up
    _stop, _give_up = stop, give_up
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work_apart(jobs: Sequence[Job], run: Engine | None) -> list[Done]:
    """Do a chunk in a worker process; see :func:`work`."""
    return work(jobs, run, _stop.is_set, _give_up.is_set)


def work(
    jobs: Sequence[Job],
    run: Engine | None,
    stopped: Callable[[], bool] = lambda: False,
    given_up: Callable[[], bool] = lambda: False,
) -> list[Done]:
    """Do jobs in their order until told to stop.

    Parameters
    ----------
    jobs
        What to do.
    run
        Runs one world; None for the market.
    stopped
        Asked before every run.
    given_up
        Asked every day of a run; a run that is given up is not among the results.
    """
    engine: Engine = run or resolve_name(ENGINE)

    def watch(_: int) -> None:
        if given_up():
            raise GivenUp

    results: list[Done] = []
    for job in jobs:
        if stopped():
            break
        try:
            results.append(_do(job, engine, watch))
        except GivenUp:
            break
    return results


def _do(job: Job, engine: Engine, watch: Callable[[int], None]) -> Done:
    began = time.perf_counter()
    try:
        record = engine(job.scenario, job.seed, strategy=job.strategy, progress=watch)
        frames = {"runs": record.groups, **{name: getattr(record, name) for name in FRAMES[:-1]}}
        return Done(job, frames, seconds=time.perf_counter() - began)
    except GivenUp:
        raise
    except UserError as error:
        return Done(job, error=" ".join(str(error).split()))
    except Exception as error:
        line = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        return Done(job, error=line, traceback=traceback.format_exc())
