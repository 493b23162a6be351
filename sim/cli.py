"""The verbs of the command ``manyhats``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.scenario.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from sim.batch.progress import Kind
    from sim.scenario.schema import Scenario

app = typer.Typer(
    name="manyhats",
    help="Focus or diversification in network marketing? Run worlds, compare them, look at them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
PIPED_WIDTH = 120
File = Annotated[Path, typer.Argument(help="Scenario file (TOML).", show_default=False)]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one value, such as time.days=90; may be repeated."),
]
RulesOption = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="FILE", help="Python file with rules of your own, which is run; may be repeated."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; by default one a core.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables and sentences.")]


@app.command()
def check(
    file: File,
    overrides: Overrides = None,
    against: Annotated[
        Path | None, typer.Option(help="Another scenario; print in what the two differ.", show_default=False)
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Read a scenario, say what is wrong with it or what it would run; try out rules of your own."""
    from sim.own.loading import scenario_with
    from sim.scenario.consistency import warnings

    scenario = scenario_with(file, rules or (), overrides or ())
    if against is not None:
        from sim.scenario.difference import difference
        from sim.scenario.show import render_difference

        other = scenario_with(against, rules or ())
        _print(render_difference(difference(scenario, other), str(file), str(against)))
        return
    _say(f"{file} is fine: {_size(scenario)}")
    for sentence in warnings(scenario):
        _warn(sentence)
    if scenario.own.files:
        _check_rules(scenario)


@app.command()
def run(
    file: File,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the world.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Folder for tables, graphs (GraphML) and plots.", show_default=False)
    ] = None,
    strategy: Annotated[
        str | None, typer.Option(help="Strategy under study; by default the first.", show_default=False)
    ] = None,
    activation: Annotated[
        str, typer.Option(help="sweep (compiled) or agents (every Mesa agent stepped; the same world, slower).")
    ] = "sweep",
    overrides: Overrides = None,
    rules: RulesOption = None,
    quiet: Quiet = False,
) -> None:
    """Run one world and show how its networkers fare."""
    from sim.onerun import live, show, write

    scenario = _loaded(file, overrides, quiet, rules)
    market, record = live(scenario, seed, strategy, activation, quiet=quiet)
    if not quiet:
        _print(show(record))
        for sentence in record.remarks:
            _say(sentence)
    if out is not None:
        for path in write(market, record, out):
            if not quiet:
                _say(f"wrote {path}")


@app.command()
def batch(
    file: File,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; by default results/<name of the file>.")
    ] = None,
    seeds: Annotated[
        int | None, typer.Option(min=1, help="Seeds; by default the scenario's.", show_default=False)
    ] = None,
    workers: Workers = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Dask cluster: local:N or tcp://host:port.", show_default=False),
    ] = None,
    overrides: Overrides = None,
    rules: RulesOption = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Run only those runs again that failed before.")
    ] = False,
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
    from sim.batch.errors import Interrupted, RunsFailed
    from sim.batch.runner import batch as run_batch

    scenario, folder = _loaded(file, overrides, quiet or as_json, rules), out or Path("results") / file.stem
    if dry_run:
        _estimate(scenario, folder, seeds, workers, cluster, as_json=as_json)
        return
    progress: Kind = "quiet" if quiet else "auto"
    try:
        run_batch(scenario, folder, seeds, workers, progress, cluster=cluster, retry_failed=retry_failed)
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


@app.command()
def rerun(
    results: Annotated[Path, typer.Argument(help="Folder of a finished batch.")],
    run: Annotated[str, typer.Option(help="Row of runs.parquet, from 0, or the name in its column run.")],
    rules: RulesOption = None,
) -> None:
    """Make one stored run again from the manifest, and compare it with what is stored, byte for byte.

    Ends with 1 if anything differs.
    """
    from sim.batch.rerun import rerun as make_again
    from sim.world.cache import is_warm

    if not is_warm():
        _compile(quiet=False)
    made = make_again(results, run, rules=rules or ())
    _say(str(made))
    if not made.equal:
        raise typer.Exit(1)


@app.command()
def plot(results: Annotated[Path, typer.Argument(help="Folder of a finished batch.")], quiet: Quiet = False) -> None:
    """Draw the plots of a batch again, and print its table and finding."""
    _report(results, plots=True, quiet=quiet)


