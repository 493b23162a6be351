"""The answer in five sentences and its picture, both from the maps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.study.maps.places import Cell
from sim.study.telling.headline import divided, five, title
from sim.study.telling.picture import PALE, draw_answer, draw_map, draw_yields, told_apart
from sim.study.telling.words import ENGLISH, GERMAN, Words
from sim.study.why.record import Why
from tests.study.entries import cell, chart, entry

ALIKE = [cell(0.25, 0.65, -1500.0, -1), cell(0.35, 0.55, -100.0, 0, where={"events.share": 1.0})]
MAPS = [
    chart(cells=ALIKE),
    chart(cells=ALIKE, at_once=5),
    chart("yields", [cell(0.6, 0.3, 80.0, 1, outsiders=0.25)], at_once=1),
]
BALANCE = {"profit": 0.35, "loss": 0.59}


def test_first_how_many_people_then_how_much_then_where() -> None:
    people, typical, where, yields, claims, model = five(ENGLISH, [entry()], MAPS, BALANCE)
    part = "30 end up better off with {} businesses at once than with one business at a time and 60 worse off"
    assert people == (f"Of the same 100 people, {part.format('two')}; {part.format('five')}, on average over 2 places.")
    assert typical.startswith(
        "The typical difference over 18 months is −800 with two businesses at once (−1,500 to −100, from place to "
    )
    assert where == (
        "More of them are better off with several businesses in 0 of 4 comparisons and worse off in 2; in 2 there are "
        "not enough worlds to say how large the difference is."
    )
    assert yields.startswith("With 30 % of the cash in yield systems besides one business, 60 of 100 end up with more")
    assert yields.endswith("growing by 0.9 % a day: people outside lose 25 of every 100 that they pay in.")
    assert claims == "Of the article's 1 claims, the simulation answers: 1 Only if."
    assert "59 of 100 who ever worked end with a loss and 35 with a profit" in model


CAP = "policies.minimum_purchase_cap"


def bought(better: float, worse: float, typical: float, cap: int, hours: float) -> Cell:
    """A place with or without fixed costs, at which more are worse off if there are some."""
    return cell(better, worse, typical, -1 if cap else 0, where={CAP: cap, "design.focal_hours": hours})


DIVIDED = [bought(0.1, 0.8, -900.0, 100, 10.0), bought(0.2, 0.7, -700.0, 100, 40.0)]
DIVIDED += [bought(0.4, 0.4, -10.0, 0, 10.0), bought(0.5, 0.4, 30.0, 0, 40.0)]


def test_what_divides_the_map_is_told_apart() -> None:
    maps = [chart(cells=DIVIDED), chart(cells=DIVIDED, at_once=0)]
    assert divided(maps) == [(CAP, 100), (CAP, 0)]
    people, typical, *_ = five(ENGLISH, [entry()], maps, None)
    assert people == (
        "Where each business has fixed costs, 15 of the same 100 people end up better off with two businesses at once "
        "than with one business at a time and 75 worse off; where no business has fixed costs, 45 better and 40 worse "
        "off."
    )
    assert typical == (
        "With all businesses at once it is 15 better and 75 worse off; 45 better and 40 worse off. The typical "
        "difference over 18 months, in currency units, is −800 and +10 with two businesses at once; −800 and +10 with "
        "all businesses at once. Fixed costs are purchases of 100 a month, materials and a fee, in each business."
    )
    german, beside, *_ = five(GERMAN, [entry()], maps, None)
    assert german == (
        "Wo jedes Geschäft feste Kosten hat, stehen von denselben 100 Menschen 15 mit zwei Geschäften zugleich besser "
        "da als mit einem nach dem anderen und 75 schlechter; wo kein Geschäft feste Kosten hat, 45 besser und 40 "
        "schlechter."
    )
    assert "beträgt, in Währungseinheiten, −800 und +10 mit zwei Geschäften zugleich" in beside
    assert title(ENGLISH, maps) == (
        "Where each business has fixed costs, more people are worse off with several businesses than with one. "
        "Where no business has fixed costs, one business and several cannot be told apart"
    )


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        ((1, 1), "more people are better off with several businesses than with one"),
        ((1, 0), "more are better off with several in 1 of 2 comparisons, in none worse off"),
        ((-1, 0), "more are worse off with several in 1 of 2 comparisons, in none better off"),
        ((-1, 1), "more are worse off in 1 of 2 comparisons and better off in 1"),
    ],
)
def test_the_title_says_for_each_value_which_are_more(signs: tuple[int, int], says: str) -> None:
    free = [replace(each, sign=sign) for each, sign in zip(DIVIDED[2:], signs, strict=True)]
    assert title(ENGLISH, [chart(cells=[*DIVIDED[:2], *free])]).endswith(f"Where no business has fixed costs, {says}")


def test_the_short_picture_has_a_bar_for_each_value_and_the_sign_that_all_places_have() -> None:
    mixed = [*DIVIDED[:3], bought(0.5, 0.4, 30.0, 0, 40.0)]
    maps = [chart(cells=DIVIDED), chart(cells=mixed, at_once=0)]
    for words, where in (
        (ENGLISH, ["fixed costs", "no fixed costs"]),
        (GERMAN, ["feste Kosten", "keine festen Kosten"]),
    ):
        drawn = draw_answer(maps, words)
        for axes in drawn.axes:
            widths = [bar.get_width() for bar in axes.patches]  # type: ignore[attr-defined]
            assert widths[:3] == pytest.approx([0.15, 0.1, 0.75])
            assert widths[3:] == pytest.approx([0.45, 0.15, 0.4])
            alphas = [bar.get_alpha() for bar in axes.patches]
            assert [alphas[n] for n in (0, 3)] == [1.0, PALE]
            said = [text.get_text() for text in axes.texts]
            assert [each for each in said if each in where] == where
    assert len(draw_answer([chart(cells=ALIKE)]).axes[0].patches) == 6


def test_it_is_said_what_own_goods_at_their_price_would_change() -> None:
    priced = [replace(DIVIDED[0], priced=(0.2, 0.7, -300.0)), replace(DIVIDED[1], priced=(0.3, 0.6, -100.0))]
    typical = five(ENGLISH, [entry()], [chart(cells=[*priced, *DIVIDED[2:]])], None)[1]
    assert typical.endswith(
        "Goods that people must buy count as nothing here; at their full price it would be 25 better and 65 worse off "
        "with two businesses at once, typically −200."
    )
    german = five(GERMAN, [entry()], [chart(cells=[*priced, *DIVIDED[2:]])], None)[1]
    assert "25 besser und 65 schlechter, typisch −200." in german


def test_what_moves_less_than_matters_divides_nothing() -> None:
    assert divided([chart(cells=ALIKE)]) == [("", None)]
    apart = [cell(0.25, 0.65, -1.0, -1), cell(0.36, 0.55, -1.0, 0, where={"events.share": 1.0})]
    assert divided([chart(cells=apart)]) == [("events.share", 0.5), ("events.share", 1.0)]


def test_in_german_numbers_are_written_as_there() -> None:
    people, typical, *_, yields, _, _ = five(GERMAN, [entry()], MAPS, None)
    assert people.startswith("Von denselben 100 Menschen stehen im Mittel über 2 Orte 30 mit zwei Geschäften zugleich")
    assert "(je nach Ort −1.500 bis −100)" in typical
    assert "täglich um 0,9 %" in yields


@pytest.mark.parametrize(
    ("net", "english", "german"),
    [
        (
            {
                "total": [-679, -800, -560],
                "rest": [12, -80, 104],
                "adds": {"costs": [-600, -640, -560], "budget": [-80, -120, -40], "clarity": [9, 1, 17]},
            },
            "What makes it: at equal sales per head, two businesses bring −679 (−800 to −560) compared with one "
            "business. Of this, fixed costs make −600, budget −80; with none of 3 rules, +12 (−80 to +104) is "
            "left",
            "Davon entfallen −600 auf feste Kosten, −80 auf das Budget der Haushalte; ohne alle 3 Regeln bleiben "
            "+12 (−80 bis +104)",
        ),
        (
            {"total": [-1679, -1800, -1560], "rest": [-1679, -1800, -1560], "adds": {"risk": [0, -9, 9]}},
            "No single rule makes it; with none of 1 rules, −1,679 (−1,800 to −1,560) is left",
            "Keine Regel allein macht es; ohne alle 1 Regeln bleiben −1.679 (−1.800 bis −1.560)",
        ),
        (
            {"total": [-10, -80, 60], "rest": [0, -9, 9], "adds": {}},
            "at equal sales per head, two businesses and one business cannot be told apart: −10 (−80 to +60)",
            "lassen sich zwei Geschäfte und ein Geschäft nicht auseinanderhalten: −10 (−80 bis +60)",
        ),
    ],
)
def test_what_makes_the_difference_stands_in_place_of_how_many_places(
    net: dict[str, Any], english: str, german: str
) -> None:
    why = Why({"ways": ["focus", "two, tailored"]}, {"net": net}, {}, {})
    said = five(ENGLISH, [entry()], MAPS, BALANCE, why)
    assert len(said) == 6
    assert english in said[2]
    assert german in five(GERMAN, [entry()], MAPS, BALANCE, why)[2]
    assert "](why.md)" in said[2]


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
    assert {"25", "65", "35", "55"} <= {text.get_text() for text in first.texts}
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
    assert "people outside lose 25 of 100 that they pay in" in [text.get_text() for text in axes.texts]


def test_what_changes_no_number_is_left_out_of_the_picture() -> None:
    hours = [{"events.share": share, "design.focal_hours": hours} for share in (0.0, 0.5) for hours in (10.0, 40.0)]
    same = [cell(0.6, 0.3, 80.0 + 5 * (where["events.share"] > 0), 1, where=where, outsiders=0.25) for where in hours]
    assert [each.where for each in told_apart(same, ENGLISH)] == [{"events.share": 0.0}, {"events.share": 0.5}]
    other = [*same[:3], cell(0.6, 0.3, 99.0, 1, where=hours[3], outsiders=0.25)]
    assert told_apart(other, ENGLISH) == other
    texts = [text.get_text() for text in draw_yields(chart("yields", same, at_once=1)).texts]
    assert any(text.endswith("what changes nothing is left out") for text in texts)


def test_a_place_is_named_as_people_would() -> None:
    where = {"events.share": 0.0, "company.vita.life.days": 998_905, "design.focal_hours": 10.0}
    assert ENGLISH.place(where) == "no events, companies stay open, part-time"
    assert GERMAN.place(where) == "ohne Veranstaltungen, Firmen bleiben, nebenberuflich"
    assert ENGLISH.place({"events.share": 0.5, "company.vita.life.days": 455}) == (
        "half at events, companies last 1 year"
    )


@pytest.mark.parametrize("words", [ENGLISH, GERMAN])
def test_names_of_places_leave_room_for_the_number_beside_them(words: Words) -> None:
    lives, hours = (455, 998_905), (10.0, 40.0)
    places = [
        {"events.share": share, "company.vita.life.days": life, "design.focal_hours": many}
        for share in (0.0, 0.5)
        for life in lives
        for many in hours
    ]
    cells = [cell(0.1, 0.8, -1000.0 - 100 * nth, -1, where=where) for nth, where in enumerate(places)]
    figure = draw_map([chart(cells=cells)], words)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    boxes = [(text.get_text(), text.get_window_extent()) for text in axes.texts]
    named, typical = (
        [box for text, box in boxes if text in told]
        for told in (
            {words.place(where) for where in places},
            {words.say("typical_short", money=words.money(each.typical)) for each in cells},
        )
    )
    assert len(named) == len(typical) == len(cells)
    assert all(left.x1 + 3 < right.x0 for left, right in zip(named, typical, strict=True))
