from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import Scenario, ScenarioError, load
from tests.command import FIRMS

TOWN = f"""\
title = "A town"

[population]
people = 100

{FIRMS}"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, so that sentences name files without a folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Write a file into the working directory and return its relative path."""

    def writer(text: str | bytes, name: str = "x.toml") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return writer


@pytest.fixture
def town(write: Callable[..., Path]) -> Path:
    """The smallest scenario that has a choice of strategies; no other file is below it."""
    return write(TOWN, "town.toml")


@pytest.fixture
def told(write: Callable[..., Path], town: Path) -> Callable[..., list[str]]:
    """The sentences about a file that extends the town."""

    def teller(text: str, *overrides: str) -> list[str]:
        path = write('extends = "town.toml"\n' + text)
        with pytest.raises(ScenarioError) as caught:
            load(path, overrides)
        return str(caught.value).splitlines()

    return teller


@pytest.fixture
def scenario(town: Path) -> Callable[..., Scenario]:
    """The town with some values set."""

    def maker(*overrides: str) -> Scenario:
        return load(town, overrides)

    return maker


@pytest.fixture
def table() -> dict[str, Any]:
    """The town as tables."""
    return {
        "population": {"people": 100},
        "company": [{"name": "vita", "topic": "health"}],
        "strategy": [{"name": "focus", "companies": ["vita"]}],
    }
