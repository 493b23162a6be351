"""What can go wrong with a batch, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.core.errors import DiskTrouble, UserError
from sim.core.wording import shown

__all__ = ["MOST_LISTED", "BatchError", "DiskTrouble", "Failure", "Interrupted", "RunsFailed"]

MOST_LISTED = 10


class BatchError(UserError):
    """A batch that cannot be run; the text is a sentence."""


@dataclass(frozen=True)
class Failure:
    """One run that raised: which, with which varied values, the error in a line, and where unless the user erred."""

    point: int
    seed: int
    values: dict[str, Any]
    error: str
    traceback: str = ""

    def __str__(self) -> str:
        """Say which run failed, and how."""
        where = ", ".join(f"{name} = {shown(value)}" for name, value in self.values.items())
        return f"seed {self.seed}, point {self.point}{f' ({where})' if where else ''}: {self.error}"


class RunsFailed(UserError):  # noqa: N818 - the batch itself did what it should
    """Some runs of a finished batch raised; everything else is stored."""

    exit_code = 3

    def __init__(self, failures: Sequence[Failure], runs: int, out: str) -> None:
        self.failures, self.runs, self.out = list(failures), runs, out
        super().__init__(self.failures, runs, out)

    def __str__(self) -> str:
        """List the first failures, and say where all of them are."""
        lines = [f"{len(self.failures)} of {self.runs} runs failed; '{self.out}/failures.json' has their tracebacks:"]
        lines += [f"  {failure}" for failure in self.failures[:MOST_LISTED]]
        hidden = len(self.failures) - MOST_LISTED
        lines += [f"  ... and {hidden} more."] if hidden > 0 else []
        return "\n".join([*lines, "All others are stored. --retry-failed runs these again."])


class Interrupted(UserError):  # noqa: N818 - it is no error but the user's wish
    """The user stopped a batch."""

    exit_code = 130

    def __init__(self, stored: int, runs: int, out: str) -> None:
        self.stored, self.runs, self.out = stored, runs, out
        super().__init__(stored, runs, out)

    def __str__(self) -> str:
        """Say what is stored and how to go on."""
        left = self.runs - self.stored
        kept = f"Interrupted: {self.stored} of {self.runs} runs are stored in '{self.out}'"
        return f"{kept}; the same command again computes the other {left}." if left else f"{kept}."
