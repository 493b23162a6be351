"""What can be wrong with a folder of results, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.core.errors import UserError

AGAIN = "run the same 'manyhats batch' command again, which computes the runs in it anew"


class ResultsError(UserError):
    """A results folder that cannot be read, or results that cannot be compared; the text is a sentence."""


class DamagedError(ResultsError):
    """A file of a results folder is not what was written."""


def about(file: Path) -> Callable[[str], ResultsError]:
    """What makes an error from the rest of a sentence about a file."""
    return lambda rest: ResultsError(f"'{file}' {rest}.")


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
