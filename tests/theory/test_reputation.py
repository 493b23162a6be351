"""Beta reputation (Jøsang & Ismail 2002) and concealed against disclosed contradiction (Schweitzer et al. 2006)."""

from __future__ import annotations

import pytest

from tests.dialogue import Dialogue

HEALTH, ADS = 0b001, 0b010
UNITS = {"prior": 2.0, "trust_acquaintance": 0.5, "consistent": 1.0, "contradiction": 1.0, "notice": 0.0}
DISCLOSED, CONCEALED = 1.0, 0.0


def stories(two: Dialogue, good: int) -> None:
    """Tell the same thing so often that it is evidence for the speaker ``good`` times more."""
    for _ in range(good if two.tie.heard else good + 1):  # the first telling is no evidence
        two.tell(HEALTH)


@pytest.mark.parametrize("good", [0, 1, 2, 5, 10, 50, 200])
def test_credibility_after_good_stories_and_one_bad(good: int) -> None:
    two = Dialogue(admit=DISCLOSED, ceiling_loss=0.5, **UNITS)
    stories(two, good)
    assert two.believed == pytest.approx((good + 1) / (good + 2), abs=1e-12)
    two.tell(ADS)
    assert two.believed == pytest.approx((good + 1) / (good + 1 + 2), abs=1e-12)


@pytest.mark.parametrize("weight", [1, 2, 3])
@pytest.mark.parametrize("good", [0, 1, 4, 25])
def test_as_many_good_ones_as_before_and_one_more_bring_the_old_score_back(good: int, weight: int) -> None:
    two = Dialogue(admit=DISCLOSED, ceiling_loss=0.5, **{**UNITS, "contradiction": float(weight)})
    stories(two, good)
    old = two.believed
    two.tell(ADS)
    needed = weight * (good + 1)
    stories(two, needed - 1)
    assert two.believed < old
    stories(two, 1)
    assert two.believed == pytest.approx(old, abs=1e-12)


def test_a_prior_of_another_weight_is_so_much_evidence() -> None:
    two = Dialogue(admit=DISCLOSED, ceiling_loss=0.0, **{**UNITS, "prior": 8.0, "trust_acquaintance": 0.25})
    stories(two, 4)
    assert two.believed == pytest.approx((4 + 0.25 * 8) / (4 + 8), abs=1e-12)


@pytest.mark.parametrize("loss", [0.05, 0.2, 0.6])
def test_good_conduct_heals_what_was_disclosed_and_never_what_was_concealed(loss: float) -> None:
    before, after = {}, {}
    for kind in (DISCLOSED, CONCEALED):
        two = Dialogue(admit=kind, ceiling_loss=loss, **UNITS)
        stories(two, 30)
        before[kind] = two.believed
        two.tell(ADS)
        stories(two, 1_500)
        after[kind] = two.believed
    assert before[DISCLOSED] == before[CONCEALED] == pytest.approx(31 / 32)
    assert after[DISCLOSED] > before[DISCLOSED]
    assert after[CONCEALED] == pytest.approx(1.0 - loss, abs=1e-12)
    assert after[CONCEALED] < before[CONCEALED]


def test_every_further_deception_leaves_less_to_win_back() -> None:
    two = Dialogue(admit=CONCEALED, ceiling_loss=0.2, **UNITS)
    reached = []
    for topic in (HEALTH, ADS, 0b100):
        two.tell(topic)
        for _ in range(1_500):
            two.tell(topic)
        reached.append(two.believed)
    assert reached == [pytest.approx(1_501 / 1_502), pytest.approx(0.8), pytest.approx(0.64)]
