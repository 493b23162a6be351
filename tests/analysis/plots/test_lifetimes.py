from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots.lifetimes import lifetimes, panels, told

Overlaps = Callable[[Figure], list[tuple[str, str]]]
DAYS, CLOSED = [2.0, 3.0, 3.0, 5.0, 8.0, 8.0], [True, True, False, True, False, False]


def lived(**days: list[float]) -> pd.DataFrame:
    """Companies' lives by variant and, after two underscores, setting; those of eight days are still open."""
    rows = [("at " + name[-1], name[0], day, day < 8) for name, held in days.items() for day in held]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "days", "closed"])
    kinds = {key: pd.CategoricalDtype(list(dict.fromkeys(frame[key])), ordered=True) for key in ("setting", "variant")}
    return frame.astype(kinds)


def test_the_picture_shows_the_estimate(overlaps: Overlaps) -> None:
    lives = lived(a__1=DAYS).assign(closed=CLOSED)
    figure = lifetimes(lives, note="8 days")
    line = figure.axes[0].lines[0]
    assert np.asarray(line.get_xdata()).tolist() == [0.0, 2.0, 3.0, 5.0, 8.0]
    assert np.asarray(line.get_ydata()).tolist() == pytest.approx([100, 500 / 6, 200 / 3, 400 / 9, 400 / 9])
    assert told(lives) == "Kaplan-Meier estimate with 95 % interval: 3 of 6 closed within 8 days."
    assert overlaps(figure) == []


def test_a_setting_is_a_panel_and_a_variant_a_line(overlaps: Overlaps) -> None:
    figure = lifetimes(lived(a__1=[2.0, 8.0], b__1=[5.0, 6.0], a__2=[2.0, 3.0], b__2=[8.0, 8.0]))
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["at 1", "at 2"]
    ends = [[float(np.asarray(line.get_ydata())[-1]) for line in axes.lines] for axes in figure.axes]
    assert ends == [[pytest.approx(50.0), pytest.approx(0.0)], [pytest.approx(0.0), pytest.approx(100.0)]]
    assert overlaps(figure) == []


def test_where_nothing_differs_there_is_one_line_and_it_is_said_for_whom(overlaps: Overlaps) -> None:
    lives = lived(a__1=[2.0, 8.0], b__1=[8.0, 2.0], a__2=[2.0, 8.0], b__2=[2.0, 8.0])
    assert [(title, [line.name for line in lines]) for title, lines in panels(lives)] == [("", ["all of them"])]
    assert told(lives).endswith(
        "1 of 2 closed within 8 days, the same ones on the same days at all 4 points of the design."
    )
    assert overlaps(lifetimes(lives)) == []


def test_variants_that_live_alike_share_a_line() -> None:
    lives = lived(a__1=[2.0, 8.0], b__1=[2.0, 8.0], c__1=[2.0, 8.0], d__1=[3.0, 8.0], e__1=[3.0, 8.0])
    assert [line.name for line in panels(lives)[0][1]] == ["a and 2 others", "d and e"]


def test_more_lines_than_can_be_told_apart_get_a_panel_each(overlaps: Overlaps) -> None:
    lives = lived(**{f"{name}__1": [float(number), 8.0] for number, name in enumerate("abcdefghijklm", 1)})
    figure = lifetimes(lives)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == [f"at 1, {name}" for name in "abcdefghijkl"]
    assert "The first 12 of 13 panels." in [text.get_text() for text in figure.texts]
    assert overlaps(figure) == []
