from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.model.events.circles import Knobs
from sim.replay.contacts import DAY, SLOT, ContactListError
from sim.replay.statistics import Statistics, measure, take_apart
from sim.replay.synthetic import Solved, predicted_contradiction, solve, synthetic_list

HT09 = (113, 9.72, 2.30, 6.5)
WS16 = (138, 10.10, 4.35, 40.6)
KNOBS = Knobs(0.1, 0.3)


@cache
def solved(four: tuple[int, float, float, float]) -> Solved:
    return solve(*four)


@cache
def statistics(four: tuple[int, float, float, float]) -> Statistics:
    return solved(four).statistics()


@pytest.mark.parametrize(("four", "real"), [(HT09, 0.240), (WS16, 0.733)])
def test_four_numbers_predict_how_often_stories_meet(four: tuple[int, float, float, float], real: float) -> None:
    assert solved(four).miss < 0.05
    assert solved(four).warning == ""
    assert statistics(four).contradiction == pytest.approx(real, abs=0.08)


@pytest.mark.parametrize(("four", "pairs"), [(HT09, 0.803), (WS16, 0.604)])
def test_circles_and_talks_are_those_of_real_events(four: tuple[int, float, float, float], pairs: float) -> None:
    found = statistics(four)
    assert found.share_of_circles(2) == pytest.approx(pairs, abs=0.04)
    assert 0.23 <= found.long <= 0.35
    assert found.mean_circle == pytest.approx(four[2], rel=0.02)
    assert found.mean_partners == pytest.approx(four[3], rel=0.03)


def test_targets_hold_over_both_events() -> None:
    both = [statistics(HT09), statistics(WS16)]
    assert all(0.60 <= found.share_of_circles(2) <= 0.81 for found in both)
    assert all(2.2 <= found.mean_circle <= 4.4 for found in both)
    assert [found.witness for found in both] == pytest.approx([0.395, 0.879], abs=0.05)


def test_the_prediction_is_that_of_the_event_found() -> None:
    asked = (40, 2.0, 2.4, 5.0)
    assert predicted_contradiction(*asked) == solve(*asked).statistics().contradiction
    assert predicted_contradiction(*asked, businesses=1) == 0.0


def test_same_seed_same_bytes() -> None:
    lists = [synthetic_list(30, 2.0, 2, KNOBS, seed) for seed in (1, 1, 2)]
    one, again, other = (np.stack([made.times, made.one, made.two]).tobytes() for made in lists)
    assert one == again != other
    assert solve(40, 2.0, 2.4, 5.0).knobs == solve(40, 2.0, 2.4, 5.0).knobs


def test_a_list_is_in_the_form_of_a_real_one() -> None:
    made = synthetic_list(30, 2.0, 3, KNOBS, 1)
    assert made.people.tolist() == list(range(30))
    assert made.days.tolist() == [0, 1, 2]
    assert (made.times % SLOT == 0).all()
    assert (made.times % DAY < 7200).all()
    assert (made.one < made.two).all()
    rows = np.stack([made.times, made.one, made.two])
    np.testing.assert_array_equal(rows, np.unique(rows, axis=1))
    assert measure(take_apart(made)).mean_circle >= 2


def test_days_do_not_depend_on_how_many_there_are() -> None:
    one, three = (synthetic_list(30, 2.0, days, KNOBS, 1) for days in (1, 3))
    np.testing.assert_array_equal(three.times[three.times < DAY], one.times)


def test_what_cannot_be_is_told() -> None:
    far = solve(30, 0.5, 2.0, 28.0)
    assert far.miss > 0.1
    assert far.warning == (
        f"30 people in 0.5 hours hardly make circles of 2.00 on average and 28.0 partners each: the nearest synthetic "
        f"event has {far.found_circle:.2f} and {far.found_partners:.1f}, so that its other numbers predict little."
    )


@pytest.mark.parametrize(
    ("four", "sentence"),
    [
        ((2, 3.0, 2.1, 1.0), "A synthetic event has from 3 to 5,000 people, not 2."),
        ((9000, 3.0, 2.1, 1.0), "A synthetic event has from 3 to 5,000 people, not 9,000."),
        ((20, 25.0, 2.1, 1.0), "A synthetic event lasts up to 24 hours a day and more than 0, not 25."),
        ((20, float("nan"), 2.1, 1.0), "A synthetic event lasts up to 24 hours a day and more than 0, not nan."),
        ((20, 3.0, 1.5, 1.0), "A circle has from 2 to 20 people, all there are; the mean is 1.5."),
        ((20, 3.0, 2.1, 20.0), "Of 20 people each has more than 0 partners and fewer than 20, not 20."),
    ],
)
def test_numbers_out_of_bounds_are_refused(four: tuple[int, float, float, float], sentence: str) -> None:
    with pytest.raises(ContactListError) as caught:
        solve(*four)
    assert str(caught.value) == sentence
