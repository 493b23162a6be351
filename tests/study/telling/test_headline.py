"""The answer in five sentences and its picture, both from the maps."""

from __future__ import annotations

import pytest

from sim.study.telling.headline import five, title
from sim.study.telling.picture import draw_map, draw_yields
from sim.study.telling.words import ENGLISH, GERMAN, Words
from tests.study.entries import cell, chart, entry

MAPS = [chart(), chart(at_once=5), chart("yields", [cell(0.6, 0.3, 80.0, 1, outsiders=1.25)], at_once=1)]
BALANCE = {"profit": 0.35, "loss": 0.59}


def test_first_how_many_people_then_how_much_then_where() -> None:
    people, typical, where, yields, claims, model = five(ENGLISH, [entry()], MAPS, BALANCE)
    part = "30 end up better off with {} businesses at once than with one business at a time and 60 worse off"
    assert people == (f"Of the same 100 people, {part.format('two')}; {part.format('five')}, on average over 2 places.")
    assert typical.startswith(
        "The typical difference over 540 days is −800 with two businesses at once (−1,500 to −100, from place to "
    )
    assert where == (
        "More of them are better off with several businesses in 0 of 4 comparisons and worse off in 2; in 2 there are "
        "not enough worlds to say how large the difference is."
    )
    assert yields.startswith("With 30 % of the cash in yield systems besides one business, 60 of 100 end up with more")
    assert yields.endswith("growing by 0.9 % a day: for every 100 that people here win, people outside lose 125.")
    assert claims == "Of the article's 1 claims, the simulation answers: 1 Only if."
    assert "59 of 100 who ever worked end with a loss and 35 with a profit" in model


def test_in_german_numbers_are_written_as_there() -> None:
    people, typical, *_, yields, _, _ = five(GERMAN, [entry()], MAPS, None)
    assert people.startswith("Von denselben 100 Menschen stehen im Mittel über 2 Orte 30 mit zwei Geschäften zugleich")
    assert "(je nach Ort −1.500 bis −100)" in typical
    assert "täglich um 0,9 %" in yields


def test_without_a_map_the_page_says_so() -> None:
    said = five(ENGLISH, [entry()], [], None)
    assert said[0].startswith("How one business compares with several was not charted")
    assert len(said) == 3


@pytest.mark.parametrize(
    ("signs", "text"),
    [
        ((-1, -1), "At every place more people are worse off with several businesses than with one"),
        ((1, 1), "At every place more people are better off with several businesses than with one"),
        ((-1, 0), "Several businesses leave more people worse off in 1 of 2 comparisons, better off in none"),
        ((1, 0), "Several businesses leave more people better off in 1 of 2 comparisons, worse off in none"),
        ((1, -1), "Several businesses leave more people better off in 1 of 2 comparisons, worse off in 1"),
        ((0, 0), "In none of 2 comparisons can one business and several be told apart"),
    ],
)
def test_the_title_is_the_finding(signs: tuple[int, int], text: str) -> None:
    cells = [cell(0.4, 0.4, 0.0, sign) for sign in signs]
    assert title(ENGLISH, [chart(cells=cells)]) == text


@pytest.mark.parametrize("words", [ENGLISH, GERMAN])
def test_a_bar_holds_a_hundred_people_and_its_numbers(words: Words) -> None:
    drawn = draw_map(MAPS, words)
    assert len(drawn.axes) == 2
    first = drawn.axes[0]
    widths = [bar.get_width() for bar in first.patches]  # type: ignore[attr-defined]
    assert [sum(widths[n : n + 3]) for n in (0, 3)] == pytest.approx([1.0, 1.0])
    assert {"20", "70", "40", "50"} <= {text.get_text() for text in first.texts}
    wide, tall = drawn.get_size_inches()
    assert wide < 5
    assert tall < 12


def test_nothing_is_clipped_at_the_width_of_a_phone() -> None:
    for drawn in (draw_map(MAPS, ENGLISH), draw_map(MAPS, GERMAN), draw_yields(MAPS[2])):
        drawn.canvas.draw()
        wide, tall = drawn.canvas.get_width_height()
        for text in [*drawn.texts, *(each for axes in drawn.axes for each in axes.texts)]:
            box = text.get_window_extent()
            assert box.x0 >= -1
            assert box.x1 <= wide + 1
            assert box.y0 >= -1
            assert box.y1 <= tall + 1


def test_no_color_of_yields_says_better() -> None:
    (axes,) = draw_yields(MAPS[2]).axes
    colors = [bar.get_facecolor()[:3] for bar in axes.patches]
    assert all(max(color) - min(color) < 0.01 for color in colors)
    assert "for 100 won, 125 lost outside" in [text.get_text() for text in axes.texts]
