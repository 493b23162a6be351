"""The verbs that open a window, and that write its market as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.core.files import expanded, probe_file
from sim.verbs.completion import scenario_files
from sim.verbs.options import Changes, File, Quiet, Seed, bundled
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


@bundled
def market(
    file: File,
    seed: Seed = 1,
    out: Annotated[Path, typer.Option(help="The page (HTML).")] = Path("market.html"),
    businesses: Annotated[
        int | None,
        typer.Option(
            help="How many businesses the second way has; by default 2, or what the window saved.", show_default=False
        ),
    ] = None,
    pitch: Annotated[
        str | None,
        typer.Option(
            help="What the second way tells: focus, tailored, disclose-all, one-topic-per-event or "
            "one-topic-per-contact; by default tailored, or what the window saved.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="Language in which the page opens: en or de.")] = "en",
    *,
    changes: Changes,
    quiet: Quiet = False,
) -> None:
    """Write the market of the window as a page that plays in any browser: two ways through it, day by day.

    The first way is the first that the scenario compares, the second one is chosen here; all else is the same.
    """
    from sim.analysis.moving.alone import refuse_language
    from sim.view.page import choices_for, write_market

    refuse_language(language)
    out = expanded(out)
    probe_file(out)
    scenario = loaded(file, changes, quiet)
    chosen = choices_for(scenario, businesses=businesses, pitch=pitch)
    if not quiet:
        note("living two ways through the same market")
    write_market(scenario, out, chosen, seed=seed, language=language)
    if not quiet:
        tell(f"wrote {out}")
