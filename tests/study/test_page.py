"""The report and its figures."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.judging import Moved, Sensitivity, judge
from sim.study.page import figure, holding, moved, page
from sim.study.verdicts import ClaimVerdict, TestVerdict, over_regions, told
from tests.study.judged import effect, question


def entry(quick: bool = False, model: str = "1") -> dict[str, object]:
    regions = judge([effect(5.0, **{"events.share": 0.0}), effect(-5.0, **{"events.share": 1.0})], "higher")
    control = judge([effect(0.1, **{"events.share": share}) for share in (0.0, 1.0)], "higher")
    felt = Sensitivity(48, 12, 0.15, 0.39, [Moved("gossip.rate", -0.62, False), Moved("events.people", 0.3, True)])
    first = TestVerdict(question(), regions, control, "neutral", over_regions([r.state for r in regions]), felt)
    verdict = ClaimVerdict("A6", "It <is> so.", [first], quick)
    return (
        told(verdict)
        | {
            "title": "A6: so it is",
            "file": "a06.toml",
            "worlds": {"own": 6, "control": 6, "settings": 96},
            "seeds": 3,
            "kind": "focal",
            "days": 365,
            "people": 1500,
            "fingerprint": "f" * 64,
            "model": model,
            "reference": "abc",
        }
        | {"tests": [_with_switches(each) for each in told(verdict)["tests"]]}
    )


def _with_switches(test: dict[str, object]) -> dict[str, object]:
    control = test["control"]
    assert isinstance(control, dict)
    return test | {"control": control | {"switches": ["phases.gossip=false"]}}


def test_a_verdict_is_told_in_plain_types() -> None:
    found = entry()
    (test,) = found["tests"]  # type: ignore[misc]
    assert found["sentence"] == "supported only where events share is 0"
    assert (test["compared"], test["label"]) == ("'two' against 'one'", "Recruits")
    assert [row["state"] for row in test["regions"]] == ["supported", "not supported"]
    assert test["regions"][0]["estimate"] == 5.0
    assert test["regions"][0]["low"] == pytest.approx(5.0 - 2.484138, abs=1e-5)
    assert test["sensitivity"]["share"] == 0.25


def test_a_figure_has_a_panel_a_question_and_marks_what_was_found() -> None:
    drawn = figure(entry())
    (axes,) = drawn.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["events share 0", "events share 1"]
    marks = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert [float(np.asarray(line.get_xdata())[0]) for line in marks] == pytest.approx([5.0, -5.0, 0.1, 0.1])
    assert [line.get_color() for line in marks] == ["#009E73", "#B54A00", "#9a9a9a", "#9a9a9a"]
    texts = [text.get_text() for text in drawn.texts]
    assert texts[0] == "A6: so it is"
    assert texts[1].startswith("Supported only where events share is 0. ")
    assert axes.get_title(loc="left") == "Is it more?"
    assert " ".join(axes.get_xlabel().split()) == (
        "Recruits, difference (direct recruits): 'two' against 'one'; expected: higher →"
    )


def test_the_page_holds_the_verdict_its_control_and_its_settings() -> None:
    text = page([entry()], "1")
    assert "It &lt;is&gt; so." in text
    assert '<td class="partly">supported only where events share is 0</td>' in text
    assert "Control: phases.gossip=false, neutral." in text
    assert "moved most by gossip.rate (−0.62) and events.people (+0.30, may be chance)" in text
    assert "<td>events share 0</td><td>+5.00 (+2.52 to +7.48)</td><td>+0.10 (−2.38 to +2.58)</td>" in text
    assert "another version" not in text
    assert "quick" not in text


def test_a_quick_or_stale_verdict_is_marked() -> None:
    text = page([entry(quick=True)], "2")
    assert "Claims put to the test (quick)" in text
    assert "(of another version of the model)" in text


def test_shares_of_settings_are_told_from_the_weakest_to_the_strongest() -> None:
    found = entry()
    assert holding(found) == "25 %"
    test = found["tests"][0]  # type: ignore[index]
    other = test | {"sensitivity": test["sensitivity"] | {"share": 0.9}}
    assert holding(found | {"tests": [other, test]}) == "25 % to 90 %"
    assert holding(found | {"tests": [test | {"sensitivity": None}]}) == "–"
    assert moved(test | {"sensitivity": None}) == ""


def test_a_rehearsal_shows_what_waits_for_more_worlds() -> None:
    regions = judge([effect(9.0, **{"x": 1}), effect(1.2, **{"x": 2})], "higher", 1, "few")
    waits = TestVerdict(question(), regions, regions, "neutral", over_regions([r.state for r in regions]))
    claim = entry(quick=True) | told(ClaimVerdict("A6", "It is so.", [waits], quick=True))
    claim["tests"] = [_with_switches(each) for each in claim["tests"]]  # type: ignore[attr-defined]
    text = page([claim], "1")
    assert "not enough worlds to decide 1 of 2 regions" in text
    assert ">not enough worlds: 1</span>" in text
    assert "not enough worlds: 0" not in page([entry()], "1")
    assert "grey square not enough worlds)" in " ".join(figure(claim).texts[1].get_text().split())
