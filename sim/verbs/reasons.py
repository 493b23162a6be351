"""The verb that says why two ways of doing business differ."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.core.files import expanded, written
from sim.verbs.options import Changes, Printed, Workers, bundled
from sim.verbs.shared import display, loaded, tell, writable
from sim.verbs.trials import need_study

if TYPE_CHECKING:
    from sim.lab.progress import Kind


@dataclass(frozen=True)
class Effort:
    """How many worlds are lived."""

    pairs: Annotated[int, typer.Option(min=3, help="Pairs of a posterior draw and a seed, for every comparison.")] = 30
    orders: Annotated[
        int, typer.Option(min=4, help="Orders of the rules that are sampled where there are too many for all.")
    ] = 12
    draws: Annotated[int, typer.Option(min=0, help="Draws from the posterior for the sensitivity; 0: none.")] = 200
    points: Annotated[int, typer.Option(min=0, help="Base points over the ranges, a power of two; 0: none.")] = 32


@dataclass(frozen=True)
class Places:
    """Where the worlds are lived and kept, and where the page goes."""

    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/why")
    cluster: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Dask cluster: local:N, or tls://host:port.", show_default=False),
    ] = None
    docs: Annotated[
        Path | None, typer.Option("--write-docs", metavar="FOLDER", help="Write why.md, its record and its pictures.")
    ] = None


@bundled
def why(
    file: Annotated[Path, typer.Argument(help="Scenario of focal worlds: a file, or a shipped one.")] = Path(
        "focus_or_diversify"
    ),
    ways: Annotated[tuple[str, str], typer.Option(metavar="ONE TWO", help="The two strategies that are compared.")] = (
        "focus",
        "two, tailored",
    ),
    *,
    effort: Effort,
    places: Places,
    changes: Changes,
    workers: Workers = None,
    printed: Printed,
) -> None:
    """Say why two ways differ: which rule carries how much, where they are equal, and what it hangs on.

    Every world is compared at equal turnover. What the folder already holds is not lived again: an interrupted call
    goes on where it stopped.
    """
    need_study()
    from sim.study.why import command
    from sim.study.why.record import RECORD, Why

    out, docs = expanded(places.out), None if places.docs is None else expanded(places.docs)
    for folder in filter(None, (out, docs)):
        writable(folder)
    scenario = loaded(file, changes, printed.silent)
    wanted = command.Effort(effort.pairs, effort.orders, effort.draws, effort.points)
    where = command.Where(workers, places.cluster, "quiet" if printed.silent else _kind())
    files = command.explain(scenario, ways, out, wanted, where)
    told = Why.read(out / RECORD)
    if printed.as_json:
        tell((out / RECORD).read_text(encoding="utf-8").rstrip("\n"))
    elif not printed.quiet:
        display(command.table(told))
        for sentence in command.sentences(told):
            tell(sentence)
    if docs is not None:
        from sim.study.why.page import write_page

        with written(docs):
            files += write_page(told, docs)
    for path in [] if printed.silent else files:
        tell(f"wrote {path}")


def _kind() -> Kind:
    return "auto" if sys.stderr.isatty() else "lines"
