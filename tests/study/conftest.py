"""Worlds that several tests look at: lived once."""

from __future__ import annotations

import pytest

from sim.study.lived import Worlds
from tests.builders import scenario


@pytest.fixture(scope="session")
def worlds() -> Worlds:
    """The default world of the tests and its variants, five years with one seed."""
    return Worlds(scenario(), (1,))
