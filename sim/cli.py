"""The command ``manyhats``: its verbs, in the order in which help lists them."""

from __future__ import annotations

import sys

import typer

from sim.scenario.errors import UserError
from sim.verbs import batches, trials, worlds

app = typer.Typer(
    name="manyhats",
    help="Focus or diversification in network marketing? Run worlds, compare them, look at them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for verb in (
    worlds.check,
    worlds.run,
    batches.batch,
    batches.rerun,
    batches.plot,
    batches.compare,
    batches.sensitivity,
    batches.report,
    trials.claims,
    trials.verify,
    trials.calibrate,
    trials.replay,
    worlds.explain,
    worlds.schedule,
    worlds.warm,
):
    app.command()(verb)


def main() -> None:
    """Run the command; a user's mistake ends in a sentence and exit code 2, never in a traceback."""
    try:
        app(prog_name="manyhats")
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(getattr(error, "exit_code", 2))
