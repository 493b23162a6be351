"""Batches that are killed, or run out of disk, in processes that start at once: imported once by a fork server."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sim.core.errors import DiskTrouble
from sim.lab import work
from sim.lab.batch import batch
from sim.lab.stored import frames

from . import standin
from .conftest import make

VARY = {"strategy": ["focus", "two"], "conversation.memory_half_life": [7, 30]}
SEEDS = 10
TOUCHES = ("open", "os.rename", "os.remove", "os.rmdir")

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.lab.killing", "pyarrow.parquet", "pandas"])


def start(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Start a function of this file in a process of its own."""
    process = context.Process(target=target, args=arguments)
    process.start()
    return process


def lived(folder: Path) -> Path:
    """A batch of many small parts, merged in several groups."""
    work.LARGEST_CHUNK = 4  # type: ignore[misc]
    frames.CELLS_A_GROUP = 2_500  # type: ignore[misc]
    return batch(make(vary=VARY, seeds=SEEDS), folder, workers=1, progress="quiet", run=standin.run)


def killed(folder: Path, touches: int) -> None:
    """The process is killed when it touches the folder for the nth time."""
    left = touches

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in TOUCHES and str(arguments[0]).startswith(str(folder)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    lived(folder)


def short_of_disk(folder: Path, size: int) -> None:
    """No file may be larger than some bytes; ends with the exit code and says why."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        lived(folder)
    except DiskTrouble as error:
        folder.with_suffix(".txt").write_text(str(error), encoding="utf-8")
        sys.exit(error.exit_code)


def held(folder: Path) -> None:
    """A batch on two processes that tells their numbers and waits for its end."""
    batch(make(seeds=2, title=str(folder)), folder / "x", workers=2, progress="quiet", run=standin.run_for_long)
