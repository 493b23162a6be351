"""The page on speed: what a run measured is kept in ``docs/speed.json``, and the page's blocks are written from it.

A block stands between ``<!-- measured: name -->`` and ``<!-- end -->``. A benchmark that was not run again keeps what
was measured before, with the machine it was measured on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.report import Measure, machine, short

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, KEPT = DOCS / "speed.md", DOCS / "speed.json"
BLOCK = re.compile(r"<!-- measured: (?P<name>\w+) -->\n(?P<body>.*?)<!-- end -->", re.DOTALL)
VERDICTS = {None: "", True: "met", False: "missed"}
Kept = dict[str, dict[str, Any]]


def read(path: Path = KEPT) -> Kept:
    """Return what is kept, by name of the benchmark."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep(results: dict[str, list[Measure]], path: Path = KEPT) -> Kept:
    """Add measures, by name of the benchmark, to those that are kept, with day and machine; return all."""
    kept = read(path)
    about = {key: value for key, value in machine().items() if key != "load"}
    for name, measures in results.items():
        kept[name] = {
            "day": date.today().isoformat(),
            "machine": about,
            "measures": [_without_runs(measure) for measure in measures],
        }
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return read(path)


def _without_runs(measure: Measure) -> dict[str, Any]:
    """A measure as it is kept: single runs only fill a file."""
    shown = {"people", "share", "conversation_ns", "day_us", "steps_a_second", "starsim"}
    kept = asdict(measure)
    kept["detail"] = {key: value for key, value in measure.detail.items() if key in shown}
    return {key: value for key, value in kept.items() if value not in (None, "", {})}


def written(text: str, kept: Kept) -> str:
    """Return a page with every block written anew; one whose benchmark was never run says so.

    Raises
    ------
    KeyError
        If a block asks for what nobody measures.
    """

    def block(match: re.Match[str]) -> str:
        name = match["name"]
        told = BLOCKS[name]
        body = told(name, kept) if name in (*kept, *OVER_ALL) else "Not measured yet.\n"
        return f"<!-- measured: {name} -->\n{body}<!-- end -->"

    return BLOCK.sub(block, text)


def publish(results: dict[str, list[Measure]]) -> Path:
    """Keep what the page has a block for, and write the page; without results, from what is kept."""
    kept = keep({name: measures for name, measures in results.items() if name in BLOCKS})
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), kept), encoding="utf-8")
    return PAGE


def plain(name: str, kept: Kept) -> str:
    """All measures of a benchmark, one row each."""
    rows = [
        (each["name"], short(each["value"]), each["unit"], _against_target(each)) for each in kept[name]["measures"]
    ]
    return _table(("", "value", "unit", "target"), rows)


def targets(name: str, kept: Kept) -> str:
    """Everything that a target is held against, over all benchmarks."""
    rows = [
        (each["name"], short(each["value"]), each["unit"], _against_target(each))
        for benchmark in BLOCKS
        if benchmark in kept
        for each in kept[benchmark]["measures"]
        if each.get("target")
    ]
    return _table(("", "value", "unit", "target"), rows)


def twin(name: str, kept: Kept) -> str:
    """The market beside C++: one row per world."""
    head = (
        "people",
        "active",
        "market",
        "C++, the market's rows",
        "C++, best rows",
        "market / best",
        "target",
        "a day",
    )
    return _table(
        head, [_world(each) for each in kept[name]["measures"] if "conversation_ns" in each.get("detail", {})]
    )


def _world(ratio: dict[str, Any]) -> tuple[str, ...]:
    about = ratio["detail"]
    market, own, best = (short(about["conversation_ns"][way]) for way in WAYS)
    day = " / ".join(short(about["day_us"][way]) for way in (WAYS[0], WAYS[2]))
    share = _percent(about["share"])
    return (f"{about['people']:,}", share, market, own, best, short(ratio["value"]), _against_target(ratio), day)


def frameworks(name: str, kept: Kept) -> str:
    """The market beside Mesa and NumPy: one row per world, millions of agent-steps a second."""
    head = (
        "people",
        "active",
        "market",
        "NumPy",
        "Mesa",
        "Mesa, few woken",
        "market / NumPy",
        "market / Mesa",
        "target",
    )
    return _table(head, [_beside(each) for each in kept[name]["measures"] if "share" in each.get("detail", {})])


def _beside(ratio: dict[str, Any]) -> tuple[str, ...]:
    about, rates = ratio["detail"], ratio["detail"]["steps_a_second"]
    millions = [short(rates[way] / 1e6) for way in ("market", "numpy", "mesa", "sparse")]
    times = [short(rates["market"] / rates["numpy"]), short(ratio["value"])]
    return (f"{about['people']:,}", _percent(about["share"]), *millions, *times, _against_target(ratio))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def machines(name: str, kept: Kept) -> str:
    """Where and when each benchmark was run."""
    found: dict[str, list[str]] = {}
    for benchmark, entry in sorted(kept.items()):
        about = entry["machine"]
        tools = ", ".join(f"{tool} {number}" for tool, number in about["versions"].items())
        where = f"{about['processor']}, {about['cores']} cores, Python {about['python']}, {tools}, {entry['day']}"
        found.setdefault(where, []).append(f"`{benchmark}`")
    return "".join(f"- {where}: {', '.join(names)}\n" for where, names in found.items())


def _against_target(measure: dict[str, Any]) -> str:
    return f"{measure.get('target', '')} {VERDICTS[measure.get('met')]}".strip()


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    rule = ["---" if k == 0 else "---:" for k in range(len(titles))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [titles, rule, *rows])


WAYS = ("market", "C++, the market's rows", "C++, best rows")
BLOCKS: dict[str, Callable[[str, Kept], str]] = {
    "targets": targets,
    "twin": twin,
    "speed": frameworks,
    "starsim": plain,
    "against": plain,
    "agreement": plain,
    "scale": plain,
    "contacts": plain,
    "batch": plain,
    "startup": plain,
    "memory": plain,
    "burn_in": plain,
    "evenings": plain,
    "everything": plain,
    "plans": plain,
    "machines": machines,
}
"""What a page may show, by name: a benchmark's measures, all targets, or where it was measured."""
OVER_ALL = ("targets", "machines")


if __name__ == "__main__":
    print(publish({}))
