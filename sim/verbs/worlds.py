"""Verbs about one scenario and one world."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Annotated

import typer

from sim.core.errors import UserError
from sim.core.files import expanded
from sim.verbs.completion import explainable, shipped_scenarios
from sim.verbs.options import Changes, File, Quiet, RulesOption, Seed, Strategy, bundled
from sim.verbs.shared import compile_rules, display, loaded, read, tell, warn

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario


@bundled
def check(
    file: File,
    *,
    changes: Changes,
    against: Annotated[
        Path | None, typer.Option(help="Another scenario: print how the two differ.", show_default=False)
    ] = None,
) -> None:
    """Read a scenario, say what is wrong with it or what it would run; try out rules of your own."""
    from sim.lab.points import tried_sentence, try_points
    from sim.scenario.checks import warnings
    from sim.scenario.reading.notes import departures, notes
    from sim.scenario.reading.thousands import thousands

    scenario, layers = read(file, changes)
    if against is not None:
        from sim.scenario.vary import difference
        from sim.verbs.layout import render_difference

        other, _ = read(against, Changes(rules=changes.rules))
        display(render_difference(difference(scenario, other), str(file), str(against)))
        return
    points, tried = try_points(scenario)
    tell(f"{file} is fine: {_size(scenario, points)}")
    if tried < points:
        tell(tried_sentence(points, tried))
    for sentence in (*notes(layers), *thousands(layers), *departures(layers), *warnings(scenario)):
        warn(sentence)
    if scenario.own.files:
        _check_rules(scenario)


@bundled
def run(
    file: File,
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option(help="Folder for tables, graphs (GraphML) and plots.", show_default=False)
    ] = None,
    strategy: Strategy = None,
    activation: Annotated[
        str,
        typer.Option(help="sweep: everybody at once, compiled; agents: one Mesa agent after another, the same world."),
    ] = "sweep",
    *,
    changes: Changes,
    quiet: Quiet = False,
) -> None:
    """Run one world and show how its networkers fare."""
    from sim.verbs.oneworld import live, show, write

    out = None if out is None else expanded(out)
    if out is not None:
        _refuse_batch(out)
    scenario = loaded(file, changes, quiet, out)
    market, record = live(scenario, seed, strategy, activation, quiet=quiet)
    if not quiet:
        display(show(record))
        for sentence in record.remarks:
            tell(sentence)
    if out is not None:
        for path in write(market, record, out):
            if not quiet:
                tell(f"wrote {path}")


@bundled
def level(
    file: File,
    seeds: Annotated[int, typer.Option(min=1, help="Worlds that are run at each setting.")] = 4,
    within: Annotated[float, typer.Option(min=0.0, help="How far off sales may stay: 0.02 is 2 %.")] = 0.02,
    strategy: Strategy = None,
    *,
    changes: Changes,
    quiet: Quiet = False,
) -> None:
    """Bring a changed world back to the scenario's level of sales, so that the two can be compared.

    Prints the options --set that do it, for the next command.
    """
    from sim.levels import LEVEL_SEEDS, restored

    scenario, _ = read(file, Changes(rules=changes.rules))
    changed = loaded(file, changes, quiet, None)
    found = restored(
        scenario, changed, seeds=range(LEVEL_SEEDS[0], LEVEL_SEEDS[0] + seeds), strategy=strategy, within=within
    )
    if not quiet:
        tell(f"Sales per adult and year: {found.wanted:,.2f} in the scenario, {found.reached:,.2f} in the other.")
    typer.echo(" ".join(f"--set {name}={value:.6g}" for name, value in found.values.items()))


def scenarios(
    copy: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Copy one into a folder of yours, to change it.",
            show_default=False,
            autocompletion=shipped_scenarios,
        ),
    ] = None,
    to: Annotated[Path, typer.Option(help="Folder of the copy.")] = Path("."),
) -> None:
    """List the scenarios that come with Many Hats and what each asks, or copy one."""
    from rich.table import Table

    from sim.scenario.reading import shipped

    if copy is not None:
        for path in shipped.copy(copy, expanded(to)):
            tell(f"wrote {path}")
        return
    table = Table("name", "asks", box=None, pad_edge=False)
    for each in shipped.shipped():
        table.add_row(each.name, each.title)
    display(table)
    tell("Run one with `manyhats batch NAME`; `manyhats scenarios --copy NAME` puts it here to be changed.")


def explain(
    name: Annotated[
        str,
        typer.Argument(
            help="Parameter, section, outcome, policy, plan, kind of world, word or page; none lists them.",
            autocompletion=explainable,
        ),
    ] = "",
    schema: Annotated[bool, typer.Option("--schema", help="Write the JSON schema for editors.")] = False,
    rules: RulesOption = None,
) -> None:
    """Say what a name means: of a parameter unit, bounds, default and source; with --rules, what rules of yours are."""
    from sim.scenario.explain import schema_json
    from sim.verbs.explaining import contents, explained

    if schema:
        sys.stdout.write(schema_json() + "\n")
        return
    if rules:
        from sim.scenario.rules import load_rules
        from sim.verbs.layout import listing

        display(listing(load_rules(rules), name=name))
        return
    for part in explained(name) if name else contents():
        display(part)


def schedule(rules: RulesOption = None) -> None:
    """Print what happens on a simulated day, step by step."""
    from rich.table import Table

    from sim.day import DAY
    from sim.scenario.rules import load_rules
    from sim.schedule import day_with

    table = Table("", "phase", "when", "who", "what happens (claims)", box=None, pad_edge=False)
    own = [(rule, file) for file in load_rules(rules or ()) for rule in file.rules if rule.kind == "phase"]
    paths = {rule.name: file.path for rule, file in own}
    number, letters = 0, iter(ascii_lowercase)
    for step in day_with([(rule, file.place(rule)) for rule, file in own]):
        if step.own:
            table.add_row(f"{number}{next(letters, '')}", step.name, step.when, paths[step.name], step.meaning)
            continue
        number, letters = number + 1, iter(ascii_lowercase)
        meaning = f"{step.meaning} ({step.claims})" if step.claims else step.meaning
        table.add_row(str(number), step.name, step.when, step.who, meaning)
    display(table)
    switches = ", ".join(dict.fromkeys(step.switch for step in DAY if step.switch))
    display(f"A scenario can switch these off in [phases]: {switches}.")


def warm() -> None:
    """Compile the rules once, so that later runs start at once."""
    from sim.core.cache import home, remark

    if home() is None:
        raise UserError(remark())
    compile_rules(quiet=False)
    tell("rules compiled")


def _refuse_batch(out: Path) -> None:
    """Keep the tables of one world apart from those of many."""
    from sim.lab.stored.manifest import MANIFEST

    if os.path.lexists(out / MANIFEST):
        raise UserError(f"'{out}' holds the results of a batch; name another folder with --out.")


def _size(scenario: Scenario, points: int) -> str:
    people = scenario.population.people
    brings = scenario.graph.kind in ("file", "dataset")
    who = f"{people:,} people" if people and not brings else "the graph's own people"
    wish, seeds = scenario.design.precision, f"{scenario.design.seeds:,}"
    runs = f"{points * scenario.design.seeds:,} runs"
    if wish.outcome:
        seeds = f"{wish.min_seeds} to {wish.max_seeds}"
        runs = f"{points * wish.min_seeds:,} to {points * wish.max_seeds:,} runs, until {wish.outcome} is precise"
    which = f"{points:,} {'setting' if points == 1 else 'settings'}"
    days = f"{scenario.time.days:,} {'day' if scenario.time.days == 1 else 'days'}"
    return f"{who}, {days}, {which} x {seeds} seeds = {runs}."


def _check_rules(scenario: Scenario) -> None:
    """Print what files of own rules add, and try every rule out; what fails is told at the end."""
    from sim.core.cache import is_warm
    from sim.own.checks import check_rules
    from sim.verbs.layout import listing

    display(listing(scenario.own.files, scenario))
    if not is_warm():
        compile_rules(quiet=False)
    failures = check_rules(scenario)
    if failures:
        raise UserError("\n".join(failures))
    count = sum(len(file.rules) for file in scenario.own.files)
    tell(f"{count} rules were tried out in a small world; all keep their contracts.")
