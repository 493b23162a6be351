"""How far a batch is: a bar in a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from typing import Any, Literal, Protocol, Self

LINES = 10
Kind = Literal["auto", "bar", "lines", "quiet"]


class Progress(Protocol):
    """Told about every stored chunk."""

    def __enter__(self) -> Self:
        """Begin to show."""

    def __exit__(self, *_: object) -> None:
        """End."""

    def start(self, total: int, done: int) -> None:
        """Say how many runs were asked for, and how many of them are there already."""

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Say that some more runs are stored, how many of them failed, and how the first outcome stands."""

    def say(self, sentence: str) -> None:
        """Say something that the user should know."""


def progress_of(kind: Kind) -> Progress:
    """Make what shows progress.

    Parameters
    ----------
    kind
        ``auto`` takes the bar if standard error is a terminal, and lines otherwise.
    """
    if kind == "quiet":
        return Quiet()
    if kind == "bar" or (kind == "auto" and sys.stderr.isatty()):
        return Bar()
    return Lines()


class Quiet:
    """Shows nothing."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def start(self, total: int, done: int) -> None:
        """Say nothing."""

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Say nothing."""

    def say(self, sentence: str) -> None:
        """Say nothing."""


class Lines(Quiet):
    """Prints a line at every tenth of the way."""

    def start(self, total: int, done: int) -> None:
        """Print how much there is to do."""
        self.total, self.here, self.fresh, self.failed = total, done, 0, 0
        self.began, self.told = time.monotonic(), done * LINES // max(total, 1)
        there = f" ({done} are there already)" if done else ""
        print(f"{total} runs{there}", file=sys.stderr, flush=True)

    def say(self, sentence: str) -> None:
        """Print the sentence."""
        print(sentence, file=sys.stderr, flush=True)

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Print a line if another tenth is done."""
        self.here, self.fresh, self.failed = self.here + runs, self.fresh + runs, self.failed + failed
        tenth = self.here * LINES // self.total
        if tenth > self.told:
            self.told = tenth
            print(self._line(standing), file=sys.stderr, flush=True)

    def _line(self, standing: str) -> str:
        rate = self.fresh / max(time.monotonic() - self.began, 1e-9)
        left = f", {(self.total - self.here) / rate:.0f} s left" if self.here < self.total else ""
        failed = f", {self.failed} failed" if self.failed else ""
        stands = f"; {standing}" if standing else ""
        return f"{self.here}/{self.total} runs, {rate:.3g} a second{left}{failed}{stands}"


class Bar:
    """A bar with rate and remaining time."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.view = Progress(
            TextColumn("Running"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}", style="red"),
            TextColumn("{task.fields[standing]}", markup=False),
            console=Console(stderr=True),
        )
        self.task: Any = None
        self.fresh = self.failed = 0

    def __enter__(self) -> Self:
        """Take the terminal."""
        self.view.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back."""
        self.view.stop()

    def start(self, total: int, done: int) -> None:
        """Draw the bar."""
        self.began = time.monotonic()
        self.task = self.view.add_task("", total=total, completed=done, rate="", failed="", standing="")

    def say(self, sentence: str) -> None:
        """Print the sentence above the bar."""
        self.view.console.print(sentence, markup=False, highlight=False)

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Move the bar on."""
        self.fresh, self.failed = self.fresh + runs, self.failed + failed
        rate = f"{self.fresh / max(time.monotonic() - self.began, 1e-9):.3g} runs/s"
        lost = f"{self.failed} failed" if self.failed else ""
        self.view.update(self.task, advance=runs, rate=rate, failed=lost, standing=standing)
