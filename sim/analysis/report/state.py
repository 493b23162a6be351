"""Whether a batch is all there: runs that failed, and runs that were not reached."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from sim.analysis.answers import Answers
from sim.lab.stored.files import NotJsonError, damaged, read_json

FAILURES = "failures.json"
MOST_LISTED = 10


@dataclass(frozen=True)
class State:
    """How much of a batch is there.

    Attributes
    ----------
    asked, there
        Runs that were asked for, and that are stored.
    failures
        The first runs that raised: ``point``, ``seed`` and ``error``.
    failed
        How many raised.
    """

    asked: int
    there: int
    failures: list[dict[str, Any]]
    failed: int

    @property
    def sentences(self) -> list[str]:
        """What is missing; empty if nothing is."""
        missing = self.asked - self.there - self.failed
        texts = []
        if missing > 0:
            texts.append(
                f"This batch is not finished: {self.there:,} of {self.asked:,} runs are there. The same command again "
                "computes the rest, and then this report is out of date."
            )
        if self.failed:
            runs = "1 run" if self.failed == 1 else f"{self.failed:,} runs"
            texts.append(f"{runs} of {self.asked:,} failed and {'is' if self.failed == 1 else 'are'} left out.")
        return texts


def state(results: Answers) -> State:
    """Count the runs of a batch."""
    there = len(results.part("runs", ["point", "seed"]).drop_duplicates())
    failures = _failures(results)
    asked = len(results.points) * len(results.manifest.get("seeds", results.seeds))
    return State(max(asked, there), there, failures[:MOST_LISTED], len(failures))


def _failures(results: Answers) -> list[dict[str, Any]]:
    if results.path is None or not os.path.lexists(results.path / FAILURES):
        return []
    file = results.intact(FAILURES)
    try:
        listed = read_json(file)
        return [{name: entry[name] for name in ("point", "seed", "error")} for entry in listed]
    except (NotJsonError, KeyError, TypeError):
        raise damaged(file) from None
