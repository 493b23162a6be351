"""Processes that do jobs, each with a line of its own: whatever becomes of one, the others and their lines are whole.

A job that ends its process is tried again at the end, alone; if it ends that one too, it has failed. A job that takes
longer than it may is ended together with its process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal

from sim.lab.starting import allowed_children, context, ending, fresh_start, not_started, refuse_standard_input
from sim.lab.work import Done, Held, J, R, Task, World, alone, work

POLL = 0.2
SHORT = 0.25
"""Seconds: where jobs are shorter, one waits in the line of each process that has done some, which never idles so."""
SECONDS_TO_END = 5
LOOKED_AT = 1000
"""Jobs that wait, from the first, among which the next is chosen."""
WORTH_SHARING = 8
"""Jobs with something in common that must be left before a second process begins with it as well: a burn-in takes as
long as about four twins."""
First = Literal["nothing", "import", "load"]
"""Of the rules that a world is lived by, before a process is ready."""


class Worker(Generic[J, R]):
    """One process, and its jobs, the first of them under way; ``first`` is what it does before its time counts."""

    def __init__(self, first: First) -> None:
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, first))
        self.jobs: deque[J] = deque()
        self.ready = self.running = self.tried = False
        self.shares: Hashable = None  # what its latest job has in common with others
        self.since = 0.0
        with fresh_start(), allowed_children():
            self.process.start()
        theirs.close()

    def give(self, job: J, act: Callable[[J], R], shares: Hashable = None) -> None:
        """Hand over a job."""
        self.jobs.append(job)
        self.shares = shares
        with suppress(OSError):  # it has just died, which is noticed where its answers are read
            self.line.send((job, act))

    def answer(self) -> Done[J, R] | None:
        """Read what it says: what it has done, or None when it is ready, and when it begins a job.

        Raises
        ------
        EOFError, OSError
            If the process is gone.
        """
        said: Done[J, R] | None = self.line.recv()
        self.since = time.monotonic()
        if said is None:
            self.ready, self.running = True, self.ready
            return None
        self.jobs.popleft()
        self.running, self.tried = False, True
        return said

    def is_over(self, limit: float | None) -> bool:
        """Whether its job takes longer than it may."""
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
    """Processes that stay until they are dismissed."""

    def __init__(self, size: int, limit: float | None = None) -> None:
        self.size, self.limit = size, limit
        self.workers: list[Worker[Any, Any]] = []
        self._seconds, self._done = 0.0, 0

    def carry_out(self, task: Task[J, R], held: Held[J, R]) -> None:
        """Do jobs; those that end their process are tried once more when all others are done, one by one.

        Raises
        ------
        NotStarted
            If there can be no processes.
        """
        refuse_standard_input()
        shift = Shift(self, task, held)
        try:
            for job, _ in shift.round(deque(task.jobs), self.size):
                for _, how in shift.round(deque([job]), 1):
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

    def is_short(self) -> bool:
        """Whether jobs are so short that one should wait in every line."""
        return bool(self._done) and self._seconds / self._done < SHORT

    def learn(self, seconds: float) -> None:
        """Take note of how long a job took."""
        self._seconds, self._done = self._seconds + seconds, self._done + 1


class Shift(Generic[J, R]):
    """A crew at a task; what is finished is given to ``held``."""

    def __init__(self, crew: Crew, task: Task[J, R], held: Held[J, R]) -> None:
        self.crew, self.task, self.held = crew, task, held
        lives = isinstance(task.act, World) and task.act.engine is None
        self.first: First = "nothing" if not lives else "import" if crew.limit is None else "load"

    def round(self, todo: deque[J], size: int) -> list[tuple[J, str]]:
        """Do jobs with some of the processes; return those that ended theirs, and how."""
        lost: list[tuple[J, str]] = []
        while True:
            if not self.task.stopped():
                self._hand_out(todo, size)
            busy = [worker for worker in self.crew.workers if worker.jobs]
            if not busy:
                return lost
            spoke = wait([worker.line for worker in busy], POLL)
            for worker in busy:
                if worker.line in spoke and self._heard(worker):
                    continue
                if worker.line in spoke or worker.has_gone():
                    lost += self._lost(worker, todo)
                elif worker.is_over(self.crew.limit):
                    self._cut_off(worker, todo)
            self.held.pass_on()

    def _hand_out(self, todo: deque[J], size: int) -> None:
        workers = self.crew.workers
        for depth in range(2 if self.crew.is_short() else 1):
            for place in range(size):
                worker = workers[place] if place < len(workers) else None
                if worker and not (len(worker.jobs) <= depth and (depth == 0 or worker.tried)):
                    continue
                chosen = self._chosen(todo, worker, workers[:size])
                if chosen is None:
                    continue
                if worker is None:
                    workers.append(worker := Worker(self.first))
                job = todo[chosen]
                del todo[chosen]
                worker.give(job, self.task.act, self.task.shares(job))

    def _chosen(self, todo: deque[J], worker: Worker[J, R] | None, workers: list[Worker[Any, Any]]) -> int | None:
        """Place of the next job for a worker, who may not be there yet; None if there is none for them."""
        if not todo or self.task.shares is alone:
            return 0 if todo else None
        waiting = [self.task.shares(job) for job in islice(todo, LOOKED_AT)]
        others = [other.shares for other in workers if other is not worker]
        return next_place(waiting, worker.shares if worker else None, others)

    def _heard(self, worker: Worker[J, R]) -> bool:
        """Take one answer; False if there will be none any more."""
        try:
            done = worker.answer()
        except (EOFError, OSError):
            return False
        if done is not None:
            self.crew.learn(done.seconds)
            self.held.keep(done)
        elif worker.running:
            self.task.begun(worker.jobs[0])
        return True

    def _lost(self, worker: Worker[J, R], todo: deque[J]) -> list[tuple[J, str]]:
        job = self._let_go(worker, todo, SECONDS_TO_END)
        if worker.ready:
            return [(job, ending(worker.process.exitcode))]
        if self.task.stopped():
            return []
        raise not_started(worker.process)

    def _cut_off(self, worker: Worker[J, R], todo: deque[J]) -> None:
        job, limit = self._let_go(worker, todo), self.crew.limit or 0.0
        error = f"It took longer than {limit:g} s, all that a run may take (--run-limit)."
        self.held.keep(Done(job, error=error, seconds=limit))

    def _let_go(self, worker: Worker[J, R], todo: deque[J], patience: int = 0) -> J:
        """End a process; what waited in its line is done by others. Returns what was under way."""
        self.crew.workers.remove(worker)
        first, *others = worker.jobs
        todo.extendleft(reversed(others))
        worker.end(patience)
        return first


def next_place(waiting: list[Hashable], latest: Hashable, others: list[Hashable]) -> int | None:
    """Return which of the jobs that wait is best done next by a worker; None if all are better left to others.

    Parameters
    ----------
    waiting
        What each has in common with others, in the order of the jobs; None for nothing.
    latest
        What the worker's latest job has.
    others
        What the latest jobs of the other workers have.
    """
    if latest is not None and latest in waiting:
        return waiting.index(latest)
    free = next((place for place, shares in enumerate(waiting) if shares is None or shares not in others), None)
    if free is not None:
        return free
    most = max(waiting, key=waiting.count)
    return len(waiting) - 1 - waiting[::-1].index(most) if waiting.count(most) >= WORTH_SHARING else None


def serve(line: Connection, first: First) -> None:
    """Work in a process of its own until nobody speaks any more; Ctrl-C is the parent's, and it dies with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if first != "nothing":
        from sim.runs import warm  # the parent starts others before it needs any of this

        deque(warm() if first == "load" else (), 0)
    line.send(None)
    while True:
        try:
            job, act = line.recv()
        except EOFError:
            return
        line.send(None)
        _answer(line, work([job], act)[0])


def _answer(line: Connection, done: Done[Any, Any]) -> None:
    try:
        line.send(done)
    except OSError:  # a rule has closed it; the parent tells of that, and a traceback here would not
        os._exit(1)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
