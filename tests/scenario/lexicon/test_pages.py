"""Pages and the glossary, where they lie in a checkout and where they do not."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from sim.scenario.explain import schema_json
from sim.scenario.lexicon import pages
from sim.scenario.lexicon.glossary import words
from tests.places import ROOT

CITED = re.compile(r"docs/(\w+\.md)")
WRITTEN = {"why.md"}  # by `manyhats why --write-docs`


def cited() -> set[str]:
    """Pages that sentences of commands and comments of scenarios refer to, but for those a command has yet to write."""
    files = [*(ROOT / "sim").rglob("*.py"), *(ROOT / "scenarios").rglob("*.toml")]
    names = {name for path in files for name in CITED.findall(path.read_text(encoding="utf-8"))}
    return {name for name in names if name not in WRITTEN or (ROOT / "docs" / name).is_file()}


def test_every_page_that_is_referred_to_is_there_and_comes_with_the_package() -> None:
    assert {"replay.md", "calibration.md"} < cited()
    assert [name for name in sorted(cited()) if pages.page(f"docs/{name}") is None] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    brought = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    from_docs = {source: target for source, target in brought.items() if source.startswith("docs/")}
    assert from_docs == {source: source.replace("docs/", "sim/pages/", 1) for source in from_docs}
    assert {*cited() - WRITTEN, "glossary.md", "ODD.md", "answer.md", pages.SCHEMA} <= set(map(_last, from_docs))
    assert [source for source in from_docs if not (ROOT / source).is_file()] == []


def test_every_page_of_the_guides_comes_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    brought = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    there = {f"docs/{guide}/{path.name}" for guide in pages.GUIDES for path in (ROOT / "docs" / guide).iterdir()}
    assert {source for source in brought if source.count("/") > 1} == there
    assert {f"docs/{page.name}" for page in pages.pages() if "/" in page.name} == {
        name for name in there if name.endswith(".md")
    }


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def test_a_page_has_a_title_and_its_text() -> None:
    found = pages.page("glossary.md")
    assert found is not None
    assert found.title == "Glossary"
    assert found.text == (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_a_page_of_the_guides_is_asked_for_with_its_folder() -> None:
    found = pages.page("docs/leitfaden/erste-frage.md")
    assert found is not None
    assert (found.name, found.title) == ("leitfaden/erste-frage.md", "Ihre erste Frage in zehn Minuten")


@pytest.mark.parametrize(
    "name", ["nothing.md", "answer", "../README.md", "verification/../answer.md", "site/index.md", "guide", ""]
)
def test_what_is_no_page_is_none(name: str) -> None:
    assert pages.page(name) is None


def test_the_pages_of_an_installed_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_IN_A_WHEEL", tmp_path / "pages")
    assert pages.folder() == ROOT / "docs"
    (tmp_path / "pages").mkdir()
    assert pages.folder() == tmp_path / "pages"
    assert (pages.pages(), words()) == ([], [])  # left out of an installation: nothing to tell, and no mistake
    (tmp_path / "pages" / "glossary.md").write_text("| **fig**, `prune` | A *fruit*. |\n", encoding="utf-8")
    assert [(word.names, word.meaning) for word in words()] == [(("fig", "prune"), "A fruit.")]
    assert pages.pages()[0].title == "glossary"


def test_the_schema_beside_the_pages_is_that_of_the_code() -> None:
    text = (ROOT / "docs" / pages.SCHEMA).read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(schema_json()), "run: .venv/bin/python docs/build.py"
