"""Points times seeds, over processes, into a store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.batch.errors import BatchError, Interrupted, RunsFailed
from sim.batch.example import keep_example
from sim.batch.executors import Patience, here, spread
from sim.batch.identity import model_version, run_identities
from sim.batch.points import points
from sim.batch.precision import until_precise
from sim.batch.progress import Kind, Progress, progress_of
from sim.batch.provenance import manifest, usable_cores
from sim.batch.store import Store
from sim.batch.work import Done, Engine, Job
from sim.scenario.schema import Scenario


def batch(
    scenario: Scenario,
    out: str | Path,
    seeds: int | None = None,
    workers: int | None = None,
    progress: Kind = "auto",
    run: Engine | None = None,
) -> Path:
    """Run every point of a design with every seed and store the results; what is stored already is not run again.

    The stored bytes do not depend on the number of workers, on interruptions, or on the order of completion.

    Parameters
    ----------
    scenario
        With what it varies.
    out
        Folder of the results.
    seeds
        Number of seeds; by default the scenario's, or as many as its wish for precision takes.
    workers
        Processes; 1 runs in this process; by default one a usable core.
    progress
        ``auto``, ``bar``, ``lines`` or ``quiet``.
    run
        Runs one world; by default the market. Must be importable by name for more than one worker.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    BatchError
        If the folder holds other results, a number makes no sense, or a worker process died.
    Interrupted
        If the user pressed Ctrl-C; everything finished is stored.
    RunsFailed
        If runs raised; everything else is stored.
    """
    _refuse(seeds, workers)
    if seeds is None and scenario.design.precision.outcome:
        return until_precise(scenario, lambda more: batch(scenario, out, more, workers, progress, run))
    plan, first = points(scenario), scenario.design.first_seed
    wanted = list(range(first, first + (seeds or scenario.design.seeds)))
    model = model_version()
    identities = run_identities(plan, wanted, model)
    store = Store(Path(out), manifest(scenario, plan, wanted, model), identities)
    stored = store.stored()
    jobs = [
        Job(point, seed, plan[point].strategy, plan[point].scenario)
        for point, seed in identities
        if (point, seed) not in stored
    ]
    _compute(store, jobs, len(identities), min(workers or usable_cores(), len(jobs)), progress_of(progress), run)
    if run is None and not store.failures:
        keep_example(plan[0], wanted[0], store.folder)
    if store.failures:
        raise RunsFailed(store.failures, len(identities), str(out))
    return store.folder


def _refuse(seeds: int | None, workers: int | None) -> None:
    for name, value in (("seeds", seeds), ("workers", workers)):
        if value is not None and value < 1:
            raise BatchError(f"{name} = {value}: must be at least 1.")


def _compute(store: Store, jobs: list[Job], total: int, workers: int, view: Progress, run: Engine | None) -> None:
    def take(results: Sequence[Done]) -> None:
        store.add(results)
        view.advance(len(results), sum(result.frames is None for result in results))

    with Patience() as patience:
        try:
            with view:
                view.start(total, total - len(jobs))
                if workers > 1:
                    spread(jobs, workers, run, take, patience.is_over)
                else:
                    here(jobs, run, take, patience.is_over)
        except KeyboardInterrupt:
            patience.over = True
        finally:
            missing = store.finish()
    if patience.over and missing:
        raise Interrupted(total - missing, total, str(store.folder))
