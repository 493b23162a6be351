"""The verb that says why two ways of doing business differ."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.core.files import expanded, written
from sim.verbs.options import Changes, Cluster, Printed, Workers, bundled
from sim.verbs.shared import display, loaded, tell, writable
from sim.verbs.trials import need_study

if TYPE_CHECKING:
    from sim.lab.progress import Kind


@dataclass(frozen=True)
class Effort:
    """How many worlds are lived."""

    pairs: Annotated[
        int, typer.Option(min=3, help="Worlds of every comparison, each with plausible settings of its own.")
    ] = 30
    orders: Annotated[
        int, typer.Option(min=4, help="Orders in which rules are switched off, where there are too many to try all.")
    ] = 12
    draws: Annotated[
        int, typer.Option(min=0, help="Plausible settings tried to see what the difference hangs on; 0: none.")
    ] = 200
    points: Annotated[
        int, typer.Option(min=0, help="The same over stated ranges: base points, a power of two; 0: none.")
    ] = 32


@dataclass(frozen=True)
class Places:
    """Where the worlds are lived and kept, and where the page goes."""

    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/why")
    cluster: Cluster = None
    docs: Annotated[
        Path | None, typer.Option("--write-docs", metavar="FOLDER", help="Write why.md, its record and its pictures.")
    ] = None


@bundled
def why(
    file: Annotated[
        Path, typer.Argument(help="Scenario whose design.worlds is focal: a file, or the name of a shipped one.")
    ] = Path("focus_or_diversify"),
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
    """Say why two ways of doing business differ: what each rule adds, where they are equal, what it hangs on.

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
        from sim.study.answer import renew
        from sim.study.why.page import write_page

        with written(docs):
            files += [*write_page(told, docs), *renew(docs)]
    for path in [] if printed.silent else files:
        tell(f"wrote {path}")


def _kind() -> Kind:
    return "auto" if sys.stderr.isatty() else "lines"
