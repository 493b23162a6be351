"""Verdicts: one word, by one mapping."""

from __future__ import annotations

from itertools import product

import pytest

from sim.scenario.design import ClaimTest
from sim.study.judging import judge
from sim.study.verdicts import (
    FEW,
    WORDS,
    ClaimVerdict,
    State,
    Switch,
    TestVerdict,
    Word,
    control_of,
    state_of,
    told,
    word_of,
)
from tests.study.judged import effect, question

SAID, OTHER, NOTHING, OPEN = 5.0, -5.0, 0.0, 1.0
"""Means of regions by what they say; the last one with a wide interval."""


def verdict(means: list[float], neutral: Switch = "neutral", test: ClaimTest | None = None) -> TestVerdict:
    regions = [judge([effect(mean, 2.0 if mean == OPEN else 0.1, x=nth)])[0] for nth, mean in enumerate(means)]
    return TestVerdict(test or question(), regions, [], neutral)


@pytest.mark.parametrize(
    ("tests", "word"),
    [
        ([["said", "said"], ["said"]], "Yes"),
        ([["said", "said"], ["nothing"]], "Only if"),
        ([["said", "said", "nothing"]], "Mostly"),
        ([["said", "said", "open"]], "Mostly"),
        ([["said", "said", "other"]], "Only if"),
        ([["said", "nothing", "nothing"]], "Only if"),
        ([["said"], ["said"], ["nothing"]], "Mostly"),
        ([["nothing", "nothing"]], "No difference that matters"),
        ([["nothing", "other"]], "No"),
        ([["nothing", "open"]], "Not enough worlds"),
        ([["other", "open"]], "Not enough worlds"),
    ],
)
def test_a_claim_has_one_word_by_the_mapping_that_is_written_down(tests: list[list[State]], word: Word) -> None:
    assert word_of(tests) == word
    assert word_of(tests[::-1]) == word


@pytest.mark.parametrize(
    ("tests", "word"),
    [
        ([["said", "said", "open"]], FEW),  # Yes, Mostly or Only if
        ([["said", "nothing", "nothing", "open"]], "Only if"),
        ([["nothing", "open"]], FEW),
        ([["nothing", "nothing"]], "No difference that matters"),
        ([["other"], ["open"]], FEW),
        ([["said"]], "Yes"),
    ],
)
def test_a_rehearsal_says_what_no_open_region_can_turn(tests: list[list[State]], word: Word) -> None:
    assert word_of(tests, rehearsed=True) == word


def test_what_a_rehearsal_says_a_full_test_says_however_its_open_regions_turn_out() -> None:
    states: list[State] = ["said", "other", "nothing", "open"]
    decided: list[State] = ["said", "other", "nothing"]
    for regions in product(states, repeat=4):
        word = word_of([list(regions)], rehearsed=True)
        if word == FEW:
            continue
        for turned in product(decided, repeat=regions.count("open")):
            rest = iter(turned)
            assert word_of([[next(rest) if each == "open" else each for each in regions]]) == word


def test_a_control_that_shows_the_difference_too_turns_it_and_one_that_is_unclear_leaves_it_open() -> None:
    (judged,) = judge([effect(SAID, 0.1)])
    wanted = {"neutral": "said", "not run": "said", "not neutral": "other", "unclear": "open"}
    for neutral, state in wanted.items():
        assert state_of(judged, "higher", neutral) == state  # type: ignore[arg-type]
    assert verdict([SAID], "not neutral").word == "No"
    assert verdict([SAID], "unclear").word == FEW
    assert verdict([NOTHING], "unclear").word == "No difference that matters"


def showing(shows: str) -> ClaimTest:
    """A question that shows something else than a finding."""
    test = question()
    object.__setattr__(test, "shows", shows)
    return test


def test_only_findings_count() -> None:
    premise, arithmetic = (verdict([SAID], test=showing(shows)) for shows in ("premise", "arithmetic"))
    finding = verdict([NOTHING])
    assert ClaimVerdict("A1", "", [premise, arithmetic, finding]).word == "No difference that matters"
    assert ClaimVerdict("A1", "", [premise, arithmetic]).word == "Premise"
    assert ClaimVerdict("A1", "", [arithmetic]).word == "Arithmetic"


def test_the_words_are_those_that_are_documented() -> None:
    assert len(WORDS) == len(set(WORDS)) == 8


def test_a_question_says_how_many_pairs_would_decide_it() -> None:
    waits = verdict([SAID, OPEN])
    assert waits.enough == waits.regions[1].enough
    assert verdict([SAID]).enough is None


def test_a_control_is_as_neutral_as_its_worst_region() -> None:
    contrast, level = question(), question(kind="level", better=None, against=[])
    assert control_of(contrast, ["neutral", "neutral"], []) == "neutral"
    assert control_of(contrast, ["neutral", "unclear"], []) == "unclear"
    assert control_of(contrast, ["unclear", "not neutral"], []) == "not neutral"
    none, open_, reached = (
        judge([effect(mean, scale)])[0] for mean, scale in ((NOTHING, 0.1), (OPEN, 2.0), (SAID, 0.1))
    )
    assert control_of(level, [], [none, none]) == "neutral"
    assert control_of(level, [], [none, open_]) == "unclear"
    assert control_of(level, [], [none, reached]) == "not neutral"


def test_a_verdict_is_told_in_plain_types() -> None:
    found = told(ClaimVerdict("A6", "It is so.", [verdict([SAID, OTHER])]))
    (test,) = found["tests"]
    assert (found["word"], test["word"], test["shows"]) == ("Only if", "Only if", "finding")
    assert (test["compared"], test["label"]) == ("'two' against 'one'", "Recruits")
    assert [(row["state"], row["answer"], row["sign"]) for row in test["regions"]] == [
        ("said", "matters", 1),
        ("other", "matters", -1),
    ]
    assert test["control"] == {"state": "neutral", "regions": []}
