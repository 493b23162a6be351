"""Where cases are run: one after the other in this process, or in several fresh ones."""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from sim.analysis import style
from sim.verification.case import Case, Findings, NotRun, Result, result_of, write_result
from sim.verification.figures import checks_figure

POLL = 0.2
Begun = Callable[[str], None]
Take = Callable[[Result], None]
Stopped = Callable[[], bool]


def carry_out(case: Case, short: bool, out: Path) -> Result:
    """Run a case, write what it found and its figure, and return what became of it; whatever it raises is told."""
    began = time.monotonic()
    try:
        with style.styled():
            found = case.run(short)
            figure = found.figure or _plain_figure(case, found)
        style.save(figure, out, case.name)
        became: dict[str, Any] = {"checks": found.checks, "remark": found.remark, "figure": True}
    except NotRun as reason:
        became = {"not_run": str(reason)}
    except Exception as error:
        said = " ".join(str(error).split())
        became = {"error": f"{type(error).__name__}: {said}".rstrip(": "), "traceback": traceback.format_exc()}
    result = result_of(case, short, **became, seconds=round(time.monotonic() - began, 1))
    write_result(result, out)
    return result


def _plain_figure(case: Case, found: Findings) -> Figure:
    """The checks of a case that drew nothing."""
    below = f"{case.title}. A row is a number on its own scale: the band is what is accepted, the tick what is expected"
    return checks_figure(case.name.replace("-", " ").capitalize(), below, case.source, found.checks)


def in_process(cases: Sequence[Case], short: bool, out: Path, begun: Begun, take: Take, stopped: Stopped) -> None:
    """Run cases one after the other.

    Parameters
    ----------
    cases, short, out
        Which, in which form, and the folder of results and figures.
    begun
        Told the name of each case that begins.
    take
        Given what became of each.
    stopped
        Asked before each case; once it is true no further one is begun.
    """
    for case in cases:
        if stopped():
            return
        begun(case.name)
        take(carry_out(case, short, out))


class Worker:
    """A process that runs one case at a time."""

    def __init__(self, short: bool, out: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, short, out), daemon=True)
        self.process.start()
        theirs.close()
        self.case: Case | None = None

    def begin(self, case: Case) -> None:
        """Let it run a case."""
        self.case = case
        self.pipe.send(case)

    def fetch(self, short: bool, out: Path) -> Result:
        """What became of the case, or of the process."""
        assert self.case is not None
        case, self.case = self.case, None
        try:
            result: Result = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            result = result_of(case, short, error="Its process died, perhaps for lack of memory.")
            write_result(result, out)
        return result

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def in_processes(
    workers: int, cases: Sequence[Case], short: bool, out: Path, begun: Begun, take: Take, stopped: Stopped
) -> None:
    """Run cases in several fresh processes; a process that dies fails its case only.

    Parameters
    ----------
    workers
        Number of processes.
    cases, short, out, begun, take, stopped
        See :func:`in_process`.
    """
    left, crew = list(cases), [Worker(short, out) for _ in range(min(workers, len(cases)))]
    try:
        while True:
            for worker in crew:
                if worker.case is None and left and not stopped():
                    begun(left[0].name)
                    worker.begin(left.pop(0))
            busy: dict[Any, Worker] = {worker.pipe: worker for worker in crew if worker.case is not None}
            if not busy:
                return
            for pipe in wait(list(busy), POLL):
                worker = busy[pipe]
                take(worker.fetch(short, out))
                if not worker.process.is_alive():
                    crew[crew.index(worker)] = Worker(short, out)
    finally:
        for worker in crew:
            worker.end()


def _serve(pipe: Connection, short: bool, out: Path) -> None:
    """Run cases until the parent is gone; Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        while True:
            pipe.send(carry_out(pipe.recv(), short, out))
