from __future__ import annotations

import io

import pytest
from rich.console import Console

from sim.lab.progress import Bar, Lines, Quiet, progress_of


def test_lines_come_at_every_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines() as view:
        view.start(40, 10)
        for _ in range(30):
            view.advance(1, 0)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "40 runs (10 are there already)"
    assert [line.split(",")[0] for line in lines[1:]] == [f"{n}/40 runs" for n in (12, 16, 20, 24, 28, 32, 36, 40)]
    assert lines[1].endswith("s left")
    assert lines[-1].endswith("a second")


def test_lines_count_failures(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines() as view:
        view.start(2, 0)
        view.advance(2, 1)
    assert capsys.readouterr().err.splitlines()[1].endswith(", 1 failed")


def test_lines_tell_how_the_first_outcome_stands_and_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines() as view:
        view.start(2, 0)
        view.say("A part is damaged.")
        view.advance(1, 0, "recruits: 3 ± 1.4 (5 seeds)")
    said, line = capsys.readouterr().err.splitlines()[1:]
    assert said == "A part is damaged."
    assert line.startswith("1/2 runs, ")
    assert line.endswith(" s left; recruits: 3 ± 1.4 (5 seeds)")


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Quiet() as view:
        view.start(2, 0)
        view.say("A part is damaged.")
        view.advance(2, 1)
    assert capsys.readouterr() == ("", "")


def test_the_bar_shows_how_far_it_is() -> None:
    view, screen = Bar(), io.StringIO()
    view.view.live.console = Console(file=screen, force_terminal=True, width=140)
    with view:
        view.start(4, 1)
        view.advance(3, 2, "recruits: 3 ± 1.4")
    assert "recruits: 3 ± 1.4" in screen.getvalue()
    assert "4/4" in screen.getvalue()
    assert "2 failed" in screen.getvalue()


def test_auto_takes_lines_where_there_is_no_terminal() -> None:
    assert isinstance(progress_of("auto"), Lines)
    assert isinstance(progress_of("bar"), Bar)
    assert isinstance(progress_of("quiet"), Quiet)
