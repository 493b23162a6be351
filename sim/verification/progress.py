"""How far the verification is: a bar in a terminal, a line a case elsewhere, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Literal, Self

from sim.verification.case import Case, Result

Kind = Literal["auto", "bar", "lines", "quiet"]


def progress_of(kind: Kind, cases: Sequence[Case]) -> Quiet:
    """Make what shows progress; ``auto`` takes the bar if standard error is a terminal, and lines otherwise."""
    if kind == "quiet":
        return Quiet(cases)
    if kind == "bar" or (kind == "auto" and sys.stderr.isatty()):
        return Bar(cases)
    return Lines(cases)


def told(result: Result) -> str:
    """How a case ended, in one line."""
    counted = f"{result.counted} checks, " if result.counted else ""
    why = result.not_run or result.error
    return f"{result.name}: {result.verdict} ({counted}{result.seconds:.0f} s){f': {why}' if why else ''}"


class Quiet:
    """Shows nothing.

    Parameters
    ----------
    cases
        Those that will be run.
    """

    def __init__(self, cases: Sequence[Case]) -> None:
        self.total, self.done = len(cases), 0

    def __enter__(self) -> Self:
        """Begin to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def begin(self, name: str) -> None:
        """Say that a case begins."""

    def end(self, result: Result) -> None:
        """Say how a case ended."""
        self.done += 1

    def say(self, sentence: str) -> None:
        """Say something that the user should know."""


class Lines(Quiet):
    """Prints a line for every case that ended."""

    def end(self, result: Result) -> None:
        """Print how it ended."""
        super().end(result)
        self.say(f"{self.done}/{self.total} {told(result)}")

    def say(self, sentence: str) -> None:
        """Print the sentence."""
        print(sentence, file=sys.stderr, flush=True)


class Bar(Quiet):
    """A bar with the cases that are running, and a line above it for every one that did not pass."""

    def __init__(self, cases: Sequence[Case]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        super().__init__(cases)
        self.running: list[str] = []
        self.view = Progress(
            TextColumn("Verifying"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=Console(stderr=True),
        )
        self.task: Any = self.view.add_task("", total=self.total)

    def __enter__(self) -> Self:
        """Take the terminal."""
        self.view.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back."""
        self.view.stop()

    def begin(self, name: str) -> None:
        """Name it beside the bar."""
        self.running.append(name)
        self.view.update(self.task, description=", ".join(self.running))

    def end(self, result: Result) -> None:
        """Move the bar on."""
        super().end(result)
        self.running.remove(result.name)
        if not result.passed:
            self.say(told(result))
        self.view.update(self.task, advance=1, description=", ".join(self.running))

    def say(self, sentence: str) -> None:
        """Print the sentence above the bar."""
        self.view.console.print(sentence, markup=False, highlight=False)
