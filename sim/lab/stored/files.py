"""Files of a results folder: what may lie there, their sums, and JSON that somebody else may have written."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypedDict

from sim.core.errors import UserError
from sim.core.files import aside, expanded, opened
from sim.core.wording import cut, printable

AGAIN = "run the same 'manyhats batch' command again, which computes the runs in it anew"
DIGEST = "digest"
MOST_BYTES = 250_000_000  # the manifest of 100,000 points with a dozen values has 68 MB (measured)


class ResultsError(UserError):
    """A results folder that cannot be read, or results that cannot be compared; the text is a sentence."""


def folder_named(path: object) -> Path:
    """Return the folder that a user names; ``~`` is the home folder.

    Raises
    ------
    ResultsError
        If what was given is no path.
    """
    if not isinstance(path, str | os.PathLike) or isinstance(os.fspath(path), bytes):
        raise ResultsError(f"A folder of results is named by its path, not by a value of type {type(path).__name__}.")
    return expanded(os.fspath(path))


class DamagedError(ResultsError):
    """A file of a results folder is not what was written."""


class NotJsonError(ValueError):
    """A text that is no JSON; ``str(error)`` completes "is damaged: it ..."."""


class Sum(TypedDict):
    """What a file was when it was written."""

    bytes: int
    sha256: str


def about(file: Path) -> Callable[[str], ResultsError]:
    """What makes an error from the rest of a sentence about a file."""
    return lambda rest: ResultsError(f"'{file}' {rest}.")


def damaged(file: Path, why: str = "") -> DamagedError:
    """The error that says which file is damaged, and what to do."""
    return DamagedError(f"'{file}' is damaged{f' ({why})' if why else ''}: {AGAIN}.")


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Tell in a sentence why a file cannot be read; what is whole but forbidden is not called damaged.

    Raises
    ------
    ResultsError
        Instead of the operating system's error.
    """
    try:
        yield
    except FileNotFoundError:
        raise ResultsError(f"'{file}' is missing: {AGAIN}.") from None
    except OSError as error:
        if error.errno is None:
            raise
        raise ResultsError(f"'{file}' cannot be read ({error.strerror}); nothing was changed.") from None


def refuse_odd_places(folder: Path, inside: Sequence[str], files: Sequence[str]) -> None:
    """Refuse a folder into which nothing could be written without leaving it, before anything is computed.

    Raises
    ------
    ResultsError
        Naming what is in the way.
    """
    for place in (folder / name for name in inside):
        if place.is_symlink():
            raise ResultsError(f"'{place}' is a link that leads elsewhere; nothing is written through it. Remove it.")
        if os.path.lexists(place) and not place.is_dir():
            raise ResultsError(f"'{place}' is a file where a folder of the results belongs: remove it.")
    for name in files:
        _refuse_folder(folder / name)


def is_regular(file: Path) -> bool:
    """Whether there is an ordinary file, or a link to one.

    Raises
    ------
    ResultsError
        If that cannot be known, as in a folder that may not be searched.
    """
    with reading(file):
        try:
            return stat.S_ISREG(os.stat(file).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False


def listed(folder: Path, pattern: str) -> list[Path]:
    """Files of a folder that fit a pattern, in order; none if there is no such folder, or it is a link.

    Raises
    ------
    ResultsError
        If the folder may not be read.
    """
    if folder.is_symlink() or not os.path.lexists(folder):
        return []
    with reading(folder):
        os.listdir(folder)  # which says why, where a search for names finds nothing
    return sorted(folder.glob(pattern))


def remove(file: Path) -> None:
    """Remove a file, or the link that stands in its place; what is not there need not be removed.

    Raises
    ------
    ResultsError
        If it is a folder.
    """
    _refuse_folder(file)
    file.unlink(missing_ok=True)


def _refuse_folder(file: Path) -> None:
    if file.is_dir() and not file.is_symlink():
        raise ResultsError(f"'{file}' is a folder where a file of the results belongs: remove it.")


def sum_of(file: Path) -> Sum:
    """Size and SHA-256 of a file."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return {"bytes": content.tell(), "sha256": digest}


def fits(file: Path, told: Sum) -> bool:
    """Whether a file is there and every bit of it is what was written; another size is seen without reading.

    Raises
    ------
    OSError
        If it is there and cannot be read.
    """
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(found.st_mode) or found.st_size != told["bytes"]:
        return False
    return sum_of(file) == told


def signed(value: dict[str, Any]) -> dict[str, Any]:
    """Put the digest of its own content into a JSON object."""
    content = {name: part for name, part in value.items() if name != DIGEST}
    return {**content, DIGEST: _digest(content)}


def is_intact(value: dict[str, Any]) -> bool:
    """Whether an object is what was signed; one that was never signed is not."""
    content = {name: part for name, part in value.items() if name != DIGEST}
    return value.get(DIGEST) == _digest(content)


def _digest(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON, as a whole or not at all."""
    with aside(path) as draft:
        draft.write_text(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def read_json(file: Path) -> Any:
    """Read a JSON file: regular, bounded, UTF-8, without what is no JSON.

    Raises
    ------
    NotJsonError
        If it is something else.
    ResultsError
        If it cannot be read.
    """
    with reading(file), opened(file, MOST_BYTES, about(file)) as stream:
        if os.stat(file).st_size > MOST_BYTES:
            raise about(file)(f"is larger than {MOST_BYTES / 1e6:.0f} MB")
        content = stream.read()
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise NotJsonError(f"is no UTF-8 text at byte {error.start:,}") from None
    except RecursionError:
        raise NotJsonError("is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise NotJsonError(f"is no JSON at line {error.lineno:,}") from None
    except ValueError as error:
        raise NotJsonError(f"holds a number that cannot be read ({printable(cut(str(error)))})") from None


def _refuse(name: str) -> Any:
    raise ValueError(name)
