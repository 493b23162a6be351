"""How far it is: a bar in a terminal or notebook, lines elsewhere, or nothing; and how an outcome stands meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from math import isnan, sqrt
from typing import TYPE_CHECKING, Any, Literal, Self

from sim.lab.points import Point
from sim.lab.work import Lived

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

LINES = 10
CONFIDENCE = 0.95
ENOUGH = 5
Kind = Literal["auto", "bar", "lines", "quiet"]


def progress_of(kind: Kind, title: str = "Running") -> Progress:
    """Make what shows progress: by itself a bar where one can be drawn, in a terminal or a notebook with ipywidgets."""
    if kind == "quiet":
        return Progress()
    if kind == "bar" or (kind == "auto" and (sys.stderr.isatty() or _is_drawn_in_a_notebook())):
        return Bar(title)
    return Lines()


def _is_drawn_in_a_notebook() -> bool:
    """Whether a cell of a notebook runs this, and ipywidgets is there, by which rich draws in its place."""
    return "IPython" in sys.modules and _console().is_jupyter and find_spec("ipywidgets") is not None


def _console() -> Console:
    """Where a bar is drawn: below the cell of a notebook, otherwise beside what a command prints."""
    from rich.console import Console

    here = Console()
    return here if here.is_jupyter else Console(stderr=True)


class Progress:
    """Shows nothing, whatever it is told."""

    def __enter__(self) -> Self:
        """Begin to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def start(self, total: int, done: int, *, announced: bool = True) -> None:
        """Say how much was asked for, and how much of it is there already; ``announced`` in a line, where lines are."""

    def begin(self, name: str) -> None:
        """Say that something that has a name begins."""

    def end(self, name: str, line: str, *, good: bool) -> None:
        """Say in a line of its own how something that has a name ended."""

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Say that some more runs are stored, how many of them failed, and how the first outcome stands."""

    def say(self, sentence: str) -> None:
        """Say something that the user should know."""


class Lines(Progress):
    """Prints a line at every tenth of the way, and for everything that has a name."""

    def start(self, total: int, done: int, *, announced: bool = True) -> None:
        """Print how much there is to do."""
        self.total, self.here, self.fresh, self.failed = total, done, 0, 0
        self.began, self.told = time.monotonic(), done * LINES // max(total, 1)
        if announced:
            self.say(f"{total} runs{f' ({done} are there already)' if done else ''}")

    def say(self, sentence: str) -> None:
        """Print the sentence."""
        print(sentence, file=sys.stderr, flush=True)

    def end(self, name: str, line: str, *, good: bool) -> None:
        """Print how it ended."""
        self.here += 1
        self.say(f"{self.here}/{self.total} {line}")

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Print a line if another tenth is done."""
        self.here, self.fresh, self.failed = self.here + runs, self.fresh + runs, self.failed + failed
        tenth = self.here * LINES // self.total
        if tenth > self.told:
            self.told = tenth
            self.say(self._line(standing))

    def _line(self, standing: str) -> str:
        rate = self.fresh / max(time.monotonic() - self.began, 1e-9)
        left = f", {(self.total - self.here) / rate:.0f} s left" if self.here < self.total else ""
        failed = f", {self.failed} failed" if self.failed else ""
        stands = f"; {standing}" if standing else ""
        return f"{self.here}/{self.total} runs, {rate:.3g} a second{left}{failed}{stands}"


