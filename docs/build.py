"""Writes docs/ODD.md, day.svg, calibration.md and the schema of scenarios anew: ``.venv/bin/python docs/build.py``.

A block stands between ``<!-- generated: name arguments -->`` and ``<!-- end -->``; what is between the two comes
from the schema, the schedule, the tables and the rules, so that it cannot say anything else than the code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from runpy import run_path

from sim.day import DAY
from sim.model.outcomes import OUTCOMES
from sim.model.tables import TABLES
from sim.scenario.explain import Explained, explain, schema_json
from sim.scenario.lexicon import pages
from sim.study.calibration.page import written_from

ROOT = Path(__file__).resolve().parents[1]
ODD = ROOT / "docs" / "ODD.md"
CALIBRATION = ROOT / "docs" / "calibration.md"
SCHEMA = ROOT / "docs" / pages.SCHEMA
PICTURE = ROOT / "docs" / "day.svg"
BLOCK = re.compile(r"<!-- generated: (?P<name>\w+)(?P<arguments>[^>]*) -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)
PURPOSE = re.compile(r"^\w+ = purpose\(\"(.+?)\"\)", re.MULTILINE)
CONSTANTS = (
    ("sim.model.tables", "WEEK", "days of a week"),
    ("sim.model.tables", "MONTH", "days of a month"),
    ("sim.model.tables", "UPLINE_TEAM", "direct working recruits in one company that make an upline"),
    ("sim.model.plans.companies", "MOST_COMPANIES", "companies, and so topics, of a scenario at most"),
    ("sim.model.events.invitations", "TRIES", "people asked for one seat of an evening before it stays empty"),
    (
        "sim.world.graphs.social",
        "TOGETHER",
        "events that two of davis_women attended together to be contacts",
    ),
    ("sim.model.limits", "MOST_HELD", "cents in a purse, or promised by packs, beyond which a run ends"),
    ("sim.model.limits", "MOST_SUMMED", "cents of a total beyond which a run ends"),
)


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table; bars inside cells are escaped, names put in code."""
    lines = [head, ["---"] * len(head), *rows]
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "".join(f"| {line} |\n" for line in cells)


def schedule() -> str:
    """The order of a day."""
    rows = (
        (
            str(number),
            f"`{step.name}`",
            step.when,
            step.who,
            step.meaning,
            step.claims,
            files(step.rules),
            switch,
        )
        for number, step in enumerate(DAY, 1)
        for switch in [f"`phases.{step.switch}`" if step.switch else ""]
    )
    head = ("", "phase", "when", "who", "what happens", "claims", "where", "switched off by")
    return markdown_table(head, rows)


def files(names: str) -> str:
    """Names of rule files in code."""
    return ", ".join(f"`{name}.py`" for name in names.split(", "))


def tables() -> str:
    """Every table of the world with its columns."""
    parts = (
        f"**`{table.table}`** {table.__doc__}\n\n"
        + markdown_table(
            ("column", "type", "unit", "range", "meaning"),
            ((f"`{column.name}`", column.kind, column.unit, column.span, column.meaning) for column in table.columns),
        )
        for table in TABLES
    )
    return "\n".join(parts)


def parameters(*names: str) -> str:
    """Parameters by their dotted names, or all of a section."""
    rows = (
        (
            f"`{each.name}`",
            f"`{each.default}`",
            each.unit,
            each.bounds,
            each.meaning,
            each.grounds or "the scenario's",
        )
        for name in names
        for each in leaves(explain(name))
    )
    return markdown_table(("parameter", "default", "unit", "allowed", "meaning", "source"), rows)


def leaves(explained: Explained) -> Iterator[Explained]:
    """The values of a section, or the value itself."""
    if not explained.fields:
        yield explained
    for field in explained.fields:
        yield from leaves(field)


def constants() -> str:
    """Numbers that no scenario changes."""
    rows = (
        (f"`{name}`", str(getattr(import_module(module), name)), meaning, f"`{module}`")
        for module, name, meaning in CONSTANTS
    )
    return markdown_table(("constant", "value", "meaning", "where"), rows)


def purposes() -> str:
    """What chance is drawn for, and by which file."""
    found = (
        (name, path.relative_to(ROOT).as_posix())
        for path in (ROOT / "sim").rglob("*.py")
        for name in PURPOSE.findall(path.read_text(encoding="utf-8"))
    )
    return markdown_table(("purpose", "where"), ((f"`{name}`", f"`{path}`") for name, path in sorted(found)))


def outcomes() -> str:
    """What is measured of a networker."""
    rows = ((f"`{each.name}`", each.label, each.unit or each.kind) for each in OUTCOMES.values())
    return markdown_table(("outcome", "name in tables and plots", "unit"), rows)


RENDERERS: dict[str, Callable[..., str]] = {
    "constants": constants,
    "outcomes": outcomes,
    "parameters": parameters,
    "purposes": purposes,
    "schedule": schedule,
    "tables": tables,
}


def rendered(match: re.Match[str]) -> str:
    """One block, its body made anew."""
    name, arguments = match["name"], match["arguments"]
    body = RENDERERS[name](*arguments.split())
    return f"<!-- generated: {name}{arguments} -->\n{body}<!-- end -->"


def render(text: str) -> str:
    """The document with all its blocks made anew."""
    return BLOCK.sub(rendered, text)


def calibration(_: str) -> str:
    """The document on the calibration, made anew from the record beside it."""
    return written_from(CALIBRATION.parent)


def schema(_: str) -> str:
    """The JSON schema of scenario files, for editors."""
    return schema_json()


def picture(_: str) -> str:
    """The day on one page, drawn by the script beside this one."""
    return str(run_path(str(ROOT / "docs" / "schematic.py"))["drawn"]())


def main() -> None:
    """Write the documents, and say whether anything changed."""
    for path, make in ((ODD, render), (PICTURE, picture), (CALIBRATION, calibration), (SCHEMA, schema)):
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        new = make(old)
        path.write_text(new, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}: {'as before' if new == old else 'written anew'}.\n")


if __name__ == "__main__":
    main()
