"""Run cases of the verification, wherever there is room, and tell how they end."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from sim import UserError
from sim.analysis import style
from sim.core.files import probe, written
from sim.core.wording import meant, shown
from sim.lab import Done, Kind, Patience, Task, executor_of, progress_of, usable_cores
from sim.verification.case import Case, Findings, NotRun, Result, result_of, write_result
from sim.verification.cases import all_cases
from sim.verification.figures import checks_figure

OUT = Path("results/verification")


class Stopped(UserError):  # noqa: N818 - it is no error but the user's wish
    """The user stopped the verification."""

    exit_code = 130

    def __init__(self, done: Sequence[Result], asked: int, out: Path) -> None:
        self.done, self.asked, self.out = list(done), asked, out
        super().__init__(self.done, asked, out)

    def __str__(self) -> str:
        """Say what was finished."""
        return f"Interrupted: {len(self.done)} of {self.asked} cases are finished and written in '{self.out}'."


def chosen(names: Sequence[str]) -> list[Case]:
    """Return the cases of these names, or all; a kind, such as ``identity``, stands for all its cases.

    Raises
    ------
    UserError
        If there is no such case; it names the nearest.
    """
    cases = all_cases()
    kinds = {case.kind for case in cases.values()}
    unknown = next((name for name in names if name not in cases and name not in kinds), None)
    if unknown is not None:
        near = meant(unknown, [*cases, *kinds]) or " 'manyhats verify --list' names all."
        raise UserError(f"{shown(unknown)} is no case of the verification.{near}")
    return [case for case in cases.values() if not names or case.name in names or case.kind in names]


def verify(
    names: Sequence[str] = (),
    out: Path = OUT,
    *,
    short: bool = False,
    workers: int | None = None,
    progress: Kind = "auto",
) -> list[Result]:
    """Run cases and write what each found, and its figure, into a folder.

    Parameters
    ----------
    names
        Of cases or kinds; all if empty.
    out
        Folder for ``<case>.json``, ``<case>.svg`` and ``<case>.png``.
    short
        Run the short forms, with fewer worlds.
    workers
        Processes; 1 runs in this process; by default one per usable core.
    progress
        ``auto`` (a bar in a terminal, lines elsewhere), ``bar``, ``lines`` or ``quiet``.

    Returns
    -------
    list of Result
        In the order of the cases. A case that raises is among them, and stops no other.

    Raises
    ------
    UserError
        If a name is unknown or the folder cannot be written.
    Stopped
        If the user pressed Ctrl-C; what was finished is kept.
    """
    cases, done = chosen(names), dict[str, Result]()
    probe(out)
    view, places = progress_of(progress, "Verifying"), min(workers or usable_cores(), len(cases))

    def take(ended: Sequence[Done[Case, Result]]) -> None:
        for each in ended:
            result = done[each.job.name] = each.result or _lost(each.job, short, out)
            view.end(each.job.name, told(result), good=result.passed)

    with written(out), view, Patience(view.say) as patience, suppress(KeyboardInterrupt):
        view.start(len(cases), 0, announced=False)
        task = Task(cases, Runner(short, out), take, patience.is_over, lambda case: view.begin(case.name))
        executor_of(places, seconds=0.0).carry_out(task)
    results = [done[case.name] for case in cases if case.name in done]
    if len(results) < len(cases):
        raise Stopped(results, len(cases), out)
    return results


def told(result: Result) -> str:
    """How a case ended, in one line."""
    counted = f"{result.counted} checks, " if result.counted else ""
    why = result.not_run or result.error
    return f"{result.name}: {result.verdict} ({counted}{result.seconds:.0f} s){f': {why}' if why else ''}"


def _lost(case: Case, short: bool, out: Path) -> Result:
    """What became of a case that ended its process, twice."""
    result = result_of(case, short, error="Its process died, perhaps for lack of memory.")
    write_result(result, out)
    return result


@dataclass(frozen=True)
class Runner:
    """Runs a case in one form, and writes into a folder."""

    short: bool
    out: Path

    def __call__(self, case: Case) -> Result:
        """Return what became of it."""
        return carry_out(case, self.short, self.out)


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
