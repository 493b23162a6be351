from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from sim.model.outcomes import OUTCOMES
from tests.places import DATA

# Derandomized: the same examples on every machine. The first call of a rule may compile it, so no deadline.
# Contracts are inherited, so one property is tried on many classes.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("house")

# Data of others lie beside the project, if at all; the program itself only looks where it is told to.
if DATA.is_dir():
    os.environ.setdefault("MANYHATS_DATA", str(DATA))


@pytest.fixture(scope="session")
def compiled() -> None:
    """See that no progress line of a first compilation stands among what a test reads."""
    from sim.core.cache import is_warm
    from sim.runs import warm

    if not is_warm():
        deque(warm(), maxlen=0)


@pytest.fixture(autouse=True)
def _own_outcomes_are_forgotten() -> Iterator[None]:
    """Measures of a user's own, which reading results adds to the outcomes, stay in the test that has them."""
    before = dict(OUTCOMES)
    yield
    if before != OUTCOMES:
        OUTCOMES.clear()
        OUTCOMES.update(before)
