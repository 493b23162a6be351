"""Text of graph files: bounded lines, and the encoding by its name where it is not UTF-8."""

from __future__ import annotations

import io
from typing import BinaryIO

from sim.world.graphs.errors import GraphError

LONGEST_LINE = 65_536
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


class Text(io.TextIOWrapper):
    """Lines of a UTF-8 text, one after the other, each with its end.

    Reading may raise a GraphError, if a line is longer than 64 KB, or a UnicodeDecodeError, of which
    :meth:`blame` makes a sentence: translating it here would cost time at every line.

    Parameters
    ----------
    file
        At its beginning.
    path
        Name of the file, for error sentences.
    """

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._source, self._path = _Measured(file, path), path
        super().__init__(io.BufferedReader(self._source, 1 << 16), encoding="utf-8-sig")

    def blame(self, error: UnicodeDecodeError) -> GraphError:
        """Say in which line the text stops being UTF-8."""
        return _undecodable(self._path, self._source.lines + 1 - _ends_in(error.object[error.start :]))


def decoded(content: bytes, path: str) -> str:
    """Return a whole UTF-8 text; raises a GraphError if it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _undecodable(path, 1 + _ends_in(error.object[: error.start])) from error


def _undecodable(path: str, line: int) -> GraphError:
    """The error about a byte that is no UTF-8."""
    said = "not UTF-8 text, but perhaps Latin-1 or Windows-1252; save the file as UTF-8"
    return GraphError(f"{path}, line {line}: {said}.")


def _ends_in(data: bytes) -> int:
    """Number of line ends, of whatever system."""
    return data.count(b"\n") or data.count(b"\r")


class _Measured(io.RawIOBase):
    """A stream that counts its lines, and refuses one that does not end."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._file, self._path = file, path
        self.lines, self._open = 0, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # whatever the reader above gives
        data = self._file.read(len(view))
        self.lines += _ends_in(data)
        last = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._open = self._open + len(data) if last < 0 else len(data) - last
        if self._open > LONGEST_LINE:
            raise GraphError(
                f"{self._path}, line {self.lines + 1}: longer than {LONGEST_LINE:,} bytes; this is no list of ties."
            )
        view[: len(data)] = data
        return len(data)
