"""The command ``python -m benchmarks [NAME ...] [--quick]``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import agreement, batch, evenings, everything, fuzz, memory, plans, scale, speed, startup
from benchmarks.report import Measure, show, write

BENCHMARKS: dict[str, tuple[str, Callable[[bool], list[Measure]]]] = {
    "agreement": ("The market and its Mesa twin, the same rules, ten seeds each", agreement.run),
    "speed": ("Agent-steps a second of processor time, taking turns in one process", speed.run),
    "scale": ("A million people in one process", scale.run),
    "evenings": ("Evenings, and a year with them beside one without", evenings.run),
    "everything": ("A year with everything on beside conversations alone, and ten million packs", everything.run),
    "plans": ("Month's end over a million positions in one process", plans.run),
    "batch": ("Many runs: processes, the runner, and a large store", batch.run),
    "memory": ("The parent of a batch: many runs beside few, tiny worlds, two workers", memory.run),
    "fuzz": ("Broken and extreme input: what ends in neither a result nor a sentence", fuzz.run),
    "startup": ("Whole processes, from the command to its end", startup.run),
}


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Any of {', '.join(BENCHMARKS)}; all if none.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes; targets of full size are not judged.")] = False,
) -> None:
    """Measure, print ratios, and write results/benchmarks.json. Ends with 1 if a target was missed."""
    wanted = names or list(BENCHMARKS)
    for name in wanted:
        if name not in BENCHMARKS:
            raise typer.BadParameter(f"'{name}' is not one of {', '.join(BENCHMARKS)}.")
    results = {}
    for name in wanted:
        title, run = BENCHMARKS[name]
        with Console(stderr=True).status(f"{name} ..."):
            results[name] = run(quick)
        show(title, results[name])
    typer.echo(f"wrote {write(results, quick=quick)}")
    missed = [measure.name for found in results.values() for measure in found if measure.met is False]
    if missed:
        typer.echo(f"missed: {'; '.join(missed)}", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
