"""Verbs about many worlds and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.core.writing import expanded, safe_name, written
from sim.scenario.shipped import PREFIX
from sim.verbs.shared import (
    AsJson,
    File,
    Overrides,
    Quiet,
    RulesOption,
    Workers,
    compile_rules,
    display,
    loaded,
    tell,
    writable,
)
from sim.verbs.shared import seeds as read_seeds

if TYPE_CHECKING:
    from sim.lab.progress import Kind
    from sim.scenario.schema import Scenario


def batch(
    file: File,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; by default results/<name of the file>.")
    ] = None,
    seeds: Annotated[
        int | None,
        typer.Option(
            parser=read_seeds, metavar="INTEGER", help="Seeds; by default the scenario's.", show_default=False
        ),
    ] = None,
    workers: Workers = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Dask cluster: local:N, or tls://host:port.", show_default=False),
    ] = None,
    overrides: Overrides = None,
    rules: RulesOption = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Run only those runs again that failed before.")
    ] = False,
    run_limit: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Time a run may take; one that takes longer failed.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs it is, and what time and disk they would take.")
    ] = False,
    plots: Annotated[bool, typer.Option(help="Draw the plots.")] = True,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run all worlds of a scenario, compare them, draw the plots and say what was found.

    What the folder already holds is not run again: an interrupted batch goes on where it stopped.
    """
    from sim.lab.errors import Interrupted, RunsFailed
    from sim.lab.runner import batch as run_batch

    folder = expanded(out or Path("results") / file.stem.removeprefix(PREFIX))
    scenario = loaded(file, overrides, quiet or as_json, rules, None if dry_run else folder)
    if dry_run:
        _estimate(scenario, folder, seeds, workers, cluster, as_json=as_json)
        return
    progress: Kind = "quiet" if quiet else "auto"
    more: dict[str, Any] = {"cluster": cluster, "retry_failed": retry_failed, "run_limit": run_limit}
    try:
        run_batch(scenario, folder, seeds, workers, progress, **more)
    except RunsFailed:
        if (folder / "runs.parquet").is_file():
            _report(folder, plots=plots, quiet=quiet, as_json=as_json)
        elif as_json:
            _say_summary(folder)
        raise
    except Interrupted:
        if as_json:
            _say_summary(folder)
        raise
    _report(folder, plots=plots, quiet=quiet, as_json=as_json)


def rerun(
    results: Annotated[Path, typer.Argument(help="Folder of a finished batch.")],
    run: Annotated[str, typer.Option(help="Row of runs.parquet, from 0, or the name in its column run.")],
    rules: RulesOption = None,
) -> None:
    """Make one stored run again from the manifest, and compare it with what is stored, byte for byte.

    Ends with 1 if anything differs.
    """
    from sim.core.cache import is_warm
    from sim.lab.rerun import rerun as make_again

    if not is_warm():
        compile_rules(quiet=False)
    made = make_again(expanded(results), run, rules=rules or ())
    tell(str(made))
    if not made.equal:
        raise typer.Exit(1)


def plot(results: Annotated[Path, typer.Argument(help="Folder of a finished batch.")], quiet: Quiet = False) -> None:
    """Draw the plots of a batch again, and print its table and finding."""
    _report(expanded(results), plots=True, quiet=quiet)


def compare(
    results: Annotated[list[Path], typer.Argument(help="Folders of finished batches.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for table and plot; by default results/compare-<names>.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Compare batches with other seeds or of another version of the model.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Put several batches side by side."""
    from sim.analysis.compare import compare as put_side_by_side

    folder = expanded(out or Path("results") / safe_name("compare-" + "-".join(path.name for path in results)))
    comparison = put_side_by_side(results, folder, anyway=anyway)
    if not quiet:
        display(comparison.table())
        for path in comparison.files:
            tell(f"wrote {path}")


def sensitivity(
    results: Annotated[Path, typer.Argument(help="Folder of a finished batch with a sampled design.")],
    plots: Annotated[bool, typer.Option(help="Draw the plots.")] = True,
    quiet: Quiet = False,
) -> None:
    """Say which parameters matter, and when one strategy does better than another."""
    _report_sample(expanded(results), plots=plots, quiet=quiet)


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


def _estimate(
    scenario: Scenario, folder: Path, seeds: int | None, workers: int | None, cluster: str | None, *, as_json: bool
) -> None:
    import json

    from sim.lab.estimate import estimate
    from sim.lab.executors import places
    from sim.lab.plan import plans_of
    from sim.lab.trying import told, try_points

    points, tried = try_points(scenario, seeds)
    found = estimate(plans_of(scenario, seeds), folder, places(workers, cluster))
    tell(json.dumps(found.as_dict(), indent=2) if as_json else str(found))
    if tried < points and not as_json:
        tell(told(points, tried))


def _say_summary(folder: Path, **more: Any) -> None:
    import json

    from sim.lab.summary import summary

    tell(json.dumps({**summary(folder), **more}, indent=2, default=str))


def _report(folder: Path, *, plots: bool, quiet: bool, as_json: bool = False) -> None:
    from sim.analysis.finding import finding, precision
    from sim.analysis.load import load
    from sim.analysis.sampled import is_sampled
    from sim.analysis.table import as_rich, comparison, write

    results = load(folder)
    if is_sampled(results):
        _report_sample(folder, plots=plots, quiet=quiet or as_json)
        if as_json:
            _say_summary(folder)
        return
    writable(folder, *(["plots"] if plots else []))
    table = comparison(results)
    with written(folder):
        files = write(table, folder)
    if not quiet and not as_json:
        display(as_rich(table))
        display(finding(results))
        for sentence in precision(results):
            display(sentence)
    if plots:
        from sim.analysis.plots import draw_all

        with written(folder / "plots"):
            files += draw_all(results, folder / "plots")
    if as_json:
        _say_summary(folder, finding=finding(results))
    elif not quiet:
        tell(f"{len(files)} files in {folder} ({sum(path.suffix == '.png' for path in files)} plots).")


def _report_sample(folder: Path, *, plots: bool, quiet: bool) -> None:
    from sim.analysis.explained import explain_sample
    from sim.analysis.finding import precision
    from sim.analysis.load import load

    results = load(folder)
    writable(folder, *(["plots"] if plots else []))
    explained = explain_sample(results)
    with written(folder):
        files = explained.write(folder)
    if not quiet:
        for part in (*explained.table(), *precision(results)):
            display(part)
    if plots:
        from sim.analysis.plots import draw_all
        from sim.analysis.plots.subject import Subject

        with written(folder / "plots"):
            files += draw_all(Subject(results, explained), folder / "plots")
    if not quiet:
        tell(f"{len(files)} files in {folder} ({sum(path.suffix == '.png' for path in files)} plots).")
