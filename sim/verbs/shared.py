"""What verbs have in common: options, the terminal, and a scenario that is ready to run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from sim.scenario.layers import Layers
    from sim.scenario.schema import Scenario


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


def seeds(text: str) -> int:
    """Read a number of seeds however it is written: 30, 30.0 or 3e1."""
    return _whole(text, 1)


def seed(text: str) -> int:
    """Read one seed in the same way."""
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    from sim.core.wholes import as_whole
    from sim.core.wording import shown
    from sim.scenario.written import as_number

    whole = as_whole(text)
    whole = as_whole(as_number(text)) if whole is None else whole
    if whole is None or whole < least:
        raise typer.BadParameter(f"{shown(text)}: must be a whole number of at least {least}.")
    return whole


def loaded(file: Path, overrides: list[str] | None, quiet: bool, rules: list[Path] | None) -> Scenario:
    """Load a scenario and print what is odd about it; see that the rules are compiled."""
    from sim.scenario.consistency import warnings
    from sim.scenario.inheritance import notes
    from sim.world.cache import is_warm

    scenario, layers = read(file, overrides, rules)
    if not quiet:
        for sentence in (*notes(layers), *warnings(scenario)):
            warn(sentence)
    if not is_warm():
        compile_rules(quiet=quiet)
    return scenario


def read(file: Path, overrides: list[str] | None, rules: list[Path] | None) -> tuple[Scenario, Layers]:
    """Load a scenario, with what its files state."""
    from sim.own.loading import load_rules
    from sim.scenario.loading import read as read_stated

    return read_stated(file, overrides or (), load_rules(rules or ()))


def compile_rules(*, quiet: bool) -> None:
    """Compile everything, with a progress line: paid once for every state of the sources."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from sim.warming import PARTS
    from sim.warming import warm as compile_all

    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console(), disable=quiet) as progress:
        task = progress.add_task("compiling", total=PARTS)
        for part in compile_all():
            progress.update(task, advance=1, description=f"compiling the rules (once): {part}")
        progress.update(task, completed=PARTS, description="rules compiled")


def console() -> Console:
    """The terminal; wide enough for tables where the output is a file or a pipe."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)


def display(what: RenderableType) -> None:
    """Print a table or a text."""
    terminal: Any = console()
    terminal.print(what, highlight=False, markup=False)


def tell(sentence: str) -> None:
    """Print a sentence."""
    sys.stdout.write(f"{sentence}\n")


def note(sentence: str) -> None:
    """Print a sentence that is no result, such as what is being done."""
    sys.stderr.write(f"{sentence}\n")


def warn(sentence: str) -> None:
    """Print a sentence about what is hardly meant."""
    sys.stderr.write(f"Note: {sentence}\n")
