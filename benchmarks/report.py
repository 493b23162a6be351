"""What a benchmark hands back, as a table on the screen and as a file."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

TOOLS = ("mesa", "numba", "numpy", "networkx")
RESULTS = Path("results") / "benchmarks.json"


@dataclass(frozen=True)
class Form:
    """How much is measured, and against what.

    Attributes
    ----------
    quick, long
        Small sizes, whose targets are not judged; or also the sizes that take many minutes and gigabytes.
    starsim
        A Python that has starsim.
    against
        A Python that has another version of Many Hats, for one run beside it; None without.
    """

    quick: bool = False
    long: bool = False
    starsim: str = sys.executable
    against: str | None = None


class SkippedError(Exception):
    """What a benchmark needs is not there; says what, in a sentence."""


@dataclass(frozen=True)
class Measure:
    """One number that was measured.

    Attributes
    ----------
    name, value, unit
        What, how much, of what.
    low, high
        Smallest and largest of the repetitions, or the ends of an interval; None for a single value.
    target
        What it should be, in words; empty if it is only for information.
    met
        Whether the target was met; None without a target, or where the size is not the one it speaks of.
    detail
        Everything else worth keeping, for the file.
    """

    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    target: str = ""
    met: bool | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def at_most(most: float, measure: Measure, *, judged: bool = True) -> Measure:
    """Hold a measure against a ceiling; ``judged`` is False where the size is not the one it speaks of."""
    return replace(measure, target=f"at most {most:g}", met=measure.value <= most if judged else None)


def at_least(least: float, measure: Measure, *, judged: bool = True) -> Measure:
    """Hold a measure against a floor; see :func:`at_most`."""
    return replace(measure, target=f"at least {least:g}", met=measure.value >= least if judged else None)


def short(number: float) -> str:
    """Write a number with three or more digits that count."""
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{number:.3g}"


def render(title: str, measures: Sequence[Measure]) -> Table:
    """Lay out measures as a table."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("measure", overflow="fold")
    for name in ("value", "range"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("unit")
    table.add_column("target")
    for measure in measures:
        span = "" if measure.low is None else f"{short(measure.low)} .. {short(measure.high or 0.0)}"
        verdict = {None: "", True: " [green]met[/]", False: " [bold red]missed[/]"}[measure.met]
        table.add_row(measure.name, short(measure.value), span, measure.unit, measure.target + verdict)
    return table


def show(title: str, measures: Sequence[Measure]) -> None:
    """Print measures as a table."""
    Console().print(render(title, measures), "")


def machine() -> dict[str, Any]:
    """Say where and with what it was measured."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": list(os.getloadavg()),
        "python": platform.python_version(),
        "versions": {tool: version(tool) for tool in TOOLS},
    }


def _processor() -> str:
    """Name of the processor, as far as the system tells it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def write(results: dict[str, list[Measure]], *, quick: bool, path: Path = RESULTS) -> Path:
    """Write all measures with the machine they were taken on; return the file."""
    measures = {name: [asdict(measure) for measure in found] for name, found in results.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine(), "quick": quick, "measures": measures}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    return path
