"""Points times seeds, on an executor, into a store."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import inf
from pathlib import Path

from sim.core.cache import is_warm
from sim.core.files import expanded
from sim.core.parameters import as_whole
from sim.core.wording import shown
from sim.lab.errors import BatchError, Interrupted, RunsFailed
from sim.lab.example import keep_example
from sim.lab.executors import Executor, Patience, executor_of
from sim.lab.lock import locked
from sim.lab.plan import Plan, plan_of
from sim.lab.points import refuse_many
from sim.lab.precision import until_precise
from sim.lab.progress import Kind, Progress, progress_of
from sim.lab.provenance import usable_cores
from sim.lab.standing import Standing
from sim.lab.starting import refuse_to_repeat
from sim.lab.store import Store, read_manifest
from sim.lab.work import Done, Engine, Job
from sim.scenario.own_fit import used_files
from sim.scenario.schema import Scenario
from sim.warming import warm


def batch(
    scenario: Scenario,
    out: str | Path,
    seeds: int | None = None,
    workers: int | None = None,
    progress: Kind = "auto",
    run: Engine | None = None,
    *,
    cluster: str | None = None,
    retry_failed: bool = False,
    executor: Executor | None = None,
    run_limit: float | None = None,
) -> Path:
    """Run every point of a design with every seed and store the results; what is stored already is not run again.

    The stored bytes do not depend on where the runs are computed, on interruptions, or on the order of completion.

    Parameters
    ----------
    scenario
        With what it varies.
    out
        Folder of the results.
    seeds
        Number of seeds; by default the scenario's, or as many as its wish for precision takes.
    workers
        Processes; 1 runs in this process, or with rules of the user's own in a single other one; by default one a
        usable core.
    progress
        ``auto``, ``bar``, ``lines`` or ``quiet``.
    run
        Runs one world; by default the market. Must be importable by name unless there is one worker.
    cluster
        A Dask cluster instead of processes: ``local:N``, ``tls://host:port`` or ``tcp://host:port``.
    retry_failed
        Run only those runs again that failed in an earlier call; otherwise they are left as they are.
    executor
        Where to run instead, such as processes that stay for the next batch.
    run_limit
        Seconds that a run may take; one that takes longer has failed.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    BatchError
        If the folder holds other results or another batch writes into it, a number makes no sense, or the workers
        were lost.
    sim.lab.stored.errors.ResultsError
        If something in the folder cannot be read, or stands in the way.
    DiskTrouble
        If results cannot be written; everything stored before is kept.
    Interrupted
        If the user pressed Ctrl-C; everything finished is stored.
    RunsFailed
        If runs raised, in this call or an earlier one; everything else is stored.
    """
    refuse_to_repeat()
    seeds = _refuse(seeds, workers, cluster, run_limit)
    refuse_many(scenario, seeds)
    if seeds is None and scenario.design.precision.outcome:

        def more(number: int) -> Path:
            more_of = {"cluster": cluster, "retry_failed": retry_failed, "executor": executor, "run_limit": run_limit}
            return batch(scenario, out, number, workers, progress, run, **more_of)  # type: ignore[arg-type]

        return until_precise(scenario, more)
    plan, folder, view = plan_of(scenario, seeds), expanded(out), progress_of(progress)
    read_manifest(folder)
    with locked(folder):
        store = Store(folder, plan.manifest, plan.identities)
        for sentence in store.remarks:
            view.say(sentence)
        jobs = _jobs(plan, store, retry_failed=retry_failed)
        places = min(workers or usable_cores(), len(jobs))
        apart = bool(used_files(scenario))
        chosen = executor or executor_of(places, cluster if jobs else None, run_limit, apart=apart)
        if run is None and run_limit is not None and jobs:
            _see_that_all_is_compiled()
        missing = _compute(plan, store, jobs, chosen, view, run)
        if run is None and not store.failures and not missing:
            keep_example(plan.points[0], plan.seeds[0], folder)
            store.sign_example()
    if missing:
        view.say(f"{missing} runs are still missing; the same command without --retry-failed computes them.")
    if store.failures:
        raise RunsFailed(store.failures, len(plan.identities), str(out))
    return folder


def _refuse(seeds: int | None, workers: int | None, cluster: str | None, run_limit: float | None) -> int | None:
    number = None if seeds is None else as_whole(seeds)
    if seeds is not None and number is None:
        raise BatchError(f"seeds = {shown(seeds)}: must be a whole number of seeds.")
    seeds = number
    for name, value in (("seeds", seeds), ("workers", workers)):
        if value is not None and value < 1:
            raise BatchError(f"{name} = {value}: must be at least 1.")
    if workers is not None and cluster is not None:
        raise BatchError(f"workers = {workers}: has no meaning with a cluster, which has its own workers.")
    if run_limit is not None and not 0.0 < run_limit < inf:
        raise BatchError(f"run_limit = {run_limit:g}: must be a number of seconds above 0.")
    return seeds


def _see_that_all_is_compiled() -> None:
    """Compile now what a first run would compile, which may take longer than a run may."""
    if not is_warm():
        deque(warm(), 0)


def _jobs(plan: Plan, store: Store, *, retry_failed: bool) -> list[Job]:
    failed = {(failure.point, failure.seed) for failure in store.failures}
    there = store.stored()
    wanted = [key for key in plan.identities if (key in failed if retry_failed else key not in there | failed)]
    return [Job(p, seed, plan.points[p].strategy, plan.points[p].scenario) for p, seed in wanted]


def _compute(plan: Plan, store: Store, jobs: list[Job], executor: Executor, view: Progress, run: Engine | None) -> int:
    """Compute and store; return the number of runs that are neither stored nor failed."""
    total, standing = len(plan.identities), Standing(plan.points, plan.scenario.design.outcomes[0])

    def take(results: Sequence[Done]) -> None:
        store.add(results)
        standing.add(results)
        view.advance(len(results), sum(result.frames is None for result in results), str(standing))

    with Patience(view.say) as patience:
        try:
            with view:
                view.start(total, total - len(jobs))
                executor.carry_out(jobs, run, take, patience.is_over)
        except KeyboardInterrupt:
            if not patience.over:
                raise
        except BatchError:
            store.finish()
            raise
        store.finish()
    if patience.over and store.missing():
        raise Interrupted(total - store.missing(), total, str(store.folder))
    return store.missing()
