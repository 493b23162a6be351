"""The page is what the run found, and the run is of the cases that are declared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from sim.verification.case import Case, result_of
from sim.verification.cases import all_cases
from sim.verification.verify import DOCS, FIGURES, NUMBERS, PAGE, WIDTH, read, text_of, write_docs
from tests.verification.conftest import BAD, CASES, GOOD

RESULTS = {result.name: result for result in read()}
MOST_BYTES = 1_500_000


def test_the_page_is_what_its_numbers_say() -> None:
    assert (DOCS / PAGE).read_text(encoding="utf-8") == text_of(read()), "run 'manyhats verify --write-docs'"


def test_every_case_is_on_the_page() -> None:
    assert sorted(RESULTS) == sorted(all_cases()), "run 'manyhats verify --write-docs'"


@pytest.mark.parametrize("name", RESULTS)
def test_what_the_page_says_of_a_case_is_what_is_declared(name: str) -> None:
    case, result = all_cases()[name], RESULTS[name]
    declared = (case.kind, case.title, case.setup, case.source, case.tolerance)
    assert (result.kind, result.title, result.setup, result.source, result.tolerance) == declared
    assert not result.short


def test_figures_are_there_and_small() -> None:
    files = {path.stem: path.stat().st_size for path in (DOCS / FIGURES).iterdir()}
    assert set(files) == {result.name for result in RESULTS.values() if result.figure}
    assert sum(files.values()) < MOST_BYTES


def test_what_is_run_again_is_written_again_and_the_rest_kept(cases: dict[str, Case], tmp_path: Path) -> None:
    docs, run = tmp_path / "docs", tmp_path / "run"
    run.mkdir()
    Image.new("RGB", (1_600, 800), "white").save(run / "bad.png")
    first = [
        result_of(CASES["absent"], False, not_run="no data at /home/me/x.txt"),
        result_of(CASES["good"], False, checks=(GOOD,), seconds=3.0, remark="A | bar."),
        result_of(CASES["bad"], False, checks=(GOOD, BAD), figure=True),
    ]
    write_docs(first, run, docs)
    assert Image.open(docs / FIGURES / "bad.png").size == (WIDTH, 480)
    write_docs([result_of(CASES["bad"], False, checks=(GOOD,))], run, docs)
    text, table = (docs / PAGE).read_text(encoding="utf-8"), json.loads((docs / NUMBERS).read_text(encoding="utf-8"))
    assert [each["name"] for each in table["cases"]] == ["good", "bad", "absent"]
    assert not (docs / FIGURES / "bad.png").exists()
    assert "| [bad](#bad) | identity | Title of bad | 1 of 1 | passed |" in text
    assert "| [absent](#absent) | event | Title of absent |  | not run |" in text
    assert "3 cases: 2 passed, 1 not run. Not passed: [absent](#absent)." in text
    assert "/home/me" not in text + str(table)


def test_a_section_says_everything_about_a_case(cases: dict[str, Case]) -> None:
    results = [
        result_of(CASES["bad"], False, checks=(GOOD, BAD), figure=True, remark="So it is."),
        result_of(CASES["raising"], False, error="ValueError: no"),
    ]
    text = text_of(results)
    assert text.endswith(
        "## bad\n\n**Title of bad.** (identity, failed)\n\n*Set-up.* Set-up.\n\n*Source.* Source 2001.\n\n"
        "*Tolerance.* None.\n\n![Title of bad](verification/bad.png)\n\n"
        "| check | expected | accepted | got |  |\n| --- | --- | --- | --- | --- |\n"
        "| one | 1 | 0.9 to 1.1 | 1 |  |\n| two | 1 cents | 0.9 to 1.1 cents | 2 cents | **failed** |\n\n"
        "So it is.\n\n"
        "## raising\n\n**Title of raising.** (identity, raised)\n\n*Set-up.* Set-up.\n\n*Source.* Source 2001.\n\n"
        "*Tolerance.* None.\n\nIt raised: ValueError: no.\n"
    )
