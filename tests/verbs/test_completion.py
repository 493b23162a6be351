"""What a shell is offered while one types, asked as the shells ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.verbs.completion import explainable, scenario_files, settable_keys, shipped_scenarios
from tests.command import Command

MANYHATS = Path(sys.executable).with_name("manyhats")


def offered(*words: str) -> list[str]:
    """Ask as bash does."""
    asked = {"_MANYHATS_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    told = CliRunner().invoke(app, [], prog_name="manyhats", env=asked)
    return told.stdout.split()


def test_verbs_and_options_are_offered() -> None:
    assert offered("manyhats", "sch") == ["schedule"]
    assert "--dry-run" in offered("manyhats", "batch", "--")


def test_scenarios_keys_and_names_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("manyhats", "check", "focus") == ["focus_or_diversify"]
    assert offered("manyhats", "run", "base", "--set", "time.d") == ["time.days="]
    assert offered("manyhats", "scenarios", "--copy", "pon") == ["ponzi"]
    assert offered("manyhats", "explain", "tail") == ["tail_exponent", "tailored"]


def test_files_and_folders_are_offered_beside_shipped_scenarios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pond" / "deep").mkdir(parents=True)
    for name in ("pony.toml", "pond/a.toml", "pond/.b.toml", "pond/c.txt"):
        (tmp_path / name).touch()
    assert scenario_files("pon") == ["ponzi", "pond/", "pony.toml"]
    assert scenario_files("pond/") == ["pond/a.toml", "pond/deep/"]
    assert scenario_files("nowhere/x") == []
    assert scenario_files(f"{tmp_path}/pon") == [f"{tmp_path}/pond/", f"{tmp_path}/pony.toml"]


def test_what_lies_in_folders_is_offered_once_one_gets_there() -> None:
    assert "base" in shipped_scenarios("")
    assert all(name.startswith("claims/a0") for name in shipped_scenarios("claims/a0"))
    assert all("." not in name for name in explainable("") if not name.endswith(".md"))
    assert explainable("gossip.ra") == ["gossip.rate"]
    assert settable_keys("company") == []


def test_help_says_how_a_shell_learns_it(manyhats: Command) -> None:
    assert "--install-completion" in manyhats("--help").out


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a folder of its own."""
    return Command(tmp_path, monkeypatch, capfd)


def test_the_installed_command_answers_a_shell() -> None:
    asked = {"_MANYHATS_COMPLETE": "complete_bash", "COMP_WORDS": "manyhats explain gin", "COMP_CWORD": "2"}
    ended = subprocess.run([MANYHATS], env=asked, capture_output=True, text=True, check=False)
    assert (ended.stdout.split(), ended.stderr) == (["gini"], "")
