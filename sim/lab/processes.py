"""Processes that do jobs, each with a line of its own: whatever becomes of one, the others and their lines are whole.

A job that ends its process is tried again at the end, alone; if it ends that one too, it has failed. A job that takes
longer than it may is ended together with its process.

A fresh process imports the script that asked for it, and nothing of the working directory. A script that asks at its
top level would do so there again; :func:`refuse_to_repeat` ends that process with a code of its own, by which the first
one knows.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic

from sim.lab.errors import BatchError
from sim.lab.work import Done, Held, J, R, Task, World, work

POLL = 0.2
SHORT = 0.25
"""Seconds: where jobs are shorter, one waits in the line of each process that has done some, which never idles so."""
SECONDS_TO_END = 5
UNGUARDED = 87
"""Exit code of a process that found the script calling for processes again."""
OURS = "MANYHATS_WORKER"

context = multiprocessing.get_context("spawn")


class NotStarted(BatchError):  # noqa: N818 - no error of what runs
    """Processes cannot be had from where they are asked for; nothing was computed."""


class Worker(Generic[J, R]):
    """One process, and its jobs, the first of them under way; ``load`` has it load the rules before its time counts."""

    def __init__(self, *, load: bool) -> None:
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, load))
        self.jobs: deque[J] = deque()
        self.ready = self.running = self.tried = False
        self.since = 0.0
        with fresh_start(), _allowed_children():
            self.process.start()
        theirs.close()

    def give(self, job: J, act: Callable[[J], R]) -> None:
        """Hand over a job."""
        self.jobs.append(job)
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
        self.load = crew.limit is not None and isinstance(task.act, World) and task.act.engine is None

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
                if not todo:
                    return
                if place == len(workers):
                    workers.append(Worker(load=self.load))
                worker = workers[place]
                if len(worker.jobs) <= depth and (depth == 0 or worker.tried):
                    worker.give(todo.popleft(), self.task.act)

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
    from sim.runs import warm  # not by the parent, which starts others before it needs any of this

    if load:
        deque(warm(), 0)
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


@contextmanager
def fresh_start() -> Iterator[None]:
    """Start processes in here: they do not look into the working directory for modules, and hear no Ctrl-C."""
    with elsewhere(), deaf():
        yield


@contextmanager
def elsewhere() -> Iterator[None]:
    """Let processes that are started not look for modules in the working directory, and know whose they are."""
    before = {name: os.environ.get(name) for name in ("PYTHONSAFEPATH", OURS)}
    os.environ.update({"PYTHONSAFEPATH": "1", OURS: "1"})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def deaf() -> Iterator[None]:
    """Hold Ctrl-C back, also from what is started meanwhile, which keeps it so; where signals can be held back."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def refuse_to_repeat() -> None:
    """End a process that only imports the script: were it not for this, every process would start others.

    Raises
    ------
    NotStarted
        If somebody else started the process.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        if os.environ.get(OURS):
            os._exit(UNGUARDED)
        raise NotStarted(_sentence())


def refuse_standard_input() -> None:
    """Refuse to start processes for a script that they could not import.

    Raises
    ------
    NotStarted
        If it comes from standard input.
    """
    file = str(getattr(sys.modules.get("__main__"), "__file__", None) or "")
    if os.path.basename(file).startswith("<"):
        raise NotStarted(
            "Worker processes cannot import a script that comes from standard input: use workers=1, or put the "
            "script into a file."
        )


def not_started(process: BaseProcess) -> NotStarted:
    """What to say of a process that ended before it was ready to work."""
    process.join()
    if process.exitcode == UNGUARDED:
        return NotStarted(_sentence())
    return NotStarted(
        f"A worker process ended before it could work ({ending(process.exitcode)}): a script that asks for several "
        "must be one that can be imported; what it said stands above."
    )


def _sentence() -> str:
    return (
        "Worker processes import the script that asks for them, and this one would start them again: it needs "
        "'if __name__ == \"__main__\":' around the call of batch(); workers=1 does without."
    )


def usable_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ending(code: int | None) -> str:
    """Say how a process ended."""
    if code is not None and code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit code {code}"


def try_a_process() -> None:
    """Start a process that does nothing, to see whether there can be any.

    Raises
    ------
    NotStarted
        If there cannot.
    """
    refuse_standard_input()
    process = context.Process(target=_nothing)
    with fresh_start():
        process.start()
    process.join()
    if process.exitcode != 0:
        raise not_started(process)


def _nothing() -> None: ...
