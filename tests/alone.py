"""Looks at pages that stand alone, as text and in a browser: they fit, ask nobody, and nothing goes wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SIZES = ((1280, 900), (390, 844))
MOST_BYTES = 2_000_000
ASKING = re.compile(
    r"https?:|\bsrc *=|url\(|@import|//[a-z]+\.|fetch\(|XMLHttp|WebSocket|import\(|^\s*import\b.*", re.M
)
UNNAMED = """
[...document.querySelectorAll('button, input, select, canvas, [role=img]')].filter((each) =>
  !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length || each.closest('label'))
).length
"""


def asks_nobody(text: str) -> None:
    """Fail unless a page is small and loads nothing."""
    assert len(text.encode()) < MOST_BYTES
    assert ASKING.findall(text) == []
    assert set(re.findall(r"href=\"([^\"]*)\"", text)) == {"data:,"}
    assert "default-src 'none'" in text


def data_of(text: str, name: str) -> dict[str, Any]:
    """Return what a page was given."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


class Opened:
    """A page, opened offline, and all that went wrong or was asked for."""

    def __init__(
        self, browser: Any, file: Path, size: tuple[int, int] = SIZES[0], motion: str = "no-preference"
    ) -> None:
        self.context = browser.new_context(
            offline=True, viewport={"width": size[0], "height": size[1]}, reduced_motion=motion
        )
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def text(self, selector: str) -> str:
        return str(self.page.text_content(selector))

    def fits(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth === window.innerWidth"))

    def unnamed(self) -> int:
        """How many controls and pictures have no name for a screen reader."""
        return int(self.page.evaluate(UNNAMED))

    def close(self) -> None:
        self.context.close()
        assert self.wrong == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:"))] == []
