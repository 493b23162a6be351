"""Broken and extreme input by the thousand: what is refused, what is lived, and what would end in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.report import Measure
from sim.scenario.errors import UserError

SEED = 20260501
FULL = {"scenario files": 10_000, "graph files": 2_000, "contact lists": 2_000, "worlds": 1_000}
QUICK = {"scenario files": 300, "graph files": 100, "contact lists": 100, "worlds": 20}
PAGE = Path("docs") / "fuzzing.md"
HEAD = """\
# Broken and extreme input

Written by `python -m benchmarks fuzz`. Good files were broken at random (bytes, words, lines and values changed, cut
and mixed up), and a small lively world was given numbers at the ends of what is allowed. Everything has to end in one
of two ways: it is read and runs, or it is refused with a sentence. The worlds were lived with Numba's bounds checks
on, and checked at their end: money adds up to the cent, seats and roles agree, hours are not overdrawn, shares lie in
0..1.

| input | tried | read or lived to the end | refused with a sentence | anything else |
| --- | ---: | ---: | ---: | ---: |
"""


def run(quick: bool) -> list[Measure]:
    """Try everything, write the page (unless quick), and count what ended in neither of the two ways."""
    sizes = QUICK if quick else FULL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = {
            "scenario files": _tried(_scenarios(folder), sizes["scenario files"]),
            "graph files": _tried(_graphs(folder), sizes["graph files"]),
            "contact lists": _tried(_lists(folder), sizes["contact lists"]),
            "worlds": _checked_worlds(sizes["worlds"], folder / "compiled"),
        }
    if not quick:
        PAGE.write_text(page(counts), encoding="utf-8")
    return [_measure(what, count, sizes[what]) for what, count in counts.items()]


def page(counts: dict[str, Counter[str]]) -> str:
    """Return the page: a row per kind of input, and below it what ended otherwise."""
    rows = [
        f"| {what} | {sum(count.values()):,} | {count['read']:,} | {count['refused']:,} | {_others(count):,} |"
        for what, count in counts.items()
    ]
    odd = [f"- {what}: {why}" for what, count in counts.items() for why in count if why not in ("read", "refused")]
    return "\n".join([HEAD + "\n".join(rows), *(["", *odd] if odd else []), ""])


def _measure(what: str, count: Counter[str], wanted: int) -> Measure:
    others = _others(count)
    return Measure(
        f"{what} that ended in neither a result nor a sentence",
        others,
        f"of {wanted:,}",
        target="0",
        met=others == 0,
        detail=dict(count),
    )


def _others(count: Counter[str]) -> int:
    return sum(number for why, number in count.items() if why not in ("read", "refused"))


def _tried(trials: Iterator[Callable[[], Any]], number: int) -> Counter[str]:
    """Count how so many trials end; what is neither read nor refused is counted by what was raised."""
    count: Counter[str] = Counter()
    for trial in islice(trials, number):
        try:
            count["refused" if isinstance(trial(), UserError) else "read"] += 1
        except UserError:
            count["refused"] += 1
        except (Exception, SystemExit) as error:
            count[f"{type(error).__name__}: {str(error)[:200]}"] += 1
    return count


def _scenarios(folder: Path) -> Iterator[Callable[[], Any]]:
    from tests.fuzz.texts import mutants, read

    return (lambda data=data: read(data, folder) for _, data in mutants(Random(SEED)))


def _graphs(folder: Path) -> Iterator[Callable[[], Any]]:
    from tests.world.graphs.mutants import mutants

    from sim.world.graphs.files import graph_from_file

    return (
        lambda name=name, data=data: graph_from_file(_kept(folder, name, data)) for name, data in mutants(Random(SEED))
    )


def _lists(folder: Path) -> Iterator[Callable[[], Any]]:
    from tests.replay.mutants import mutants

    from sim.replay.reading import read_contacts

    return (
        lambda name=name, data=data: read_contacts(_kept(folder, name, data)) for name, data in mutants(Random(SEED))
    )


def _kept(folder: Path, name: str, data: bytes) -> str:
    file = folder / name
    file.write_bytes(data)
    return str(file)


def _checked_worlds(number: int, compiled: Path) -> Counter[str]:
    """Live worlds in a process of their own, since bounds checks are compiled in; its code is kept apart."""
    settings = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(compiled)}
    command = [sys.executable, "-m", "benchmarks.fuzz", str(number)]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    if done.returncode:
        return Counter({f"the process of the worlds ended with {done.returncode}: {done.stderr[-300:]}": 1})
    return Counter(json.loads(done.stdout))


def _worlds(number: int) -> Counter[str]:
    from tests.fuzz.lives import live
    from tests.fuzz.values import accepted

    def trial(scenario: Any, seed: int) -> Callable[[], Any]:
        return lambda: None if live(scenario, seed) == "whole" else UserError()

    return _tried((trial(scenario, seed) for seed, (_, scenario) in enumerate(accepted(Random(SEED)))), number)


if __name__ == "__main__":
    print(json.dumps(_worlds(int(sys.argv[1]))))
