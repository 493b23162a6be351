"""The words of the glossary, read from its page, so that a word means the same here and there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.scenario.lexicon.pages import page

HOME = "glossary.md"
_ROW = re.compile(r"^\| *(\*\*.+?) *\| *(.+?) *\|$", re.MULTILINE)
_MARKS = re.compile(r"\*+|`")


@dataclass(frozen=True)
class Word:
    """A row of the glossary: what the thing is called, our own name first, and what is meant."""

    names: tuple[str, ...]
    meaning: str


def words() -> list[Word]:
    """Return the rows of the glossary in their order; none where the page was left out."""
    found = page(HOME)
    rows = _ROW.findall(found.text) if found else []
    return [Word(tuple(_plain(name) for name in names.split(",")), _plain(meaning)) for names, meaning in rows]


def _plain(text: str) -> str:
    """Take the marks of Markdown out of a text."""
    return _MARKS.sub("", text).strip()
