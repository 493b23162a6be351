from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.core.errors import DiskTrouble
from sim.model.events.circles import Knobs
from sim.replay.beside import Beside, beside_real, measures, open_hours
from sim.replay.contacts import Contacts
from sim.replay.errors import ContactListError
from sim.replay.plots import beside_figure
from sim.replay.reading import read_contacts
from sim.replay.synthetic import synthetic_list
from tests.analysis.plots.conftest import overlaps
from tests.replay.lists import REAL, with_data

__all__ = ["overlaps"]
LIST = synthetic_list(40, 2.0, 2, Knobs(0.1, 0.3), 77)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Beside:
    return beside_real(LIST, tmp_path_factory.mktemp("beside"), "An evening")


def test_all_measures_stand_side_by_side(both: Beside) -> None:
    frame = both.frame
    assert list(frame.columns) == ["real", "synthetic", "given"]
    assert frame["real"].to_dict() == measures(both.real)
    assert frame["synthetic"].to_dict() == measures(both.synthetic)
    assert list(frame.index[frame["given"]]) == ["mean circle", "partners"]
    assert frame.loc["mean circle", "synthetic"] == pytest.approx(frame.loc["mean circle", "real"], rel=0.03)
    assert both.remarks == []


def test_an_event_of_the_model_is_found_again(both: Beside) -> None:
    assert both.synthetic.contradiction == pytest.approx(both.real.contradiction, abs=0.08)


def test_what_is_written(both: Beside) -> None:
    assert [path.name for path in both.files] == ["beside.csv", "beside.svg", "beside.png"]
    pd.testing.assert_frame_equal(pd.read_csv(both.files[0], index_col="measure"), both.frame)


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
        beside_real(flicker)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskTrouble, match=r"^Results cannot be written into '.*/file/below': Not a directory\."):
        beside_real(LIST, tmp_path / "file" / "below")


@with_data
def test_a_real_event_is_predicted() -> None:
    found = beside_real(read_contacts(REAL[0])[0])
    assert found.real.contradiction == pytest.approx(0.240, abs=0.001)
    assert found.synthetic.contradiction == pytest.approx(0.240, abs=0.05)
