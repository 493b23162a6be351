from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.core.errors import DiskTrouble
from sim.model.events.floor import Knobs
from sim.replay.command import write_beside
from sim.replay.contacts import DAY, SLOT, ContactListError, Contacts
from sim.replay.plots import beside_figure
from sim.replay.statistics import Statistics, measure, take_apart
from sim.replay.synthetic import Beside, Solved, beside, open_hours, solve, synthetic_list
from tests.analysis.plots.conftest import overlaps
from tests.replay.lists import REAL, real, with_data

__all__ = ["overlaps"]

HT09 = (113, 9.72, 2.30, 6.5)
WS16 = (138, 10.10, 4.35, 40.6)
ASKED = (40, 2.0, 2.4, 5.0)
KNOBS = Knobs(0.1, 0.3)


@cache
def solved(four: tuple[int, float, float, float]) -> Solved:
    return solve(*four)


@cache
def statistics(four: tuple[int, float, float, float]) -> Statistics:
    return solved(four).statistics()


@pytest.mark.parametrize(("four", "share"), [(HT09, 0.240), (WS16, 0.733)])
def test_four_numbers_predict_how_often_stories_meet(four: tuple[int, float, float, float], share: float) -> None:
    assert solved(four).miss < 0.05
    assert solved(four).warning == ""
    assert statistics(four).contradiction == pytest.approx(share, abs=0.08)


@pytest.mark.parametrize(("four", "pairs"), [(HT09, 0.803), (WS16, 0.604)])
def test_circles_and_talks_are_those_of_real_events(four: tuple[int, float, float, float], pairs: float) -> None:
    found = statistics(four)
    assert found.share_of_circles(2) == pytest.approx(pairs, abs=0.04)
    assert 0.23 <= found.long <= 0.35
    assert found.mean_circle == pytest.approx(four[2], rel=0.02)
    assert found.mean_partners == pytest.approx(four[3], rel=0.03)


def test_targets_hold_over_both_events() -> None:
    both = [statistics(HT09), statistics(WS16)]
    assert all(0.58 <= found.share_of_circles(2) <= 0.82 for found in both)  # .604 and .803 on the lists
    assert all(2.2 <= found.mean_circle <= 4.4 for found in both)
    assert [found.witness for found in both] == pytest.approx([0.395, 0.879], abs=0.05)


@pytest.mark.parametrize(("four", "ten", "sixty", "mean"), [(HT09, 0.083, 0.122, 65), (WS16, 0.305, 0.459, 81)])
def test_earlier_partners_come_back_as_at_real_events(
    four: tuple[int, float, float, float], ten: float, sixty: float, mean: float
) -> None:
    found = statistics(four)
    for got, real_one in zip(found.rejoined, (ten, sixty), strict=True):
        assert real_one / 1.35 <= got <= real_one * 1.35
    assert found.mean_seconds == pytest.approx(mean, rel=0.15)


def test_with_one_business_no_contradiction_is_predicted() -> None:
    assert solved(ASKED).statistics(businesses=1).contradiction == 0.0


def test_same_seed_same_bytes() -> None:
    lists = [synthetic_list(30, 2.0, 2, KNOBS, seed) for seed in (1, 1, 2)]
    one, again, other = (np.stack([made.times, made.one, made.two]).tobytes() for made in lists)
    assert one == again != other
    assert solve(*ASKED).knobs == solved(ASKED).knobs


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


LIST = synthetic_list(40, 2.0, 2, Knobs(0.1, 0.3), 77)


@pytest.fixture(scope="module")
def both() -> Beside:
    return beside(LIST)


def test_all_measures_stand_side_by_side(both: Beside) -> None:
    frame = both.frame
    assert list(frame.columns) == ["real", "synthetic", "given"]
    assert frame["real"].to_dict() == both.real.numbers()
    assert frame["synthetic"].to_dict() == both.synthetic.numbers()
    assert list(frame.index[frame["given"]]) == ["mean circle", "partners"]
    assert frame.loc["mean circle", "synthetic"] == pytest.approx(frame.loc["mean circle", "real"], rel=0.03)
    assert both.remarks == []


def test_an_event_of_the_model_is_found_again(both: Beside) -> None:
    assert both.synthetic.contradiction == pytest.approx(both.real.contradiction, abs=0.08)


def test_what_is_written(both: Beside, tmp_path: Path) -> None:
    files = write_beside(both, tmp_path, "An evening")
    assert [path.name for path in files] == ["beside.csv", "beside.svg", "beside.png"]
    pd.testing.assert_frame_equal(pd.read_csv(files[0], index_col="measure"), both.frame)


def test_hours_are_those_with_contacts() -> None:
    assert open_hours(LIST) == pytest.approx(LIST.slots.size * 20 / 3600 / 2)


def test_the_picture_says_what_was_given(both: Beside, overlaps: Callable[[Figure], list[tuple[str, str]]]) -> None:
    figure = beside_figure("An evening", both.event, (both.real, both.synthetic), both.solved)
    assert overlaps(figure) == []
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "Size of circles",
        "Length of talks",
        "Partners in a day",
        "Witnesses of first talks",
        "Stories that meet",
        "Rejoined by a partner",
    ]
    shown = [text.get_text() for text in figure.axes[4].texts]
    pair = (both.real, both.synthetic)
    assert shown == [f"{100 * share:.0f}" for found in pair for share in (found.witness, found.contradiction)]
    assert "40 people" in figure.texts[1].get_text()
    assert figure.texts[2].get_text().startswith("An evening  ·  ")


def test_without_a_long_talk_there_is_nothing_to_go_by() -> None:
    few = LIST.times < 60 * 60
    flicker = Contacts(LIST.people, LIST.times[few] * 5, LIST.one[few], LIST.two[few])
    with pytest.raises(ContactListError, match=r"^No talk lasts 60 seconds, so there are no partners"):
        beside(flicker)


def test_a_folder_that_cannot_be_written(both: Beside, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskTrouble, match=r"^Results cannot be written into '.*/file/below': Not a directory\."):
        write_beside(both, tmp_path / "file" / "below", "An evening")


@with_data
def test_a_real_event_is_predicted() -> None:
    found = beside(real(REAL[0]).contacts)
    assert found.real.contradiction == pytest.approx(0.240, abs=0.001)
    assert found.synthetic.contradiction == pytest.approx(0.240, abs=0.05)
