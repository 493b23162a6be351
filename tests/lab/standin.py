"""A stand-in for the market: worlds made of a hash, in no time, importable by worker processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path

import numpy as np
import pandas as pd

from sim.lab.stored.frames import FRAMES
from sim.scenario import Scenario, UserError
from sim.scenario.schema import fingerprint

FOUNDERS = 4


def contents(folder: Path) -> dict[str, bytes]:
    """Every compacted file of a folder by its name."""
    found = {name: sorted((folder / name).glob(f"{name}-*.parquet")) for name in FRAMES}
    return {f"{name}/{file.name}": file.read_bytes() for name, files in found.items() for file in files}


def stored(folder: Path, frame: str) -> Path:
    """Where a compacted frame lies."""
    (file,) = (folder / frame).glob(f"{frame}-*.parquet")
    return file


@dataclass(frozen=True)
class Run:
    groups: pd.DataFrame
    people: pd.DataFrame
    series: pd.DataFrame
    companies: pd.DataFrame
    tenure: pd.DataFrame


def run(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """A world whose numbers depend on scenario, strategy and seed only."""
    progress(1)
    names = [each.name for each in scenario.strategy] if strategy is None else [strategy]
    chance = np.random.default_rng([seed, int(fingerprint(scenario)[:8], 16), len(names[0])])
    people = pd.DataFrame(
        {
            "person": np.arange(FOUNDERS),
            "strategy": [names[i % len(names)] for i in range(FOUNDERS)],
            "focal": False,
            "recruits": chance.poisson(2.0, FOUNDERS),
            "net_income": chance.integers(-200_000, 500_000, FOUNDERS),
            "credibility": np.where(chance.random(FOUNDERS) < 0.2, np.nan, chance.random(FOUNDERS)),
            "net_loss": chance.random(FOUNDERS) < 0.5,
        }
    )
    values = ["recruits", "net_income", "credibility", "net_loss"]
    groups = people.groupby(["strategy", "focal"])[values].mean().reset_index()
    groups.insert(2, "people", FOUNDERS)
    days = [pd.DataFrame({"day": [0, 7], "strategy": name, "focal": False, "credibility": 0.5}) for name in names]
    firms = pd.DataFrame({"day": [0, 7], "company": "vita", "members": [0, FOUNDERS]})
    stays = pd.DataFrame({"strategy": names, "focal": False, "month": 0, "at_risk": FOUNDERS, "left": 1})
    return Run(groups, people, pd.concat(days, ignore_index=True), firms, stays)


def run_but_not_two(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """Seed 2 has a bug, and seed 3 a graph that cannot be built."""
    if seed == 2:
        raise ZeroDivisionError("a bug in the rules")
    if seed == 3:
        raise UserError("The graph has no ties.")
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_in_error(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """Every run has a bug."""
    raise ZeroDivisionError("a bug in the rules")


def run_until_two(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """The user presses Ctrl-C while seed 2 of the first point runs; in a terminal, workers hear it too."""
    if (seed, strategy, scenario.conversation.memory_half_life) == (2, "focus", 7):
        for process in {os.getpid(), os.getppid() if parent_process() else os.getpid()}:
            os.kill(process, signal.SIGINT)
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_in_vain(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """A world in which nobody works."""
    full = run(scenario, seed, strategy=strategy, progress=progress)
    return Run(full.groups.iloc[:0], full.people.iloc[:0], full.series.iloc[:0], full.companies, full.tenure.iloc[:0])


def run_to_death(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """The worker is killed at seed 2."""
    if seed == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_and_wish_to_stop_at_two(
    scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]
) -> Run:
    """The user presses Ctrl-C while seed 2 runs."""
    if seed == 2:
        signal.raise_signal(signal.SIGINT)
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_and_insist_at_two(
    scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]
) -> Run:
    """The user presses Ctrl-C twice while seed 2 runs."""
    if seed == 2:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_and_lose_a_worker(
    scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]
) -> Run:
    """The worker that is the first to run seed 3 is killed; the title says where it leaves its mark."""
    if seed == 3:
        with suppress(FileExistsError):
            Path(scenario.title).touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_for_long(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """A run of minutes; leaves the number of its process in the folder that the title names."""
    (Path(scenario.title) / f"{os.getpid()}.pid").touch()
    time.sleep(300)
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_and_leave(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """Runs that leave in every way: by exceptions that are none, without a word, killed, and never."""
    if seed == 2:
        sys.exit(0)
    if seed == 3:
        raise KeyboardInterrupt
    if seed == 4:
        os._exit(0)
    if seed == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    if seed == 6:
        time.sleep(300)
    if seed == 7:
        raise GeneratorExit("a generator's")
    return run(scenario, seed, strategy=strategy, progress=progress)


def run_and_exit_at_two(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """A rule leaves the program at seed 2, and believes at seed 3 that the user pressed Ctrl-C."""
    if seed == 2:
        sys.exit("done")
    if seed == 3:
        raise KeyboardInterrupt
    return run(scenario, seed, strategy=strategy, progress=progress)
