"""What is done many times, and what became of it: jobs, results, failures, and the interface of all who do them."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from sim.core.cache import touch
from sim.core.errors import UserError, in_one_line, may_be_users
from sim.core.wording import shown
from sim.lab.stored.frames import FRAMES
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

ENGINE, BURN_INS = "sim.twins:live", "sim.twins"
"""By which worlds are lived, and who keeps the burn-in that twins share."""
HOUR = 3_600.0
LARGEST_CHUNK = 50
MOST_LISTED = 10
SECONDS_A_PART = 2.0
J = TypeVar("J")
R = TypeVar("R")
Frames = dict[str, "pd.DataFrame"]
Stopped = Callable[[], bool]

_noted = time.monotonic()


class BatchError(UserError):
    """A batch that cannot be run; the text is a sentence."""


@dataclass(frozen=True)
class Failure:
    """One run that raised: which, with which varied values, the error in a line, and where unless the user erred."""

    point: int
    seed: int
    values: dict[str, Any]
    error: str
    traceback: str = ""

    def __str__(self) -> str:
        """Say which run failed, and how."""
        where = ", ".join(f"{name} = {shown(value)}" for name, value in self.values.items())
        return f"seed {self.seed}, point {self.point}{f' ({where})' if where else ''}: {self.error}"


class RunsFailed(UserError):  # noqa: N818 - the batch itself did what it should
    """Some runs of a finished batch raised; everything else is stored."""

    exit_code = 3

    def __init__(self, failures: Sequence[Failure], runs: int, out: str) -> None:
        self.failures, self.runs, self.out = list(failures), runs, out
        super().__init__(self.failures, runs, out)

    def __str__(self) -> str:
        """List the first failures, and say where all of them are."""
        lines = [f"{len(self.failures)} of {self.runs} runs failed; '{self.out}/failures.json' has their tracebacks:"]
        lines += [f"  {failure}" for failure in self.failures[:MOST_LISTED]]
        hidden = len(self.failures) - MOST_LISTED
        lines += [f"  ... and {hidden} more."] if hidden > 0 else []
        return "\n".join([*lines, "All others are stored. --retry-failed runs these again."])


class Interrupted(UserError):  # noqa: N818 - it is no error but the user's wish
    """The user stopped a batch."""

    exit_code = 130

    def __init__(self, stored: int, runs: int, out: str) -> None:
        self.stored, self.runs, self.out = stored, runs, out
        super().__init__(stored, runs, out)

    def __str__(self) -> str:
        """Say what is stored and how to go on."""
        left = self.runs - self.stored
        kept = f"Interrupted: {self.stored} of {self.runs} runs are stored in '{self.out}'"
        return f"{kept}; the same command again computes the other {left}." if left else f"{kept}."


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
    """One run to do, everything a worker is told; without a strategy under study in mixed worlds.

    ``burn_in`` names the days before entry that it shares with other runs of its seed; empty if it shares none.
    """

    point: int
    seed: int
    strategy: str | None
    scenario: Scenario
    burn_in: str = ""


@dataclass(frozen=True)
class World:
    """Runs the world of a job by an engine, by default the market, and returns its frames by name."""

    engine: Engine | None = None

    def __call__(self, job: Job) -> Frames:
        """Run to the end."""
        engine: Engine = self.engine or resolve_name(ENGINE)
        record = engine(job.scenario, job.seed, strategy=job.strategy, progress=lambda _: None)
        return {name: record.groups if name == "runs" else getattr(record, name) for name in FRAMES}


def shared_by(job: Job) -> Hashable:
    """What of a run is lived once for all that have it in common: its burn-in with its seed; None if it shares none."""
    return (job.burn_in, job.seed) if job.burn_in else None


def forget_burn_in() -> None:
    """Give back the memory of the burn-in that was lived last in this thread, if any was."""
    kept = sys.modules.get(BURN_INS)
    if kept is not None:
        kept.forget()


def alone(_: object) -> Hashable:
    """What a job shares with others: nothing."""
    return None


@dataclass(frozen=True)
class Done(Generic[J, R]):
    """What became of a job.

    Attributes
    ----------
    job
        Which one.
    result
        What came of it; None if it failed.
    error
        What it failed of, in one line.
    traceback
        Where it was raised; empty for a mistake of the user.
    seconds
        How long it took.
    """

    job: J
    result: R | None = None
    error: str = ""
    traceback: str = ""
    seconds: float = 0.0


Lived = Done[Job, Frames]


@dataclass(frozen=True)
class Task(Generic[J, R]):
    """Jobs to do, and who is told of them.

    Attributes
    ----------
    jobs
        In the order in which they are begun.
    act
        Does one. Must be importable by name unless it is done in this process.
    take
        Given what is finished in any order, in this thread; what failed is among it.
    stopped
        Asked often; once it is true no job is begun any more, and those that were are finished.
    begun
        Given each job that begins, as far as that is known here.
    shares
        What a job has in common with others, which is cheap where it was done last; None if nothing. Jobs that share
        something stand one after the other.
    """

    jobs: Sequence[J]
    act: Callable[[J], R]
    take: Callable[[Sequence[Done[J, R]]], None]
    stopped: Stopped = lambda: False
    begun: Callable[[J], None] = lambda _: None
    shares: Callable[[J], Hashable] = alone


class Executor(Protocol):
    """Does jobs somewhere; a context manager, in which it may stay ready for more. Results do not depend on which."""

    @property
    def name(self) -> str:
        """What it is: ``in process``, ``2 processes``, ``cluster local:2``."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *_: object) -> None:
        """End what was started."""

    def carry_out(self, task: Task[J, R]) -> None:
        """Do jobs, and hand over what is finished.

        Raises
        ------
        BatchError
            If those who work cannot be reached or are lost; what was finished has been taken.
        """


