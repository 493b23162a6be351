"""Several runs a task: enough to be worth sending, few enough to lose."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from sim.lab.work import Done, Job

LARGEST_CHUNK = 50
SECONDS_A_PART = 2.0


class Chunks:
    """Cuts jobs into chunks of about two seconds of computing, smaller ones towards the end.

    Parameters
    ----------
    jobs
        In order; consecutive ones are of the same seed, so that a chunk mixes the points.
    workers
        How many work at the same time: none of them should wait for the last chunk of another.
    """

    def __init__(self, jobs: Sequence[Job], workers: int) -> None:
        self.jobs, self.workers = jobs, workers
        self.begun = self.finished = 0
        self.seconds = 0.0

    def cut(self) -> Sequence[Job]:
        """The next chunk: single runs until it is known how long they take; empty at the end."""
        start = self.begun
        self.begun = min(start + self._size(), len(self.jobs))
        return self.jobs[start : self.begun]

    def learn(self, results: Sequence[Done]) -> None:
        """Take note of how long finished runs took."""
        self.finished += len(results)
        self.seconds += sum(result.seconds for result in results)

    def _size(self) -> int:
        if not self.finished:
            return 1
        worth = SECONDS_A_PART / max(self.seconds / self.finished, SECONDS_A_PART / LARGEST_CHUNK)
        fair = ceil((len(self.jobs) - self.begun) / (2 * self.workers))
        return max(1, min(int(worth), fair))
