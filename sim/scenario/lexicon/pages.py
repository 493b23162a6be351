"""The pages that sentences and comments refer to, such as docs/replay.md: inside an installed package, or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]
_IN_A_WHEEL, _OF_THE_SOURCES = _PACKAGE / "pages", _PACKAGE.parent / "docs"
ENDING = ".md"
GUIDES = ("guide", "leitfaden")
"""Folders of pages beside the others; the same pages in English and in German."""
SCHEMA = "scenario.schema.json"
"""The JSON schema of scenario files, which lies beside the pages."""


@dataclass(frozen=True)
class Page:
    """One page: by which name it is asked for, such as ``replay.md`` or ``guide/trust.md``, its title, and its file."""

    name: str
    title: str
    path: Path

    @property
    def text(self) -> str:
        """All of it, in Markdown."""
        return self.path.read_text(encoding="utf-8")


def folder() -> Path:
    """Return the folder of the pages: inside an installed package, or that of a checkout."""
    return _IN_A_WHEEL if _IN_A_WHEEL.is_dir() else _OF_THE_SOURCES


def pages() -> list[Page]:
    """Return all pages in alphabetical order, those of the guides last; none where they were left out."""
    return [Page(name, _title(path), path) for name, path in _files().items()]


def page(name: str) -> Page | None:
    """Return a page however a sentence refers to it, such as ``docs/replay.md`` or ``replay.md``; None if none is."""
    plain = name.removeprefix("docs/")
    path = _files().get(plain)
    return Page(plain, _title(path), path) if path else None


def _files() -> dict[str, Path]:
    """Return the files of all pages by their names."""
    root = folder()
    return {
        path.relative_to(root).as_posix(): path
        for place in (root, *(root / guide for guide in GUIDES))
        for path in sorted(place.glob(f"*{ENDING}"))
    }


def _title(path: Path) -> str:
    """Return the first heading."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), path.stem)
