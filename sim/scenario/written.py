"""Values as they are written on a command line: TOML, with the numbers that people write besides."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_QUOTED_OR_NUMBER = re.compile(
    r"""
    "(?:[^"\\]|\\.)*" | '[^']*'                       # text stays as it is
    | (?<![\w.])(?P<sign>[+-]?)
      (?: (?P<ends>[0-9]+)\.(?=[eE][+-]?[0-9]|(?![\w.]))   # 5.
        | (?P<whole>[0-9]*)\.(?P<part>[0-9]+)(?![.])  # .5, and 00.5
      )
    """,
    re.VERBOSE,
)


def read(text: str) -> Any:
    """Read a value as TOML, with numbers that begin or end with a point; what is neither is text."""
    for candidate in (text, _QUOTED_OR_NUMBER.sub(_with_digits, text)):
        try:
            table = tomllib.loads(f"value = {candidate}")
        except (ValueError, RecursionError):
            continue
        return table["value"] if len(table) == 1 else text
    return text


def as_number(text: str) -> int | float | None:
    """Read a number; None if the text is none."""
    value = read(text.strip())
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _with_digits(found: re.Match[str]) -> str:
    """Write a number with digits on both sides of its point; anything else stays."""
    if found["ends"]:
        return f"{found['sign']}{int(found['ends'])}.0"
    if found["part"]:
        return f"{found['sign']}{int(found['whole'] or 0)}.{found['part']}"
    return found[0]
