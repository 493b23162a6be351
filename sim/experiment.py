"""A batch from Python: run it, and read its results back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from sim.core.files import probe
from sim.core.parameters import as_whole
from sim.core.wording import shown
from sim.lab.batch import Ways
from sim.lab.batch import batch as run_batch
from sim.lab.starting import refuse_to_repeat
from sim.lab.stored.files import folder_named
from sim.lab.work import BatchError
from sim.scenario.reading.shipped import PREFIX
from sim.scenario.schema import Scenario, scenario_with

if TYPE_CHECKING:
    from sim.analysis.results import Results


def batch(
    scenario: Scenario | Mapping[str, Any] | str | Path,
    out: str | Path | None = None,
    seeds: int | None = None,
    workers: int | None = None,
    *,
    rules: Sequence[str | Path] = (),
    **how: Unpack[Ways],
) -> Results:
    """Run all worlds of a scenario and read the results back; what the folder holds already is not run again.

    A script that uses more than one worker, or ``run_limit``, needs ``if __name__ == "__main__":`` around the call.

    Parameters
    ----------
    scenario
        A scenario, or the path of a scenario file.
    out
        Folder of the results; by default ``results/<name of the file>``.
    seeds, workers
        See :func:`sim.lab.batch.batch`.
    rules
        Python files with rules of the user's own, which are run; see :mod:`sim.own`.
    how
        ``cluster``, ``progress``, ``retry_failed``, ``run_limit``; see :class:`sim.lab.batch.Ways`.

    Returns
    -------
    sim.analysis.results.Results
        Frames and manifest.

    Raises
    ------
    sim.core.errors.UserError
        As in :func:`sim.lab.batch.batch`; after ``RunsFailed`` the others can be had by :func:`sim.load`.
    """
    from sim.analysis.results import load

    refuse_to_repeat()
    if out is None:
        if not isinstance(scenario, str | Path):
            raise BatchError("out is missing: a scenario that is no file does not say where its results go.")
        out = Path("results") / Path(scenario).stem.removeprefix(PREFIX)
    asked, out = scenario_with(scenario, rules), folder_named(out)
    seeds, workers = _number("seeds", seeds), _number("workers", workers)
    probe(out)
    return load(run_batch(asked, out, seeds, workers, **how))


def _number(name: str, value: object) -> int | None:
    """Read a whole number of any type, or its digits; None is left to the batch."""
    number = as_whole(value)
    if number is None and value is not None:
        raise BatchError(f"{name} = {shown(value)}: must be a whole number, at least 1.")
    return number
