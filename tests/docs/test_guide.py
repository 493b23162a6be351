"""The guide keeps its word in both languages: links, commands, scenarios, and what is said of the village."""

from __future__ import annotations

import re
import shutil
import sys
from contextlib import chdir
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest
import typer
from typer.core import TyperGroup

from sim import batch
from sim.analysis.results import Results
from sim.cli import app, main
from sim.scenario import Scenario
from tests.docs.markdown import Document, anchor
from tests.places import ROOT

ENGLISH, GERMAN = ROOT / "docs" / "guide", ROOT / "docs" / "leitfaden"
VILLAGE = ROOT / "scenarios" / "lesson" / "village.toml"
ALL = [Document(path) for folder in (ENGLISH, GERMAN) for path in sorted(folder.glob("*.md"))]
PAGES = {page.path.name: page for page in ALL if page.path.parent == ENGLISH}
SEVERAL = ["two, tailored", "two, disclosed"]
WAYS = ["one", *SEVERAL]
EVENINGS = ("village", "no_events")
FEW, MANY = 4, 16
SMALL = ("--workers", "1", "--no-plots", "--set", "time.days=31", "--set", "population.people=200")
SHORT = {"batch": SMALL, "compare": (), "check": (), "explain": (), "scenarios": ()}
"""Verbs that are carried out, and what makes them cheap; of all others only the words are read."""


def name_of(page: Document) -> str:
    """A page as tests call it."""
    return f"{page.path.parent.name}/{page.path.name}"


def numbers(page: Document) -> set[float]:
    """Numbers in running text, outside of code and of what the program is quoted with."""
    quoted, found = 0, set()
    thousands, point = (".", ",") if page.path.parent == GERMAN else (",", ".")
    for part in page.tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(part.type, 0)
        if part.type == "text" and not quoted:
            texts = re.findall(r"\d+(?:[.,]\d+)*", part.content)
            found |= {float(text.replace(thousands, "").replace(point, ".")) for text in texts}
    return found


def quotes(page: Document) -> list[str]:
    """What the program is quoted with, a paragraph each."""
    quoted, found = 0, []
    for part in page.tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(part.type, 0)
        if part.type == "inline" and quoted:
            found.append(" ".join(part.content.split()))
    return found


def sibling(page: Document) -> Path:
    """The same page in the other language."""
    other = {ENGLISH: GERMAN, GERMAN: ENGLISH}[page.path.parent]
    paths = {(page.path.parent / link.partition("#")[0]).resolve() for link in page.links if link.endswith(".md")}
    (found,) = [path for path in paths if path.parent == other]
    return found


def parsed(words: list[str]) -> None:
    """Read the words of a command as the command line does, and do nothing."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    verb, *rest = words[1:]
    group.commands[verb].make_context(verb, rest).close()


def call(*words: str) -> None:
    """Carry a command out, here."""
    with patch.object(sys, "argv", ["manyhats", *words]), pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code, f"manyhats {' '.join(words)} ended with {end.value.code}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader of the English pages sits."""
    made = tmp_path_factory.mktemp("reader")
    shutil.copy(VILLAGE, made)
    (made / "mine.toml").write_text(PAGES["first-question.md"].fenced("toml")[0], encoding="utf-8")
    return made


@cache
def lived(folder: Path, seeds: int, *changes: str) -> Results:
    """The village, lived as the lesson says."""
    out = folder / f"lesson-{seeds}-{len(changes)}-{'-'.join(changes)}"
    return batch(Scenario.load(VILLAGE, changes), out, seeds, workers=1)


@pytest.fixture(scope="module")
def lesson(folder: Path, compiled: None) -> dict[str, Results]:
    """The four batches of the lesson."""
    return {
        "four": lived(folder, FEW),
        "village": lived(folder, MANY),
        "no_events": lived(folder, MANY, "events.share=0"),
        "free": lived(folder, MANY, "product_defaults.minimum_purchase=0"),
    }


