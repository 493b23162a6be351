"""Measuring many worlds at the same time, none of them twice: what was measured is written down as it comes.

One SQLite table: a key and the figures as JSON. The key is a hash of the values and the seed; what else decides on the
figures (scenario, targets, age of the market) stands beside, and another search is refused.
"""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

from sim import UserError
from sim.core.files import written
from sim.lab import Done, Executor, Task
from sim.study.calibration.closeness import Bench
from sim.study.calibration.space import Values

NAME = "worlds.db"


def key_of(kind: str, at: Mapping[str, float], seeds: Sequence[int]) -> str:
    """Return the key of figures: of which kind of measurement, at which values, with which seeds."""
    told = json.dumps([kind, {name: repr(float(at[name])) for name in sorted(at)}, list(seeds)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class Kept:
    """The figures of a folder."""

    def __init__(self, folder: Path, what: Mapping[str, Any]) -> None:
        self.file = folder / NAME
        if self.file.is_symlink():
            raise UserError(f"'{self.file}' is a link that leads elsewhere; nothing is written through it. Remove it.")
        with written(self.file):
            try:
                self._base = sqlite3.connect(self.file)
                self._base.execute("CREATE TABLE IF NOT EXISTS figures (key TEXT PRIMARY KEY, found TEXT)")
                self._refuse_another(json.dumps(what, sort_keys=True, default=str))
            except sqlite3.DatabaseError:
                raise UserError(f"{self.file} is damaged. Remove it: what it held is computed again.") from None

    def _refuse_another(self, what: str) -> None:
        mine = hashlib.sha256(what.encode()).hexdigest()
        there = self._base.execute("SELECT found FROM figures WHERE key = 'what'").fetchone()
        if there is None:
            self._put("what", mine)
        elif there[0] != mine:
            raise UserError(f"{self.file.parent} holds another search. Choose another folder with --out.")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._base.close()

    def get(self, key: str) -> Values | None:
        """Return what is kept under a key; none if nothing is."""
        there = self._base.execute("SELECT found FROM figures WHERE key = ?", (key,)).fetchone()
        return None if there is None else dict(json.loads(there[0]))

    def put(self, key: str, figures: Mapping[str, float]) -> None:
        """Keep figures."""
        self._put(key, json.dumps(figures))

    def _put(self, key: str, text: str) -> None:
        with written(self.file), self._base:
            self._base.execute("INSERT OR REPLACE INTO figures VALUES (?, ?)", (key, text))

    def __len__(self) -> int:
        """Return how many figures are kept."""
        return int(self._base.execute("SELECT COUNT(*) FROM figures").fetchone()[0]) - 1


Stopped = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """Worlds to be measured together."""

    at: tuple[tuple[str, float], ...]  # values of what is searched, by name
    seeds: tuple[int, ...]
    most: float = math.inf  # distance beyond which the rest of the figures does not matter
    kind: str = "particle"  # what they are measured for: keeps figures of different names apart

    @property
    def key(self) -> str:
        """Under which its figures are kept."""
        return key_of(self.kind, dict(self.at), self.seeds)


class Measuring:
    """Measures jobs where the executor does them, and keeps what came of each as soon as it is there."""

    def __init__(self, kept: Kept, executor: Executor, stopped: Stopped = lambda: False) -> None:
        self.kept, self.executor, self.stopped = kept, executor, stopped
        self.lived = 0  # jobs done since it was made

    def all(self, bench: Bench, jobs: Sequence[Job]) -> list[Values] | None:
        """Return the figures of all jobs, in their order; none if somebody wished to stop before.

        Raises
        ------
        UserError, RuntimeError
            What a job failed of.
        """
        found = {job.key: self._known(bench, job) for job in jobs}
        missing = list({job.key: job for job in jobs if found[job.key] is None}.values())
        if missing:
            self._carry_out(bench, missing, found)
        figures = [found[job.key] for job in jobs]
        whole = [each for each in figures if each is not None]
        return whole if len(whole) == len(jobs) else None

    def _known(self, bench: Bench, job: Job) -> Values | None:
        there = self.kept.get(job.key)
        if there is None or bench.is_whole(there) or bench.closeness.distance(there) > job.most:
            return there
        return None

    def _carry_out(self, bench: Bench, jobs: list[Job], found: dict[str, Values | None]) -> None:
        def keep(these: Sequence[Done[Job, Values]]) -> None:
            for done in these:
                if done.error:
                    raise RuntimeError(done.traceback) if done.traceback else UserError(done.error)
                assert done.result is not None
                found[done.job.key] = done.result
                self.kept.put(done.job.key, done.result)
                self.lived += 1

        self.executor.carry_out(Task(jobs, partial(_measured, bench), keep, stopped=self.stopped))


def _measured(bench: Bench, job: Job) -> Values:
    return bench.measure(dict(job.at), job.seeds, job.most)
