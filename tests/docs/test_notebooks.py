"""The notebooks of the site run from top to bottom, here in worlds as small as can be."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path

import matplotlib as mpl
import pytest

from tests.docs.markdown import Document
from tests.places import ROOT

NOTEBOOKS = [Document(path) for path in sorted((ROOT / "docs" / "notebooks").glob("*.md"))]
SMALL = {"PEOPLE": 300, "DAYS": 60, "WORLDS": 2}


def code(notebook: Document) -> str:
    """All cells of a notebook as one script, in a small world."""
    text = "\n".join(notebook.fenced("{code-cell} python"))
    for name, value in SMALL.items():
        text, found = re.subn(rf"^{name} = \d+", f"{name} = {value}", text, flags=re.MULTILINE)
        assert found == 1, name
    return text


def test_there_are_three() -> None:
    assert [each.path.stem for each in NOTEBOOKS] == ["first-question", "own-strategy", "policy"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.path.stem)
def test_every_cell_runs(tmp_path: Path, notebook: Document, compiled: None) -> None:
    mpl.use("agg")
    script = compile(code(notebook), notebook.path.name, "exec")
    with chdir(tmp_path):
        exec(script, {"__name__": "notebook"})
    assert list(tmp_path.glob("results/*/manifest.json"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.path.stem)
def test_what_is_code_is_a_cell(notebook: Document) -> None:
    languages = {part.info.strip() for part in notebook.tokens if part.type == "fence"}
    assert languages == {"{code-cell} python"}
