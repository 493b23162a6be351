from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterator
from typing import Any

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window, for those who look at a page as people do; skipped where it is not installed."""
    sync_api: Any = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("There is no Chromium.")
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def _own_outcomes_are_forgotten() -> Iterator[None]:
    """Measures of a user's own, which reading results adds to the outcomes, stay in the test that has them."""
    before = dict(OUTCOMES)
    yield
    if before != OUTCOMES:
        OUTCOMES.clear()
        OUTCOMES.update(before)
