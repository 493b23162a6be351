"""Verdicts, and regions in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from sim.study.effects import Effect
from sim.study.judging import Judged, Neutral, State
from sim.study.verdicts import (
    ClaimVerdict,
    TestVerdict,
    Verdict,
    combined,
    control_of,
    over_regions,
    region_named,
    regions_named,
)
from tests.study.judged import question

YES: Verdict = "supported"
SOME: Verdict = "supported only where"
NO: Verdict = "not supported"
OPEN: Verdict = "undecided"
SHARES = (0.0, 0.2, 0.5, 1.0)


def verdict(states: Sequence[State], neutral: Neutral = "neutral") -> TestVerdict:
    regions = [
        Judged(Effect({"events.share": share}, np.zeros(3), 1.0, 1.0), -1.0, 1.0, state)
        for share, state in zip(SHARES, states, strict=False)
    ]
    return TestVerdict(question(), regions, regions, neutral, over_regions(states))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([YES, YES], YES),
        ([YES, NO], SOME),
        ([YES, OPEN], SOME),
        ([SOME, NO], SOME),
        ([SOME, SOME], SOME),
        ([YES, SOME], SOME),
        ([NO, NO], NO),
        ([NO, OPEN], OPEN),
        ([OPEN, OPEN], OPEN),
        ([YES], YES),
        ([NO], NO),
        ([OPEN], OPEN),
    ],
)
def test_verdicts_combine_by_the_rule_that_is_written_down(parts: list[Verdict], whole: Verdict) -> None:
    assert combined(parts) == whole
    assert combined(parts[::-1]) == whole


def test_a_test_is_supported_where_its_regions_are() -> None:
    assert verdict(["supported"] * 4).sentence == "supported"
    partly = verdict(["not supported", "undecided", "supported", "supported"])
    assert (partly.verdict, partly.sentence) == (SOME, "supported only where events share is 0.5 or more")
    assert verdict(["not supported"] * 4).sentence == "not supported"
    assert verdict(["not supported"] * 3 + ["undecided"]).sentence == "undecided"


def test_a_control_that_is_not_neutral_never_lets_a_test_be_supported() -> None:
    assert verdict(["supported"] * 4, "not neutral").sentence == "undecided (the control is not neutral)"
    assert verdict(["supported", "undecided"], "not neutral").verdict == OPEN
    assert verdict(["supported"] * 4, "unclear").sentence == "undecided (the control is too imprecise)"
    assert verdict(["not supported"] * 4, "not neutral").verdict == NO


def test_a_claim_says_for_which_questions_it_is_supported() -> None:
    yes, no = verdict(["supported"] * 4), verdict(["not supported"] * 4)
    partly, bad = verdict(["supported"] + ["not supported"] * 3), verdict(["supported"] * 4, "not neutral")
    assert ClaimVerdict("A1", "", [yes, yes]).sentence == "supported"
    assert ClaimVerdict("A1", "", [no, no]).sentence == "not supported"
    assert ClaimVerdict("A1", "", [partly]).sentence == "supported only where events share is 0"
    told = ClaimVerdict("A1", "", [no, yes, partly, bad])
    assert (
        told.sentence
        == "supported only for question 2, question 3 where events share is 0 (the control is not neutral)"
    )
    assert ClaimVerdict("A1", "", [bad, bad]).sentence == "undecided (the control is not neutral)"


def test_a_control_is_as_neutral_as_its_worst_region() -> None:
    contrast, level = question(), question(kind="level", better=None, against=[])
    assert control_of(contrast, ["neutral", "neutral"]) == "neutral"
    assert control_of(contrast, ["neutral", "unclear"]) == "unclear"
    assert control_of(contrast, ["unclear", "not neutral"]) == "not neutral"
    assert control_of(level, ["not supported", "not supported"]) == "neutral"
    assert control_of(level, ["not supported", "undecided"]) == "unclear"
    assert control_of(level, ["not supported", "supported"]) == "not neutral"


ROWS = [
    {"against": against, "events.share": share, "phases.care": care}
    for against, share, care in product(["focus", "all"], SHARES, [False, True])
]


def said(**levels: list[object]) -> str:
    names = {"against": "against", "share": "events.share", "care": "phases.care"}
    return regions_named([row for row in ROWS if all(row[names[n]] in held for n, held in levels.items())], ROWS)


def test_one_region_is_named_by_what_holds_there() -> None:
    assert region_named({}) == "everywhere"
    assert region_named(ROWS[2]) == "against 'focus', events share 0.2, phases care off"


def test_every_factor_is_told_by_itself_and_numbers_by_their_ends() -> None:
    assert said() == "everywhere"
    assert said(share=[0.5, 1.0]) == "events share is 0.5 or more"
    assert said(share=[0.0, 0.2]) == "events share is 0.2 or less"
    assert said(share=[0.2, 0.5]) == "events share is 0.2 to 0.5"
    assert said(share=[0.2]) == "events share is 0.2"
    assert said(share=[0.0, 1.0]) == "events share is 0 or 1"
    assert said(against=["all"], care=[True]) == "against 'all' and phases care is on"


def test_what_is_no_product_of_levels_is_listed() -> None:
    rows = [{"a.first": a, "b.second": b} for a, b in product([1, 2, 3], [1, 2, 3])]
    assert regions_named([rows[0], rows[4]], rows) == "(a first 1, b second 1), (a first 2, b second 2)"
    assert regions_named(rows[:8], rows).endswith("(a first 2, b second 1) and 4 more")
