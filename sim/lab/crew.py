"""Processes that run jobs, each with a line of its own: whatever becomes of one, the others and their lines are whole.

A run that ends its process is tried again at the end, alone; if it ends that one too, it has failed. A run that takes
longer than it may is ended together with its process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from sim.lab.starting import context, ending, fresh_start, not_started, refuse_standard_input
from sim.lab.work import Done, Engine, Job, work
from sim.run import warm

if TYPE_CHECKING:
    from sim.lab.executors import Held, Stopped

POLL = 0.2
SHORT = 0.25
"""Seconds: where runs are shorter, one waits in the line of each process that has done some, which never idles so."""
SECONDS_TO_END = 5


class Worker:
    """One process, and the jobs that it was given: the first of them is under way.

    Parameters
    ----------
    load
        Whether it loads the compiled rules before it is ready, so that no run is held to take the time for it.
    """

    def __init__(self, *, load: bool) -> None:
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, load))
        self.jobs: deque[Job] = deque()
        self.ready = self.running = self.tried = False
        self.since = 0.0
        with fresh_start(), _allowed_children():
            self.process.start()
        theirs.close()

    def give(self, job: Job, run: Engine | None) -> None:
        """Hand over a job."""
        self.jobs.append(job)
        with suppress(OSError):  # it has just died, which is noticed where its answers are read
            self.line.send((job, run))

    def answer(self) -> Done | None:
        """Read what it says: what it has done, or None when it is ready, and when it begins a run.

        Raises
        ------
        EOFError, OSError
            If the process is gone.
        """
        said: Done | None = self.line.recv()
        self.since = time.monotonic()
        if said is None:
            self.ready, self.running = True, self.ready
            return None
        self.jobs.popleft()
        self.running, self.tried = False, True
        return said

    def is_over(self, limit: float | None) -> bool:
        """Whether its run takes longer than it may."""
        return limit is not None and self.running and time.monotonic() - self.since > limit

    def has_gone(self) -> bool:
        """Whether the process has ended without a word; somebody it left behind may still hold its line."""
        return not self.process.is_alive() and not self.line.poll()

    def end(self, patience: int = 0) -> None:
        """End the process, after so many seconds in which it may end by itself."""
        self.process.join(patience)
        self.process.kill()
        self.process.join(SECONDS_TO_END)
        self.line.close()


class Crew:
    """Processes that stay until they are dismissed.

    Parameters
    ----------
    size
        How many at most.
    limit
        Seconds that a run may take; None for any.
    """

    def __init__(self, size: int, limit: float | None = None) -> None:
        self.size, self.limit = size, limit
        self.workers: list[Worker] = []
        self._seconds, self._runs = 0.0, 0

    def carry_out(self, jobs: Sequence[Job], run: Engine | None, held: Held, stopped: Stopped) -> None:
        """Run jobs; those that end their process are tried once more when all others are done, one by one.

        Parameters
        ----------
        held
            Is given what is finished.
        jobs, run, stopped
            See :class:`sim.lab.executors.Executor`.

        Raises
        ------
        sim.lab.starting.NotStarted
            If there can be no processes.
        """
        refuse_standard_input()
        try:
            lost = self._round(deque(jobs), self.size, run, held, stopped)
            for job, _ in lost:
                for _, how in self._round(deque([job]), 1, run, held, stopped):
                    held.keep(Done(job, error=f"It ended its process ({how}), and again when it was run alone."))
        except BaseException:
            self.dismiss()
            raise

    def dismiss(self) -> None:
        """End all processes, whatever they do."""
        workers, self.workers = self.workers, []
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.end()

    def _round(
        self, todo: deque[Job], size: int, run: Engine | None, held: Held, stopped: Stopped
    ) -> list[tuple[Job, str]]:
        """Do jobs with some of the processes; return those that ended theirs, and how."""
        lost: list[tuple[Job, str]] = []
        while True:
            if not stopped():
                self._hand_out(todo, size, run)
            busy = [worker for worker in self.workers if worker.jobs]
            if not busy:
                return lost
            spoke = wait([worker.line for worker in busy], POLL)
            for worker in busy:
                if worker.line in spoke and self._heard(worker, held):
                    continue
                if worker.line in spoke or worker.has_gone():
                    lost += self._lost(worker, todo, stopped)
                elif worker.is_over(self.limit):
                    self._cut_off(worker, todo, held)
            held.pass_on()

    def _hand_out(self, todo: deque[Job], size: int, run: Engine | None) -> None:
        short = self._runs and self._seconds / self._runs < SHORT
        for depth in range(2 if short else 1):
            for place in range(size):
                if not todo:
                    return
                if place == len(self.workers):
                    self.workers.append(Worker(load=run is None and self.limit is not None))
                worker = self.workers[place]
                if len(worker.jobs) <= depth and (depth == 0 or worker.tried):
                    worker.give(todo.popleft(), run)

    def _heard(self, worker: Worker, held: Held) -> bool:
        """Take one answer; False if there will be none any more."""
        try:
            done = worker.answer()
        except (EOFError, OSError):
            return False
        if done is not None:
            self._seconds, self._runs = self._seconds + done.seconds, self._runs + 1
            held.keep(done)
        return True

    def _lost(self, worker: Worker, todo: deque[Job], stopped: Stopped) -> list[tuple[Job, str]]:
        job = self._let_go(worker, todo, SECONDS_TO_END)
        if worker.ready:
            return [(job, ending(worker.process.exitcode))]
        if stopped():
            return []
        raise not_started(worker.process)

    def _cut_off(self, worker: Worker, todo: deque[Job], held: Held) -> None:
        job = self._let_go(worker, todo)
        error = f"It took longer than {self.limit:g} s, all that a run may take (--run-limit)."
        held.keep(Done(job, error=error, seconds=self.limit or 0.0))

    def _let_go(self, worker: Worker, todo: deque[Job], patience: int = 0) -> Job:
        """End a process; what waited in its line is done by others. Returns what was under way."""
        self.workers.remove(worker)
        first, *others = worker.jobs
        todo.extendleft(reversed(others))
        worker.end(patience)
        return first


@contextmanager
def _allowed_children() -> Iterator[None]:
    """Let a process of a cluster, which is not trusted to take its children with it, start some: ours die with it."""
    settings: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    before = settings.pop("daemon", None)
    try:
        yield
    finally:
        if before is not None:
            settings["daemon"] = before


def serve(line: Connection, load: bool) -> None:
    """Work in a process of its own until nobody speaks any more; Ctrl-C is the parent's, and it dies with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if load:
        deque(warm(), 0)
    line.send(None)
    while True:
        try:
            job, run = line.recv()
        except EOFError:
            return
        line.send(None)
        _answer(line, work([job], run)[0])


def _answer(line: Connection, done: Done) -> None:
    try:
        line.send(done)
    except OSError:  # a rule has closed it; the parent tells of that, and a traceback here would not
        os._exit(1)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
