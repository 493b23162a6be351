"""A results folder is opened to be written: locked, agreed with what is asked, and mended of what a crash left."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from sim.core.errors import DiskTrouble
from sim.core.files import write_text, written
from sim.core.money import UNITS, holds_units
from sim.core.wording import cut, printable
from sim.lab.stored.files import (
    DIGEST,
    NotJsonError,
    ResultsError,
    Sum,
    fits,
    is_intact,
    is_regular,
    listed,
    read_json,
    reading,
    remove,
    sum_of,
)
from sim.lab.stored.folder import FINISHING, JOURNAL, noted, part_name
from sim.lab.stored.frames import FRAMES, is_whole, runs_in
from sim.lab.stored.manifest import MANIFEST, Note, file_of, read, sums
from sim.lab.work import BatchError, Failure
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import from_resolved
from sim.scenario.vary import difference

LOCK, HOLDER = ".lock", ".holder"
"""What a folder has in it while a batch holds it; who does stands apart, as some systems let nobody read a lock."""
LONGEST_HOLDER = 200
FAILURES = "failures.json"
EXAMPLE, GRAPHS = "example", ("sponsors", "social")
EXAMPLES = tuple(f"{EXAMPLE}/{name}.graphml" for name in GRAPHS)
MAY_DIFFER = ("title", "claim", "design.seeds", "design.first_seed", "design.outcomes", "design.precision.")
Sums = dict[str, Sum]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other batches out of a folder, which is made if it is not there.

    The lock is the operating system's, beside a file that says who holds it: it ends with its process, however that
    ends, so that a lock of the dead does not block.

    Raises
    ------
    BatchError
        If another batch writes into the folder.
    ResultsError
        If something else stands where the lock belongs.
    DiskTrouble
        If the folder cannot be written.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = _taken(folder)
    try:
        with written(folder):
            write_text(folder / HOLDER, f"process {os.getpid()} on {platform.node()}\n")
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER).unlink(missing_ok=True)
        with suppress(OSError):  # before it is released: who waits for this file then knows that it is gone
            (folder / LOCK).unlink(missing_ok=True)
        lock.release()


def _taken(folder: Path) -> FileLock:
    file = folder / LOCK
    if os.path.lexists(file) and (file.is_symlink() or not is_regular(file)):
        raise ResultsError(f"'{file}' is not the file that keeps other batches out: remove it.")
    lock = FileLock(file, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise BatchError(
            f"Another batch writes into '{folder}' ({_holder(folder)}): wait for its end, or choose another --out."
        ) from None
    except NotImplementedError:
        raise DiskTrouble(str(folder), "its file system knows no locks") from None
    return lock


def _holder(folder: Path) -> str:
    try:
        if is_regular(folder / HOLDER):
            with (folder / HOLDER).open("rb") as file:
                told = file.read(LONGEST_HOLDER).decode(errors="replace").strip()
            return printable(cut(told, LONGEST_HOLDER)) or "another process"
    except (OSError, ResultsError):
        pass
    return "another process"


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a folder; None if the folder is new or empty.

    Raises
    ------
    BatchError
        If the folder holds something that is no result.
    ResultsError
        If the manifest cannot be read, is damaged or of another shape than ours.
    """
    file = folder / MANIFEST
    with reading(folder):
        if not os.path.lexists(folder):
            return None
        names = os.listdir(folder) if folder.is_dir() else [folder.name]
    if MANIFEST not in names or not folder.is_dir():
        if any(name not in (LOCK, HOLDER) and not (name[:1] == "." and name.endswith(".draft")) for name in names):
            raise BatchError(f"'{folder}' is there already and holds no results; choose another --out.")
        return None
    found = read(file)
    lost = [name for name in ("fingerprint", "seeds", "model", "started") if name not in found]
    if lost:
        raise ResultsError(f"'{file}' does not say {lost[0]}: choose another --out.")
    return found


