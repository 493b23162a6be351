"""Points times seeds, on an executor, into a store; for precision as many seeds as :mod:`sim.lab.precision` takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TypedDict, Unpack, get_args

from sim.core.cache import is_warm
from sim.core.parameters import as_whole
from sim.core.wording import listed, meant, shown
from sim.lab.executors import Patience, executor_of
from sim.lab.opening import locked, read_manifest
from sim.lab.plan import Plan, plan_of
from sim.lab.points import Point, refuse_many
from sim.lab.precision import until_precise
from sim.lab.progress import Kind, Progress, Standing, progress_of
from sim.lab.rerun import keep_example
from sim.lab.starting import refuse_to_repeat, usable_cores
from sim.lab.store import Store
from sim.lab.stored.files import folder_named
from sim.lab.stored.folder import frame_file
from sim.lab.stored.frames import read_frame
from sim.lab.work import (
    BatchError,
    Engine,
    Executor,
    Interrupted,
    Job,
    Lived,
    RunsFailed,
    Task,
    World,
    forget_burn_in,
    shared_by,
)
from sim.scenario.rules import used_files
from sim.scenario.schema import Scenario


class Ways(TypedDict, total=False):
    """How a batch may be run, as keywords; each may be left out.

    Attributes
    ----------
    progress
        ``auto``, ``bar``, ``lines`` or ``quiet``.
    cluster
        A Dask cluster instead of processes: ``local:N``, ``tls://host:port`` or ``tcp://host:port``.
    retry_failed
        Run only those runs again that failed in an earlier call; otherwise they are left as they are.
    executor
        Where to run instead, such as processes that stay for the next batch.
    run_limit
        Seconds that a run may take; one that takes longer has failed.
    """

    progress: Kind
    cluster: str | None
    retry_failed: bool
    executor: Executor | None
    run_limit: float | None


@dataclass(frozen=True)
class How:
    """Workers and :class:`Ways`, with what holds where nothing is said."""

    workers: int | None = None
    progress: Kind = "auto"
    cluster: str | None = None
    retry_failed: bool = False
    executor: Executor | None = None
    run_limit: float | None = None

    def refuse_nonsense(self) -> None:
        """Refuse what makes no sense.

        Raises
        ------
        BatchError
            Naming it.
        """
        _refuse_none("workers", self.workers)
        if self.progress not in get_args(Kind):
            kinds = get_args(Kind)
            raise BatchError(
                f"progress = {shown(self.progress)}: must be {listed(kinds)}.{meant(self.progress, kinds)}"
            )
        if self.workers is not None and self.cluster is not None:
            raise BatchError(f"workers = {self.workers}: has no meaning with a cluster, which has its own workers.")
        if self.run_limit is not None and not 0.0 < self.run_limit < inf:
            raise BatchError(f"run_limit = {self.run_limit:g}: must be a number of seconds above 0.")


def batch(
    scenario: Scenario,
    out: str | Path,
    seeds: int | None = None,
    workers: int | None = None,
    run: Engine | None = None,
    **how: Unpack[Ways],
) -> Path:
    """Run every point of a design with every seed and store the results; what is stored already is not run again.

    The stored bytes do not depend on where the runs are computed, on interruptions, or on the order of completion.

    Parameters
    ----------
    seeds
        By default the scenario's, or as many as its wish for precision takes.
    workers
        Processes; 1 runs in this process, or with rules of the user's own in a single other one; by default one per
        usable core.
    run
        An engine; the market by default.
    how
        See :class:`Ways`.

    Raises
    ------
    BatchError
        If the folder holds other results or another batch writes into it, a number makes no sense, or the workers
        were lost.
    sim.lab.stored.files.ResultsError
        If something in the folder cannot be read, or stands in the way.
    DiskTrouble
        If results cannot be written; everything stored before is kept.
    Interrupted
        If the user pressed Ctrl-C; everything finished is stored.
    RunsFailed
        If runs raised, in this call or an earlier one; everything else is stored.
    """
    refuse_to_repeat()
    number = None if seeds is None else as_whole(seeds)
    if seeds is not None and number is None:
        raise BatchError(f"seeds = {shown(seeds)}: must be a whole number of seeds.")
    _refuse_none("seeds", number)
    asked = How(workers, **how)
    asked.refuse_nonsense()
    refuse_many(scenario, number)
    if number is None and scenario.design.precision.outcome:
        return until_precise(scenario, lambda many: _batch(scenario, out, many, run, asked))
    return _batch(scenario, out, number, run, asked)


def _refuse_none(name: str, value: int | None) -> None:
    if value is not None and value < 1:
        raise BatchError(f"{name} = {value}: must be at least 1.")


def _batch(scenario: Scenario, out: str | Path, seeds: int | None, run: Engine | None, how: How) -> Path:
    plan, folder, view = plan_of(scenario, seeds), folder_named(out), progress_of(how.progress)
    read_manifest(folder)
    with locked(folder):
        store = Store(folder, plan.manifest, plan.identities)
        for sentence in store.remarks:
            view.say(sentence)
        jobs = _jobs(plan, store, retry_failed=how.retry_failed)
        if run is None and how.run_limit is not None and jobs and not is_warm():
            from sim.runs import warm

            deque(warm(), 0)  # what a first run would compile may take longer than a run may
        with nullcontext(how.executor) if how.executor else _executor(scenario, len(jobs), how) as executor:
            missing = _compute(plan, store, jobs, World(run), executor, view)
            if run is None and not store.failures and not missing:
                keep_example(_most_told(plan, folder), plan.seeds[0], folder, executor)
                store.sign_example()
    if missing:
        view.say(f"{missing} runs are still missing; the same command without --retry-failed computes them.")
    if store.failures:
        raise RunsFailed(store.failures, len(plan.identities), str(out))
    return folder


def _most_told(plan: Plan, folder: Path) -> Point:
    """The point in whose first seed contacts noticed most contradictions: there is most to be seen in its circles."""
    file = frame_file(folder, read_manifest(folder), "runs")
    frame = None if file is None else read_frame(file, "runs")
    if frame is None or "contradictions" not in frame:
        return plan.points[0]
    first = frame[frame["seed"] == plan.seeds[0]]
    studied = first[first["focal"].astype(bool)] if first["focal"].any() else first
    most = studied.groupby("point")["contradictions"].mean().dropna()
    at = most.idxmax() if len(most) else plan.points[0].index
    return next((point for point in plan.points if point.index == at), plan.points[0])


def _executor(scenario: Scenario, jobs: int, how: How) -> Executor:
    places = min(how.workers or usable_cores(), jobs)
    apart = bool(used_files(scenario))
    return executor_of(places, how.cluster if jobs else None, how.run_limit, apart=apart)


def _jobs(plan: Plan, store: Store, *, retry_failed: bool) -> list[Job]:
    failed = {(failure.point, failure.seed) for failure in store.failures}
    there = store.stored()
    wanted = [key for key in plan.identities if (key in failed if retry_failed else key not in there | failed)]
    points = plan.points
    return in_common(Job(p, seed, points[p].strategy, points[p].scenario, plan.burn_in(p)) for p, seed in wanted)


def in_common(jobs: Iterable[Job]) -> list[Job]:
    """Put jobs that share a burn-in after each other, where the first of them stands; others stay in their order."""
    groups: dict[Hashable, list[Job]] = {}
    for number, job in enumerate(jobs):
        groups.setdefault(shared_by(job) or number, []).append(job)
    return [job for group in groups.values() for job in group]


def _compute(plan: Plan, store: Store, jobs: list[Job], act: World, executor: Executor, view: Progress) -> int:
    """Compute and store; return the number of runs that are neither stored nor failed."""
    total, worlds = len(plan.identities), sum(job.point == 0 for job in jobs)
    standing = Standing(plan.points, plan.scenario.design.outcomes[0], worlds)

    def take(results: Sequence[Lived]) -> None:
        store.add(results)
        standing.add(results)
        view.advance(len(results), sum(each.result is None for each in results), str(standing))

    with Patience(view.say) as patience:
        try:
            with view:
                view.start(total, total - len(jobs))
                executor.carry_out(Task(jobs, act, take, patience.is_over, shares=shared_by))
        except KeyboardInterrupt:
            if not patience.over:
                raise
        except BatchError:
            store.finish()
            raise
        finally:
            forget_burn_in()
        store.finish()
    if patience.over and store.missing():
        raise Interrupted(total - store.missing(), total, str(store.folder))
    return store.missing()
