"""Outcomes against a varied number, and where lines cross that of the reference."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.designs import along
from sim.analysis.drawing import style
from sim.analysis.drawing.crossings import Tipping, tippings
from sim.analysis.plots.along import (
    SHARE,
    curves,
    of_numbers,
    of_tipping,
    story,
    tipping,
    told_curve,
    told_tipping,
)
from sim.analysis.plots.subject import Subject
from sim.analysis.results import Results
from tests.analysis.plots.frames import AT, persons, swept, words

HALF_LIFE = "conversation.memory_half_life"
Overlaps = Callable[[Figure], list[tuple[str, str]]]

STEADY = {"focus": [2.0, 2.0, 2.0], "tailored": [3.0, 2.5, 0.5], "disclosed": [1.0, 1.5, 1.8]}


def crossed(samples: pd.DataFrame, note: str = "") -> Figure:
    found = {name: tippings(samples, name) for name in ("recruits", "credibility")}
    return tipping(samples, found, label="events share", note=note)


def rings(axes: Axes) -> list[tuple[float, float, str]]:
    lines = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    places = [(np.asarray(line.get_xdata())[0], np.asarray(line.get_ydata())[0]) for line in lines]
    return [(float(x), float(y), str(line.get_markeredgecolor())) for (x, y), line in zip(places, lines, strict=True)]


def test_what_is_drawn_is_what_was_computed(overlaps: Overlaps) -> None:
    figure = crossed(swept(STEADY, noise=0.1), note="365 days")
    left, right = figure.axes
    drawn = {str(line.get_label()): line for line in left.lines if str(line.get_label()) in STEADY}
    for name, heights in STEADY.items():
        assert list(np.asarray(drawn[name].get_xdata())) == AT
        assert list(np.asarray(drawn[name].get_ydata())) == pytest.approx(heights)
    assert rings(left) == [(pytest.approx(0.625), pytest.approx(2.0), style.look(1).color)]
    assert rings(right) == [(pytest.approx(0.625), pytest.approx(0.2), style.look(1).color)]
    names = [text.get_text() for text in left.texts]
    assert sorted(names) == sorted([*STEADY, "0.62"])
    told = figure.texts[1].get_text().replace("\n", " ")
    assert told.startswith(
        "Recruits: tailored falls below focus at 0.62 (between 0.5 and 1). Credibility: tailored falls"
    )
    assert "12 paired differences; of so many, chance alone tells about 0.6 from zero" in figure.texts[2].get_text()
    assert overlaps(figure) == []


def test_names_and_numbers_do_not_overlap_where_all_lines_meet(overlaps: Overlaps) -> None:
    crowd = {"focus": [2.0, 2.0, 2.0]} | {f"one topic a {n}": [2.5 + n / 50, 2.4, 1.9 + n / 99] for n in range(6)}
    figure = crossed(swept(crowd, noise=0.01))
    assert len(rings(figure.axes[0])) == 6
    assert overlaps(figure) == []


def test_the_gallery_draws_it_when_the_share_of_events_varies(made: Callable[..., Results]) -> None:
    def names(strategies: int, varied: str) -> list[str]:
        results = made(strategies=strategies, seeds=2, vary={varied: [0.0, 0.5, 1.0]}, outcomes=["recruits"])
        return [each.name for draw in (of_tipping, of_numbers) for each in draw(Subject(results))]

    assert names(2, SHARE) == ["tipping", f"curve-{SHARE}"]
    assert "tipping" not in names(1, SHARE)
    assert "tipping" not in names(2, "conversation.memory_half_life")


def test_curves_have_a_line_a_strategy(swept: Results, overlaps: Overlaps) -> None:
    samples = along(swept, HALF_LIFE)
    figure = curves(samples, swept.outcomes, label="memory halved after (days)")
    assert words(figure)[1].startswith("By memory halved after (days): means over all people")
    axes = figure.axes[0]
    assert axes.get_xscale() == "log"
    assert list(axes.lines[0].get_xdata()) == [7.0, 30.0, 90.0, 365.0]
    focus = samples[samples["variant"] == "focus"].groupby("value")["recruits"].mean()
    np.testing.assert_allclose(axes.lines[0].get_ydata(), focus)
    assert overlaps(figure) == []


def test_a_curve_is_told_by_its_ends() -> None:
    frame = persons("recruits", a=[1.0, 5.0, 2.0], b=[3.0, 3.0, 3.5]).assign(value=[7.0, 30.0, 90.0] * 2)
    assert told_curve(frame, "recruits") == ("Recruits at 7 and at 90: 1.00 to 2.00 under 'a', 3.00 to 3.50 under 'b'.")


def test_a_story_tells_only_what_is_beyond_chance() -> None:
    within, beyond = Tipping("tailored", 0.625, 2.0, True, None), Tipping("tailored", 0.375, 2.0, False, (0.0, 0.75))
    assert story([within], "focus") == "no line crosses that of focus beyond chance"
    assert story([within, beyond], "focus") == "tailored rises above focus at 0.38 (between 0 and 0.75)"


def test_crossings_are_counted() -> None:
    found = {
        "recruits": [Tipping("b", 0.5, 1.0, True, (0.2, 0.8)), Tipping("b", 0.9, 1.0, False, None)],
        "credibility": [],
    }
    assert told_tipping(found, "a") == (
        "Crossings of the line of 'a': recruits 2, 1 of them beyond chance; credibility 0, 0 of them beyond chance."
    )
