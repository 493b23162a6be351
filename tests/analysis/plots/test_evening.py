from __future__ import annotations

from sim.analysis.drawing import style
from sim.analysis.plots.evening import (
    BROKEN,
    MOST_ROWS,
    NOTHING_YET,
    color_of,
    evening_figure,
    mind_over_time,
    rows_of,
)
from tests.record.test_evening import ADS, HEALTH, evening

BREAK = [(31, 1, HEALTH, 0, 0), (33, 2, HEALTH, 1, 0), (60, 2, ADS, 0, 2)]


def test_colors_tell_nothing_one_story_and_two() -> None:
    assert color_of(0) == NOTHING_YET
    assert color_of(HEALTH | ADS) == BROKEN
    assert len({color_of(1 << bit) for bit in range(8)} | {BROKEN, NOTHING_YET}) == 10


def test_a_mind_changes_when_something_new_is_heard() -> None:
    of = evening([*BREAK, (90, 2, ADS, 2, 0)])
    assert mind_over_time(of, 2) == [(0.0, 0), (11.0, HEALTH), (20.0, HEALTH | ADS)]


def test_guests_stand_in_the_order_of_their_first_hearing() -> None:
    assert rows_of(evening(BREAK)) == ([1, 2], 0)
    assert rows_of(evening([(9, 2, ADS, 0, 0), *BREAK])) == ([2, 1], 0)


def test_of_too_many_those_who_noticed_stay() -> None:
    crowd = [(slot, 100 + slot, HEALTH, 0, 0) for slot in range(40)] + [(50, 99, ADS, 0, 1)]
    guests, left_out = rows_of(evening(crowd))
    assert (len(guests), left_out, guests[-1]) == (MOST_ROWS, 41 - MOST_ROWS, 99)


def test_the_figure_shows_every_hearing_and_the_break_aloud() -> None:
    figure = evening_figure(evening(BREAK), note="seed 1")
    above, axes = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["guest 71", "guest 72"]
    assert [text.get_text() for text in axes.texts] == ["says it aloud"]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [(line.get_xdata()[0] * 3, line.get_ydata()[0]) for line in dots] == [(31, 0), (33, 1), (60, 1)]
    assert [line.get_markerfacecolor() == style.PAPER for line in dots] == [False, True, False]
    crosses = [line for line in axes.lines if line.get_marker() == "X"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in crosses] == [(20.0, 1)]
    said = [(line.get_xdata()[0] * 3, line.get_color()) for line in above.lines]
    assert said == [(31, color_of(HEALTH)), (60, color_of(ADS))]
    assert axes.get_xlim() == (0.0, 60.0)
