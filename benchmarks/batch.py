"""The batch: two processes beside one, what the runner adds to a run, and a store of a hundred thousand runs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import Form, Measure
from benchmarks.scenarios import QUESTION, sized
from sim.lab.batch import batch
from sim.lab.plan import plan_of
from sim.lab.store import Store
from sim.lab.work import Done, Job, Lived
from sim.record.run import Run
from sim.runs import run as run_market
from sim.scenario.schema import Scenario

RATIO, OVERHEAD, SECONDS, GIGABYTES = 1.9, 5.0, 10.0, 2.0
OPEN_AND_COMPARE = """
import resource, sys, time
began = time.perf_counter()
from sim.analysis.results import load
from sim.analysis.table import comparison
table = comparison(load(sys.argv[1]))
seconds = time.perf_counter() - began
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, len(table))
"""


def run(form: Form) -> list[Measure]:
    """Measure 1,000 runs of 2,000 people over a year, and 100,000 synthetic ones, or fewer of both."""
    runs, days, many = (20, 60, 5_000) if form.quick else (1_000, 365, 100_000)
    with tempfile.TemporaryDirectory() as place:
        return [
            *_processes(Path(place), runs, days, judged=not form.quick),
            _overhead(Path(place), 500 if form.quick else 2_000),
            *_large_store(Path(place), many, judged=not form.quick),
        ]


def _processes(place: Path, runs: int, days: int, *, judged: bool) -> list[Measure]:
    """By the clock; other programs on the machine disturb two processes more than one."""
    scenario = _two_points(days, runs // 2)
    run_market(scenario, 1)
    taken = {}
    for workers in (1, 2):
        began = time.perf_counter()
        batch(scenario, place / f"with-{workers}", workers=workers, progress="quiet")
        taken[workers] = time.perf_counter() - began
    ratio = taken[1] / taken[2]
    return [
        *(Measure(f"{runs:,} runs of 2,000 people, {n} process{'es' * (n > 1)}", taken[n], "s") for n in taken),
        Measure(
            "1 process / 2 processes",
            ratio,
            "times",
            target=f"at least {RATIO}",
            met=ratio >= RATIO if judged else None,
        ),
    ]


def _two_points(days: int, seeds: int) -> Scenario:
    scenario = sized(QUESTION, 2_000, days, "design.focal_entry=0")
    names = [each.name for each in scenario.strategy][:2]
    design = scenario.design.model_copy(update={"seeds": seeds, "vary": {"strategy": names}})
    return scenario.model_copy(update={"design": design})


def _overhead(place: Path, runs: int) -> Measure:
    """Processor time of a batch whose runs cost nothing: parts, compacting, and all of the runner."""
    scenario = _two_points(30, runs // 2)
    record = run_market(scenario, 1)

    def prepared(*_: Any, **__: Any) -> Any:
        return record

    began = time.process_time()
    batch(scenario, place / "nothing", workers=1, progress="quiet", run=prepared)
    each = (time.process_time() - began) / runs * 1000
    return Measure("runner, beyond the model", each, "ms a run", target=f"at most {OVERHEAD:g}", met=each <= OVERHEAD)


def _large_store(place: Path, runs: int, *, judged: bool) -> list[Measure]:
    """Store synthetic runs; then open and compare them in a process of its own."""
    scenario, folder = _two_points(30, runs // 2), place / "large"
    plan, record = plan_of(scenario), run_market(scenario, 1)
    store = Store(folder, plan.manifest, plan.identities)
    jobs = [Job(p, seed, plan.points[p].strategy, plan.points[p].scenario) for p, seed in plan.identities]
    for start in range(0, runs, 1_000):
        store.add([_synthetic(job, record) for job in jobs[start : start + 1_000]])
    began = time.perf_counter()
    store.finish()
    compacted = time.perf_counter() - began
    told = subprocess.run([sys.executable, "-c", OPEN_AND_COMPARE, folder], capture_output=True, text=True, check=True)
    seconds, gigabytes, _ = map(float, told.stdout.split())
    size = sum(file.stat().st_size for file in folder.glob("*/*.parquet")) / 2**20
    return [
        Measure(f"compacting {runs:,} runs", compacted, "s", detail={"megabytes": size}),
        Measure(
            f"opening and comparing {runs:,} runs",
            seconds,
            "s",
            target=f"at most {SECONDS:g}",
            met=seconds <= SECONDS if judged else None,
        ),
        Measure(
            "its memory",
            gigabytes,
            "GB",
            target=f"at most {GIGABYTES:g}",
            met=gigabytes <= GIGABYTES if judged else None,
        ),
    ]


def _synthetic(job: Job, record: Run) -> Lived:
    """One real run with other means."""
    chance = np.random.default_rng([job.point, job.seed])
    focal = record.groups[record.groups["focal"]]
    groups = focal.assign(strategy=job.strategy, recruits=chance.random(), net_income=chance.normal(0, 1e3))
    people = record.people.assign(strategy=job.strategy)
    return Done(
        job,
        {
            "runs": groups,
            "people": people,
            "series": record.series,
            "companies": record.companies,
            "tenure": record.tenure,
        },
    )
