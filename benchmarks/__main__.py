"""The command ``python -m benchmarks [NAME ...] [--quick | --long] [--page]``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer
from rich.console import Console

from benchmarks import (
    against,
    agreement,
    batch,
    burn_in,
    contacts,
    evenings,
    everything,
    frames,
    fuzz,
    memory,
    page,
    plans,
    scale,
    speed,
    starsim,
    startup,
    twin,
)
from benchmarks.report import Form, Measure, SkippedError, show, write


class Benchmark(NamedTuple):
    """What is measured, by which function, and whether only the long form does it unasked."""

    title: str
    run: Callable[[Form], list[Measure]]
    long: bool = False


BENCHMARKS = {
    "twin": Benchmark("The market beside flat C++ that ends with the same bits", twin.run),
    "agreement": Benchmark("The market and the same rules in Mesa and NumPy, ten seeds each", agreement.run),
    "speed": Benchmark("Agent-steps a second of processor time, taking turns in one process", speed.run),
    "starsim": Benchmark("Agent-steps a second beside starsim", starsim.run),
    "against": Benchmark("One run beside another version of Many Hats", against.run),
    "scale": Benchmark("A million people in one process", scale.run, long=True),
    "contacts": Benchmark("A million people with 150 contacts, ten million with ten", contacts.run, long=True),
    "burn_in": Benchmark("The question itself: a burn-in with its graph, and a twin a strategy", burn_in.run),
    "evenings": Benchmark("Evenings, and a year with them beside one without", evenings.run),
    "frames": Benchmark("An evening in a browser: frames a second, and drawing one", frames.run),
    "everything": Benchmark(
        "A year with everything on beside conversations alone, and ten million packs", everything.run
    ),
    "plans": Benchmark("Month's end over a million positions in one process", plans.run),
    "batch": Benchmark("Many runs: processes, the runner, commands, and a large store", batch.run),
    "memory": Benchmark("The parent of a batch: many runs beside few, tiny worlds, two workers", memory.run),
    "fuzz": Benchmark("Broken and extreme input: what ends in neither a result nor a sentence", fuzz.run, long=True),
    "startup": Benchmark("Whole processes, from the command to its end", startup.run),
}


def main(
    names: Annotated[list[str] | None, typer.Argument(help=f"Any of {', '.join(BENCHMARKS)}; all if none.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes; targets of full size are not judged.")] = False,
    long: Annotated[bool, typer.Option("--long", help="Also what takes many minutes and twelve gigabytes.")] = False,
    publish: Annotated[bool, typer.Option("--page", help="Write docs/speed.md from what was measured.")] = False,
    starsim_python: Annotated[
        str, typer.Option("--starsim", metavar="PYTHON", help="A Python that has starsim; this one if none is named.")
    ] = sys.executable,
    other: Annotated[
        str | None, typer.Option("--against", metavar="PYTHON", help="A Python that has another version of Many Hats.")
    ] = None,
) -> None:
    """Measure, print ratios, and write results/benchmarks.json. Ends with 1 if a target was missed."""
    if quick and (long or publish):
        raise typer.BadParameter("--quick goes neither with --long nor with --page: its sizes are not worth keeping.")
    for name in names or ():
        if name not in BENCHMARKS:
            raise typer.BadParameter(f"'{name}' is not one of {', '.join(BENCHMARKS)}.")
    wanted = names or [name for name, each in BENCHMARKS.items() if long or not each.long]
    results = measured(wanted, Form(quick, long, starsim_python, other))
    typer.echo(f"wrote {write(results, quick=quick)}")
    if publish:
        typer.echo(f"wrote {page.publish(results)}")
    missed = [measure.name for found in results.values() for measure in found if measure.met is False]
    if missed:
        typer.echo(f"missed: {'; '.join(missed)}", err=True)
        raise typer.Exit(1)


def measured(names: list[str], form: Form) -> dict[str, list[Measure]]:
    """Carry out benchmarks and show what they measure; what cannot be measured here is told and left out."""
    results = {}
    for name in names:
        title, run, _ = BENCHMARKS[name]
        try:
            with Console(stderr=True).status(f"{name} ..."):
                found = run(form)
        except SkippedError as error:
            typer.echo(f"{title}: skipped. {error}\n")
            continue
        results[name] = found
        show(title, found)
    return results


if __name__ == "__main__":
    typer.run(main)
