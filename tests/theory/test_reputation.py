"""Concealed contradictions add up: each leaves less to win back (Schweitzer et al. 2006)."""

from __future__ import annotations

import pytest

from sim.verification.cases.talk import ADS, CONCEALED, HEALTH, UNITS
from tests.dialogue import Dialogue


def test_every_further_deception_leaves_less_to_win_back() -> None:
    two = Dialogue(admit=CONCEALED, ceiling_loss=0.2, **UNITS)
    reached = []
    for topic in (HEALTH, ADS, 0b100):
        two.tell(topic)
        for _ in range(1_500):
            two.tell(topic)
        reached.append(two.believed)
    assert reached == [pytest.approx(1_501 / 1_502), pytest.approx(0.8), pytest.approx(0.64)]
