"""``manyhats calibrate``: search, settle, check, write down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import tomlkit

from sim import Scenario, UserError
from sim.analysis import style
from sim.core.files import expanded, probe, probe_file, write_text, written
from sim.lab import Patience, executor_of, locked, usable_cores
from sim.scenario import MARK, SHARED
from sim.study.calibration.record import Outcome, check, draw
from sim.study.calibration.search import SEARCHED, Point, Study
from sim.world import graph_from_file


def toml_of(at: Mapping[str, float]) -> str:
    """Return values as one would write them into a scenario file, a section after the other."""
    return applied("", at)


def applied(text: str, at: Mapping[str, float]) -> str:
    """Return a scenario file with calibrated values, by name; those of companies are called ``company.<key>``.

    Everything else stays as it was written. Values get the mark of the calibration, whether they were there or are
    added at the end of their section; what an earlier calibration left elsewhere goes. Single companies keep what was
    written by hand.
    """
    document = tomlkit.parse(text)
    wanted: dict[str, dict[str, float]] = {}
    for name, value in at.items():
        section, _, key = name.partition(".")
        wanted.setdefault(SHARED if section == "company" else section, {})[key] = value
    _forget(document, wanted)
    for section, values in wanted.items():
        if section not in document:
            if document:
                document.add(tomlkit.nl())
            document.add(section, tomlkit.table())
        for key, value in values.items():
            whole = float(value).is_integer()
            document[section][key] = tomlkit.item(int(value) if whole else value).comment(MARK.lstrip("# "))
    return tomlkit.dumps(document)


def _forget(table: Any, wanted: Mapping[str, Any]) -> None:
    """Remove values with the mark of an earlier calibration, but for those that are written anew in their place."""
    for key, item in list(table.items()):
        if isinstance(item, tomlkit.items.AoT):
            for each in item:
                _forget(each, {})
        elif isinstance(item, tomlkit.items.Table):
            _forget(item, wanted.get(key, {}))
        elif getattr(item, "trivia", None) and item.trivia.comment == MARK and key not in wanted:
            table.remove(key)


def apply(base: Path, at: Mapping[str, float]) -> list[Path]:
    """Write calibrated values into the scenario file that the others extend; return it if it changed."""
    text = base.read_text(encoding="utf-8")
    new = applied(text, at)
    if new == text:
        return []
    with written(base):
        write_text(base.resolve(), new)
    return [base]


PACKAGE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Effort:
    """How long a search goes on, and where it begins."""

    trials: int  # points, those of earlier calls included
    seconds: float | None = None  # after which none is begun any more
    seed: int = 1  # of the proposals


@dataclass(frozen=True)
class Calibrated:
    """What a calibration leaves behind."""

    outcome: Outcome  # where it ended
    files: list[Path]  # what was written
    suggestion: str  # the values as TOML


def refuse_what_is_missing(base: Path, real: Path | None, *, write: bool) -> None:
    """Say at once what a calibration would miss after minutes of work.

    Raises
    ------
    UserError
        If Optuna is not installed, the scenario or the file of friendships cannot be read, or the values are to be
        written into a scenario of the installed package.
    """
    Scenario.load(base)
    if find_spec("optuna") is None:
        raise UserError("Calibrating needs Optuna: pip install 'manyhats[calibrate]'.")
    if real is not None:
        graph_from_file(str(real))
    if write and base.is_relative_to(PACKAGE):
        raise UserError("A shipped scenario is not changed in place: copy it with `manyhats scenarios --copy base`.")


def calibrate(
    base: Path,
    out: Path,
    effort: Effort,
    *,
    real: Path | None = None,
    workers: int | None = None,
    write: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Calibrated:
    """Search, live the best points again, measure the best of them anew, and write everything down.

    Parameters
    ----------
    base
        The default scenario.
    out
        Folder; what it holds of the same search is not done again.
    real
        A file with real friendships on which the targets are measured as well.
    workers
        Processes; by default one per core.
    write
        Whether the values go into the scenario, which others extend.
    say
        Told in sentences how it goes.

    Raises
    ------
    UserError
        If Optuna is missing, the folder holds another search, or nothing was tried.
    """
    scenario, out = Scenario.load(base), expanded(out)
    probe(out)
    if write:
        probe_file(base.resolve())
    places = workers or usable_cores()
    with locked(out), executor_of(places) as executor, Patience(say) as patience, written(out):
        study = Study(scenario, list(SEARCHED), out, effort.seed)
        study.search(effort.trials, executor, patience.is_over, effort.seconds, _progress(say, effort.trials))
        if patience.is_over() or not study.points:
            raise UserError(f"{len(study.points)} points are in {out}; the same command goes on.")
        best = study.settle(executor, lambda point: say(f"lived again: point {point.number}, loss {point.loss:.3f}"))
        outcome = check(study, best.at, executor, real)
    files = _write(outcome, out) + (apply(base, outcome.values) if write else [])
    return Calibrated(outcome, files, toml_of(outcome.values))


def _write(outcome: Outcome, out: Path) -> list[Path]:
    path = out / "calibration.json"
    with written(out), style.styled():
        write_text(path, outcome.as_json() + "\n")
        return [path, *style.save(draw(outcome), out, "calibration")]


def _progress(say: Callable[[str], None], trials: int) -> Callable[[Point], None]:
    best = [float("inf")]

    def tell(point: Point) -> None:
        if point.loss < best[0]:
            best[0] = point.loss
            say(f"point {point.number + 1} of {trials}: loss {point.loss:.3f}, the best so far")
        elif point.number % 20 == 0:
            say(f"point {point.number + 1} of {trials}")

    return tell
