from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.lab.provenance import git_commit, manifest, units
from sim.scenario import Scenario

Make = Callable[..., Scenario]


def test_units_of_what_varies(scenario: Make) -> None:
    vary = {"strategy": ["two"], "conversation.memory_half_life": [7], "company.vita.quality": [0.5]}
    assert units(scenario(vary=vary)) == {
        "strategy": "",
        "conversation.memory_half_life": "days",
        "company.vita.quality": "0..1",
    }


def test_the_command_line_is_written_as_it_could_be_typed(scenario: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/opt/bin/manyhats", "batch", "my file.toml"])
    assert manifest(scenario(), [], [], "m")["command"] == "manyhats batch 'my file.toml'"


def test_no_commit_outside_a_working_copy(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None


def test_the_commit_of_a_working_copy_and_whether_it_was_changed(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        who = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        told = subprocess.run(["git", *who, "-C", tmp_path, *words], capture_output=True, text=True, check=True)
        return told.stdout.strip()

    git("init", "--quiet")
    (tmp_path / "x").write_text("1")
    git("add", "x")
    git("commit", "--quiet", "-m", "x")
    commit = git("rev-parse", "HEAD")
    assert git_commit(tmp_path) == commit
    (tmp_path / "x").write_text("2")
    assert git_commit(tmp_path) == f"{commit}-dirty"
