"""Fresh processes: how one is started, what it may not do at its start, and how its end is put into words.

A fresh process imports the script that asked for it, and nothing of the working directory. A script that asks at its
top level would do so there again; :func:`refuse_to_repeat` ends that process with a code of its own, by which the first
one knows.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any

from sim.lab.work import BatchError

UNGUARDED = 87
"""Exit code of a process that found the script calling for processes again."""
OURS = "MANYHATS_WORKER"

context = multiprocessing.get_context("spawn")


class NotStarted(BatchError):  # noqa: N818 - no error of what runs
    """Processes cannot be had from where they are asked for; nothing was computed."""


@contextmanager
def allowed_children() -> Iterator[None]:
    """Let a process of a cluster, which is not trusted to take its children with it, start some: ours die with it."""
    settings: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    before = settings.pop("daemon", None)
    try:
        yield
    finally:
        if before is not None:
            settings["daemon"] = before


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
