"""Many worlds: points and seeds, executors, and a store that survives being interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.lab.batch import batch as run_batch
    from sim.lab.executors import InProcess as InProcess
    from sim.lab.executors import Patience as Patience
    from sim.lab.executors import executor_of as executor_of
    from sim.lab.executors import results_of as results_of
    from sim.lab.opening import locked as locked
    from sim.lab.plan import model_version as model_version
    from sim.lab.progress import Kind as Kind
    from sim.lab.progress import progress_of as progress_of
    from sim.lab.starting import usable_cores as usable_cores
    from sim.lab.stored.files import write_json as write_json
    from sim.lab.work import Done as Done
    from sim.lab.work import Executor as Executor
    from sim.lab.work import Task as Task

_HOMES = {
    "Done": "sim.lab.work",
    "Executor": "sim.lab.work",
    "InProcess": "sim.lab.executors",
    "Kind": "sim.lab.progress",
    "Patience": "sim.lab.executors",
    "Task": "sim.lab.work",
    "executor_of": "sim.lab.executors",
    "locked": "sim.lab.opening",
    "model_version": "sim.lab.plan",
    "progress_of": "sim.lab.progress",
    "results_of": "sim.lab.executors",
    "run_batch": "sim.lab.batch:batch",
    "usable_cores": "sim.lab.starting",
    "write_json": "sim.lab.stored.files",
}
__all__ = [
    "Done",
    "Executor",
    "InProcess",
    "Kind",
    "Patience",
    "Task",
    "executor_of",
    "locked",
    "model_version",
    "progress_of",
    "results_of",
    "run_batch",
    "usable_cores",
    "write_json",
]
__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    """Show what is public, and not what happens to be imported."""
    return sorted(__all__)
