"""Run cases of the verification, and tell how they end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sim import UserError
from sim.core.files import probe, written
from sim.core.wording import meant, shown
from sim.lab import Patience, usable_cores
from sim.verification.case import Case, Result
from sim.verification.cases import all_cases
from sim.verification.progress import Kind, progress_of
from sim.verification.workers import in_process, in_processes

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
        Processes; 1 runs in this process; by default one a usable core.
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
    view = progress_of(progress, cases)

    def take(result: Result) -> None:
        done[result.name] = result
        view.end(result)

    places = min(workers or usable_cores(), len(cases))
    with written(out), view, Patience(view.say) as patience, suppress(KeyboardInterrupt):
        if places > 1:
            in_processes(places, cases, short, out, view.begin, take, patience.is_over)
        else:
            in_process(cases, short, out, view.begin, take, patience.is_over)
    results = [done[case.name] for case in cases if case.name in done]
    if len(results) < len(cases):
        raise Stopped(results, len(cases), out)
    return results
