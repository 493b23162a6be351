from __future__ import annotations

import numpy as np
import pytest

from sim.model.talk.rows import Heard
from sim.record.evening import Evening

HEALTH, ADS = 1, 2


def evening(rows: list[tuple[int, int, int, int, int]], contacts: list[tuple[int, int, int]] | None = None) -> Evening:
    """An evening of networker 0 (id 70); rows are slot, listener, topics, kind, noticed."""
    heard = Heard.rows(len(rows))
    for row, (slot, listener, topics, kind, noticed) in zip(heard, rows, strict=True):
        row.slot, row.listener, row.topics, row.kind, row.noticed = slot, listener, topics, kind, noticed
    faced = np.array(contacts or [(s, 0, g) for s in range(6, 12) for g in (1, 2)] + [(30, 0, 1)]).T
    return Evening(39, np.array([70, 71, 72]), 0, "tailored", ["health", "advertising"], 60.0, faced, heard)


def test_stretches_are_unbroken_minutes_with_the_networker() -> None:
    assert evening([]).stretches(1) == [(2.0, 4.0), (10.0, pytest.approx(31 / 3))]
    assert evening([]).stretches(2) == [(2.0, 4.0)]


@pytest.mark.parametrize(
    ("noticed", "end"), [(1, "notices and says nothing."), (2, "says so aloud: all around have now heard both.")]
)
def test_the_story_tells_the_first_break(noticed: int, end: str) -> None:
    told = evening([(31, 1, HEALTH, 0, 0), (60, 2, ADS, 0, 0), (60, 1, ADS, 1, noticed)])
    story = told.story()
    assert story.startswith("In minute 10 guest 71 hears of health. In minute 20 the talk is of advertising; guest 71")
    assert story.endswith(end)
    assert told.noticed == 1


def test_a_break_with_an_earlier_day_is_told_as_one() -> None:
    story = evening([(60, 1, ADS, 0, 1)]).story()
    assert story.startswith("Guest 71 remembers another story from an earlier day. In minute 20")


def test_an_evening_without_a_break_says_so() -> None:
    assert evening([(31, 1, HEALTH, 0, 0)]).story() == "Nobody heard two stories that do not fit."