class Bar(Progress):
    """A bar with rate and remaining time, or with what is under way, and a line above it for what ended badly."""

    def __init__(self, title: str = "Running") -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as View

        self.view = View(
            TextColumn(title),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}", style="red"),
            TextColumn("{task.fields[standing]}", markup=False),
            console=_console(),
        )
        self.task: Any = None
        self.fresh = self.failed = 0
        self.running: list[str] = []

    def __enter__(self) -> Self:
        """Take the terminal."""
        self.view.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal back; below a cell the last state is drawn, which rich leaves out there."""
        if self.view.console.is_jupyter:
            self.view.refresh()
        self.view.stop()

    def start(self, total: int, done: int, *, announced: bool = True) -> None:
        """Draw the bar."""
        self.began = time.monotonic()
        self.task = self.view.add_task("", total=total, completed=done, rate="", failed="", standing="")

    def begin(self, name: str) -> None:
        """Name it beside the bar."""
        self.running += [] if name in self.running else [name]
        self.view.update(self.task, standing=", ".join(self.running))

    def end(self, name: str, line: str, *, good: bool) -> None:
        """Move the bar on."""
        self.running = [each for each in self.running if each != name]
        if not good:
            self.say(line)
        self.view.update(self.task, advance=1, standing=", ".join(self.running))

    def say(self, sentence: str) -> None:
        """Print the sentence above the bar."""
        self.view.console.print(sentence, markup=False, highlight=False)

    def advance(self, runs: int, failed: int, standing: str = "") -> None:
        """Move the bar on."""
        self.fresh, self.failed = self.fresh + runs, self.failed + failed
        rate = f"{self.fresh / max(time.monotonic() - self.began, 1e-9):.3g} runs/s"
        lost = f"{self.failed} failed" if self.failed else ""
        self.view.update(self.task, advance=runs, rate=rate, failed=lost, standing=standing)


class Mean:
    """Mean and variance of numbers that are seen once (Welford 1962)."""

    def __init__(self) -> None:
        self.n, self.mean, self._squares = 0, 0.0, 0.0

    def add(self, value: float) -> None:
        """Take in a number."""
        self.n += 1
        away = value - self.mean
        self.mean += away / self.n
        self._squares += away * (value - self.mean)

    @property
    def half_width(self) -> float:
        """Half of Student's 95 % interval of the mean, as findings have it; inf below two numbers."""
        from scipy.special import stdtrit

        if self.n < 2:
            return float("inf")
        return float(stdtrit(self.n - 1, (1 + CONFIDENCE) / 2)) * sqrt(self._squares / (self.n - 1) / self.n)


class Standing:
    """The first outcome of a batch so far: the difference of the second point to the first, or its level.

    Only runs of this call are seen. It is a glance for those who wait; the analysis has intervals to quote.
    """

    def __init__(self, points: Sequence[Point], outcome: str, worlds: int = 0) -> None:
        """Take the design's points, the outcome, and how many worlds of each point are asked for, if that is known."""
        self.outcome, self.pairs, self.worlds = outcome, len(points) > 1, worlds
        self.mean = Mean()
        self._waiting: dict[int, tuple[int, float]] = {}
        self._what = (
            f"{outcome}, {_named(points[1], points[0])} minus {_named(points[0], points[1])}" if self.pairs else outcome
        )

    def add(self, results: Sequence[Lived]) -> None:
        """Take in finished runs."""
        for each in results:
            if each.result is not None and each.job.point <= self.pairs:
                level = level_of(each.result["runs"], self.outcome)
                if not isnan(level):
                    self._pair(each.job.point, each.job.seed, level)

    def _pair(self, point: int, seed: int, level: float) -> None:
        if not self.pairs:
            self.mean.add(level)
        elif seed not in self._waiting:
            self._waiting[seed] = (point, level)
        else:
            _, other = self._waiting.pop(seed)
            self.mean.add(level - other if point else other - level)

    def __str__(self) -> str:
        """Say how it stands; empty while there is too little to say."""
        if self.mean.n < ENOUGH:
            return ""
        sign = "+" if self.pairs else ""
        stands = f"{_plain(self.mean.mean, 3, sign)} ± {_plain(self.mean.half_width, 2)}"
        return f"{self._what}: {stands} so far ({self.mean.n}{f' of {self.worlds:,}' * bool(self.worlds)} worlds)"


def _plain(number: float, digits: int, sign: str = "") -> str:
    """Write so many digits that count, without powers of ten."""
    return f"{float(f'{number:.{digits}g}'):{sign},.10g}"


def _named(point: Point, other: Point) -> str:
    """What a point is called beside another while one waits: its strategy, or the values that differ."""
    if point.strategy != other.strategy:
        return f"'{point.strategy}'"
    differing = [name for name, value in point.values.items() if value != other.values[name]]
    return f"'{', '.join(f'{name} {point.values[name]}' for name in differing)}'"


def level_of(runs: pd.DataFrame, outcome: str) -> float:
    """An outcome's mean over those under study: the focal ones if there are any."""
    rows = runs[runs["focal"].astype(bool)] if runs["focal"].any() else runs
    if rows.empty or outcome not in rows:
        return float("nan")
    return float(rows[outcome].mul(rows["people"]).sum() / rows["people"].sum())
