"""``manyhats calibrate``: search, draw, predict, write down."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sim import Scenario, UserError
from sim.core.files import expanded, probe, probe_file
from sim.lab import Patience, executor_of, locked, model_version, usable_cores
from sim.scenario import values_by_name
from sim.study.calibration import screening
from sim.study.calibration.choosing import (
    effective_size,
    foreseen,
    next_start,
    ordered,
    prediction,
    represented,
    sampled,
)
from sim.study.calibration.closeness import REFUSAL, Bench, Closeness
from sim.study.calibration.measuring import Job, Kept, Measuring
from sim.study.calibration.proposing import NOWHERE, Start
from sim.study.calibration.record import (
    EVERY,
    PREDICTIVE_SEEDS,
    Outcome,
    bands,
    noted,
    posterior_told,
    short,
    told_targets,
)
from sim.study.calibration.smc import NEEDED, POOLED, SEARCH_SEEDS, Generation, Search, Stop
from sim.study.calibration.space import Searched, apply, changed, searched
from sim.study.lived import VERDICT_SEEDS, with_dear_fees
from sim.study.measures import scale
from sim.study.measures.null import null
from sim.study.posterior import Sample

PACKAGE = Path(__file__).resolve().parents[2]
RECORD, SAMPLE, COVERAGE = "calibration.json", "posterior.json", "coverage.json"
BESIDE = 1  # worlds per particle without care and with dear fees: what is accepted there is wide


@dataclass(frozen=True)
class Effort:
    """How long a search goes on, and where it begins."""

    stop: Stop = field(default_factory=Stop)
    particles: int = 200  # of a generation
    seed: int = 1  # of the proposals
    hours: float | None = None  # after which no world is begun any more; the next call goes on
    start: Path | None = None  # file that says where to look first
    adjust: bool = True  # whether a regression shifts the last generation to where its figures would be the published


@dataclass(frozen=True)
class Where:
    """Where worlds are lived."""

    workers: int | None = None  # processes; by default one per core
    cluster: str | None = None  # address of a Dask scheduler instead, or ``local:2``


@dataclass(frozen=True)
class Calibrated:
    """What a calibration leaves behind."""

    outcome: Outcome
    sample: Sample
    files: list[Path]  # what was written
    next: Callable[[], Start]  # tells where a search after this one would look first


def refuse_what_is_missing(base: Path, *, write: bool) -> None:
    """Say at once what a calibration would miss after minutes of work.

    Raises
    ------
    UserError
        If pyABC is not installed, the scenario cannot be read, or the values are to be written into a scenario of the
        installed package.
    """
    Scenario.load(base)
    if find_spec("pyabc") is None:
        raise UserError(NEEDED)
    if write and base.is_relative_to(PACKAGE):
        raise UserError("A shipped scenario is not changed in place: copy it with `manyhats scenarios --copy base`.")


def identity(scenario: Scenario, space: Sequence[Searched], effort: Effort) -> dict[str, Any]:
    """Return what makes a search the one it is: with another answer to any of these it would be another one."""
    names = {name for each in space for name in each.guess.at(scenario)}
    priors = {each.name: [each.guess.law, each.guess.least, each.guess.most] for each in space}
    fixed = {name: value for name, value in values_by_name(scenario).items() if name not in names}
    targets = {
        name: [each["role"], each["low"], each["high"], each["expected"]] for name, each in told_targets().items()
    }
    return {
        "priors": priors,
        "particles": effort.particles,
        "worlds": [POOLED, BESIDE],
        "seed": effort.seed,
        "targets": targets,
        "scenario": fixed,
        "model": model_version(),
    }


@contextmanager
def measuring_in(
    folder: Path, what: dict[str, Any], where: Where, say: Callable[[str], None], hours: float | None = None
) -> Iterator[Measuring]:
    """Open a folder to measure worlds in, until Ctrl-C or the time ends it."""
    probe(folder)
    began, limit = time.monotonic(), None if hours is None else hours * 3600.0
    places = where.workers or usable_cores()
    with (
        locked(folder),
        executor_of(places, where.cluster) as executor,
        Patience(say) as patience,
        Kept(folder, what) as kept,
    ):
        yield Measuring(
            kept, executor, lambda: patience.is_over() or (limit is not None and time.monotonic() - began > limit)
        )


def calibrate(
    base: Path, out: Path, effort: Effort, *, where: Where = Where(), say: Callable[[str], None] = lambda _: None
) -> Calibrated:
    """Search, draw from the posterior, measure what it predicts, and write everything into a folder.

    Parameters
    ----------
    base
        The default scenario.
    out
        Folder; what it holds of the same search is not done again.
    effort, where
        How long and where.
    say
        Told in sentences how it goes.

    Raises
    ------
    UserError
        If pyABC is missing, the folder holds another search, or somebody wished to stop before it was over.
    """
    scenario, out, space = Scenario.load(base), expanded(out), searched()
    bench = Bench(scenario, Closeness.published(), beside=BESIDE)
    start = Start.read(effort.start, [each.name for each in space]) if effort.start else NOWHERE
    what = identity(scenario, space, effort)
    with measuring_in(out, what, where, say, effort.hours) as measuring:
        search = Search(space, bench, out, effort.particles, effort.seed, start)
        whole = search.run(measuring, effort.stop, lambda each: say(_told(each)))
        _note(search, out, what, effort)
        if not whole and (effort.hours is None or not search.generations()):
            raise UserError(f"{len(search.generations())} generations are in {out}; the same command goes on.")
    with measuring_in(out, what, where, say) as measuring:
        say("The search has ended; now what it predicts is measured, and what was kept out of it.")
        return _concluded(search, measuring, out, what, effort)


def _told(each: Generation) -> str:
    threshold = "everything" if each.epsilon > 1e5 else f"distance below {each.epsilon:.3f}"
    return f"generation {each.number + 1}: {threshold}, {each.accepted} of {each.simulations} proposals"


def _note(search: Search, out: Path, what: dict[str, Any], effort: Effort) -> list[dict[str, Any]]:
    """Write the search down among all that were run in the folder."""
    done = search.generations()
    return noted(
        out,
        {
            "what": recovery_key(what),
            "title": search.bench.scenario.title,
            "parameters": [each.name for each in search.space],
            "seed": effort.seed,
            "particles": effort.particles,
            "stop": asdict(effort.stop),
            "hours": effort.hours,
            "generations": len(done),
            "simulations": sum(each.simulations for each in done),
            "epsilon": done[-1].epsilon if done else None,
        },
    )


def recovery_key(what: dict[str, Any]) -> str:
    """Return a short name of a search."""
    import hashlib

    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()[:12]


def _concluded(search: Search, measuring: Measuring, out: Path, what: dict[str, Any], effort: Effort) -> Calibrated:
    """Draw, predict and write."""
    draws, sample = sampled(search, adjust=effort.adjust)
    jobs = [prediction(sample, row) for row in range(0, len(sample.draws), EVERY)]
    whole = replace(search.bench, beside=None)
    predicted = measuring.all(replace(whole, closeness=foreseen()), jobs)
    at_chosen = None
    best_of = None if predicted is None else represented(search, measuring, sample, predicted)
    if best_of is not None:
        sample = best_of
        best = Job(tuple(sample.values(sample.chosen).items()), VERDICT_SEEDS, kind="medoid")
        at_chosen = measuring.all(replace(whole, closeness=Closeness(ordered())), [best])
    if predicted is None or at_chosen is None:
        raise UserError(f"The search in {out} has ended, but not what follows; the same command goes on.")
    world = changed(search.bench.scenario, sample.values(sample.chosen))
    outcome = Outcome(
        search={
            "seed": effort.seed,
            "particles": effort.particles,
            "stop": asdict(effort.stop),
            "hours": effort.hours,
            "adjusted": effort.adjust,
            "effective": round(effective_size(search, adjust=effort.adjust), 1),
            "generations": [asdict(each) for each in search.generations()],
            "seeds": {
                "search": [SEARCH_SEEDS[0], SEARCH_SEEDS[-1]],
                "prediction": [PREDICTIVE_SEEDS[0], PREDICTIVE_SEEDS[-1]],
                "chosen": list(VERDICT_SEEDS),
            },
        },
        parameters=posterior_told(search.space, draws, sample),
        chosen=short(at_chosen[0]),
        predictive=bands([each for each in predicted if REFUSAL not in each]),
        null=short(null(world, with_dear_fees(world))),
        searches=_note(search, out, what, effort),
        screening=_kept(out / screening.NAME),
        coverage=_kept(out / COVERAGE),
        scale=(_kept(out / scale.NAME) or {}).get("found"),
    )
    files = [outcome.write(out / RECORD), sample.write(out / SAMPLE)]
    return Calibrated(outcome, sample, files, partial(next_start, search))


def _kept(file: Path) -> dict[str, Any] | None:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def put_in_place(done: Calibrated, base: Path) -> list[Path]:
    """Write the chosen draw into the default scenario, and all draws into the package, where everybody looks."""
    from sim.study.posterior import FILE

    probe_file(base.resolve())
    return [*apply(base, done.sample.values(done.sample.chosen)), done.sample.write(FILE)]
