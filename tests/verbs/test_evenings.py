"""The verb that writes an evening as a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command, Told

CROWD = ("--set", "events.people=20", "--set", "events.networkers=6", "--set", "population.openness=0.9")


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a folder of its own."""
    return Command(tmp_path, monkeypatch, capfd)


def test_an_evening_is_written_where_one_is(manyhats: Command) -> None:
    told = manyhats("evening", "town.toml", *CROWD, "--language", "de")
    assert (told.code, told.out) == (0, "wrote evening.html\n")
    assert "for this page they do: --set events.share=0.6.\n" in told.err
    page = Path("evening.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert '"name":"two, tailored","pitch":"tailored"' in page


def test_a_strategy_and_a_file_can_be_named(manyhats: Command) -> None:
    named = ("--strategy", "two, tailored", "--out", "mine.html", "--set", "events.share=0.9", "--quiet")
    assert manyhats("evening", "town.toml", *CROWD, *named) == Told(0, "", "")
    page = Path("mine.html").read_text(encoding="utf-8")
    assert '"pitch":"tailored"' in page
    assert '"pitch":"focus"' not in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--language", "fr"), 'The page does not speak \'fr\'; there are "en" or "de".'),
        (("--set", "events.share=0"), "events.share = 0.0: nobody goes out in this scenario"),
        (("--set", "phases.events=false"), "phases.events = false: there are no evenings in this scenario."),
        (("--strategy", "focs"), "The strategy 'focs' is not declared"),
    ],
)
def test_mistakes_are_sentences(manyhats: Command, more: tuple[str, ...], sentence: str) -> None:
    told = manyhats("evening", "town.toml", "--quiet", *more)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(sentence)
    assert not Path("evening.html").exists()
