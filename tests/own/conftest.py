from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from sim.own import load_rules
from sim.scenario import Scenario
from tests.builders import COMPANIES

Write = Callable[..., Path]
Make = Callable[..., Scenario]
HEAD = "import numpy as np\nfrom sim.own import life, measure, phase, pitch, plan\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of rules; its first two lines import what rules need."""

    def written(text: str, name: str = "mine.py", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + dedent(text), encoding="utf-8")
        return path

    return written


@pytest.fixture
def make(write: Write) -> Make:
    """Makes a small scenario that was given a file of rules; keywords are its sections."""

    def made(text: str, pitch: str = "tailored", **sections: Any) -> Scenario:
        table = {
            "time": {"days": 60},
            "population": {"people": 80, "networkers": 0.1, "openness": 0.5},
            "graph": {"kind": "powerlaw_cluster", "m": 4, "p": 0.6},
            "company": COMPANIES,
            "strategy": [{"name": "all", "companies": ["vita", "clicks", "glow"], "pitch": pitch, "pace": 10}],
            "own": {},
            **sections,
        }
        return Scenario.model_validate(table, context={"rules": load_rules([write(text)])})

    return made
