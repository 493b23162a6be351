"""The verb that plays an evening."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.core.files import expanded, probe_file
from sim.verbs.options import Changes, File, Quiet, Seed, bundled
from sim.verbs.shared import loaded, note, read, tell

SHARE = 0.6
"""Share of openings at events where a scenario sends nobody out: enough for an evening a week."""


@bundled
def evening(
    file: File,
    seed: Seed = 1,
    out: Annotated[Path, typer.Option(help="The page (HTML).")] = Path("evening.html"),
    strategy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Strategy under which the evening is lived; may be repeated. By default all that the scenario "
            "compares, one for each way of telling.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="Language in which the page opens: en or de.")] = "en",
    *,
    changes: Changes,
    quiet: Quiet = False,
) -> None:
    """Write one evening as a page that plays in any browser: circles, stories, and where they meet.

    The same evening plays under each way of telling. If nobody goes out in a scenario, they do for this page.
    """
    from sim.analysis.moving.alone import refuse_language
    from sim.analysis.moving.page import write_evening
    from sim.analysis.moving.twins import twin_evenings

    refuse_language(language)
    out = expanded(out)
    probe_file(out)
    changes = _sent_out(file, changes, quiet=quiet)
    scenario = loaded(file, changes, quiet)
    if not quiet:
        note("living the evening under each way of telling")
    twins = twin_evenings(scenario, seed, strategy or ())
    write_evening(twins, out, title=scenario.title, seed=seed, language=language)
    if not quiet:
        tell(f"wrote {out}")


def _sent_out(file: Path, changes: Changes, *, quiet: bool) -> Changes:
    """Let networkers go out, unless they do already or somebody said that they should not."""
    scenario, _ = read(file, changes)
    said = any(each.partition("=")[0].strip() == "events.share" for each in changes.overrides or ())
    if scenario.events.share > 0.0 or scenario.events.attendance or said:
        return changes
    if not quiet:
        note(f"Networkers go to no events in this scenario; for this page they do: --set events.share={SHARE}.")
    return Changes([*(changes.overrides or ()), f"events.share={SHARE}"], changes.rules)
