"""Many worlds: points and seeds, executors, and a store that survives being interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.lab.executors import Executor as Executor
    from sim.lab.executors import InProcess as InProcess
    from sim.lab.executors import Patience as Patience
    from sim.lab.executors import Standby as Standby
    from sim.lab.identity import model_version as model_version
    from sim.lab.lock import locked as locked
    from sim.lab.parts import write_json as write_json
    from sim.lab.progress import Kind as Kind
    from sim.lab.provenance import usable_cores as usable_cores
    from sim.lab.runner import batch as run_batch

_HOMES = {
    "Executor": "sim.lab.executors",
    "InProcess": "sim.lab.executors",
    "Kind": "sim.lab.progress",
    "Patience": "sim.lab.executors",
    "Standby": "sim.lab.executors",
    "locked": "sim.lab.lock",
    "model_version": "sim.lab.identity",
    "run_batch": "sim.lab.runner:batch",
    "usable_cores": "sim.lab.provenance",
    "write_json": "sim.lab.parts",
}
__all__ = [
    "Executor",
    "InProcess",
    "Kind",
    "Patience",
    "Standby",
    "locked",
    "model_version",
    "run_batch",
    "usable_cores",
    "write_json",
]
__getattr__ = lazily(__name__, _HOMES)
