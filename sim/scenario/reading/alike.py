"""Names that nobody can tell apart: alike but for case, blanks, marks that show nothing, or the form of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sim.core.wording import cut, shown

MISSING = frozenset({"na", "n/a", "nan", "none", "null"})
"""How programs write that there is nobody, in small letters."""
FLOATED = re.compile(r"([+-]?\d+)\.0+")
"""How programs write a whole number in a column that also has gaps."""
ONLY = "case, blanks, marks that show nothing, or the form of a letter"


def form(name: str) -> str:
    """Return what a reader sees of a name: one form of each letter, small ones, single blanks, nothing invisible."""
    seen = name if name.isascii() else unicodedata.normalize("NFKC", name)
    kept = seen if seen.isascii() else "".join(mark for mark in seen if unicodedata.category(mark) != "Cf")
    return unicodedata.normalize("NFKC", " ".join(kept.split()).casefold())


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that looks like an earlier one, behind that one.

    Parameters
    ----------
    names
        Different ones.
    """
    first: dict[str, str] = {}
    for name in names:
        earlier = first.setdefault(form(name), name)
        if earlier != name:
            yield earlier, name


def _floated(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each whole number that is also there with a decimal point, and how it stands there."""
    floated = {found[1]: found[0] for name in names if "." in name and (found := FLOATED.fullmatch(name))}
    return [(name, floated[name]) for name in names if name in floated] if floated else []


def remarks(names: Iterable[str]) -> list[str]:
    """Sentences about people of a file whose names make one doubt that they are people, or different ones.

    Parameters
    ----------
    names
        Different ones.
    """
    names = list(names)
    pairs, said = list(alike(names)), []
    if pairs:
        first, second = (shown(cut(name)) for name in pairs[0])
        more = "" if len(pairs) == 1 else f"; so do {len(pairs) - 1:,} more"
        said.append(f"{first} and {second} are two people here, but differ only in {ONLY}{more}.")
    twice = _floated(names)
    if twice:
        first, second = (shown(cut(name)) for name in twice[0])
        rest = len(twice) - 1
        more = f"; so are {rest:,} more pairs" if rest > 1 else "; so is one more pair" if rest else ""
        said.append(f"{first} and {second} are two people here, but the same number{more}.")
    nobody = next((name for name in names if name.casefold() in MISSING), None)
    if nobody is not None:
        said.append(f"{shown(nobody)} is a person here; leave out what has it where nobody is meant.")
    return said
