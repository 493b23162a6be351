"""Reads a page the way a strict reader would: every tag closed where it was opened, nothing loaded from elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = ("meta", "img", "br", "hr", "wbr", "link", "source")


class Reader(HTMLParser):
    """What a page holds.

    Attributes
    ----------
    ids, links, sources, tags
        Anchors, where links lead, where pictures come from, and the tags in their order.
    alts, narrow
        What stands for each picture, and what is shown on a narrow screen.
    texts
        Text by text, without blanks at its ends.
    faults
        Tags that are closed where they were not opened, and attributes given twice.
    """

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.alts: list[str] = []
        self.narrow: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.faults += [f"<{tag}> has an attribute twice"] if len(named) < len(attrs) else []
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        self.sources += [named["src"] or ""] if "src" in named else []
        self.narrow += [named["srcset"] or ""] if "srcset" in named else []
        self.alts += [named.get("alt") or ""] if tag == "img" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.texts)
