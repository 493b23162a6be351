"""What the site has: its pages by language and part, where each comes from, and where it lies in the site."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
MADE = "made/"
"""What paths of pages begin with that the build writes."""
LATER = {"answer-numbers.md", "antwort.md", "why.md"}
"""Pages that a command has yet to write, or has written."""
APART = {"package.md"}
"""Pages that are shown elsewhere: this one by an index of packages."""
INDEX = "index.md"


@dataclass(frozen=True)
class Part:
    """Some pages that stand together, under a heading, in the bar at the side."""

    caption: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """The pages in one language, built by themselves.

    Attributes
    ----------
    code
        Such as ``en``.
    start
        The first page, as a path in ``docs``.
    out
        Folder in the site, with a slash at the end unless it is empty.
    parts
        All other pages.
    """

    code: str
    start: str
    out: str
    parts: tuple[Part, ...]

    def pages(self) -> Iterator[str]:
        """All pages but the first, in their order."""
        for part in self.parts:
            yield from part.pages

    def name_of(self, page: str) -> str:
        """What a page is called among the sources of this language."""
        return INDEX if page == self.start else page.removeprefix(MADE)

    def address_of(self, page: str) -> str:
        """Where a page lies in the site."""
        return f"{self.out}{self.name_of(page).removesuffix('.md')}.html"


def languages() -> list[Language]:
    """Read which pages there are, without those that a command has yet to write."""
    text = (DOCS / "site" / "tree.toml").read_text(encoding="utf-8")
    return [
        Language(code, told["start"], told["out"], tuple(_parts(told["part"])))
        for code, told in tomllib.loads(text).items()
    ]


def _parts(told: list[dict[str, list[str]]]) -> Iterator[Part]:
    for part in told:
        pages = tuple(page for page in part["pages"] if page not in LATER or (DOCS / page).is_file())
        if pages:
            yield Part(str(part["caption"]), pages)