@app.command()
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

    folder = out or Path("results") / ("compare-" + "-".join(path.name for path in results))
    comparison = put_side_by_side(results, folder, anyway=anyway)
    if not quiet:
        _print(comparison.table())
        for path in comparison.files:
            _say(f"wrote {path}")


@app.command()
def sensitivity(
    results: Annotated[Path, typer.Argument(help="Folder of a finished batch with a sampled design.")],
    plots: Annotated[bool, typer.Option(help="Draw the plots.")] = True,
    quiet: Quiet = False,
) -> None:
    """Say which parameters matter, and when one strategy does better than another."""
    _report_sample(results, plots=plots, quiet=quiet)


@app.command()
def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Claims, such as A6; by default all.", show_default=False)
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Few seeds and settings: a rehearsal of some minutes.")
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help="Only say which claims there are.")] = False,
    scenarios: Annotated[Path, typer.Option(help="Folder with one scenario file a claim.")] = Path("scenarios/claims"),
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/claims"),
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Put the article's claims to the test, and compute a verdict on each.

    What the folder already holds is not run again: an interrupted call goes on where it stopped.
    """
    import json

    from sim.claims.catalogue import catalogue, chosen
    from sim.claims.command import put_to_the_test
    from sim.claims.show import listed, table
    from sim.world.cache import is_warm

    files = chosen(catalogue(scenarios), ids or [])
    if listing:
        _print(listed(files))
        return
    if not is_warm():
        _compile(quiet=quiet or as_json)
    silent = quiet or as_json
    progress: Kind = "auto" if sys.stderr.isatty() and not silent else "quiet"
    say = (lambda _: None) if silent else _note
    made = put_to_the_test(files, out, quick=quick, workers=workers, progress=progress, say=say)
    shown = [made.claims[name] for name in made.examined]
    if as_json:
        _say(json.dumps({"folder": str(made.folder), "claims": shown}, indent=2))
    elif not quiet:
        _print(table(shown))
        _say(f"wrote {made.folder / 'verdicts.json'} and {made.folder / 'report.html'}")


@app.command()
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
        _say(f"wrote {file} ({file.stat().st_size / 1e6:.1f} MB).")


@app.command()
def explain(
    name: Annotated[
        str, typer.Argument(help="Parameter or section, such as credibility.memory_half_life or graph.")
    ] = "",
    schema: Annotated[bool, typer.Option("--schema", help="Write the JSON schema for editors.")] = False,
    rules: RulesOption = None,
) -> None:
    """Say what a parameter means: unit, bounds, default and source; with --rules, what rules of your own are."""
    from sim.scenario.explain import explain as find
    from sim.scenario.explain import schema_json
    from sim.scenario.show import render

    if schema:
        sys.stdout.write(schema_json() + "\n")
        return
    if rules:
        from sim.own.listing import listing
        from sim.own.loading import load_rules

        _print(listing(load_rules(rules), name=name))
        return
    _print(render(find(name)))


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="Contact list: seconds person person, in slots of 20 seconds.")],
    businesses: Annotated[int, typer.Option(help="Businesses of every networker.")] = 2,
    pitch: Annotated[
        str | None, typer.Option(help="One pitch policy; by default all side by side.", show_default=False)
    ] = None,
    shortest: Annotated[int, typer.Option(help="Seconds a talk lasts for an opening to be told.")] = 20,
    out: Annotated[Path | None, typer.Option(help="Folder for replay.json and pictures.", show_default=False)] = None,
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Put a synthetic event of the same size beside it (takes seconds).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    quiet: Quiet = False,
) -> None:
    """Replay a real event: who would have heard two stories from the same mouth?"""
    from sim.replay.command import replay as play
    from sim.world.cache import is_warm

    if not is_warm():
        _compile(quiet=quiet or as_json)
    done = play(file, businesses, pitch, shortest, out)
    if as_json:
        sys.stdout.write(done.as_json())
    elif not quiet:
        for sentence in done.remarks:
            _say(sentence)
        _print(done.table())
    files = list(done.files)
    if synthetic:
        from sim.replay.beside import beside_real

        beside = beside_real(done.event.contacts, out, title=done.title, businesses=businesses)
        files += beside.files
        if not quiet and not as_json:
            _print(beside.table())
            for sentence in beside.remarks:
                _say(sentence)
    if not quiet and not as_json:
        for path in files:
            _say(f"wrote {path}")


@app.command()
def verify(
    cases: Annotated[
        list[str] | None, typer.Argument(help="Names of cases or kinds; by default all.", show_default=False)
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Fewer worlds: three minutes instead of twenty-five.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for numbers and figures.")] = Path("results/verification"),
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of the contact lists; by default $MANYHATS_DATA or ../shared/data."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 also if a target is not met or a case not run.")
    ] = False,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Write docs/verification.md and its figures from this run.")
    ] = False,
    list_cases: Annotated[bool, typer.Option("--list", help="Name the cases and run none.")] = False,
    workers: Workers = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check the model against exact mathematics, real events and published figures.

    Ends with 1 if an identity or a real event is not reproduced, or a case raised.
    """
    import os

    from sim.verification import running, table
    from sim.verification.results import summary
    from sim.world.cache import is_warm

    if list_cases:
        _print(table.names(running.chosen(cases or ())))
        return
    if write_docs and short:
        raise UserError("--write-docs and --short: the page is written from the full form.")
    if data is not None:
        os.environ["MANYHATS_DATA"] = str(data)
    running.chosen(cases or ())
    if not is_warm():
        _compile(quiet=quiet or as_json)
    results = running.verify(
        cases or (), out, short=short, workers=workers, progress="quiet" if quiet or as_json else "auto"
    )
    if as_json:
        import json

        _say(json.dumps(summary(results, strict=strict), indent=2, ensure_ascii=False))
    elif not quiet:
        _print(table.as_table(results))
        _print(table.finding(results))
        _say(f"numbers and figures are in {out}.")
    if write_docs:
        from sim.verification.document import write

        for path in write(results, out):
            _say(f"wrote {path}")
    if any(result.is_wrong(strict=strict) for result in results):
        raise typer.Exit(1)


