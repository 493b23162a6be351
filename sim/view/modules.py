"""The files from which pages of the window are put together, and the modules among them as one."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
IMPORTED = re.compile(r"^import .+ from \"\./.+\";\n", re.MULTILINE)
"""How modules find what they have in common, where all are files of their own; on a page they stand in one module."""


def text_of(name: str) -> str:
    """Return a file of this folder."""
    return (HERE / name).read_text(encoding="utf-8")


def joined(*names: str) -> str:
    """Return modules as one, with what all have in common in front of them."""
    return IMPORTED.sub("", text_of("parts.js") + "".join(map(text_of, names)))
