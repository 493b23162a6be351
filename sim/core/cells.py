"""Text that a user or a file chose, written where something else would obey it: terminals, tables, markup."""

from __future__ import annotations

import re
from typing import Any

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line separators, marks that turn the direction of writing, and halves of characters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = re.compile(r"([\\`*_\[\]<>|#!$])")


def visible(text: str) -> str:
    r"""Write every control character but the end of a line as its escape, such as ``\x1b``."""
    return CONTROL.sub(lambda found: "\n" if found[0] == "\n" else found[0].encode("unicode_escape").decode(), text)


def csv_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def markdown_cell(text: str) -> str:
    """A text that stands in a Markdown table as it is written."""
    return _MARKUP.sub(r"\\\1", CONTROL.sub(" ", text))