@app.command()
def calibrate(
    file: Annotated[Path, typer.Argument(help="The default scenario.")] = Path("scenarios/base.toml"),
    trials: Annotated[int, typer.Option(min=4, help="Points of the search, those of earlier calls included.")] = 96,
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="Time after which no more are begun.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the search.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder of the search and its record.")] = Path("results/calibration"),
    real: Annotated[
        Path | None,
        typer.Option(help="File with real friendships, on which the end is measured as well.", show_default=False),
    ] = None,
    write: Annotated[
        bool, typer.Option("--apply", help="Write the values into the scenario and those beside it that extend it.")
    ] = False,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Search the guesses for values that meet the published figures together.

    What the folder already holds is not done again: an interrupted search goes on where it stopped.
    """
    from sim.calibration.command import calibrate as search
    from sim.world.cache import is_warm

    if not is_warm():
        _compile(quiet=quiet)
    done = search(
        file,
        out,
        trials=trials,
        seconds=seconds,
        seed=seed,
        real=real,
        workers=workers,
        write=write,
        say=(lambda _: None) if quiet else _say,
    )
    if not quiet:
        _print(done.outcome.table())
        _say(done.suggestion)
        for path in done.files:
            _say(f"wrote {path}")


@app.command()
def schedule(rules: RulesOption = None) -> None:
    """Print the order of a day."""
    from rich.table import Table

    from sim.own.loading import load_rules
    from sim.schedule import SCHEDULE

    table = Table("", "phase", "when", "who", "what happens (claims)", box=None, pad_edge=False)
    for number, step in enumerate(SCHEDULE, 1):
        meaning = f"{step.meaning} ({step.claims})" if step.claims else step.meaning
        table.add_row(str(number), step.name, step.when, step.who, meaning)
    own = [(rule, file.path) for file in load_rules(rules or ()) for rule in file.rules if rule.kind == "phase"]
    for letter, (rule, path) in zip("abcdefghijklmnopqrstuvwxyz", own, strict=False):
        table.add_row(f"{len(SCHEDULE)}{letter}", rule.name, rule.when, path, rule.meaning)
    _print(table)
    switches = ", ".join(dict.fromkeys(step.switch for step in SCHEDULE if step.switch))
    _print(f"Switched off by the scenario's [phases] table: {switches}.")


@app.command()
def warm() -> None:
    """Compile the rules once, so that later runs start at once."""
    _compile(quiet=False)


def main() -> None:
    """Run the command; a user's mistake ends in a sentence and exit code 2, never in a traceback."""
    try:
        app(prog_name="manyhats")
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(getattr(error, "exit_code", 2))


