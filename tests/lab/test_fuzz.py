"""A bounded run of what ``tests.lab.damage`` does for as long as one likes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from sim.lab.runner import batch

from . import standin
from .conftest import make
from .damage import MUTATIONS, everything, fuzz, torn

VARY = {
    "strategy": ["focus", "two"],
    "conversation.memory_half_life": [7, 30],
    "company.vita.plan.rates": [[0.1], [0.2]],
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "x"
    return batch(make(vary=VARY, seeds=2), folder, workers=1, progress="quiet", run=standin.run)


def test_whatever_is_damaged_or_made_up_ends_with_a_sentence_or_is_read(good: Path, tmp_path: Path) -> None:
    assert everything(good).path == good
    told: list[str] = []
    count = fuzz(good, tmp_path, 12, 1, told.append)
    assert told == []
    assert count["read"] + count["refused"] == 12
    assert min(count["read"], count["refused"]) > 2


def test_mutations_change_something_and_follow_their_seed(good: Path, tmp_path: Path) -> None:
    whole = bytes(range(256)) * 4
    assert torn(whole, Random(1)) == torn(whole, Random(1)) != whole
    assert len(set(MUTATIONS)) == 5
