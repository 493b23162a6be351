"""The notebooks of the site run from top to bottom, here in worlds as small as can be."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from pathlib import Path

import matplotlib as mpl
import pytest

from docs.site.notebooks import as_notebook, is_notebook
from docs.site.staging import Stage
from docs.site.tree import MADE, Language, Part
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


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.path.stem)
def test_to_take_home_there_are_the_same_cells_and_no_link_to_a_page_left_behind(notebook: Document) -> None:
    text = notebook.path.read_text(encoding="utf-8")
    made = json.loads(as_notebook(text))
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    cells = {"code": [], "markdown": []}
    for number, cell in enumerate(made["cells"]):
        assert cell["id"] == f"cell-{number}"
        cells[cell["cell_type"]].append(cell["source"])
    assert cells["code"] == [each.strip() for each in notebook.fenced("{code-cell} python")]
    assert cells["markdown"][0].startswith("# ")
    assert ".md" not in "".join(cells["markdown"])
    assert is_notebook(text)
    assert not is_notebook(cells["markdown"][0])


def test_a_notebook_lies_beside_its_page(tmp_path: Path) -> None:
    english = Language("en", "fuzzing.md", "", (Part("", (f"{MADE}town/x.md",)),))
    german = Language("de", "leitfaden/index.md", "de/", ())
    text = "# A town\n\n```{code-cell} python\n1 + 1\n```\n"
    Stage(tmp_path, english, [english, german], {f"{MADE}town/x.md": text}).lay_out()
    page = (tmp_path / "town" / "x.md").read_text(encoding="utf-8")
    link = "{download}`Download this page as a notebook <../files/town/x.ipynb>`"
    assert page == text.replace("town\n", f"town\n\n{link}\n", 1)
    assert (tmp_path / "files" / "town" / "x.ipynb").read_text(encoding="utf-8") == as_notebook(text)
