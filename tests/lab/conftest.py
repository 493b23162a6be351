from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.scenario import Scenario


def make(*, days: int = 10, title: str = "", **design: Any) -> Scenario:
    """A small scenario with two companies and two strategies."""
    return Scenario.model_validate(
        {
            "title": title,
            "time": {"days": days},
            "population": {"people": 100},
            "company": [{"name": "vita", "topic": "health"}, {"name": "clicks", "topic": "ads"}],
            "strategy": [
                {"name": "focus", "companies": ["vita"], "share": 0.5},
                {"name": "two", "companies": ["vita", "clicks"], "share": 0.5},
            ],
            "design": {"seeds": 4, **design},
        }
    )


@pytest.fixture
def scenario() -> Callable[..., Scenario]:
    """Makes a small scenario; keywords set the design."""
    return make


@pytest.fixture(scope="session")
def scenario_once() -> Callable[..., Scenario]:
    """The same, for tests that hypothesis repeats."""
    return make
