"""Folders of results that were damaged or made up, and what comes of reading them: sentences, nothing else."""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from sim.analysis.answers import FRAMES
from sim.analysis.plots.subject import Subject
from sim.analysis.report.page import _contents
from sim.analysis.results import Results, load
from sim.core.errors import UserError
from sim.lab.estimate import summary
from sim.lab.opening import read_failures

from .resigned import older, resign
from .standin import stored

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1.5, 1e400, "", "../../../x", "a/b", "x" * 5_000, "\x1b[31m", "$x_{", "\ud800",
    [], {}, [[]], [None], {"": 0}, {"name": "x"}, [1, "2"], [[[[0]]]],
)  # fmt: skip


def flipped(content: bytes, random: Random) -> bytes:
    """The same bytes with one bit turned."""
    found = bytearray(content)
    found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def torn(content: bytes, random: Random) -> bytes:
    """Bytes cut, doubled, zeroed or put in place of others, as disks and editors do it."""
    start = random.randrange(len(content))
    end = min(len(content), start + random.choice((1, 4, 40, 512)))
    middle = random.choice((b"", b"\x00" * (end - start), content[start:end] * 2, random.randbytes(end - start)))
    return content[:start] + middle + content[end:]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a JSON value with each of its keys."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places(value[key])


def changed(manifest: dict[str, Any], random: Random) -> dict[str, Any]:
    """A manifest with one or a few values removed, renamed, or replaced by others."""
    found = json.loads(json.dumps(manifest))
    for _ in range(random.choice((1, 1, 1, 3))):
        container, key = random.choice(list(places(found)))
        what = random.randrange(4)
        if what == 0:
            del container[key]
        elif what == 1 and isinstance(container, dict):
            container[random.choice((*map(str, ODD[8:14]), f"{key}x"))] = container.pop(key)
        elif what == 2:
            container[key] = json.loads(json.dumps(random.choice(list(places(found)))[0]))
        else:
            container[key] = random.choice(ODD)
    return dict(found)


def reshaped(frame: pd.DataFrame, random: Random) -> pd.DataFrame:
    """A frame with a column or rows gone, renamed, or of another type."""
    name = random.choice(list(frame.columns))
    what = random.randrange(6)
    if what == 0:
        return frame.drop(columns=name)
    if what == 1:
        return frame.rename(columns={name: f"{name}x"})
    if what == 2:
        return frame.assign(**{name: "x"})
    if what == 3:
        return frame.assign(**{name: None})
    if what == 4:
        return frame.sample(frac=random.random(), random_state=random.randrange(9))
    return frame.assign(**{name: [random.choice(frame[name].tolist()) for _ in range(len(frame))]})


def everything(folder: Path) -> Results:
    """Read a folder the way the verbs do, figures left out."""
    results = load(folder)
    for name in FRAMES:
        getattr(results, name)
    _contents(Subject(results))
    summary(folder)
    read_failures(folder)
    for name in results.manifest.get("files", {}):
        results.intact(name)
    return results


def told(folder: Path) -> str:
    """The sentence that reading a folder ends with; empty if it could be read."""
    try:
        everything(folder)
    except UserError as error:
        return str(error)
    return ""


Mutate = Callable[[Path, Random], str]


def flip_a_file(folder: Path, random: Random) -> str:
    """One bit of one file."""
    file = random.choice([file for file in folder.rglob("*") if file.is_file()])
    file.write_bytes(flipped(file.read_bytes(), random))
    return f"flip in {file.name}"


def tear_a_file(folder: Path, random: Random) -> str:
    """Some bytes of one file."""
    file = random.choice([file for file in folder.rglob("*") if file.is_file()])
    whole = found = file.read_bytes()
    while found == whole:
        found = torn(whole, random)
    file.write_bytes(found)
    return f"tear in {file.name}"


def make_up_a_manifest(folder: Path, random: Random) -> str:
    """A manifest of another shape, signed by somebody who knows how, or of before there were signatures."""
    file = folder / "manifest.json"
    manifest = changed(json.loads(file.read_text(encoding="utf-8")), random)
    manifest.pop("digest", None)
    signs = random.random() < 0.5 and isinstance(manifest.get("files"), dict)
    if not signs:
        manifest.pop("files", None)
        older(folder)
    file.write_text(json.dumps(manifest), encoding="utf-8")
    if signs:
        try:
            resign(folder)
        except (OSError, ValueError):
            return "unsigned manifest"
    return "signed manifest" if signs else "old manifest"


def make_up_a_frame(folder: Path, random: Random) -> str:
    """A frame of another shape, with its sum in the manifest."""
    file = stored(folder, random.choice(FRAMES))
    reshaped(pd.read_parquet(file), random).to_parquet(file, index=False)
    resign(folder)
    return f"made-up {file.stem}"


def damage_an_old_frame(folder: Path, random: Random) -> str:
    """A bit of a frame of before there were sums."""
    file = older(folder) / f"{random.choice(FRAMES)}.parquet"
    file.write_bytes((flipped if random.random() < 0.5 else torn)(file.read_bytes(), random))
    return f"old {file.stem}"


MUTATIONS: tuple[Mutate, ...] = (
    flip_a_file, tear_a_file, make_up_a_manifest, make_up_a_manifest, make_up_a_manifest, make_up_a_frame,
    damage_an_old_frame,
)  # fmt: skip


def fuzz(good: Path, work: Path, rounds: int, seed: int, say: Callable[[str], None] = lambda _: None) -> Counter[str]:
    """Damage a folder in many ways and read each.

    Parameters
    ----------
    good, work
        A folder of results, and where its copies go.
    rounds, seed
        How many, and the seed of the chance.
    say
        Told of everything that ended otherwise than with results or a sentence.

    Returns
    -------
    Counter
        How often it was ``read``, ``refused`` or a ``traceback``.
    """
    count: Counter[str] = Counter()
    for number in range(rounds):
        random, folder = Random(f"{seed} {number}"), work / f"round{number}"
        shutil.copytree(good, folder)
        what = random.choice(MUTATIONS)(folder, random)
        try:
            ended = "refused" if told(folder) else "read"
        except Exception as error:
            ended = "traceback"
            last = [frame for frame in traceback.extract_tb(error.__traceback__) if "/sim/" in frame.filename][-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            say(f"round {number}, {what}: {where}: {type(error).__name__}: {str(error)[:200]}")
        count[ended] += 1
        if what.startswith(("flip", "tear")) and ended == "read" and not _says_the_same(good, folder):
            count["read although damaged"] += 1
            say(f"round {number}, {what}: read")
        shutil.rmtree(folder)
    return count


def _says_the_same(good: Path, folder: Path) -> bool:
    """Whether a manifest is another text of the same content, such as one with a line twice."""
    one, two = (json.loads((each / "manifest.json").read_text(encoding="utf-8")) for each in (good, folder))
    return bool(one == two) and all((folder / name).read_bytes() == (good / name).read_bytes() for name in one["files"])


if __name__ == "__main__":
    store, number, first = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    print(dict(fuzz(store, Path(sys.argv[4]), number, first, print)))
