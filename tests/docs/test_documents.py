"""The documents keep their word: links lead somewhere, versions agree, commands and snippets run."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import sim
from sim.scenario import Scenario
from tests.docs.markdown import Document, anchor
from tests.docs.sandbox import Sandbox
from tests.places import ROOT

NAMES = [
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
]
DOCUMENTS = {name: Document(ROOT / name) for name in NAMES}
CITED = re.compile(r"^(?P<key>[a-z-]+): *\"?(?P<value>[^\"\n]*)\"?$", re.MULTILINE)
KNOWN = {"abstract", "authors", "cff-version", "keywords", "license", "message", "title", "type", "version"}


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Sandbox:
    """What a reader works with."""
    made = Sandbox(tmp_path_factory.mktemp("reader"), root)
    made.furnish()
    return made


@pytest.fixture(scope="module")
def citation(root: Path) -> str:
    """How Many Hats is to be cited."""
    return (root / "CITATION.cff").read_text(encoding="utf-8")


def test_the_readme_answers_what_a_reader_asks_first() -> None:
    wanted = ["What it answers", "Two commands", "Change a scenario", "What it cannot say"]
    assert [heading for heading in DOCUMENTS["README.md"].headings if heading in wanted] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    document = DOCUMENTS[name]
    here = {f"#{anchor(heading)}" for heading in document.headings}
    inside = [link for link in document.links if link.startswith("#") and link not in here]
    paths = [link.partition("#")[0] for link in document.links if not link.startswith("#")]
    assert inside == []
    assert [path for path in paths if not (document.path.parent / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_target_of_make_is_in_the_makefile(root: Path, name: str) -> None:
    rules = re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert DOCUMENTS[name].targets - set(rules) == set()


def test_make_help_tells_every_target(root: Path) -> None:
    told = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.+)$", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    assert re.findall(r"^  make ([a-z-]+) ", told, re.MULTILINE) == phony[1].split()


def test_a_scenario_that_is_shown_can_be_run(sandbox: Sandbox) -> None:
    for block in DOCUMENTS["README.md"].fenced("toml"):
        mine = sandbox.folder / "scenarios" / "mine.toml"
        mine.write_text(block, encoding="utf-8")
        shown = tomllib.loads(block)
        assert Scenario.load(mine).title == shown["title"]


def test_scenarios_that_are_named_are_shipped(root: Path) -> None:
    code = [part.content for part in DOCUMENTS["README.md"].tokens if part.type == "code_inline"]
    named = {name for text in code for name in re.findall(r"\w+\.toml", text)} - {"mine.toml"}
    shipped = {path.name for path in (root / "scenarios").glob("*.toml")}
    assert named | {"base.toml"} == shipped


@pytest.mark.parametrize("name", [name for name in NAMES if DOCUMENTS[name].commands])
def test_every_command_that_is_shown_works(sandbox: Sandbox, name: str) -> None:
    for words in DOCUMENTS[name].commands:
        sandbox.carry_out(words)


@pytest.mark.parametrize("name", [name for name in NAMES if DOCUMENTS[name].fenced("python")])
def test_every_snippet_that_is_shown_works(sandbox: Sandbox, name: str) -> None:
    script = sandbox.folder / "snippets.py"
    script.write_text("\n".join(DOCUMENTS[name].fenced("python")), encoding="utf-8")
    sandbox.provide_for(script, DOCUMENTS[name].commands)
    done = subprocess.run([sys.executable, script], cwd=sandbox.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_versions_agree(root: Path, citation: str) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - (?:unreleased|\d{4}-\d{2}-\d{2})$", changes, re.MULTILINE)
    cited = dict(CITED.findall(citation))
    assert newest is not None
    assert {sim.__version__, project["version"], newest[1], cited["version"]} == {project["version"]}


def test_the_changelog_has_the_kinds_of_change_that_are_agreed(root: Path) -> None:
    changes = Document(root / "CHANGELOG.md")
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    title, *headings = changes.headings
    assert title == "Changelog"
    assert [text for text in headings if text not in kinds and not text.startswith("[")] == []


def test_the_citation_has_what_its_format_asks(root: Path, citation: str) -> None:
    cited = dict(CITED.findall(citation))
    license_text = (root / "LICENSE").read_text(encoding="utf-8")
    authors = re.search(r"^authors:\n  - name: \"(.+)\"\n(?=\w)", citation, re.MULTILINE)
    assert set(cited) <= KNOWN
    assert (cited["cff-version"], cited["title"], cited["type"]) == ("1.2.0", "Many Hats", "software")
    assert cited["message"].endswith(".")
    assert authors is not None
    assert f"Copyright (c) 2026 {authors[1]}" in license_text
    assert license_text.startswith(f"{cited['license']} License")


def test_the_citation_is_a_table_of_lines(citation: str) -> None:
    entry = re.compile(r"[a-z-]+:( .+)?|  - (\".+\"|[a-z]+: \".+\")")
    assert [line for line in citation.splitlines() if not entry.fullmatch(line)] == []