def _loaded(file: Path, overrides: list[str] | None, quiet: bool, rules: list[Path] | None) -> Scenario:
    """Load a scenario and print what is odd about it; see that the rules are compiled."""
    from sim.own.loading import scenario_with
    from sim.scenario.consistency import warnings
    from sim.world.cache import is_warm

    scenario = scenario_with(file, rules or (), overrides or ())
    if not quiet:
        for sentence in warnings(scenario):
            _warn(sentence)
    if not is_warm():
        _compile(quiet=quiet)
    return scenario


def _check_rules(scenario: Scenario) -> None:
    """Print what files of own rules add, and try every rule out; what fails is told at the end."""
    from sim.own.checks import check_rules
    from sim.own.listing import listing
    from sim.world.cache import is_warm

    _print(listing(scenario.own.files, scenario))
    if not is_warm():
        _compile(quiet=False)
    failures = check_rules(scenario)
    if failures:
        raise UserError("\n".join(failures))
    count = sum(len(file.rules) for file in scenario.own.files)
    _say(f"{count} rules were tried out in a small world; all keep their contracts.")


def _compile(*, quiet: bool) -> None:
    """Compile everything, with a progress line: paid once for every state of the sources."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from sim.warming import PARTS
    from sim.warming import warm as compile_all

    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=_console(), disable=quiet) as progress:
        task = progress.add_task("compiling", total=PARTS)
        for part in compile_all():
            progress.update(task, advance=1, description=f"compiling the rules (once): {part}")
        progress.update(task, completed=PARTS, description="rules compiled")


def _size(scenario: Scenario) -> str:
    from sim.batch.points import points as points_of

    points = len(points_of(scenario))
    people = scenario.population.people
    brings = scenario.graph.kind in ("file", "dataset")
    who = f"{people:,} people" if people and not brings else "the graph's own people"
    wish, seeds = scenario.design.precision, f"{scenario.design.seeds}"
    runs = f"{points * scenario.design.seeds:,} runs"
    if wish.outcome:
        seeds = f"{wish.min_seeds} to {wish.max_seeds}"
        runs = f"{points * wish.min_seeds:,} to {points * wish.max_seeds:,} runs, until {wish.outcome} is precise"
    return f"{who}, {scenario.time.days:,} days, {points} points x {seeds} seeds = {runs}."


def _estimate(
    scenario: Scenario, folder: Path, seeds: int | None, workers: int | None, cluster: str | None, *, as_json: bool
) -> None:
    import json

    from sim.batch.estimate import estimate
    from sim.batch.executors import places
    from sim.batch.plan import plans_of

    found = estimate(plans_of(scenario, seeds), folder, places(workers, cluster))
    _say(json.dumps(found.as_dict(), indent=2) if as_json else str(found))


def _say_summary(folder: Path, **more: Any) -> None:
    import json

    from sim.batch.summary import summary

    _say(json.dumps({**summary(folder), **more}, indent=2, default=str))


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
    table = comparison(results)
    files = write(table, folder)
    if not quiet and not as_json:
        _print(as_rich(table))
        _print(finding(results))
        for sentence in precision(results):
            _print(sentence)
    if plots:
        from sim.analysis.plots import draw_all

        files += draw_all(results, folder / "plots")
    if as_json:
        _say_summary(folder, finding=finding(results))
    elif not quiet:
        _say(f"{len(files)} files in {folder} ({sum(path.suffix == '.png' for path in files)} plots).")


def _report_sample(folder: Path, *, plots: bool, quiet: bool) -> None:
    from sim.analysis.explained import explain_sample
    from sim.analysis.finding import precision
    from sim.analysis.load import load

    results = load(folder)
    explained = explain_sample(results)
    files = explained.write(folder)
    if not quiet:
        for part in (*explained.table(), *precision(results)):
            _print(part)
    if plots:
        from sim.analysis.plots import style

        for name, figure in explained.figures():
            files += style.save(figure, folder / "plots", name)
    if not quiet:
        _say(f"{len(files)} files in {folder} ({sum(path.suffix == '.png' for path in files)} plots).")


def _console() -> Console:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)


def _print(what: RenderableType) -> None:
    console: Any = _console()
    console.print(what, highlight=False, markup=False)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def _note(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _warn(sentence: str) -> None:
    sys.stderr.write(f"Note: {sentence}\n")
