"""Notebooks to take home: a page with code cells as a file that Jupyter opens, without what the build ran."""

from __future__ import annotations

import json
import re
from typing import Any

CELL = re.compile(r"^```\{code-cell\} python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = re.compile(r"\A---\n.*?^---\n", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\((?!\w+:)[^)\s]*\)")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def is_notebook(text: str) -> bool:
    """Whether a page has cells that are run."""
    return CELL.search(text) is not None


def as_notebook(text: str) -> str:
    """Return a page as the text of an ``.ipynb`` file; links to other pages, which it leaves behind, become words."""
    cells, last = [], 0
    text = HEAD.sub("", text)
    for found in CELL.finditer(text):
        cells += [_words(text[last : found.start()]), _code(found[1])]
        last = found.end()
    cells.append(_words(text[last:]))
    told = [each | {"id": f"cell-{number}"} for number, each in enumerate(filter(_is_there, cells))]
    return json.dumps({"cells": told, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": LINK.sub(r"\1", text).strip()}


def _code(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": text.strip(), "outputs": [], "execution_count": None}


def _is_there(cell: dict[str, Any]) -> bool:
    return bool(cell["source"])
