"""JSON that somebody else may have written: regular, bounded, UTF-8, without what is no JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from sim.core.files import opened
from sim.core.wording import cut, printable
from sim.lab.stored.errors import about, reading

MOST_BYTES = 250_000_000  # the manifest of 100,000 points with a dozen values has 68 MB (measured)


class NotJsonError(ValueError):
    """A text that is no JSON; says why."""


def read_json(file: Path) -> Any:
    """Read a JSON file.

    Raises
    ------
    NotJsonError
        If it is something else; ``str(error)`` completes "is damaged: it ...".
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
