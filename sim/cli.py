"""The command ``manyhats``: its verbs, in the order in which help lists them."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from sim.core.errors import UserError
from sim.core.wording import visible
from sim.verbs import batches, calibrating, evenings, reasons, surroundings, trials, viewing, worlds
from sim.verbs.options import Verb, Verbs

INTERRUPTED = 130
"""Exit code after Ctrl-C, to which Typer adds no word."""

app = typer.Typer(
    name="manyhats",
    cls=Verbs,
    no_args_is_help=True,
    epilog="Begin with 'manyhats scenarios', which lists questions, and 'manyhats batch NAME', which answers one.",
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _say_version(asked: bool) -> None:
    """Print what one would state in a report of a problem: this version, and whose Python it runs on."""
    if asked:
        import platform

        from sim import __version__

        typer.echo(f"manyhats {__version__} (Python {platform.python_version()}, {platform.system()})")
        raise typer.Exit


for verb in (
    worlds.check,
    worlds.run,
    evenings.evening,
    viewing.view,
    viewing.market,
    worlds.level,
    batches.batch,
    batches.rerun,
    batches.plot,
    batches.compare,
    batches.sensitivity,
    batches.report,
    trials.claims,
    reasons.why,
    trials.verify,
    calibrating.calibrate,
    trials.replay,
    worlds.scenarios,
    worlds.explain,
    worlds.schedule,
    worlds.warm,
):
    app.command(cls=Verb)(verb)


@app.callback()
def about(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Focus or diversification in network marketing? Run worlds, compare them, look at them."""


def main() -> None:
    """Run the command; a user's mistake ends in a sentence and exit code 2, never in a traceback."""
    surroundings.settle()
    try:
        try:
            app(prog_name="manyhats")
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("Interrupted before the end; every file that was written is whole.\n")
        raise
    except UserError as error:
        sys.stderr.write(f"{visible(str(error))}\n")
        sys.exit(getattr(error, "exit_code", 2))
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except OSError as error:
        sys.stderr.write(f"{visible(_told(error))}\n")
        _drop_output()
        sys.exit(4)


def _told(error: OSError) -> str:
    """Say what the operating system refused, and where if it says so."""
    where = f"'{error.filename}'" if error.filename else "The output"
    return f"{where} cannot be read or written: {error.strerror or error}."


def _drop_output() -> None:
    """Let what is still to be printed vanish, as it did not go anywhere before."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
