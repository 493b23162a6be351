"""Errors that are sentences, and what leaves instead of failing."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from sim.core.wording import cut, printable

LONGEST = 300
KeyPath = tuple[str | int, ...]
"""Where a value is in nested tables: keys, and indices of lists."""


class UserError(Exception):
    """A mistake of the user: ``str(error)`` is the sentence to print; there is nothing to debug."""


class Notice(UserWarning):
    """Something a user should know, as a sentence."""


class DiskTrouble(UserError):  # noqa: N818 - it is the disk's error
    """Something could not be written: the disk is full, or the place (as the user wrote it) may not be written."""

    exit_code = 4

    def __init__(self, place: str, reason: str) -> None:
        self.folder, self.reason = place, reason
        super().__init__(place, reason)

    def __str__(self) -> str:
        """Say what is kept and how to go on."""
        return (
            f"Results cannot be written into '{self.folder}': {self.reason}. What was stored before is kept; once "
            "that is mended, the same command goes on."
        )


class Finding(NamedTuple):
    """What a check of a scenario says: where, and the end of a sentence that the value's name begins.

    ``shows`` tells whether the value is said as well.
    """

    path: KeyPath
    message: str
    shows: bool = True


def may_be_users(error: BaseException) -> bool:
    """Whether an error may be the user's Ctrl-C: that reaches only the main thread of the process they started."""
    from multiprocessing import parent_process  # slow to import, and seldom asked

    main = threading.current_thread() is threading.main_thread()
    return isinstance(error, KeyboardInterrupt) and main and parent_process() is None


def in_one_line(error: BaseException) -> str:
    """Write an error in one line, whatever it does when it is asked for its text."""
    try:
        text = " ".join(str(error).split())
    except BaseException:
        text = ""
    return printable(cut(f"{type(error).__name__}: {text}" if text else type(error).__name__, LONGEST))


@contextmanager
def staying() -> Iterator[None]:
    """Come back to the working folder, to which the user's paths are relative, wherever somebody else's code goes."""
    before = _here()
    try:
        yield
    finally:
        if before is not None and before != _here():
            with suppress(OSError):
                os.chdir(before)


def _here() -> str | None:
    try:
        return os.getcwd()
    except OSError:  # it was removed
        return None
