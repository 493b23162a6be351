"""What a worker does: runs, one after the other."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol

from sim.core.cache import touch
from sim.core.errors import UserError, in_one_line, may_be_users
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

ENGINE = "sim.running:run"
HOUR = 3_600.0
FRAMES = ("people", "series", "companies", "tenure", "runs")
"""Frames of a run; the last one holds its ``groups`` and, in a store, says that the others are there."""

_noted = time.monotonic()


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
        """Run to the end; ``progress`` is called every day."""


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


def work(jobs: Sequence[Job], run: Engine | None, stopped: Callable[[], bool] = lambda: False) -> list[Done]:
    """Do jobs in their order until told to stop.

    Parameters
    ----------
    jobs
        What to do.
    run
        Runs one world; None for the market.
    stopped
        Asked before every run.

    Raises
    ------
    KeyboardInterrupt
        In the main thread of the process that the user started, where it may be his Ctrl-C; elsewhere, and whatever
        else a rule leaves by, it makes a failed run.
    """
    engine: Engine = run or resolve_name(ENGINE)
    results: list[Done] = []
    for job in jobs:
        if stopped():
            break
        results.append(_do(job, engine))
    _note_use()
    return results


def _note_use() -> None:
    """Once an hour, keep the compiled code of a long batch from being cleared away."""
    global _noted
    if time.monotonic() - _noted > HOUR:
        _noted = time.monotonic()
        touch()


def failed(job: Job, error: BaseException) -> Done:
    """What becomes of a job whose run raised."""
    if isinstance(error, UserError):
        return Done(job, error=" ".join(str(error).split()))
    return Done(job, error=in_one_line(error), traceback="".join(traceback.format_exception(error)))


def _do(job: Job, engine: Engine) -> Done:
    began = time.perf_counter()
    try:
        record = engine(job.scenario, job.seed, strategy=job.strategy, progress=lambda _: None)
        frames = {"runs": record.groups, **{name: getattr(record, name) for name in FRAMES[:-1]}}
        return Done(job, frames, seconds=time.perf_counter() - began)
    except BaseException as error:
        if may_be_users(error):
            raise
        return failed(job, error)
