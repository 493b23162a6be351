"""Verbs about many worlds and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.core.files import expanded, safe_name, written
from sim.scenario.reading.shipped import PREFIX
from sim.verbs.options import (
    Changes,
    Crew,
    Detailed,
    Drawn,
    Failing,
    File,
    Plots,
    Printed,
    Quiet,
    RulesOption,
    Svg,
    Verbose,
    bundled,
)
from sim.verbs.shared import compile_rules, display, loaded, tell, writable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.analysis.finding import Glance
    from sim.analysis.results import Comparison, Results
    from sim.scenario.schema import Scenario


@bundled
def batch(
    file: File,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; by default results/<name of the file>.")
    ] = None,
    *,
    crew: Crew,
    changes: Changes,
    failing: Failing,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs it is, and what time and disk they would take.")
    ] = False,
    drawn: Drawn,
    printed: Detailed,
) -> None:
    """Run all worlds of a scenario, compare them, say what was found, and write a report with everything else.

    What the folder already holds is not run again: an interrupted batch goes on where it stopped.
    """
    from sim.lab.batch import Ways
    from sim.lab.batch import batch as run_batch
    from sim.lab.opening import read_manifest
    from sim.lab.stored.folder import frame_file
    from sim.lab.work import Interrupted, RunsFailed

    folder = expanded(out or Path("results") / file.stem.removeprefix(PREFIX))
    scenario = loaded(file, changes, printed.silent, None if dry_run else folder)
    if dry_run:
        _estimate(scenario, folder, crew, as_json=printed.as_json)
        return
    how = Ways(
        progress="quiet" if printed.quiet else "auto",
        cluster=crew.cluster,
        retry_failed=failing.retry_failed,
        run_limit=failing.run_limit,
    )
    try:
        run_batch(scenario, folder, crew.seeds, crew.workers, **how)
    except RunsFailed:
        if frame_file(folder, read_manifest(folder), "runs"):
            _report(folder, plots=drawn.plots, svg=drawn.svg, printed=printed)
        elif printed.as_json:
            _say_summary(folder)
        raise
    except Interrupted:
        if printed.as_json:
            _say_summary(folder)
        raise
    _report(folder, plots=drawn.plots, svg=drawn.svg, printed=printed)


def rerun(
    results: Annotated[Path, typer.Argument(help="Folder of a finished batch.")],
    run: Annotated[str, typer.Option(help="Which run: its row in the frame runs, from 0, or its name there.")],
    rules: RulesOption = None,
) -> None:
    """Run one world of a batch again, and compare it with what is stored, byte for byte.

    Exit code 1 if anything differs.
    """
    from sim.core.cache import is_warm
    from sim.lab.rerun import rerun as make_again

    if not is_warm():
        compile_rules(quiet=False)
    made = make_again(expanded(results), run, rules=rules or ())
    tell(str(made))
    if not made.equal:
        raise typer.Exit(1)


def plot(
    results: Annotated[Path, typer.Argument(help="Folder of a finished batch.")],
    svg: Svg = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Draw the plots of a batch again, write its report, and say what was found."""
    _report(expanded(results), plots=True, svg=svg, printed=Detailed(quiet=quiet, verbose=verbose))


