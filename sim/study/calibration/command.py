"""``manyhats calibrate``: search, settle, check, write down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sim.analysis.drawing import style
from sim.core.errors import UserError
from sim.core.files import expanded, probe, probe_file, write_text, written
from sim.lab.executors import Patience
from sim.lab.lock import locked
from sim.lab.provenance import usable_cores
from sim.scenario.schema import Scenario
from sim.study.calibration.apply import apply, toml_of
from sim.study.calibration.outcome import Outcome, check
from sim.study.calibration.picture import draw
from sim.study.calibration.space import SEARCHED
from sim.study.calibration.study import Point, Study
from sim.study.calibration.workers import Crew
from sim.world.graphs.files import graph_from_file

PACKAGE = Path(__file__).resolve().parents[1]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Calibrated:
    """What a calibration leaves behind.

    Attributes
    ----------
    outcome
        Where it ended.
    files
        What was written.
    suggestion
        The values as TOML.
    """

    outcome: Outcome
    files: list[Path]
    suggestion: str


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
    *,
    trials: int,
    seconds: float | None = None,
    seed: int = 1,
    real: Path | None = None,
    workers: int | None = None,
    write: bool = False,
    say: Say = lambda _: None,
) -> Calibrated:
    """Search, live the best points again, measure the best of them anew, and write everything down.

    Parameters
    ----------
    base
        The default scenario.
    out
        Folder; what it holds of the same search is not done again.
    trials, seconds
        How many points, and after how long none is begun any more.
    seed
        Seed of the proposals.
    real
        A file with real friendships on which the targets are measured as well.
    workers
        Processes; by default one a core.
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
    with locked(out), Crew(workers or usable_cores()) as crew, Patience(say) as patience, written(out):
        study = Study(scenario, list(SEARCHED), out, seed)
        study.search(trials, crew, patience.is_over, seconds, _progress(say, trials))
        if patience.is_over() or not study.points:
            raise UserError(f"{len(study.points)} points are in {out}; the same command goes on.")
        best = study.settle(crew, lambda point: say(f"lived again: point {point.number}, loss {point.loss:.3f}"))
        outcome = check(study, best.at, crew, real)
    files = _write(outcome, out) + (apply(base, outcome.values) if write else [])
    return Calibrated(outcome, files, toml_of(outcome.values))


def _write(outcome: Outcome, out: Path) -> list[Path]:
    path = out / "calibration.json"
    with written(out), style.styled():
        write_text(path, outcome.as_json() + "\n")
        return [path, *style.save(draw(outcome), out, "calibration")]


def _progress(say: Say, trials: int) -> Callable[[Point], None]:
    best = [float("inf")]

    def tell(point: Point) -> None:
        if point.loss < best[0]:
            best[0] = point.loss
            say(f"point {point.number + 1} of {trials}: loss {point.loss:.3f}, the best so far")
        elif point.number % 20 == 0:
            say(f"point {point.number + 1} of {trials}")

    return tell
