"""What verbs have in common: the terminal, and a scenario that is ready to run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.core.files import place, probe, written
from sim.core.wording import visible

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from sim.scenario.reading.layers import Layers
    from sim.scenario.schema import Scenario
    from sim.verbs.options import Changes


PIPED_WIDTH = 120


def loaded(file: Path, changes: Changes, quiet: bool, out: Path | None = None) -> Scenario:
    """Load a scenario and print what is odd about it; see that its folder can be written and the rules are compiled."""
    from sim.core.cache import is_warm
    from sim.scenario.checks import warnings
    from sim.scenario.reading.notes import notes
    from sim.scenario.reading.thousands import thousands

    scenario, layers = read(file, changes)
    if not quiet:
        for sentence in (*notes(layers), *thousands(layers), *warnings(scenario)):
            warn(sentence)
    if out is not None:
        writable(out, "plots")
    if not is_warm():
        compile_rules(quiet=quiet)
    return scenario


def read(file: Path, changes: Changes) -> tuple[Scenario, Layers]:
    """Load a scenario, with what its files state."""
    from sim.scenario.rules import load_rules
    from sim.scenario.schema import read as read_stated

    return read_stated(file, changes.overrides or (), load_rules(changes.rules or ()))


def compile_rules(*, quiet: bool) -> None:
    """Compile everything, with a progress line: paid once for every state of the sources."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from sim.core.cache import remark
    from sim.runs import PARTS
    from sim.runs import warm as compile_all

    trouble, is_watched = remark(), sys.stderr.isatty()
    if trouble and not quiet:
        warn(trouble)
    if not quiet and not is_watched:
        note("compiling the rules (once), which takes a minute or two")
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console(stderr=True), disable=quiet or not is_watched) as progress:
        task = progress.add_task("compiling", total=PARTS)
        for part in compile_all():
            progress.update(task, advance=1, description=f"compiling the rules (once): {part}")
        progress.update(task, completed=PARTS, description="rules compiled")


def console(*, stderr: bool = False) -> Console:
    """The terminal, which takes brackets and colons for what they are; wide enough for tables in a file or a pipe."""
    from rich.console import Console

    width = None if (sys.stderr if stderr else sys.stdout).isatty() else PIPED_WIDTH
    return Console(width=width, stderr=stderr, markup=False, emoji=False, highlight=False)


class _Visible:
    """A table or a text whose control characters are written out, so that no terminal obeys them."""

    def __init__(self, what: RenderableType) -> None:
        self.what = what

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment

        for part in console.render(self.what, options):
            yield part if part.control else Segment(visible(part.text), part.style)


def display(what: RenderableType) -> None:
    """Print a table or a text."""
    console().print(_Visible(what))


def tell(sentence: str) -> None:
    """Print a sentence."""
    sys.stdout.write(f"{visible(sentence)}\n")


def note(sentence: str) -> None:
    """Print a sentence that is no result, such as what is being done."""
    sys.stderr.write(f"{visible(sentence)}\n")


def warn(sentence: str) -> None:
    """Print a sentence about what is hardly meant."""
    note(f"Note: {sentence}")


def writable(folder: Path, *inside: str) -> None:
    """See, before the work, that a folder and those in it can be written, through no link that leads elsewhere."""
    probe(folder)
    for name in inside:
        if os.path.lexists(folder / name):
            with written(folder / name):
                probe(place(folder, name, "file").parent)
