"""Points times seeds, on an executor, into a store; as many seeds as it takes until an interval is narrow enough.

For precision, every round looks at the first seeds only, as many as it asked for. So the same scenario takes the same
rounds, however much of it the folder holds already, and a finished one computes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from math import ceil, inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from sim.core.cache import is_warm
from sim.core.files import expanded
from sim.core.parameters import as_whole
from sim.core.wording import shown
from sim.lab.executors import Patience, executor_of
from sim.lab.opening import locked, read_manifest
from sim.lab.plan import Plan, plan_of
from sim.lab.points import Point, refuse_many
from sim.lab.progress import Kind, Progress, Standing, progress_of
from sim.lab.rerun import keep_example
from sim.lab.starting import refuse_to_repeat, usable_cores
from sim.lab.store import Store
from sim.lab.stored.files import write_json
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
from sim.scenario.design import MEAN, level_of, measured
from sim.scenario.rules import used_files
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE = 0.95
FILE = "precision.json"
UNIT = ["point", "strategy"]
MORE = 1.1
"""A tenth more seeds than the last spread asks for, as the next one may be larger."""


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
    plan, folder, view = plan_of(scenario, seeds), expanded(out), progress_of(how.progress)
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
    total, standing = len(plan.identities), Standing(plan.points, plan.scenario.design.outcomes[0])

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


@dataclass(frozen=True)
class Width:
    """How precisely one point is known: mean and half of a Student's interval over seeds, and the half width wanted."""

    point: int
    strategy: str
    seeds: int
    mean: float
    half_width: float
    wanted: float

    @property
    def reached(self) -> bool:
        """Whether the interval is narrow enough."""
        return self.half_width <= self.wanted


def until_precise(scenario: Scenario, more: Callable[[int], Path]) -> Path:
    """Run more and more seeds until every point is known precisely enough, and write down how many it took.

    Raises
    ------
    RunsFailed
        At the end, if runs raised in the last round.
    """
    wish = scenario.design.precision
    seeds = wish.min_seeds
    while True:
        failed, folder = _round(more, seeds)
        if failed and frame_file(folder, read_manifest(folder), "runs") is None:
            raise failed
        found = widths(scenario, folder, seeds)
        missing = [each for each in found if not each.reached]
        if not missing or seeds >= wish.max_seeds:
            break
        seeds = min(wish.max_seeds, max(_next(seeds, each) for each in missing))
    told = {"seeds": seeds, "sentence": sentence(scenario, seeds, found), "points": [*map(_told, found)]}
    write_json(folder / FILE, told)
    if failed:
        raise failed
    return folder


def _round(more: Callable[[int], Path], seeds: int) -> tuple[RunsFailed | None, Path]:
    try:
        return None, more(seeds)
    except RunsFailed as failed:
        return failed, Path(failed.out)


def _next(seeds: int, width: Width) -> int:
    """Seeds of the next round: what the spread so far asks for, but one more at least and twice as many at most."""
    if not isfinite(width.half_width) or width.wanted <= 0.0:
        return 2 * seeds
    asked = MORE * seeds * (width.half_width / width.wanted) ** 2
    return min(2 * seeds, max(seeds + 1, ceil(asked)))


def widths(scenario: Scenario, folder: Path, seeds: int) -> list[Width]:
    """Measure how precisely every point is known by its first seeds."""
    from scipy import stats

    wish, first = scenario.design.precision, scenario.design.first_seed
    values = _values(scenario, folder)
    values = values[values["seed"] < first + seeds]
    if wish.difference:
        values = _differences(scenario, values, folder)
    found = []
    for (point, strategy), sample in values.groupby(UNIT)["value"]:
        kept = sample.dropna()
        mean, many = float(kept.mean()), len(kept)
        half = float(stats.t.ppf((1 + CONFIDENCE) / 2, many - 1) * kept.std() / many**0.5) if many > 2 else inf
        wanted = wish.half_width * abs(mean) if wish.relative else wish.half_width
        found.append(Width(int(str(point)), str(strategy), many, mean, half, wanted))
    return found


def _values(scenario: Scenario, folder: Path) -> pd.DataFrame:
    """One value per point, seed and strategy."""
    name, quantity = measured(str(scenario.design.precision.outcome), scenario.own.measures)
    kind = "runs" if quantity == MEAN else "people"
    file = frame_file(folder, read_manifest(folder), kind)
    assert file is not None
    frame = read_frame(file, kind)
    if name not in frame.columns:
        raise BatchError(f"design.precision.outcome: the runs hold no {name}.")
    if scenario.design.worlds == "focal":
        frame = frame[frame["focal"].astype(bool)]
    by = frame.astype({name: "float64"}).groupby([*UNIT, "seed"])[name]
    value = by.mean() if quantity == MEAN else by.quantile(level_of(quantity))
    return value.rename("value").reset_index()


def _differences(scenario: Scenario, values: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Differences to the first strategy with the same other values, by seed."""
    plan = (read_manifest(folder) or {})["points"]
    others = {p["index"]: repr({k: v for k, v in p["values"].items() if k != "strategy"}) for p in plan}
    first = plan[0]["strategy"] or scenario.strategy[0].name
    values = values.assign(setting=values["point"].map(others))
    base = values[values["strategy"] == first][["setting", "seed", "value"]]
    pairs = values[values["strategy"] != first].merge(base, on=["setting", "seed"], suffixes=("", " of first"))
    return pairs.assign(value=pairs["value"] - pairs["value of first"])


def sentence(scenario: Scenario, seeds: int, found: list[Width]) -> str:
    """Say how many seeds it took, and what was not reached."""
    wish = scenario.design.precision
    what = f"{wish.outcome}{' (difference to the first strategy)' if wish.difference else ''}"
    wanted = f"{wish.half_width * 100:g} % of the mean" if wish.relative else f"{wish.half_width:g}"
    missing = [each for each in found if not each.reached]
    if not missing:
        return f"Precision: after {seeds} seeds the 95 % interval of {what} is within ± {wanted} everywhere."
    worst = max(missing, key=lambda each: each.half_width / each.wanted if each.wanted else inf)
    return (
        f"Precision: {seeds} seeds, all that design.precision.max_seeds allows, do not suffice: at {len(missing)} of "
        f"{len(found)} points the 95 % interval of {what} is wider than ± {wanted}; the widest, of "
        f"'{worst.strategy}' at point {worst.point}, has ± {worst.half_width:.3g} around {worst.mean:.3g}."
    )


def _told(width: Width) -> dict[str, Any]:
    numbers = {name: value for name, value in asdict(width).items() if isinstance(value, str) or isfinite(value)}
    return {**dict.fromkeys(asdict(width)), **numbers, "reached": width.reached}