def agree(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Refuse to mix results of different scenarios, designs or models.

    Raises
    ------
    BatchError
        With the first difference, and what to do.
    """
    advice = "choose another --out, or remove the folder"
    if old["model"] != new["model"]:
        raise BatchError(f"'{folder}' was computed by model {old['model']}, and this is {new['model']}: {advice}.")
    if not holds_units(old):
        raise BatchError(f"'{folder}' holds money in cents, and this version writes {UNITS}: {advice}.")
    changed = changed_rules(old.get("rules", []), new.get("rules", []))
    if changed:
        raise BatchError(f"'{folder}' was computed with other rules of your own: {changed}; {advice}.")
    same_points = old["points"] == json.loads(json.dumps(new["points"], default=str))
    if old["fingerprint"] != new["fingerprint"] or not same_points:
        raise BatchError(f"'{folder}' holds results of another scenario: {_first(old, new)}; {advice}.")


def changed_rules(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> str:
    """Say which file of own rules has another content than before; empty if none has."""
    for there in old:
        others = [here for here in new if Path(here["path"]).name == Path(there["path"]).name]
        if others and all(here["sha256"] != there["sha256"] for here in others):
            hashes = f"SHA-256 there {there['sha256'][:12]}, here {others[0]['sha256'][:12]}"
            return f"{others[0]['path']} has changed ({hashes})"
    return ""


def _first(old: dict[str, Any], new: dict[str, Any]) -> str:
    try:
        found = difference(from_resolved(old["scenario"]), from_resolved(new["scenario"]))
    except ScenarioError:
        return "it does not fit this version's schema"
    telling = [each for each in found if not each.name.startswith(MAY_DIFFER)]
    if not telling:
        return "the graph file or the rules have changed, or the order of what varies"
    first = telling[0]
    more = f", and {len(telling) - 1} more" if len(telling) > 1 else ""
    return f"there {first.name} is {first.left}, here {first.right}{more}"


def mend(folder: Path, manifest: dict[str, Any] | None) -> tuple[list[str], Sums]:
    """Remove drafts, parts that were cut off, and damaged files; say which, and give the sums of what is whole.

    Nobody else may write into the folder meanwhile.
    """
    for place in (folder, *(folder / name for name in (JOURNAL, *FRAMES))):
        for draft in listed(place, ".*.draft"):
            remove(draft)
    known = _Known(folder, manifest or {"files": {}})
    remarks = [*_mend_frames(known), *_mend_parts(known), *_mend_failures(known), *_mend_example(known)]
    return remarks, known.whole


class _Known:
    """What is known of the files of a folder."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder, self.told = folder, sums(manifest)
        self.frames = [file_of(manifest, frame) for frame in FRAMES]
        later = noted(folder / JOURNAL / FINISHING)
        self.noted: Sums = {name: later.sum_of(name) for name in later.files} if later else {}
        self.whole: Sums = {}

    def is_whole(self, name: str) -> bool:
        """Whether a file is what was written: now, or while a batch ended; older ones by their own checks."""
        file = self.folder / name
        if not is_regular(file):
            return False
        with reading(file):
            for each in (self.told or {}, self.noted):
                if name in each and fits(file, each[name]):
                    self.whole[name] = each[name]
                    return True
            if self.told is not None or not name.endswith(".parquet") or not is_whole(file):
                return False
            self.whole[name] = sum_of(file)
            return True


def _mend_frames(known: _Known) -> list[str]:
    folder, names, damaged = known.folder, known.frames, list[str]()
    for frame in FRAMES:  # of a batch that was killed before its manifest named them
        for file in listed(folder / frame, f"{frame}-{'[0-9]' * 7}.parquet"):
            if file.relative_to(folder).as_posix() not in names:
                remove(file)
    if names[-1] in (known.told or {}) or is_regular(folder / names[-1]):
        damaged = [name for name in names if not known.is_whole(name)]
    if not damaged:
        return []
    for name in reversed(names):
        remove(folder / name)
        known.whole.pop(name, None)
    return [f"In '{folder}' {' and '.join(damaged)} is damaged or missing; the runs in it are computed again."]


def _mend_parts(known: _Known) -> list[str]:
    folder, remarks, complete = known.folder, list[str](), set[str]()
    there = runs_in(folder / known.frames[-1]) if known.frames[-1] in known.whole else set()
    for file in listed(folder / JOURNAL, "part-*.json"):
        part = noted(file)
        if part is None or not _fits(folder, file.stem, part):
            remarks.append(f"The part '{folder}/runs/{file.stem}' is damaged; the runs in it are computed again.")
        elif not there.issuperset((point, seed) for point, seed in part.runs):
            complete.add(file.stem)
            continue
        remove(file)
    for frame in FRAMES:
        for file in listed(folder / frame, "part-*"):
            if file.name.removesuffix(".parquet") not in complete:
                remove(file)
    return remarks


def _fits(folder: Path, name: str, part: Note) -> bool:
    """Whether every bit of a part is what was written."""
    files = [part_name(frame, name) for frame in FRAMES]
    with reading(folder / JOURNAL):
        return all(
            file in part.files and is_regular(folder / file) and fits(folder / file, part.sum_of(file))
            for file in files
        )


def _mend_failures(known: _Known) -> list[str]:
    remarks = []
    file = known.folder / FAILURES
    listed_there = FAILURES in (known.told or {})
    if is_regular(file) and not known.is_whole(FAILURES) and (listed_there or not failures_in(file)):
        remove(file)
        remarks.append(f"'{file}' is damaged; the runs in it are computed again.")
    for file in listed(known.folder / JOURNAL, "failed-*.json"):
        if not failures_in(file):
            remove(file)
            remarks.append(f"'{file}' is damaged; the runs in it are computed again.")
    return remarks


def _mend_example(known: _Known) -> list[str]:
    told = known.told or {}
    there = [name for name in EXAMPLES if name in told and os.path.lexists(known.folder / name)]
    damaged = [name for name in there if not known.is_whole(name)]
    for name in damaged:
        remove(known.folder / name)
    return [f"'{known.folder / name}' is damaged; it is made again." for name in damaged]


def read_failures(folder: Path) -> dict[tuple[int, int], Failure]:
    """Runs of a store that failed, by point and seed; damaged files are passed over.

    Raises
    ------
    ResultsError
        If a file may not be read.
    """
    files = [folder / FAILURES, *listed(folder / JOURNAL, "failed-*.json")]
    found = [failure for file in files for failure in failures_in(file)]
    return {(failure.point, failure.seed): failure for failure in found}


def failures_in(file: Path) -> list[Failure]:
    """Failures that a file tells of; empty if it is damaged or not there."""
    if not is_regular(file):
        return []
    try:
        found = read_json(file)
    except NotJsonError:
        return []
    if isinstance(found, dict):
        found = [{name: value for name, value in found.items() if name != DIGEST}] if is_intact(found) else []
    try:
        return TypeAdapter(list[Failure]).validate_python(found, strict=False)
    except ValidationError:
        return []
