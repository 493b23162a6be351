"""One place of the map in words, in both languages."""

from __future__ import annotations

from math import nan

import pytest

from sim.study.telling.placed import between, net, placed
from sim.study.telling.words import ENGLISH, GERMAN
from tests.study.entries import cell, chart


def test_a_place_is_told_people_first_and_what_it_rests_on_last() -> None:
    found = cell(0.2, 0.7, -1500.0, -1)
    assert placed(ENGLISH, chart(), found) == [
        "Of the same 100 people, 20 ended up better off with two businesses at once than with one business at a time "
        "and 70 worse off: a difference that matters.",
        "The typical difference over 18 months is −1,500 currency units; the mean, which a few can turn, is −3,000.",
        "It rests on 30 pairs of worlds, in each of which 20 people live the same 18 months twice: 600 people. Better "
        "less worse is −50 of 100, and anything from −60 to −40 is possible (95 % interval); 20 or more would matter.",
    ]


def test_german_is_written_as_german() -> None:
    people, typical, rests = placed(GERMAN, chart(), cell(0.2, 0.7, -1500.0, -1))
    assert people == (
        "Von denselben 100 Menschen ging es 20 mit zwei Geschäften zugleich am Ende besser als mit einem Geschäft "
        "nach dem anderen und 70 schlechter: ein Unterschied, der zählt."
    )
    assert "beträgt −1.500 Währungseinheiten" in typical
    assert rests.endswith("möglich ist alles von −60 bis −40 (95-%-Intervall), und ab 20 würde es zählen.")


def test_beside_the_gain_of_yields_stands_who_lost_it() -> None:
    found = chart("yields", at_once=1)
    _, moved, *_ = placed(ENGLISH, found, cell(0.6, 0.3, 80.0, 1, outsiders=0.25))
    assert moved == (
        "That is no gain that somebody made: 30 % of the cash is in yield systems, where outside money grows by 0.9 % "
        "a day, and people outside lose 25 of every 100 that they pay in."
    )
    _, moved, *_ = placed(GERMAN, found, cell(0.6, 0.3, 80.0, 1))
    assert moved.endswith("täglich 0,9 % mehr fließt, und von außen zahlte niemand ein.")


@pytest.mark.parametrize(
    ("answer", "sign", "enough", "said"),
    [
        ("small", 1, None, "a small difference."),
        ("none", 0, None, "no difference that matters."),
        ("open", 0, 90, "there are not enough worlds to tell which are more."),
        ("open", -1, None, "the second are more, but there are not enough worlds to say by how much."),
    ],
)
def test_each_answer_has_its_words_and_what_is_open_says_what_would_decide_it(
    answer: str, sign: int, enough: int | None, said: str
) -> None:
    told = placed(ENGLISH, chart(), cell(0.4, 0.5, 0.0, sign, answer=answer, enough=enough))
    assert told[0].endswith(f": {said}")
    decides = {90: "About 90 pairs would decide it.", None: "No number of pairs that can be run would decide it."}
    assert told[3:] == ([decides[enough]] if answer == "open" else [])


def test_a_place_of_two_pairs_has_no_interval() -> None:
    found = cell(0.2, 0.7, -1500.0, 0)
    few = type(found)(**{**vars(found), "low": nan, "high": nan})
    assert (between(ENGLISH, few), net(ENGLISH, nan), net(ENGLISH, 0.001)) == ("–", "–", "0")
    assert placed(ENGLISH, chart(), few)[2].endswith("twice: 600 people.")