class Held(Generic[J, R]):
    """What is finished and waits for more, so that it is handed over about every so many seconds."""

    def __init__(self, take: Callable[[Sequence[Done[J, R]]], None], seconds: float = SECONDS_A_PART) -> None:
        self._take, self._seconds = take, seconds
        self._kept, self._since = list[Done[J, R]](), time.monotonic()

    def keep(self, done: Done[J, R]) -> None:
        """Keep one for the next time."""
        self._kept.append(done)

    def pass_on(self) -> None:
        """Hand over if it is time."""
        if len(self._kept) >= LARGEST_CHUNK or time.monotonic() - self._since > self._seconds:
            self.flush()

    def flush(self) -> None:
        """Hand over what there is."""
        ready, self._kept, self._since = self._kept, [], time.monotonic()
        if ready:
            self._take(ready)


def work(jobs: Sequence[J], act: Callable[[J], R]) -> list[Done[J, R]]:
    """Do jobs in their order.

    Raises
    ------
    KeyboardInterrupt
        In the main thread of the process that the user started, where it may be their Ctrl-C; elsewhere, and whatever
        else a rule leaves by, it makes a failed job.
    """
    done = [_do(job, act) for job in jobs]
    _note_use()
    return done


def _note_use() -> None:
    """Once an hour, keep the compiled code of a long batch from being cleared away."""
    global _noted
    if time.monotonic() - _noted > HOUR:
        _noted = time.monotonic()
        touch()


def _do(job: J, act: Callable[[J], R]) -> Done[J, R]:
    began = time.perf_counter()
    try:
        result = act(job)
        return Done(job, result, seconds=time.perf_counter() - began)
    except BaseException as error:
        if may_be_users(error):
            raise
        return failed(job, error)


def failed(job: J, error: BaseException) -> Done[J, R]:
    """What becomes of a job that raised."""
    if isinstance(error, UserError):
        return Done(job, error=" ".join(str(error).split()))
    return Done(job, error=in_one_line(error), traceback="".join(traceback.format_exception(error)))
