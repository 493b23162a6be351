"""The command, called as from a terminal, in a folder that holds one small scenario."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.cli import main

FIRMS = """\
[[company]]
name = "vita"
topic = "health"

[[company]]
name = "clicks"
topic = "advertising"

[[strategy]]
name = "focus"
companies = ["vita"]

[[strategy]]
name = "two, tailored"
companies = ["vita", "clicks"]
pitch = "tailored"
"""
"""Two companies, and two strategies."""

TOWN = f"""\
title = "A town"

[time]
days = 40

[population]
people = 200
networkers = 0.1

[graph]
kind = "watts_strogatz"

{FIRMS}
[design]
seeds = 3

[design.vary]
strategy = ["focus", "two, tailored"]
"""


@dataclass(frozen=True)
class Told:
    """What a call of the command told."""

    code: int
    out: str
    err: str


class Command:
    """Calls ``manyhats`` in a folder that holds ``town.toml`` and nothing else."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        (folder / "town.toml").write_text(TOWN, encoding="utf-8")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "200")
        self.monkeypatch, self.capfd = monkeypatch, capfd

    def __call__(self, *arguments: str) -> Told:
        """Call it, and return what it told."""
        self.monkeypatch.setattr(sys, "argv", ["manyhats", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return Told(int(end.value.code or 0), *self.capfd.readouterr())