def column(results: Results, outcome: str, name: str) -> pd.Series[float]:
    """A column of the comparison, by strategy."""
    table = results.table()
    return table[table["outcome"] == outcome].set_index("variant")[name].astype(float)


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_every_link_leads_somewhere(page: Document) -> None:
    for link in page.links:
        path, _, heading = link.partition("#")
        target = Document((page.path.parent / path).resolve() if path else page.path)
        assert target.path.is_file(), link
        if heading:
            assert heading in {anchor(text) for text in target.headings}, link


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_every_page_has_a_sibling_that_leads_back(page: Document) -> None:
    there = Document(sibling(page))
    assert sibling(there) == page.path
    assert len(page.headings) == len(there.headings)


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_every_page_is_reached_from_its_index(page: Document) -> None:
    index = Document(page.path.parent / "index.md")
    assert page.path.name in {*index.links, "index.md"}


def test_the_readme_leads_to_both_indexes() -> None:
    assert {"docs/guide/index.md", "docs/leitfaden/index.md"} <= set(Document(ROOT / "README.md").links)


@pytest.mark.parametrize("page", list(PAGES.values()), ids=name_of)
def test_both_languages_have_the_same_numbers_commands_and_quotes(page: Document) -> None:
    there = Document(sibling(page))
    quoted = {round(float(text.replace(",", ""))) for text in re.findall(r"\d[\d,.]*\b", " ".join(quotes(page)))}
    assert numbers(page) | quoted == numbers(there) | quoted
    assert page.commands == there.commands
    assert quotes(page) == quotes(there)


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_pages_are_plain(page: Document) -> None:
    assert {part.type for part in page.tokens} & {"html_block", "html_inline"} == set()


@pytest.mark.parametrize("page", [page for page in ALL if page.commands], ids=name_of)
def test_every_command_can_be_read(folder: Path, page: Document) -> None:
    with chdir(folder):
        for words in page.commands:
            parsed(words)


@pytest.mark.parametrize("page", [page for page in ALL if page.fenced("toml")], ids=name_of)
def test_every_scenario_that_is_shown_loads(tmp_path: Path, page: Document) -> None:
    for block in page.fenced("toml"):
        file = tmp_path / "shown.toml"
        file.write_text(block, encoding="utf-8")
        Scenario.load(file)


def test_the_first_question_can_be_asked(folder: Path, compiled: None) -> None:
    with chdir(folder):
        for verb, *words in (words[1:] for words in PAGES["first-question.md"].commands):
            if verb in SHORT:
                call(verb, *[{"5": "2"}.get(word, word) for word in words], *SHORT[verb])
        assert (folder / "results" / "events" / "manifest.json").is_file()


def test_what_the_program_is_quoted_with_is_what_it_says(lesson: dict[str, Results]) -> None:
    quoted, says = quotes(PAGES["reading.md"]), f"{lesson['village'].finding()} {lesson['free'].finding()}"
    assert len(quoted) == 3
    assert [text for text in quoted if text not in says] == [], f"The program says now: {says}"


def test_only_a_tailored_story_is_contradicted(lesson: dict[str, Results]) -> None:
    noticed, without = (column(lesson[name], "contradictions", "mean") for name in EVENINGS)
    assert [round(noticed[way]) for way in WAYS] == [0, 36, 0]
    assert [round(without[way]) for way in WAYS] == [0, 26, 0]
    talks = [lesson[name].persons().groupby("variant", observed=True)["conversations"].mean() for name in EVENINGS]
    assert talks[0]["two, tailored"] / talks[1]["two, tailored"] == pytest.approx(0.5, abs=0.05)


def test_without_minimum_purchases_fewer_are_worse_off(lesson: dict[str, Results]) -> None:
    with_it, without = lesson["village"], lesson["free"]
    saved = column(with_it, "costs", "mean") - column(without, "costs", "mean")
    assert min(saved["two, tailored"], saved["two, disclosed"]) > saved["one"] > 0.0
    for name, more, less in (("behind", with_it, without), ("ahead", without, with_it)):
        assert (column(more, "net_income", name) > column(less, "net_income", name))[SEVERAL].all()
    behind = [column(each, "net_income", "behind")["two, tailored"] for each in (with_it, without)]
    assert [round(80 * share) for share in behind] == [71, 45]


def test_more_worlds_make_intervals_narrower(lesson: dict[str, Results]) -> None:
    wide, narrow = (
        column(lesson[name], "net_income", "high") - column(lesson[name], "net_income", "low")
        for name in ("four", "village")
    )
    assert (wide > narrow)[SEVERAL].all()