def compare(
    results: Annotated[
        list[Path], typer.Argument(help="Folders of finished batches; the first is what the others are compared with.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder for table and plots; by default results/compare-<names>.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Compare them even if seeds or versions of the model differ.")
    ] = False,
    svg: Svg = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Say in what several batches differ from the first one, and write table and plots."""
    from sim.analysis.results import compare as put_side_by_side

    folder = expanded(out or Path("results") / safe_name("compare-" + "-".join(path.name for path in results)))
    comparison = put_side_by_side(results, folder, anyway=anyway, svg=svg)
    if not quiet:
        for part in _told_of(comparison, in_full=verbose):
            display(part)
        for path in comparison.files:
            tell(f"wrote {path}")


def sensitivity(
    results: Annotated[
        Path, typer.Argument(help="Folder of a finished batch whose settings were sampled (design.kind).")
    ],
    plots: Plots = True,
    svg: Svg = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
) -> None:
    """Say which parameters matter, and when one strategy does better than another."""
    from sim.analysis.results import load
    from sim.analysis.sampled import refuse_unsampled

    folder = expanded(results)
    refuse_unsampled(load(folder))
    _report(folder, plots=plots, svg=svg, printed=Detailed(quiet=quiet, verbose=verbose))


def report(
    results: Annotated[Path, typer.Argument(help="Folder of a batch.")],
    out: Annotated[
        Path | None, typer.Option(help="File to write; by default report.html in the folder.", show_default=False)
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Write everything about a batch into one HTML file that can be sent and printed."""
    from sim.analysis.report import write_report

    file = write_report(results, out)
    if not quiet:
        tell(f"wrote {file} ({file.stat().st_size / 1e6:.1f} MB).")


def _estimate(scenario: Scenario, folder: Path, crew: Crew, *, as_json: bool) -> None:
    import json

    from sim.lab.estimate import estimate
    from sim.lab.executors import places
    from sim.lab.plan import plans_of
    from sim.lab.points import tried_sentence, try_points

    points, tried = try_points(scenario, crew.seeds)
    found = estimate(plans_of(scenario, crew.seeds), folder, places(crew.workers, crew.cluster))
    tell(json.dumps(found.as_dict(), indent=2) if as_json else str(found))
    if tried < points and not as_json:
        tell(tried_sentence(points, tried))


def _say_summary(folder: Path, **more: Any) -> None:
    import json

    from sim.lab.estimate import summary

    tell(json.dumps({**summary(folder), **more}, indent=2, default=str))


def _report(folder: Path, *, plots: bool, svg: bool = False, printed: Printed) -> None:
    """Write tables, plots and report of a batch, print what was found, and name the file to open."""
    from sim.analysis.finding import finding
    from sim.analysis.report import write_report
    from sim.analysis.results import load

    results, verbose = load(folder), isinstance(printed, Detailed) and printed.verbose
    writable(folder, *(["plots"] if plots else []))
    with written(folder):
        files = _tables(results, folder)
    if not printed.silent:
        for part in _told(results, in_full=verbose):
            display(part)
    if plots:
        from sim.analysis.plots import draw_all

        with written(folder / "plots"):
            files += draw_all(results, folder / "plots", svg=svg)
    page = write_report(results, figures=plots)
    if printed.as_json:
        _say_summary(folder, finding=finding(results), report=str(page))
    elif not printed.quiet:
        if verbose:
            tell(f"{len(files)} files in {folder} ({sum(path.suffix == '.png' for path in files)} plots).")
        tell(f"Everything else: open {page}")


def _tables(results: Results, folder: Path) -> list[Path]:
    from sim.analysis.explained import explain_sample
    from sim.analysis.sampled import is_sampled
    from sim.analysis.table import comparison, write

    return explain_sample(results).write(folder) if is_sampled(results) else write(comparison(results), folder)


def _told(results: Results, *, in_full: bool) -> Iterator[RenderableType]:
    """What a reader is to know: the sentences, the small table, and on what it rests; in full the large one as well."""
    from sim.analysis.explained import explain_sample
    from sim.analysis.finding import at_a_glance, found, precision
    from sim.analysis.sampled import is_sampled
    from sim.analysis.table import as_rich, comparison

    said, sampled = found(results), is_sampled(results)
    yield "\n".join([" ".join(said.lead), *said.more, *said.why])
    glance = None if sampled else at_a_glance(results)
    if glance is not None:
        yield from _glanced(glance, "the report")
    elif sampled:
        yield from explain_sample(results).table()
    else:
        yield from said.outcomes
    if in_full:
        yield from [] if sampled else [as_rich(comparison(results))]
        yield from ["", *said.outcomes, said.chance, said.caution]
    yield ""
    yield said.basis
    yield from precision(results)


def _told_of(comparison: Comparison, *, in_full: bool) -> Iterator[RenderableType]:
    """The same of several batches, with what is doubtful in their comparison."""
    said = comparison.found
    yield "\n".join([" ".join(said.lead), *said.more, *said.why])
    if comparison.glance is not None:
        yield from _glanced(comparison.glance, "the table")
    if in_full:
        yield comparison.table()
        yield from ["", *said.outcomes, said.chance, said.caution]
    yield ""
    yield said.basis
    yield from [] if in_full else [f"Note: {note}" for note in comparison.notes]


def _glanced(glance: Glance, where: str) -> Iterator[RenderableType]:
    """The small table, and where the rows are that it leaves out."""
    from sim.analysis.finding import as_rich

    yield ""
    yield as_rich(glance)
    if glance.hidden:
        yield f"{glance.hidden} more rows stand in {where}."
