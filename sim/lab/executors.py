"""Where runs are computed: in this process, in several fresh ones, or on a cluster."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, Protocol, Self

from sim.lab.chunks import LARGEST_CHUNK, SECONDS_A_PART
from sim.lab.crew import Crew
from sim.lab.provenance import usable_cores
from sim.lab.starting import NotStarted, refuse_to_repeat
from sim.lab.work import Done, Engine, Job, failed, work

Take = Callable[[Sequence[Done]], None]
Stopped = Callable[[], bool]


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


class Held:
    """Finished runs that wait for others, so that they are handed over every two seconds of computing.

    Parameters
    ----------
    take
        Given them.
    """

    def __init__(self, take: Take) -> None:
        self._take, self._runs, self._since = take, list[Done](), time.monotonic()

    def keep(self, run: Done) -> None:
        """Keep a run for the next time."""
        self._runs.append(run)

    def pass_on(self) -> None:
        """Hand over if it is time."""
        if len(self._runs) >= LARGEST_CHUNK or time.monotonic() - self._since > SECONDS_A_PART:
            self.flush()

    def flush(self) -> None:
        """Hand over what there is."""
        ready, self._runs, self._since = self._runs, [], time.monotonic()
        if ready:
            self._take(ready)


class InProcess:
    """Runs jobs one after the other in this process."""

    name = "in process"

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`Executor`."""
        held = Held(take)
        try:
            for job in jobs:
                if stopped():
                    break
                held.keep(self._done(job, run, stopped))
                held.pass_on()
        finally:
            held.flush()

    def _done(self, job: Job, run: Engine | None, stopped: Stopped) -> Done:
        try:
            return work([job], run)[0]
        except KeyboardInterrupt as error:
            if stopped() or signal.getsignal(signal.SIGINT) is signal.default_int_handler:
                raise
            return failed(job, error)  # Patience has heard nothing: a rule raised it


class Processes:
    """Runs jobs in fresh processes.

    Parameters
    ----------
    workers
        Number of processes.
    limit
        Seconds that a run may take; None for any.
    optional
        Whether this process does the work if others cannot be had.
    """

    def __init__(self, workers: int, limit: float | None = None, *, optional: bool = False) -> None:
        self.workers, self.limit, self.optional = workers, limit, optional
        self.name = f"{workers} processes" if workers > 1 else "1 process"

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`Executor`. A second Ctrl-C ends the processes, and with them the runs in flight."""
        try:
            with Standby(self.workers, self.limit, apart=True) as standby:
                standby.carry_out(jobs, run, take, stopped)
        except NotStarted:
            if not self.optional:
                raise
            InProcess().carry_out(jobs, run, take, stopped)


class Standby:
    """Runs jobs in processes that stay ready for the next batch, so that many small batches begin at once.

    Parameters
    ----------
    workers
        Number of processes; 1 runs in this process.
    limit
        Seconds that a run may take; None for any.
    apart
        Whether even one is a process of its own.
    """

    def __init__(self, workers: int, limit: float | None = None, *, apart: bool = False) -> None:
        refuse_to_repeat()
        self.workers = workers
        self.name = f"{workers} processes" if workers > 1 else InProcess.name
        self._crew = Crew(workers, limit) if workers > 1 or apart else None

    def __enter__(self) -> Self:
        """Begin; each process is started when it is first needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._crew is not None:
            self._crew.dismiss()

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, take: Take, stopped: Stopped) -> None:
        """Run jobs; see :class:`Executor`. A second Ctrl-C ends the processes, and with them the runs in flight."""
        if self._crew is None:
            InProcess().carry_out(jobs, run, take, stopped)
            return
        held = Held(take)
        try:
            self._crew.carry_out(jobs, run, held, stopped)
        finally:
            held.flush()


def places(workers: int | None, cluster: str | None) -> int:
    """Number of runs at the same time, as far as it can be known: of a cluster that runs elsewhere it cannot."""
    if cluster is not None:
        from sim.lab.cluster import local_workers

        return local_workers(cluster) or 1
    return workers or usable_cores()


def executor_of(
    workers: int, cluster: str | None = None, limit: float | None = None, *, apart: bool = False
) -> Executor:
    """Choose where runs are computed.

    Parameters
    ----------
    workers
        Processes; 1 runs in this process, unless a run could take it along.
    cluster
        A Dask cluster, see :class:`sim.lab.cluster.Cluster`; ``workers`` does not count then.
    limit
        Seconds that a run may take; None for any.
    apart
        Whether runs may end the process they are in, as rules of the user's own can.
    """
    if cluster is not None:
        from sim.lab.cluster import Cluster

        return Cluster(cluster, limit, apart=apart)
    if workers > 1 or limit is not None:
        return Processes(max(workers, 1), limit)
    return Processes(1, optional=True) if apart else InProcess()
