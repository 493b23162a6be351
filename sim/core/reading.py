"""Opening what a user names: regular files of bounded size, packed ones included."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from sim.core.wording import meant

PACKED: dict[str, Callable[..., object]] = {".gz": gzip.open, ".bz2": bz2.open}
MOST_RATIO = 200
"""A packed text is at most this many times as large unpacked; lists of contacts and friendships pack 3 to 5 times."""
FREE = 1_000_000
"""Bytes that may come out of a packed file whatever its ratio."""


def refuse_odd_file(path: str | Path, refusal: Callable[[str], Exception]) -> None:
    """Refuse whatever is not a regular file before it is opened: a pipe or a device could hang or never end.

    Parameters
    ----------
    path
        Where it is; a link is followed.
    refusal
        Makes the error from the rest of a sentence, such as "is a folder".

    Raises
    ------
    Exception
        Whatever ``refusal`` makes.
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

    Parameters
    ----------
    path
        Where it is.
    most
        Bytes, unpacked, that are allowed.
    refusal
        Makes the error from the rest of a sentence; it is also raised while reading, when the bound is passed.

    Returns
    -------
    BinaryIO
        Buffered; to be closed by the caller. Reading may raise what :func:`gzip.open` raises.
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
    """Name the file beside one that does not exist that may be meant, as a sentence; empty if there is none.

    Parameters
    ----------
    path
        What a user asked for.
    """
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
