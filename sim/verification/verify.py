"""Run cases of the verification, wherever there is room, tell how they end, and write the page from what they found."""

from __future__ import annotations

import json
import shutil
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from sim import UserError
from sim.analysis import style
from sim.core.files import aside, place, probe, write_text, written
from sim.core.wording import meant, shown
from sim.lab import Done, Kind, Patience, Task, executor_of, progress_of, usable_cores
from sim.verification.case import (
    STRICT,
    Case,
    Check,
    Findings,
    NotRun,
    Result,
    accepted,
    as_table,
    ended,
    expected,
    from_table,
    got,
    markdown_table,
    result_of,
    write_result,
)
from sim.verification.cases import all_cases
from sim.verification.figures import checks_figure

OUT = Path("results/verification")


class Stopped(UserError):  # noqa: N818 - it is no error but the user's wish
    """The user stopped the verification."""

    exit_code = 130

    def __init__(self, done: Sequence[Result], asked: int, out: Path) -> None:
        self.done, self.asked, self.out = list(done), asked, out
        super().__init__(self.done, asked, out)

    def __str__(self) -> str:
        """Say what was finished."""
        return f"Interrupted: {len(self.done)} of {self.asked} cases are finished and written in '{self.out}'."


def chosen(names: Sequence[str]) -> list[Case]:
    """Return the cases of these names, or all; a kind, such as ``identity``, stands for all its cases.

    Raises
    ------
    UserError
        If there is no such case; it names the nearest.
    """
    cases = all_cases()
    kinds = {case.kind for case in cases.values()}
    unknown = next((name for name in names if name not in cases and name not in kinds), None)
    if unknown is not None:
        near = meant(unknown, [*cases, *kinds]) or " 'manyhats verify --list' names all."
        raise UserError(f"{shown(unknown)} is no case of the verification.{near}")
    return [case for case in cases.values() if not names or case.name in names or case.kind in names]


def verify(
    names: Sequence[str] = (),
    out: Path = OUT,
    *,
    short: bool = False,
    workers: int | None = None,
    progress: Kind = "auto",
) -> list[Result]:
    """Run cases and write what each found, and its figure, into a folder.

    Parameters
    ----------
    names
        Of cases or kinds; all if empty.
    out
        Folder for ``<case>.json``, ``<case>.svg`` and ``<case>.png``.
    short
        Run the short forms, with fewer worlds.
    workers
        Processes; 1 runs in this process; by default one per usable core.
    progress
        ``auto`` (a bar in a terminal, lines elsewhere), ``bar``, ``lines`` or ``quiet``.

    Returns
    -------
    list of Result
        In the order of the cases. A case that raises is among them, and stops no other.

    Raises
    ------
    UserError
        If a name is unknown or the folder cannot be written.
    Stopped
        If the user pressed Ctrl-C; what was finished is kept.
    """
    cases, done = chosen(names), dict[str, Result]()
    probe(out)
    view, places = progress_of(progress, "Verifying"), min(workers or usable_cores(), len(cases))

    def take(over: Sequence[Done[Case, Result]]) -> None:
        for each in over:
            result = done[each.job.name] = each.result or _lost(each.job, short, out)
            view.end(each.job.name, told(result), good=result.passed)

    with written(out), view, Patience(view.say) as patience, suppress(KeyboardInterrupt):
        view.start(len(cases), 0, announced=False)
        task = Task(cases, Runner(short, out), take, patience.is_over, lambda case: view.begin(case.name))
        executor_of(places, seconds=0.0).carry_out(task)
    results = [done[case.name] for case in cases if case.name in done]
    if len(results) < len(cases):
        raise Stopped(results, len(cases), out)
    return results


def told(result: Result) -> str:
    """How a case ended, in one line."""
    counted = f"{result.counted} checks, " if result.counted else ""
    why = result.not_run or result.error
    return f"{result.name}: {result.verdict} ({counted}{result.seconds:.0f} s){f': {why}' if why else ''}"


