"""Looks through a built site: what is addressed inside it is there, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "srcset"), ("video", "src"), ("audio", "src")}
LOADING = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "modulepreload", "dns-prefetch"}
IN_STYLES = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import\s+[\"'](?:https?:)?//")


@dataclass
class Seen(HTMLParser):
    """What a page names, points to and loads."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin as a parser does."""
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note names and addresses of an element."""
        given = {name: value for name, value in attrs if value is not None}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        loads = tag == "link" and bool(LOADING & set(given.get("rel", "").split()))
        for name in ("href", "src", "srcset"):
            if name in given:
                loaded = (tag, name) in LOADS or (loads and name == "href")
                (self.loaded if loaded else self.links).append(given[name])


@dataclass(frozen=True)
class Site:
    """A folder of pages."""

    folder: Path

    @cached_property
    def pages(self) -> dict[Path, Seen]:
        """All pages, read."""
        found = {}
        for path in sorted(self.folder.rglob("*.html")):
            seen = Seen()
            seen.feed(path.read_text(encoding="utf-8"))
            found[path] = seen
        return found

    def faults(self) -> Iterator[str]:
        """Say what leads nowhere, and what is loaded from elsewhere."""
        for path, seen in self.pages.items():
            where = path.relative_to(self.folder)
            for address in seen.loaded:
                if _host(address):
                    yield f"{where} loads {address} from elsewhere."
            for address in {*seen.links, *seen.loaded}:
                if not _is_outside(address) and not self._leads_somewhere(path, address):
                    yield f"{where} points to {address}, which is not there."
        for path in sorted(self.folder.rglob("*.css")):
            if IN_STYLES.search(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(self.folder)} loads something from elsewhere."

    def _leads_somewhere(self, page: Path, address: str) -> bool:
        parts = urlsplit(address)
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not target.is_file() or not target.is_relative_to(self.folder.resolve()):
            return False
        heading = unquote(parts.fragment)
        return not heading or target not in self.pages or heading in self.pages[target].anchors


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _is_outside(address: str) -> bool:
    return bool(_host(address)) or urlsplit(address).scheme in {"mailto", "data"}
