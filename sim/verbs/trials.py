"""Verbs that put the article and the model to the test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.core.errors import UserError
from sim.core.files import expanded, written
from sim.verbs.options import Printed, RulesOption, Workers, bundled
from sim.verbs.shared import compile_rules, display, note, tell, writable

if TYPE_CHECKING:
    from sim.lab.progress import Kind


def has_study() -> bool:
    """Whether the study of the article is there, which may be left out of an installation."""
    return find_spec("sim.study") is not None


def need_study() -> None:
    """Refuse a verb that belongs to the study where there is none."""
    if not has_study():
        raise UserError("The study of the article is not installed here: the package has no folder 'sim/study'.")


@dataclass(frozen=True)
class ClaimFolders:
    """Where claims are read, and where their verdicts go."""

    docs: Annotated[
        Path | None,
        typer.Option("--write-docs", metavar="FOLDER", help="Write the answer in words, its numbers and the maps."),
    ] = None
    scenarios: Annotated[
        Path | None,
        typer.Option(help="Folder with one scenario file per claim; by default the shipped ones.", show_default=False),
    ] = None
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/claims")


@bundled
def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Claims, such as A6; by default all.", show_default=False)
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Few seeds and settings: a rehearsal that decides only what is clear.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the claims and run nothing.")] = False,
    headline: Annotated[
        bool | None,
        typer.Option(
            "--map/--no-map",
            help="Also chart where several businesses beat one (A17); by default only in a full test of all claims.",
            show_default=False,
        ),
    ] = None,
    *,
    folders: ClaimFolders,
    workers: Workers = None,
    printed: Printed,
) -> None:
    """Put the article's claims to the test, and say which hold.

    What the folder already holds is not run again: an interrupted call goes on where it stopped.
    """
    import json

    from sim.core.cache import is_warm

    need_study()
    from sim.study.claims import catalogue, chosen, listed_claims, put_to_the_test, verdict_table

    every = catalogue(None if folders.scenarios is None else expanded(folders.scenarios))
    files = chosen(every, ids or [])
    if listing:
        display(listed_claims(files))
        return
    progress: Kind = "auto" if sys.stderr.isatty() and not printed.silent else "quiet"
    say = (lambda _: None) if printed.silent else note
    wants_map = not ids and not quick if headline is None else headline
    out, docs = expanded(folders.out), None if folders.docs is None else expanded(folders.docs)
    for folder in filter(None, (out, docs)):
        writable(folder)
    if not is_warm():
        compile_rules(quiet=printed.silent)
    made = put_to_the_test(files, out, quick=quick, headline=wants_map, workers=workers, progress=progress, say=say)
    shown = [made.claims[name] for name in made.examined]
    if printed.as_json:
        tell(json.dumps({"folder": str(made.folder), "claims": shown}, indent=2))
    elif not printed.quiet:
        display(verdict_table(shown))
        tell(f"wrote {made.folder / 'verdicts.json'} and {made.folder / 'report.html'}")
    if docs is not None:
        from sim.study.answer import write_docs

        with written(docs):
            files_of_docs = write_docs(list(made.claims.values()), made.maps, every, docs)
        for path in [] if printed.silent else files_of_docs:
            tell(f"wrote {path}")


@dataclass(frozen=True)
class Ways:
    """Which ways of telling are replayed."""

    pitch: Annotated[
        str | None, typer.Option(help="One pitch policy; by default all side by side.", show_default=False)
    ] = None
    rules: RulesOption = None


@bundled
def replay(
    file: Annotated[
        Path, typer.Argument(help="Contact list: in each line a time in seconds and two persons who stood together.")
    ],
    businesses: Annotated[int, typer.Option(help="How many businesses every networker has.")] = 2,
    shortest: Annotated[int, typer.Option(help="Seconds a talk must last for a story to be told.")] = 20,
    slot: Annotated[int, typer.Option(help="Seconds that a line of the list stands for.")] = 20,
    out: Annotated[Path | None, typer.Option(help="Folder for replay.json and pictures.", show_default=False)] = None,
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Put a synthetic event of the same size beside it (takes seconds).")
    ] = False,
    *,
    ways: Ways,
    printed: Printed,
) -> None:
    """Replay a real event: who would have heard two stories from the same mouth?"""
    from sim.core.cache import is_warm
    from sim.replay.command import replay as play

    if not is_warm():
        compile_rules(quiet=printed.silent)
    file, out = expanded(file), None if out is None else expanded(out)
    own = own_pitches(ways.rules or ())
    done = play(file, businesses, ways.pitch, shortest, out, slot, synthetic=synthetic, own=own)
    if printed.as_json:
        sys.stdout.write(done.as_json())
        return
    if printed.quiet:
        return
    for sentence in done.remarks:
        tell(sentence)
    display(done.table())
    if done.beside is not None:
        display(done.beside.table())
        for sentence in done.beside.remarks:
            tell(sentence)
    for path in done.files:
        tell(f"wrote {path}")


def own_pitches(paths: Sequence[Path]) -> dict[str, Callable[[Any, int], list[str]]]:
    """Return the pitch policies that some files of rules declare, by name."""
    from sim.own.checks import small_world
    from sim.scenario.rules import load_rules
    from sim.speaking import told_by

    files = load_rules(paths)
    found = [rule for file in files for rule in file.rules if rule.kind == "pitch"]
    return {rule.name: partial(told_by, small_world(rule, files), rule.name) for rule in found}


@dataclass(frozen=True)
class CaseFolders:
    """Where cases find their data, and where their numbers go."""

    out: Annotated[Path, typer.Option(help="Folder for numbers and figures.")] = Path("results/verification")
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of contact lists and friendships; by default $MANYHATS_DATA.", show_default=False),
    ] = None


@bundled
def verify(
    cases: Annotated[
        list[str] | None,
        typer.Argument(help="Names of cases or kinds, which --list tells; by default all.", show_default=False),
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Fewer worlds: three minutes instead of twenty-five.")] = False,
    *,
    folders: CaseFolders,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 also if a target is not met or a case was not run.")
    ] = False,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Write docs/verification.md and its figures from this run.")
    ] = False,
    list_cases: Annotated[
        bool, typer.Option("--list", help="List the cases and their kinds, and run nothing.")
    ] = False,
    workers: Workers = None,
    printed: Printed,
) -> None:
    """Check the model against exact mathematics, real events and published figures.

    Exit code 1 if an identity or a real event is not reproduced, or a case raised.
    """
    import os

    from sim.core.cache import is_warm
    from sim.verification.case import cases_table, checks_table, ended, summary
    from sim.verification.verify import chosen
    from sim.verification.verify import verify as run_cases

    if has_study():
        import_module("sim.study.cases")  # which declares them

    if list_cases:
        display(cases_table(chosen(cases or ())))
        return
    if write_docs and short:
        raise UserError("--write-docs and --short: the page is written from the full form.")
    if folders.data is not None:
        os.environ["MANYHATS_DATA"] = str(expanded(folders.data))
    chosen(cases or ())
    out = expanded(folders.out)
    writable(out)
    if not is_warm():
        compile_rules(quiet=printed.silent)
    results = run_cases(cases or (), out, short=short, workers=workers, progress="quiet" if printed.silent else "auto")
    if printed.as_json:
        import json

        tell(json.dumps(summary(results, strict=strict), indent=2, ensure_ascii=False))
    elif not printed.quiet:
        display(checks_table(results))
        display(ended(results))
        tell(f"numbers and figures are in {out}.")
    if write_docs:
        from sim.verification.verify import write_docs as write_page

        with written("docs"):
            pages = write_page(results, out)
        for path in pages:
            tell(f"wrote {path}")
    if any(result.is_wrong(strict=strict) for result in results):
        raise typer.Exit(1)
