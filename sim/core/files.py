"""Files: opened only if they are regular and of bounded size; written completely or not at all, where the user said."""

from __future__ import annotations

import bz2
import errno
import gzip
import hashlib
import io
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from sim.core.errors import DiskTrouble, UserError
from sim.core.wording import meant

PACKED: dict[str, Callable[..., object]] = {".gz": gzip.open, ".bz2": bz2.open}
MOST_RATIO = 200
"""A packed text is at most this many times as large unpacked; lists of contacts and friendships pack 3 to 5 times."""
FREE = 1_000_000
"""Bytes that may come out of a packed file whatever its ratio."""
LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._=-]+")


def refuse_odd_file(path: str | Path, refusal: Callable[[str], Exception]) -> None:
    """Refuse whatever is not a regular file before it is opened: a pipe or a device could hang or never end.

    ``refusal`` makes the error that is raised from the rest of a sentence, such as "is a folder"; a link is followed.
    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise refusal("does not exist") from None
    except OSError as error:
        raise refusal(f"cannot be read ({error.strerror or error})") from None
    except ValueError:
        raise refusal("has a name that no file can have") from None
    if stat.S_ISDIR(mode):
        raise refusal("is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise refusal("is not a regular file but a device, a pipe or a socket")


def opened(path: str | Path, most: int, refusal: Callable[[str], Exception]) -> BinaryIO:
    """Open a regular file, unpacking ``.gz`` and ``.bz2``, so that no more than ``most`` bytes can be read from it.

    Raises what ``refusal`` makes of the rest of a sentence, also while reading, when the bound is passed; reading may
    raise what :func:`gzip.open` raises. The caller closes it.
    """
    refuse_odd_file(path, refusal)
    try:
        packed = PACKED.get(os.path.splitext(path)[1].lower())
        raw = packed(path, "rb") if packed else open(path, "rb", buffering=0)  # noqa: SIM115 - closed by the caller
        allowed = min(most, max(FREE, MOST_RATIO * os.path.getsize(path))) if packed else most
    except OSError as error:
        raise refusal(f"cannot be read ({error.strerror or error})") from None
    return cast(BinaryIO, io.BufferedReader(_Bounded(cast(BinaryIO, raw), allowed, most, refusal)))


def neighbor(path: str) -> str:
    """The file beside one that does not exist that may be meant, as a sentence; empty if there is none."""
    folder, name = os.path.split(path)
    try:
        return meant(name, os.listdir(folder or "."))
    except (OSError, ValueError):
        return ""


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than its bound."""

    def __init__(self, stream: BinaryIO, allowed: int, most: int, refusal: Callable[[str], Exception]) -> None:
        self._stream, self._left, self._refusal = stream, allowed, refusal
        self._why = (
            f"is larger than {most / 1_000_000:,.0f} MB"
            if allowed == most
            else f"unpacks to more than {MOST_RATIO} times its size, which no ordinary file does"
        )

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._stream.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise self._refusal(self._why)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def expanded(path: str | Path) -> Path:
    """A path as the user means it: ``~`` is the home folder, everywhere.

    Raises
    ------
    UserError
        If there is no home folder to stand for ``~``, or the name holds a zero byte.
    """
    if "\0" in str(path):
        raise UserError("A file name cannot hold a zero byte.")
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise UserError(f"'{path}' cannot be found: no such home folder is known; write the whole path.") from None


def safe_name(text: str) -> str:
    """A file name made from any text: letters, digits and ``._=-``, at most :data:`LONGEST_NAME` characters.

    Two texts never get the same name: where something had to change, eight digits of the text's hash follow.
    """
    kept = _UNSAFE.sub("-", text).strip("-.")
    if kept == text and len(text) <= LONGEST_NAME:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(filter(None, [kept[: LONGEST_NAME - 9].strip("-."), digest]))


def place(folder: Path, *parts: str) -> Path:
    """A path below a folder, reached through real folders only; missing ones are made.

    Parameters
    ----------
    folder
        Named by the user; it may itself be a link.
    parts
        Names of folders, then of the file.

    Raises
    ------
    UserError
        If a name is no plain name, or a folder below ``folder`` is a link and so leads elsewhere.
    """
    for part in parts:
        if part in ("", ".", "..") or "/" in part or os.sep in part or "\0" in part:
            raise UserError(f"'{part}' is no name of a file inside '{folder}'.")
    folder.mkdir(parents=True, exist_ok=True)
    inside = folder
    for part in parts[:-1]:
        inside = inside / part
        if inside.is_symlink():
            raise UserError(f"'{inside}' is a link that leads elsewhere; nothing is written through it. Remove it.")
        inside.mkdir(exist_ok=True)
    return inside / parts[-1] if parts else inside


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Give a new file to write beside the real one; flush it to the disk and put it in place at the end.

    A reader of ``path``, even after a crash or a power cut, sees the old file or the whole new one. A link that
    stands at ``path`` is replaced, not followed; the draft's name cannot be guessed, so that no link waits there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:40]}.{os.getpid()}.{secrets.token_hex(4)}.draft")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        yield draft
        _flush(draft)
        os.replace(draft, path)
        _flush_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text as a whole or not at all."""
    with aside(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def written(place: Path | str) -> Iterator[None]:
    """Tell in a sentence what keeps something from being written.

    Raises
    ------
    DiskTrouble
        Instead of the operating system's error.
    """
    try:
        yield
    except FileExistsError as error:
        raise DiskTrouble(str(place), "a file stands where a folder should be") from error
    except OSError as error:
        raise DiskTrouble(str(place), os.strerror(error.errno) if error.errno else str(error)) from error


def probe(folder: Path) -> None:
    """Make a folder and write a byte into it, so that a place that cannot be written is known before the work.

    Raises
    ------
    DiskTrouble
        If it cannot be made or written.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{secrets.token_hex(4)}.draft"
        try:
            draft.write_bytes(b"x")
        finally:
            draft.unlink(missing_ok=True)


def probe_file(path: Path) -> None:
    """See, before the work, that a file can be written where it is to be.

    Raises
    ------
    DiskTrouble
        If its folder cannot be made or written, or something stands in its place that is no regular file: a device
        is not to be replaced.
    """
    with written(path), suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise DiskTrouble(str(path), "it is no regular file but a device, a pipe or a socket")
    probe(path.parent)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


BINARY = {
    b"PK\x03\x04": "a zip archive, as Excel and LibreOffice write them",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"PAR1": "a Parquet table",
    b"ARROW1": "an Arrow table",
    b"SQLite format 3\0": "an SQLite database",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "a NumPy array",
    b"\x1f\x8b": "packed by gzip",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"\x28\xb5\x2f\xfd": "packed by Zstandard",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"{\\rtf": "a document in RTF",
}
MARKS = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def wide_encoding(head: bytes) -> str | None:
    """Name the encoding of a text that spends two or four bytes on a letter; None for any other.

    Parameters
    ----------
    head
        Beginning of a file.
    """
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), None)
    if marked or b"\0" not in head:
        return marked
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    return "UTF-16" if 10 * max(even, odd) > 9 * half and 10 * min(even, odd) < half else None


def binary_form(head: bytes) -> str | None:
    """Say what a file is that is no text; None if it may be text.

    Parameters
    ----------
    head
        How it begins.
    """
    found = next((what for mark, what in BINARY.items() if head.startswith(mark)), None)
    return found or ("binary, not text" if b"\0" in head else None)
