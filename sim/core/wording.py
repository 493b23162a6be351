"""How names and values are written: in sentences, short and printable, with the nearest valid name; and safely.

What a user or a file chose may stand where something else would obey it: terminals, tables, markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

LONGEST_VALUE = 60
LONGEST_NAME = 120
MOST_LISTED = 12
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line separators, marks that turn the direction of writing, and halves of characters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = re.compile(r"([\\`*_\[\]<>|#!$])")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


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


def printable(text: str) -> str:
    """Escape what a terminal could not print or would obey (control characters, lone surrogates)."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def cut(text: str, length: int = LONGEST_VALUE) -> str:
    """Shorten a text to at most `length` characters, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def number(value: float) -> str:
    """Write a bound the way one would type it: 1 for 1.0, 20000000 rather than 2e+07."""
    whole = float(value).is_integer() and abs(value) < 1e15
    return str(int(value)) if whole or isinstance(value, int) else str(value)


def shown(value: Any, depth: int = 2) -> str:
    """A value as TOML would write it, cut to a readable length; lists and tables are written ``depth`` levels deep."""
    if isinstance(value, str):
        return printable(cut(json.dumps(value[: LONGEST_VALUE * 2], ensure_ascii=False)))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > 4 * LONGEST_VALUE:
        return "a number of very many digits"
    if isinstance(value, list | tuple):
        return _list_shown(value, depth)
    if isinstance(value, dict):
        return _table_shown(value, depth)
    if isinstance(value, Decimal):
        return cut(str(value).lower().replace("infinity", "inf"))
    return printable(cut(str(value)))


def _list_shown(values: Sequence[Any], depth: int) -> str:
    """Write a list as TOML."""
    if depth == 0:
        return "[…]"
    return cut("[" + ", ".join(shown(value, depth - 1) for value in values[:MOST_LISTED]) + "]")


def _table_shown(table: dict[Any, Any], depth: int) -> str:
    """Write an inline table as TOML."""
    if depth == 0:
        return "{…}"
    pairs = [f"{key_shown(str(key))} = {shown(table[key], depth - 1)}" for key in list(table)[:MOST_LISTED]]
    return cut("{ " + ", ".join(pairs) + " }") if pairs else "{}"


def key_shown(key: str) -> str:
    """Write one part of a dotted name, quoted where TOML would ask for it."""
    return key if _BARE.fullmatch(key) else printable(cut(json.dumps(key[:LONGEST_NAME], ensure_ascii=False)))


def listed(names: Iterable[str]) -> str:
    """Names as a reader would list them, ``"a", "b" or "c"``; beyond a dozen, the number of the others is given."""
    quoted = [shown(name) for name in names]
    if len(quoted) > MOST_LISTED:
        return ", ".join(quoted[:MOST_LISTED]) + f" and {len(quoted) - MOST_LISTED} more"
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def enumerated(names: Sequence[str]) -> str:
    """Write ``a, b and c``, the first dozen by name."""
    hidden = len(names) - MOST_LISTED
    words = [*names[:MOST_LISTED], f"{hidden} more"] if hidden > 0 else names
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def nearest(name: object, options: Iterable[str]) -> str | None:
    """Find the valid name most like `name`, or None if none is like it, or if it is no text at all."""
    if not isinstance(name, str):
        return None
    spelled = {option.casefold(): option for option in options}
    found = get_close_matches(name[:LONGEST_NAME].casefold(), spelled, n=1, cutoff=0.65)
    return spelled[found[0]] if found else None


def meant(name: object, options: Iterable[str]) -> str:
    """Ask ``Did you mean "x"?`` after the sentence, if some valid name is near."""
    near = nearest(name, options)
    return f" Did you mean {shown(near)}?" if near else ""


def among(what: str, name: str, known: Sequence[str], subject: str = "") -> str:
    """Sentence: a name must be one of those declared, with the nearest of them."""
    return f"{subject}must be {what}: {listed(known)}.{meant(name, known)}"


def total(value: float) -> str:
    """A sum without the noise of binary fractions."""
    return f"{value:.9g}"
