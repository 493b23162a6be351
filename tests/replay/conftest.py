"""An evening that several tests look at: taken apart and replayed once."""

from __future__ import annotations

import pytest

from sim.replay.policies import POLICIES, Outcome, play
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, take_apart
from tests.replay.lists import evening


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Event:
    """An event of fourteen people."""
    path = tmp_path_factory.mktemp("replay") / "evening.txt"
    path.write_text(evening())
    return take_apart(read_contacts(path)[0])


@pytest.fixture(scope="session")
def outcomes(small: Event) -> list[Outcome]:
    """How its people fare with two businesses, by policy."""
    return [play(small, policy) for policy in POLICIES]
