"""``manyhats calibrate``: search, settle, check, write down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.plots import style
from sim.batch.executors import Patience
from sim.batch.provenance import usable_cores
from sim.calibration.apply import apply, toml_of
from sim.calibration.outcome import Outcome, check
from sim.calibration.picture import draw
from sim.calibration.space import SEARCHED
from sim.calibration.study import Point, Study
from sim.calibration.workers import Crew
from sim.scenario.errors import UserError
from sim.scenario.schema import Scenario

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
    study = Study(Scenario.load(base), list(SEARCHED), out, seed)
    with Crew(workers or usable_cores()) as crew, Patience(say) as patience:
        study.search(trials, crew, patience.is_over, seconds, _progress(say, trials))
        if patience.is_over() or not study.points:
            raise UserError(f"{len(study.points)} points are in {out}; the same command goes on.")
        best = study.settle(crew, lambda point: say(f"lived again: point {point.number}, loss {point.loss:.3f}"))
        outcome = check(study, best.at, crew, real)
    files = _write(outcome, out) + (apply(base, outcome.values) if write else [])
    return Calibrated(outcome, files, toml_of(outcome.values))


def _write(outcome: Outcome, out: Path) -> list[Path]:
    path = out / "calibration.json"
    path.write_text(outcome.as_json() + "\n", encoding="utf-8")
    with style.styled():
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
