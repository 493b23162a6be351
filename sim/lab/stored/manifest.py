"""The manifest: what it looks like, written with a digest of itself and the sums of all files, checked when it is read.

Keys of other versions of ours are let through, other shapes are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from sim.core.wording import cut, printable, shown
from sim.lab.stored.files import DIGEST, NotJsonError, ResultsError, Sum, is_intact, read_json
from sim.scenario.design import FREE
from sim.scenario.errors import ScenarioError
from sim.scenario.sections import NAMED, path_of

MANIFEST = "manifest.json"
SUMS = "files"

Count = Annotated[int, Field(ge=0, lt=2**63)]
Name = Annotated[str, Field(min_length=1, max_length=500)]
Value = bool | int | FiniteFloat | str | None | list[Any] | dict[str, Any]


class Part(BaseModel):
    """A table with at least these keys."""

    model_config = ConfigDict(extra="allow", strict=True)


class Entry(Part):
    """A company or a strategy."""

    name: Name


class Rule(Part):
    """A rule of the user's own."""

    kind: str
    name: str
    unit: str = ""
    less_is_better: bool = False


class RuleFile(Part):
    """A file of own rules."""

    rules: list[Rule] = []


class Own(Part):
    """Rules of the user's own."""

    files: list[RuleFile] = []


class Time(Part):
    """How long a run is."""

    days: Annotated[int, Field(ge=1, le=1_000_000)]


class Population(Part):
    """Who lives there."""

    people: Count | None = None


def _as_range(ends: list[Any]) -> list[Any]:
    if "log" in ends[:2] or ends[2:] not in ([], ["log"]):
        raise ValueError('must be [low, high] or [low, high, "log"]')
    return ends


Range = Annotated[list[FiniteFloat | Literal["log"]], Field(min_length=2, max_length=3), AfterValidator(_as_range)]


class Design(Part):
    """What is varied."""

    worlds: Literal["population", "mixed", "focal"]
    outcomes: list[Name]
    kind: str = "grid"
    vary: dict[str, list[Value]] = {}
    between: dict[str, Range] = {}
    first_seed: int = 1
    focal_people: Count = 0


class Asked(Part):
    """The scenario."""

    title: str = ""
    design: Design
    time: Time
    population: Population = Population()
    company: list[Entry] = []
    strategy: list[Entry] = []
    own: Own = Own()


class Point(Part):
    """A point of the design."""

    index: Count
    strategy: str | None
    values: dict[Name, Value]


class FileSum(Part):
    """A file of the folder."""

    bytes: Count
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Note(Part):
    """Files by name, and which runs they hold."""

    files: dict[str, FileSum]
    runs: list[Annotated[list[int], Field(min_length=2, max_length=2)]] = []

    def sum_of(self, name: str) -> Sum:
        """What is noted of a file."""
        return {"bytes": self.files[name].bytes, "sha256": self.files[name].sha256}


class UsedFile(Part):
    """A file of own rules and its hash."""

    path: str
    sha256: str


class Timing(Part):
    """What it took."""

    runs: Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Manifest(Part):
    """All of it; what older versions did not write may be missing."""

    scenario: Asked
    points: Annotated[list[Point], Field(min_length=1)]
    seeds: list[int] = []
    units: dict[str, str] = {}
    fingerprint: str = ""
    model: str = ""
    rules: list[UsedFile] = []
    versions: dict[str, str] = {}
    git: str | None = None
    machine: dict[str, Value] = {}
    command: str = ""
    timing: Timing = Timing(runs=0, seconds=0.0)
    started: str | None = None
    finished: str | None = None
    files: dict[str, FileSum] = {}
    digest: str = ""


def wrong(value: Any) -> str:
    """Say what is not as in a manifest of ours; empty if nothing is."""
    try:
        found = Manifest.model_validate(value)
    except ValidationError as error:
        return _told(error)
    return _wrong_points(found)


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    told = first["msg"][:1].lower() + first["msg"][1:]
    return printable(f"{cut(where, 120)}: {cut(told, 120)}" if where else told)


def _wrong_points(found: Manifest) -> str:
    names = list(found.points[0].values)
    for number, point in enumerate(found.points):
        if point.index != number:
            return f"point {number} has the index {point.index}"
        if point.values.keys() != set(names):
            return f"point {number} has other parameters than point 0"
        for name in found.scenario.design.between.keys() & point.values.keys():
            if isinstance(point.values[name], bool) or not isinstance(point.values[name], int | float):
                return f"point {number} has a value of {shown(name)} that is no number"
    declared = {kind: [entry.name for entry in getattr(found.scenario, kind)] for kind in NAMED}
    unknown = [name for name in names if not _is_known(name, declared, found.scenario.model_dump())]
    return f"{shown(unknown[0])} is no parameter of its scenario" if unknown else ""


def _is_known(name: str, declared: dict[str, list[str]], scenario: dict[str, Any]) -> bool:
    """Whether this version knows a parameter, or the scenario has it that was written by the same version."""
    if name == "strategy":
        return True
    parts = name.split(".")
    if parts[0] == "design":
        return name in FREE
    try:
        path_of(name, declared)
    except ScenarioError:
        return _stands(parts, scenario)
    return True


def _stands(parts: Sequence[str], table: Any) -> bool:
    if not parts:
        return True
    if isinstance(table, list):
        named = [entry for entry in table if isinstance(entry, dict) and entry.get("name") == parts[0]]
        return bool(named) and _stands(parts[1:], named[0])
    return isinstance(table, dict) and parts[0] in table and _stands(parts[1:], table[parts[0]])


def read(file: Path) -> dict[str, Any]:
    """Read a manifest, keys that this version does not know included; one of before there were digests as it is.

    Raises
    ------
    ResultsError
        If it cannot be read, is damaged, or is of another shape than ours.
    """
    try:
        found = read_json(file)
    except NotJsonError as error:
        raise _damaged(file, f"it {error}") from None
    why = wrong(found)
    if not why and (DIGEST in found or SUMS in found) and not is_intact(found):
        why = "it is not what was written"
    if why:
        raise _damaged(file, why)
    return cast("dict[str, Any]", found)


def _damaged(file: Path, why: str) -> ResultsError:
    advice = f"put it back from a copy, or remove the folder '{file.parent}' and run the batch again"
    return ResultsError(f"'{file}' is damaged ({printable(cut(why, 300))}): {advice}.")


def sums(manifest: dict[str, Any]) -> dict[str, Sum] | None:
    """Sums of the files of a folder, by name; None if it was written before there were any."""
    return manifest.get(SUMS)


def whole_name(frame: str, runs: int) -> str:
    """Name of the file of a frame of so many runs, relative to the folder."""
    return f"{frame}/{frame}-{runs:07d}.parquet"


def file_of(manifest: dict[str, Any], frame: str) -> str:
    """Name of the file that holds a frame, relative to the folder; older versions laid it beside the manifest."""
    ours = re.compile(rf"{frame}/{frame}-\d{{7}}\.parquet")
    found = sorted(name for name in sums(manifest) or {} if ours.fullmatch(name))
    return found[-1] if found else f"{frame}.parquet"


def note_in(found: Any) -> Note | None:
    """What a signed note says of files; None if it is damaged or something else."""
    try:
        note = Note.model_validate(found)
    except ValidationError:
        return None
    return note if is_intact(found) else None
