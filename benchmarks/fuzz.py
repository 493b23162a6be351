"""Broken and extreme input by the thousand: what is refused, what is lived, and what would end in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.report import Form, Measure
from sim.core.errors import UserError

SEED = 20260501
FULL = {
    "scenario files": 10_000,
    "graph files": 2_000,
    "contact lists": 2_000,
    "damaged results": 150,
    "worlds": 1_000,
}
QUICK = {"scenario files": 200, "graph files": 100, "contact lists": 100, "damaged results": 20, "worlds": 20}
LONGEST = 20.0  # seconds of processor time that any of them may take
MOST_CRASHES = 10
EXPECTED = ("read", "refused")
PAGE = Path("docs") / "fuzzing.md"
COMPILED = Path("results") / "fuzz"  # kept, because compiling with bounds checks takes minutes
HEAD = f"""\
# Broken and extreme input

Written by `python -m benchmarks fuzz`. Good files and folders of results are broken at random: bits, bytes, words,
lines, values and columns are changed, cut, doubled and mixed up. Worlds have values at the ends of what is allowed:
every one alone, then up to eight together. Each of them has to be read, or lived to its last day, or to be refused
with a sentence, within {LONGEST:.0f} seconds. Worlds are lived with Numba's bounds checks on, in a process of their
own; every week and every month money must add up to the cent, seats and roles agree, hours not be overdrawn, shares
lie in 0..1, and counts be what counting anew gives. A short form of all this is in the test suite.

| input | tried | read or lived to the end | refused with a sentence | anything else |
| --- | ---: | ---: | ---: | ---: |
"""


def run(form: Form) -> list[Measure]:
    """Try everything, write the page (unless quick), and count what ended in neither of the two ways."""
    sizes = QUICK if form.quick else FULL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = {
            "scenario files": _tried(_scenarios(folder), sizes["scenario files"]),
            "graph files": _tried(_graphs(folder), sizes["graph files"]),
            "contact lists": _tried(_lists(folder), sizes["contact lists"]),
            "damaged results": _damaged(folder, sizes["damaged results"]),
            "worlds": _worlds(sizes["worlds"]),
        }
    if not form.quick:
        PAGE.write_text(page(counts), encoding="utf-8")
    return [_measure(what, count, sizes[what]) for what, count in counts.items()]


def page(counts: dict[str, Counter[str]]) -> str:
    """Return the page: a row per kind of input, and below it what ended otherwise."""
    rows = [
        f"| {what} | {count.total():,} | {count['read']:,} | {count['refused']:,} | {_others(count):,} |"
        for what, count in counts.items()
    ]
    odd = [f"- {what}: {why}" for what, count in counts.items() for why in count if why not in EXPECTED]
    return "\n".join([HEAD + "\n".join(rows), *(["", *odd] if odd else []), ""])


def _measure(what: str, count: Counter[str], wanted: int) -> Measure:
    others = _others(count)
    return Measure(
        f"{what} that ended in neither a result nor a sentence",
        others,
        f"of {wanted:,}",
        target="0",
        met=others == 0 and count.total() == wanted,
        detail=dict(count),
    )


def _others(count: Counter[str]) -> int:
    return sum(number for why, number in count.items() if why not in EXPECTED)


def _tried(trials: Iterator[Callable[[], Any]], number: int) -> Counter[str]:
    return Counter(_ended(trial) for trial in islice(trials, number))


def _ended(trial: Callable[[], Any]) -> str:
    """Say how a trial ends: ``read``, ``refused``, or what was raised."""
    start = time.process_time()
    try:
        ended = "refused" if isinstance(trial(), UserError) else "read"
    except UserError as error:
        ended = "refused" if str(error).strip() else "refused without a sentence"
    except (Exception, SystemExit) as error:
        ended = f"{type(error).__name__}: {str(error)[:300]}"
    taken = time.process_time() - start
    return ended if taken < LONGEST else f"{ended} after {taken:.0f} seconds"


def _scenarios(folder: Path) -> Iterator[Callable[[], Any]]:
    from tests.fuzz.texts import mutants, read

    return (lambda data=data: read(data, folder) for _, data in mutants(Random(SEED)))


def _graphs(folder: Path) -> Iterator[Callable[[], Any]]:
    from sim.world.graphs.files import graph_from_file
    from tests.world.graphs.mutants import mutants

    return _read(graph_from_file, mutants(Random(SEED)), folder)


def _lists(folder: Path) -> Iterator[Callable[[], Any]]:
    from sim.replay.reading import read_contacts
    from tests.world.graphs.mutants import contact_mutants

    return _read(read_contacts, contact_mutants(Random(SEED)), folder)


def _read(
    reader: Callable[[str], Any], files: Iterable[tuple[str, bytes]], folder: Path
) -> Iterator[Callable[[], Any]]:
    for name, data in files:
        file = folder / name
        file.write_bytes(data)
        yield lambda file=file: reader(str(file))
        file.unlink()


def _damaged(folder: Path, number: int) -> Counter[str]:
    """Damage a folder of results, and read it."""
    from sim.lab.batch import batch
    from tests.lab import standin
    from tests.lab.conftest import make
    from tests.lab.damage import fuzz

    scenario = make(vary={"strategy": ["focus", "two"], "company.vita.plan.rates": [[0.1], [0.2]]}, seeds=2)
    good = batch(scenario, folder / "good", workers=1, progress="quiet", run=standin.run)
    told: list[str] = []
    count = fuzz(good, folder, number, SEED, told.append)
    return Counter({why: count[why] for why in EXPECTED if count[why]}) + Counter(told)


def _worlds(number: int) -> Counter[str]:
    """Live worlds in processes of their own: bounds checks are compiled in, and one that crashes ends only itself."""
    place = str(COMPILED.resolve())
    settings = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": place}
    ended: list[str] = []
    crashes = 0
    while len(ended) < number and crashes < MOST_CRASHES:
        command = [sys.executable, "-m", "benchmarks.fuzz", str(len(ended)), str(number)]
        done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
        ended += [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode:
            crashes += 1
            ended.append(f"the process of world {len(ended)} ended with {done.returncode}: {done.stderr[-300:]}")
    return Counter(ended)


def _checked(first: int, last: int) -> Iterator[str]:
    """Live some of the worlds, and say how each ended."""
    from tests.fuzz.extremes import Extreme, without_end
    from tests.fuzz.lives import live

    def trial(extreme: Extreme, seed: int) -> UserError | None:
        sentence = live(extreme, seed)
        return UserError(sentence) if sentence else None

    _refuse_unchecked()
    live(next(iter(without_end(SEED + 1))), 0)  # compiled here, so that no other world's time is that of the compiler
    for number, extreme in islice(enumerate(without_end(SEED)), first, last):
        ended = _ended(lambda extreme=extreme, number=number: trial(extreme, number))
        yield ended if ended in EXPECTED else f"world {number}, {extreme.name}: {ended}"


def _refuse_unchecked() -> None:
    """Make sure that a place beyond the end of an array is an error in compiled code."""
    import numpy as np

    from sim.core.compiled import rule

    @rule
    def entry(numbers: Any, place: int) -> int:
        return int(numbers[place])

    try:
        entry(np.zeros(3, np.int64), 3)
    except IndexError:
        return
    raise RuntimeError("Bounds are not checked: run this by python -m benchmarks fuzz.")


if __name__ == "__main__":
    for line in _checked(int(sys.argv[1]), int(sys.argv[2])):
        print(json.dumps(line), flush=True)
