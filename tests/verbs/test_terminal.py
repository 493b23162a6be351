"""What users name is printed as text, whatever a terminal or a table would make of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from sim.verbs.shared import display, tell, warn
from tests.command import Command

ODD = ["How do I read [/b] here?", "[bold red]x[/]", ":smile: [link=http://x]y[/link]", "\\[b] \\", "{x} %s [[a]]"]


@pytest.mark.parametrize("title", ODD)
def test_markup_is_printed_as_it_is_written(title: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(title, "head", title=title, caption=title, width=110)
    table.add_row(title, Text(title))
    for what in (table, title, Text(title)):
        display(what)
    tell(title)
    assert capsys.readouterr().out.count(title) == 8


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;owned\x07\x1b[31mred", "\\x1b]0;owned\\x07\\x1b[31mred"),
        ("a\rb", "a\\rb"),
        ("a\x9b2Jb", "a\\x9b2Jb"),
        ("\u202eabc", "\\u202eabc"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_control_characters_reach_no_terminal(text: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    tell(text)
    warn(text)
    assert capsys.readouterr() == (f"{shown}\n", f"Note: {shown}\n")
    display(Text(text))
    assert capsys.readouterr().out == f"{shown}\n".replace("\\x07", "").replace("\\r", "")  # which Rich leaves out


@pytest.mark.parametrize("title", ODD[:2])
def test_a_run_prints_its_title(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    manyhats = Command(tmp_path, monkeypatch, capfd)
    text = Path("town.toml").read_text()
    Path("town.toml").write_text(text.replace("A town", title).replace('"focus"', '"[/b] focus"'))
    told = manyhats("run", "town.toml", "--set", "time.days=2")
    assert told.code == 0
    assert told.out.splitlines()[0].rstrip() == f"{title} (seed 1, 2 days)"
    assert "[/b] focus" in told.out
    assert told.err == ""
