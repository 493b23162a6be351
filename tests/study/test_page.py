"""The report and its figures."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.page import figure, holding, moved, page, said
from tests.study.entries import chart, entry


def test_a_figure_has_a_panel_a_question_and_marks_what_was_found() -> None:
    drawn = figure(entry())
    (axes,) = drawn.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["talks at events 0 %", "talks at events 100 %"]
    marks = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert [float(np.asarray(line.get_xdata())[0]) for line in marks] == pytest.approx([5.0, -5.0, 0.1, 0.1])
    assert [line.get_color() for line in marks] == ["#004F80", "#B54A00", "#9a9a9a", "#9a9a9a"]
    assert [line.get_marker() for line in marks] == ["o", "X", "D", "D"]
    texts = [text.get_text() for text in drawn.texts]
    assert texts[0] == "A6: so it is"
    assert texts[1].startswith("Only if. In 1 of 2 comparisons")
    assert axes.get_title(loc="left") == "Is it more?"


def test_a_figure_without_a_control_has_no_marks_for_it() -> None:
    found = entry()
    found["tests"][0]["control"] = {"state": "not run", "regions": [], "switches": ["phases.gossip=false"]}
    (axes,) = figure(found).axes
    assert len([line for line in axes.lines if line.get_linestyle() == "None"]) == 2
    assert "Nothing hangs on a control." in page([found], "1")


def test_the_page_holds_the_verdict_its_control_and_its_draws() -> None:
    text = page([entry()], "1", [chart(), chart("yields", at_once=1)])
    assert "It &lt;is&gt; so." in text
    assert '<td class="partly">Only if. In 1 of 2 comparisons' in text
    assert "Control (phases.gossip=false): neutral." in text
    assert "Holds in 12 of 48 draws; moved most by gossip.rate (−0.62) and events.people (+0.30, may be chance)" in text
    assert "<td>+5.00 (+2.52 to +7.48)</td><td>+0.10 (−2.38 to +2.58)</td>" in text
    assert "another version" not in text
    assert "quick" not in text


def test_a_quick_or_stale_verdict_is_marked() -> None:
    text = page([entry(quick=True)], "2")
    assert "Claims put to the test (quick)" in text
    assert "(of another version of the model)" in text


def test_shares_of_draws_are_told_from_the_weakest_to_the_strongest() -> None:
    found = entry()
    assert holding(found) == "25 %"
    test = found["tests"][0]
    other = test | {"sensitivity": test["sensitivity"] | {"share": 0.9}}
    assert holding(found | {"tests": [other, test]}) == "25 % to 90 %"
    assert holding(found | {"tests": [test | {"sensitivity": None}]}) == "–"
    assert moved(test | {"sensitivity": None}) == ""


def test_what_waits_for_more_worlds_says_how_many_would_do() -> None:
    found = entry((9.0, 1.2), quick=True, rule="few")
    (test,) = found["tests"]
    text = page([found], "1")
    assert found["word"] == "Not enough worlds"
    assert ">Not enough worlds: 1</span>" in text
    assert f"<td>{test['regions'][1]['enough']:,} pairs</td>" in text


@pytest.mark.parametrize(
    ("answer", "sign", "text"),
    [
        ("matters", -1, "less, and it matters"),
        ("small", 1, "a little more"),
        ("none", 0, "no difference that matters"),
        ("open", 0, "not enough worlds (90 pairs)"),
        ("open", 1, "more, size open: not enough worlds (90 pairs)"),
    ],
)
def test_the_three_answers_are_told_with_their_direction(answer: str, sign: int, text: str) -> None:
    assert said(answer, sign, 90) == text
