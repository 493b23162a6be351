"""The verb that opens a window."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.verbs.completion import scenario_files
from sim.verbs.options import Seed
from sim.verbs.shared import loaded, note, tell

USUAL = "event_nights"
"""The shipped scenario that is opened if none is named: two businesses and evenings at which stories meet."""


def view(
    file: Annotated[
        Path,
        typer.Argument(help="Scenario file (TOML), or the name of a shipped scenario.", autocompletion=scenario_files),
    ] = Path(USUAL),
    seed: Seed = 1,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65_535, help="Port of the window; by default one that is free.", show_default=False),
    ] = None,
    language: Annotated[str, typer.Option(help="Language in which the window opens: en or de.")] = "en",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser; only say the address.")] = False,
) -> None:
    """Open a window in the browser: a small market and an evening to play with, on this machine alone.

    Two ways through the same market are lived side by side as you choose. Ctrl-C ends it.
    """
    from sim.verbs.options import Changes
    from sim.view.server import port_for, refuse_without_panel, serve
    from sim.view.session import Opened
    from sim.view.words import refuse_language

    refuse_language(language)
    refuse_without_panel()
    chosen = port_for(port)
    opened = Opened(file, loaded(file, Changes(), quiet=False), seed, language)

    def told(address: str) -> None:
        tell(f"The window is open at {address}")
        note("Nobody else can see it. Ctrl-C ends it.")

    serve(opened, chosen, told, browser=not no_open)
    note("The window is closed.")
