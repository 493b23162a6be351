"""The page of the verification: written from the results of a run, never by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.core.files import aside, place, write_text
from sim.verification.case import (
    STRICT,
    Check,
    Result,
    accepted,
    as_table,
    ended,
    expected,
    from_table,
    markdown_table,
    number,
)
from sim.verification.cases import all_cases

DOCS = Path("docs")
PAGE, NUMBERS, FIGURES = "verification.md", "verification.json", "verification"
WIDTH, COLORS = 960, 48  # of the pictures: enough to read them, little enough to keep
INTRODUCTION = """\
# Verification

<!-- Written by `manyhats verify --write-docs` from the run itself. Changes made by hand are lost. -->

What the model is checked against. There are four kinds of case:

- *identity*: exact mathematics. The market is put into a limit of which everything is known; a case that fails is an
  error of the program.
- *event*: real contact lists and real graphs, which are not part of the project; a case without its data is not run
  and says so.
- *target*: a figure that was published or measured elsewhere. One calibrated default world is to meet those of the
  whole model together; a target that is not met is a finding about the model, and stands here as such.
- *ordinal*: a direction only.

`manyhats verify` runs all of them in some 25 minutes on two cores, `manyhats verify --short` in three, with fewer
worlds; `manyhats verify adpack` runs one case and `manyhats verify identity` all of a kind. Numbers and figures are
written into `results/verification`. Every number, figure and sentence below comes from the full run.
"""


def write(results: Sequence[Result], figures: Path, docs: Path = DOCS) -> list[Path]:
    """Write page, numbers and figures; cases that were not run now keep what is there."""
    for result in results:
        kept = place(docs, FIGURES, f"{result.name}.png")
        kept.unlink(missing_ok=True)
        if result.figure:
            _shrink(figures / f"{result.name}.png", kept)
    every = _in_order({result.name: result for result in [*_kept(docs), *results]})
    numbers, page = docs / NUMBERS, docs / PAGE
    tables = [_without_timing(result) for result in every]
    write_text(numbers, json.dumps({"cases": tables}, indent=1, ensure_ascii=False) + "\n")
    write_text(page, text_of(read(docs)))
    return [page, numbers, docs / FIGURES]


def read(docs: Path = DOCS) -> list[Result]:
    """Read the results that the page was written from."""
    table = json.loads((docs / NUMBERS).read_text(encoding="utf-8"))
    return [from_table({**each, "seconds": 0.0, "traceback": ""}) for each in table["cases"]]


def text_of(results: Sequence[Result]) -> str:
    """Return the text of the page."""
    missed = [result.name for result in results if not result.passed]
    told = f"{ended(results)} " + (f"Not passed: {_listed(missed)}." if missed else "All passed.")
    rows = [
        (f"[{result.name}](#{result.name})", result.kind, result.title, result.counted, result.verdict)
        for result in results
    ]
    table = markdown_table(("case", "kind", "what is checked", "checks passed", "verdict"), rows)
    return "\n".join([INTRODUCTION, "## All cases", "", told, "", table, *(_section(each) for each in results)])


def _section(result: Result) -> str:
    parts = [f"## {result.name}", f"**{result.title}.** ({result.kind}, {result.verdict})", f"*Set-up.* {result.setup}"]
    parts.append(f"*Source.* {result.source}.".replace("..", "."))
    if result.tolerance:
        parts.append(f"*Tolerance.* {result.tolerance}")
    if result.figure:
        parts.append(f"![{result.title}]({FIGURES}/{result.name}.png)")
    if result.checks:
        head = ("check", "expected", "accepted", "got", "")
        parts.append(markdown_table(head, (_row(result, check) for check in result.checks)).rstrip())
    parts += [text for text in (_outcome(result), result.remark) if text]
    return "\n\n".join(parts) + "\n"


def _row(result: Result, check: Check) -> tuple[str, ...]:
    verdict = "" if check.passed else "**failed**" if result.kind in STRICT else "**not met**"
    return check.what, expected(check), accepted(check), f"{number(check.got)} {check.unit}".rstrip(), verdict


def _outcome(result: Result) -> str:
    if result.not_run:
        return "Not run: its data are not part of the project and were not there."
    return f"It raised: {result.error}." if result.error else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"[{name}](#{name})" for name in names)


def _kept(docs: Path) -> list[Result]:
    return read(docs) if (docs / NUMBERS).is_file() else []


def _in_order(results: dict[str, Result]) -> list[Result]:
    """In the order of the cases; what is no case any more is dropped."""
    return [results[name] for name in all_cases() if name in results]


def _without_timing(result: Result) -> dict[str, object]:
    table = as_table(replace(result, not_run=result.not_run and "no data", traceback=""))
    return {name: value for name, value in table.items() if name not in ("seconds", "traceback")}


def _shrink(figure: Path, kept: Path) -> None:
    """Copy a picture in fewer dots and colors."""
    from PIL import Image

    with Image.open(figure) as full, aside(kept) as draft:
        if full.width <= WIDTH:
            shutil.copy(figure, draft)
            return
        small = full.convert("RGB").resize((WIDTH, round(full.height * WIDTH / full.width)), Image.Resampling.LANCZOS)
        small.quantize(COLORS, dither=Image.Dither.NONE).save(draft, format="png", optimize=True)
