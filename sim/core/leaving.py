"""What leaves instead of failing, or moves away: who asked for it, what can be said of it, and the way back."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import parent_process

from sim.core.wording import cut, printable

LONGEST = 300


def may_be_users(error: BaseException) -> bool:
    """Whether an error may be the user's Ctrl-C: that reaches only the main thread of the process he started."""
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
