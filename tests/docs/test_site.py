"""The site has every page, its links lead somewhere in both languages, and what the build writes says all there is."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from docs.site.gallery import BROUGHT, PEOPLE, asked, command, rehearsal, smaller
from docs.site.links import Site
from docs.site.reference import commands, names, parameters
from docs.site.staging import Stage, StagingError, outside_of_code
from docs.site.tree import APART, DOCS, LATER, MADE, Language, Part, languages
from sim.day import DAY
from sim.model.outcomes import OUTCOMES
from sim.scenario import Scenario
from sim.scenario.explain import explain
from sim.scenario.reading.shipped import shipped
from tests.docs.markdown import Document, anchor
from tests.docs.test_guide import parsed
from tests.places import ROOT
from tests.shipped import rules_beside

PAGES = [Document(path) for path in sorted(DOCS.rglob("*.md"))]
LANGUAGES = {each.code: each for each in languages()}
LOCKS = [ROOT / "requirements.lock", DOCS / "requirements.lock"]


@pytest.fixture(scope="module")
def schematic() -> dict[str, Any]:
    """What docs/schematic.py says."""
    return run_path(str(DOCS / "schematic.py"))


def test_every_page_has_one_place_in_the_tree() -> None:
    placed = [page for each in LANGUAGES.values() for page in (each.start, *each.pages()) if not page.startswith(MADE)]
    there = {page.path.relative_to(DOCS).as_posix() for page in PAGES}
    assert sorted(placed) == sorted(there - APART)


def test_where_a_page_has_a_german_one_the_german_start_leads_there() -> None:
    start = Document(DOCS / "site" / "index.de.md")
    assert {"../antwort.md", "../fenster.md", "../woerter.md"} <= set(start.links)
    assert not {"../answer.md", "../view.md", "../evening.md", "../glossary.md"} & set(start.links)


def test_what_is_yet_to_be_written_is_in_the_tree() -> None:
    told = tomllib.loads((DOCS / "site" / "tree.toml").read_text(encoding="utf-8"))
    assert {page for each in told.values() for part in each["part"] for page in part["pages"]} >= LATER


@cache
def anchors(path: Path) -> frozenset[str]:
    """Names of all headings of a page; many links lead to the same."""
    return frozenset(anchor(text) for text in Document(path).headings)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.relative_to(DOCS).as_posix())
def test_every_link_and_heading_is_there(page: Document) -> None:
    for link in page.links:
        path, _, heading = link.partition("#")
        target = (page.path.parent / path).resolve() if path else page.path
        assert target.exists(), link
        if heading and target.suffix == ".md":
            assert heading in anchors(target), link


def test_both_starts_show_the_same_commands_and_they_can_be_read() -> None:
    english, german = (Document(DOCS / each.start) for each in LANGUAGES.values())
    assert english.commands == german.commands != []
    for words in english.commands:
        parsed(words)


def test_links_lead_to_the_other_language_to_files_and_never_into_code(tmp_path: Path) -> None:
    english = Language("en", "guide/index.md", "", (Part("", ("scenarios.md",)),))
    german = Language("de", "leitfaden/index.md", "de/", (Part("", (f"{MADE}x.md",)),))
    made = {f"{MADE}x.md": "[a](scenarios.md#numbers) [b](own_rules.md)\n"}
    with pytest.raises(StagingError, match=r"^\[de\] made/x\.md links to own_rules\.md, which is in no part of"):
        Stage(tmp_path, Language("de", "fuzzing.md", "", german.parts), [english, german], made).lay_out()
    made = {
        f"{MADE}x.md": "[a](guide/index.md#the-pages) [b](../Makefile) [c](leitfaden/index.md) "
        "[d](antwort-karte.html)\n```\n[a](b.md)\n```\n"
    }
    stage = Stage(tmp_path / "de", Language("de", "fuzzing.md", "de/", german.parts), [english, german], made)
    assert stage.lay_out()["x"] == "../index.html"
    assert (tmp_path / "de" / "x.md").read_text(encoding="utf-8") == (
        "[a](there-at:../index.html#the-pages) [b](files/Makefile) [c](there:index.html) "
        "[d](there:files/docs/antwort-karte.html)\n```\n[a](b.md)\n```\n"
    )
    assert (tmp_path / "de" / "alone" / "files" / "docs" / "antwort-karte.html").is_file()
    assert (tmp_path / "de" / "files" / "Makefile").is_file()
    assert ":caption: " in (tmp_path / "de" / "index.md").read_text(encoding="utf-8")


def test_fences_are_left_alone() -> None:
    assert outside_of_code("a\n```sh\na\n```\na", lambda text: text.replace("a", "b")) == "b\n```sh\na\n```\nb"


def test_the_look_through_a_site_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here">x</a> <a href="b.html#gone">x</a> <a href="c.html">x</a> <a href="https://x.org">x</a>'
        '<script src="https://x.org/x.js"></script> <img src="no.png"> <a href="../a.html">x</a>'
    )
    (tmp_path / "b.html").write_text('<h1 id="here"></h1><link rel="stylesheet" href="s.css">')
    (tmp_path / "s.css").write_text("a { background: url('//x.org/a.png') }")
    assert sorted(Site(tmp_path).faults()) == [
        "a.html loads https://x.org/x.js from elsewhere.",
        "a.html points to ../a.html, which is not there.",
        "a.html points to b.html#gone, which is not there.",
        "a.html points to c.html, which is not there.",
        "a.html points to no.png, which is not there.",
        "s.css loads something from elsewhere.",
    ]


def test_every_parameter_outcome_and_verb_can_be_looked_up() -> None:
    assert set(re.findall(r"^## `(.+)`$", parameters(), re.MULTILINE)) == {each.name for each in explain().fields}
    assert "`conversation.hours` = 0.6 hours\n: What one conversation costs" in parameters()
    assert set(OUTCOMES) <= set(re.findall(r"^`(.+)`$", names(), re.MULTILINE))
    verbs = re.findall(r"^## `manyhats (\w+)`$", commands(), re.MULTILINE)
    assert verbs == sorted(verbs)
    assert {"batch", "check", "explain", "report"} < set(verbs)


@pytest.mark.parametrize("scenario", shipped(), ids=lambda each: each.name)
def test_every_scenario_says_what_it_asks_and_how(scenario: Any) -> None:
    sentence, call = asked(scenario), command(scenario)
    assert re.fullmatch(r"[A-Z].{20,}[.?]", sentence)
    assert "](docs/" not in sentence
    assert call.startswith(f"```sh\nmanyhats batch {scenario.name}")
    assert ("--rules" in call) == bool(rules_beside(scenario.path))
    small = rehearsal(scenario, {})
    assert small.graph.kind in BROUGHT or (small.population.people or 0) <= PEOPLE


def test_a_rehearsal_is_small() -> None:
    small = smaller(Scenario.load("focus_or_diversify"))
    assert small == {"population.people": 600, "time.days": 240, "design.focal_entry": 60}
    assert smaller(Scenario.load("ponzi")) == {}
    assert smaller(Scenario.load("sensitivity"))["design.points"] == 2


def test_the_schematic_has_every_step_of_the_day_in_its_order(schematic: dict[str, Any]) -> None:
    assert [step for box in schematic["BOXES"] for step in box.steps] == [step.name for step in DAY]


def test_the_schematic_is_not_stale(schematic: dict[str, Any]) -> None:
    told = "run: .venv/bin/python docs/build.py"
    assert (DOCS / "day.svg").read_text(encoding="utf-8") == schematic["drawn"](), told


def test_the_extra_is_pinned_apart_from_what_everybody_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    all_of_it, docs = ({line.partition("==")[0].lower() for line in lock.read_text().splitlines()} for lock in LOCKS)
    assert {re.split(r"[>=<]", name)[0] for name in project["optional-dependencies"]["docs"]} <= docs
    assert all_of_it & docs == set()