def _lost(case: Case, short: bool, out: Path) -> Result:
    """What became of a case that ended its process, twice."""
    result = result_of(case, short, error="Its process died, perhaps for lack of memory.")
    write_result(result, out)
    return result


@dataclass(frozen=True)
class Runner:
    """Runs a case in one form, and writes into a folder."""

    short: bool
    out: Path

    def __call__(self, case: Case) -> Result:
        """Return what became of it."""
        return carry_out(case, self.short, self.out)


def carry_out(case: Case, short: bool, out: Path) -> Result:
    """Run a case, write what it found and its figure, and return what became of it; whatever it raises is told."""
    began = time.monotonic()
    try:
        with style.styled():
            found = case.run(short)
            figure = found.figure or plain_figure(case, found)
        style.save(figure, out, case.name)
        became: dict[str, Any] = {"checks": found.checks, "remark": found.remark, "figure": True}
    except NotRun as reason:
        became = {"not_run": str(reason)}
    except Exception as error:
        said = " ".join(str(error).split())
        became = {"error": f"{type(error).__name__}: {said}".rstrip(": "), "traceback": traceback.format_exc()}
    result = result_of(case, short, **became, seconds=round(time.monotonic() - began, 1))
    write_result(result, out)
    return result


def plain_figure(case: Case, found: Findings) -> Figure:
    """The checks of a case that drew nothing; the title is what was found."""
    met, of = sum(check.passed for check in found.checks), len(found.checks)
    title, below = (
        case.title,
        "A row is a number on its own scale: the band is what is accepted, the tick what is expected",
    )
    if met < of:
        title = f"{case.name.replace('-', ' ').capitalize()}: {met} of {of} checks are met"
        below = f"Expected: {case.title[0].lower()}{case.title[1:]}. {below}"
    return checks_figure(title, below, case.source, found.checks)


DOCS = Path("docs")
PAGE, NUMBERS, FIGURES = "verification.md", "verification.json", "verification"
WIDTH, COLORS = 960, 48  # of the pictures: enough to read them, little enough to keep
INTRODUCTION = """\
# Verification

<!-- Written by `manyhats verify --write-docs` from the run itself. Changes made by hand are lost. -->

What the model is checked against. There are five kinds of case:

- *identity*: exact mathematics. The market is put into a limit of which everything is known; a case that fails is an
  error of the program.
- *event*: real contact lists and real graphs, which are not part of the project; a case without its data is not run
  and says so.
- *artefact*: what the first default world showed because of a rule and not because of diversification. The same
  experiment is repeated on the default market of today, at equal sales per adult; what was accepted was written down
  before the first run, and a case that is not met is a finding, too.
- *target*: a figure that was published or measured elsewhere. One calibrated default world is to meet those of the
  whole model together; a target that is not met is a finding about the model, and stands here as such.
- *ordinal*: a direction only.

`manyhats verify` runs all of them in some 25 minutes on two cores, `manyhats verify --short` in three, with fewer
worlds; `manyhats verify adpack` runs one case and `manyhats verify identity` all of a kind. Numbers and figures are
written into `results/verification`. Every number, figure and sentence below comes from the full run.
"""


def write_docs(results: Sequence[Result], figures: Path, docs: Path = DOCS) -> list[Path]:
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
    return check.what, expected(check), accepted(check), got(check), verdict


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
    """Copy a picture in fewer dots and colors; an octree keeps those that few dots have, as marks do."""
    from PIL import Image

    with Image.open(figure) as full, aside(kept) as draft:
        if full.width <= WIDTH:
            shutil.copy(figure, draft)
            return
        small = full.convert("RGB").resize((WIDTH, round(full.height * WIDTH / full.width)), Image.Resampling.LANCZOS)
        small.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            draft, format="png", optimize=True
        )
