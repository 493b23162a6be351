"""The page: everything about a batch, put into the template."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.analysis.answers import Answers
from sim.analysis.explained import explain_sample
from sim.analysis.finding import found
from sim.analysis.plots.fonts import one_sentence
from sim.analysis.report import sampled
from sim.analysis.report.answer import at_a_glance, lead
from sim.analysis.report.figures import MOST_BYTES, Embedded, embedded
from sim.analysis.report.origin import origin
from sim.analysis.report.parameters import stated, varied
from sim.analysis.report.state import State, state
from sim.analysis.report.tables import differences_table, persons_table
from sim.analysis.sampled import is_sampled
from sim.analysis.table import comparison
from sim.core.files import expanded, probe_file, write_text, written
from sim.lab.stored.files import ResultsError

HERE = Path(__file__).parent
WORLDS = {
    "population": "in each, everybody follows one strategy",
    "mixed": "in each, all strategies live side by side",
    "focal": "the same few people live once in each, and only what is compared differs",
}


def write_report(results: Answers | str | Path, file: str | Path | None = None) -> Path:
    """Write a self-contained HTML page about a batch: no scripts, nothing loaded from elsewhere, under 5 MB.

    Parameters
    ----------
    results
        Answers, or the folder of a batch; one that is unfinished or has failed runs is described as such.
    file
        Where to; by default ``report.html`` in the folder.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    sim.analysis.answers.ResultsError
        If the folder cannot be read, or there is no folder and no file is named.
    sim.core.errors.DiskTrouble
        If the file cannot be written.
    """
    results = results if isinstance(results, Answers) else Answers.opened(results)
    if file is None and results.path is None:
        raise ResultsError("These results have no folder: say into which file the report goes.")
    target = expanded(file) if file is not None else Path(results.path or "") / "report.html"
    probe_file(target)
    with written(target), one_sentence():
        write_text(target, page(results))
    return target


def page(results: Answers) -> str:
    """Return the page as text."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    contents = _contents(results)
    template = environment.get_template("page.html")
    room = MOST_BYTES - len(template.render(contents | {"figures": [], "omitted": 0}).encode())
    pictures, omitted = embedded(results, room)
    return template.render(contents | {"figures": pictures, "omitted": omitted, "headline": _headline(pictures)})


def _headline(pictures: list[Embedded]) -> Embedded | None:
    """The picture that stands beside the answer."""
    return pictures[0] if pictures else None


def _contents(results: Answers) -> dict[str, Any]:
    there = state(results)
    return {
        "style": Markup((HERE / "style.css").read_text(encoding="utf-8")),
        "title": results.title or results.name or "Results",
        "name": results.name,
        "facts": _facts(results),
        "state": there,
        **(_sampled(results) if is_sampled(results) else _compared(results)),
        "varied": varied(results),
        "stated": stated(results),
        "origin": origin(results),
        "scenario": json.dumps(results.scenario, indent=2, ensure_ascii=False),
        "kind": results.worlds,
        "worlds": WORLDS[results.worlds],
        "limits": _limits(results, there),
        "headline": None,
    }


def _compared(results: Answers) -> dict[str, Any]:
    table = comparison(results)
    return {
        "finding": found(results),
        "lead": lead(results),
        "glance": at_a_glance(results),
        "numbers": differences_table(table),
        "note": "",
        "persons": persons_table(table),
    }


def _sampled(results: Answers) -> dict[str, Any]:
    """The same of a sampled design, whose points cannot be compared with each other."""
    explanation = explain_sample(results)
    numbers, note = sampled.sheet(explanation)
    return {
        "finding": sampled.told(explanation, len(results.seeds), results.days),
        "lead": sampled.lead(explanation),
        "glance": None,
        "numbers": numbers,
        "note": note,
        "persons": None,
    }


def _facts(results: Answers) -> list[tuple[str, str]]:
    points, seeds = len(results.points), len(results.seeds)
    people = results.scenario.get("population", {}).get("people")
    return [
        ("Worlds", results.worlds),
        ("Points", f"{points:,}"),
        ("Seeds", f"{seeds:,}"),
        ("Days", f"{results.days:,}"),
        *([("People a world", f"{people:,}")] if people else []),
    ]


def _limits(results: Answers, there: State) -> list[str]:
    """What a reader should know before he believes the answer."""
    seeds = len(results.seeds)
    few = f"Only {seeds} {'seed was' if seeds == 1 else 'seeds were'} run: {{}}."
    texts = [few.format("no interval can be given" if seeds == 1 else "intervals are rough")] if seeds < 10 else []
    texts += there.sentences
    texts += stated(results).sentences
    return texts
