"""The page: everything about a batch, put into the template."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.analysis.answers import Answers
from sim.analysis.drawing import style
from sim.analysis.drawing.fonts import one_sentence
from sim.analysis.explained import explain_sample
from sim.analysis.finding import at_a_glance, found
from sim.analysis.plots import album
from sim.analysis.plots.gallery import pictures
from sim.analysis.plots.subject import Subject
from sim.analysis.report import answer
from sim.analysis.report.about import origin, state, stated, varied
from sim.analysis.sampled import is_sampled
from sim.analysis.table import comparison
from sim.core.files import expanded, probe_file, write_text, written
from sim.lab.stored.files import ResultsError

HERE = Path(__file__).parent
MOST_BYTES = 4_900_000
SHARPNESS = (style.DPI, 120, 90)
SHARES = (900_000, 400_000, 200_000, 100_000)
"""Bytes of one picture; the next share is tried if all of them do not fit. Less sharp, letters run into each other."""
WORLDS = {
    "population": "in each, everybody follows one strategy",
    "mixed": "in each, all strategies live side by side",
    "focal": "the same few people live once in each, and only what is compared differs",
}


def write_report(results: Answers | str | Path, file: str | Path | None = None, *, figures: bool = True) -> Path:
    """Write a self-contained HTML page about a batch: no scripts, nothing loaded from elsewhere, under 5 MB.

    Parameters
    ----------
    results
        Results, or the folder of a batch; one that is unfinished or has failed runs is described as such.
    file
        Where to; by default ``report.html`` in the folder.
    figures
        Whether figures are shown in it.

    Raises
    ------
    sim.lab.stored.errors.ResultsError
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
        write_text(target, page(results, figures=figures))
    return target


def page(results: Answers, *, figures: bool = True) -> str:
    """Return the page as text, with figures or without."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    subject = Subject(results)
    contents = _contents(subject)
    template = environment.get_template("page.html")
    room = MOST_BYTES - len(template.render(contents | {"figures": [], "omitted": 0}).encode())
    shown, omitted = embedded(subject, room) if figures else ([], 0)
    headline = shown[0] if shown else None  # stands beside the answer
    return template.render(contents | {"figures": shown, "omitted": omitted, "headline": headline})


class Embedded(NamedTuple):
    """A figure inside the page: its name as a file, its number from 1 on, data URIs, and what is told of it."""

    name: str
    number: int
    source: str
    narrow: str
    """For screens below 600 pixels."""
    alt: str
    """What is to be seen, for those who do not see it."""
    title: str
    caption: str


def embedded(subject: Subject | Answers, room: int) -> tuple[list[Embedded], int]:
    """Put a batch's figures into data URIs of at most ``room`` bytes in all, and say how many had to be left out.

    They are those in its folder, or drawn if there are none or others; as sharp as there is room for.
    """
    results = subject if isinstance(subject, Answers) else subject.results
    prints = album.kept(results, example=True)
    prints = [album.printed(each) for each in pictures(subject)] if prints is None else prints
    images = [tuple(cache(partial(_less_sharp, form)) for form in (each.image, each.narrow)) for each in prints]
    for share in SHARES:
        sources = [(_source(wide, share), _source(narrow, share // 2)) for wide, narrow in images]
        sizes = [len(wide) + len(narrow) for wide, narrow in sources]
        if sum(sizes) <= room:
            break
    kept = [at for at in range(len(prints)) if sum(sizes[: at + 1]) <= room]
    told = [(one.seen, one.title, one.caption) for one in prints]
    return [Embedded(prints[at].name, at + 1, *sources[at], *told[at]) for at in kept], len(prints) - len(kept)


def _less_sharp(image: bytes, dpi: int) -> bytes:
    return image if dpi == style.DPI else style.smaller(image, dpi)


def _source(image: Callable[[int], bytes], share: int) -> str:
    for dpi in SHARPNESS:
        drawing = image(dpi)
        if len(drawing) <= share:
            break
    return f"data:image/png;base64,{b64encode(drawing).decode()}"


def _contents(subject: Subject) -> dict[str, Any]:
    results = subject.results
    there, told = state(results), stated(results)
    return {
        "style": Markup((HERE / "style.css").read_text(encoding="utf-8")),
        "title": results.title or results.name or "Results",
        "name": results.name,
        "facts": _facts(results),
        "state": there,
        **(_sampled(subject) if is_sampled(results) else _compared(results)),
        "varied": varied(results),
        "stated": told,
        "origin": origin(results),
        "scenario": json.dumps(results.scenario, indent=2, ensure_ascii=False),
        "kind": results.worlds,
        "worlds": WORLDS[results.worlds],
        "limits": _limits(results, [*there.sentences, *told.sentences]),
        "headline": None,
    }


def _compared(results: Answers) -> dict[str, Any]:
    table = comparison(results)
    return {
        "finding": found(results),
        "glance": at_a_glance(results),
        "numbers": answer.differences_table(table),
        "note": "",
        "persons": answer.persons_table(table),
    }


def _sampled(subject: Subject) -> dict[str, Any]:
    """The same of a sampled design, whose points cannot be compared with each other."""
    explanation, results = explain_sample(subject.results), subject.results
    numbers, note = answer.sampled_sheet(explanation)
    return {
        "finding": found(results),
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
        *([("People per world", f"{people:,}")] if people else []),
    ]


def _limits(results: Answers, sentences: list[str]) -> list[str]:
    """What readers should know before they believe the answer."""
    seeds = len(results.seeds)
    if seeds >= 10:
        return sentences
    few = "no interval can be given" if seeds == 1 else "intervals are rough"
    return [f"Only {seeds} {'seed was' if seeds == 1 else 'seeds were'} run: {few}.", *sentences]
