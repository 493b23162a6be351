"""Who comes, and through whom."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.targets import coming
from sim.study.targets.offers import LOGISTIC, Offers
from tests.study.targets.hand import world

FOUNDER = {"founding": True, "day": 0, "person": 90}


def test_founders_did_not_sign_up() -> None:
    lived = world(positions=[FOUNDER, {"working": True}, *[{"working": False}] * 3])
    assert coming.ever_work(lived) == 0.25


def test_only_those_who_work_count_as_won_by_close_contacts() -> None:
    won = [{"close": True}, {"close": False}, {"close": True, "working": False}]
    assert coming.by_close_contacts(world(positions=[FOUNDER, *won])) == 0.5


def test_participation_counts_people_who_still_work() -> None:
    held = [{"person": 1}, {"person": 1}, {"person": 2, "left": 50}, {"person": 3, "working": False}, FOUNDER]
    assert coming.participation(world(positions=held)) == 0.02


def test_people_join_by_a_day() -> None:
    held = [{"person": 1, "day": 364}, {"person": 2, "day": 365}, FOUNDER]
    assert coming.joined(world(positions=held), 365) == 0.01
    assert coming.joined(world(positions=held), 730) == 0.02


def test_variance_is_explained_beside_what_the_score_leaves_open() -> None:
    terms = np.array([[2.0, 1.0, 0.5], [-2.0, -1.0, -0.5]])
    lived = world(offers=Offers.of([terms[:1], terms[1:]]))
    assert coming.expertise(lived) == pytest.approx(1.0 / (4.0 + LOGISTIC))
    assert coming.credibility(lived) == pytest.approx(0.25 / (4.0 + LOGISTIC))
    assert np.isnan(coming.expertise(world()))
    assert np.isnan(Offers.of([]).explained(1))
