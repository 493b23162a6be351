"""From judgements to verdicts: one word for a claim, by one mapping, which is written down here and in docs/claims.md.

Only findings count: not what is a premise of the model (a mechanism on against off) or arithmetic.

A region of a question
    is as the article says (*said*), the other way (*other*), shows no difference that matters or a small one
    (*nothing*), or there are not enough worlds (*open*). Where the difference is there with the mechanism switched off
    as well, *said* becomes *other*; where that cannot be ruled out, *open*.
A claim, by the share of regions that are as it says, averaged over its questions
    all: Yes. Two thirds or more, and none the other way: Mostly. Some: Only if. None, and any open: Not enough worlds.
    None, and any the other way: No. None otherwise: No difference that matters.
A claim without findings
    is Premise if any question is one, else Arithmetic.
A rehearsal
    says a word only if it stays the same whatever its open regions turn out to be; otherwise Not enough worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any, Literal

from sim.scenario import ClaimTest
from sim.study.effects import AGAINST, outcome_of
from sim.study.judging import Judged, Neutral
from sim.study.sensitivity import Sensitivity

Word = Literal[
    "Yes", "Mostly", "Only if", "No", "No difference that matters", "Premise", "Arithmetic", "Not enough worlds"
]
WORDS: tuple[Word, ...] = (
    "Yes",
    "Mostly",
    "Only if",
    "No",
    "No difference that matters",
    "Premise",
    "Arithmetic",
    "Not enough worlds",
)
FEW: Word = "Not enough worlds"
State = Literal["said", "other", "nothing", "open"]
Switch = Neutral | Literal["not run"]
FINDING = "finding"
MOST = 2 / 3
"""Share of the regions from which a claim mostly holds."""
SCALED = 1e-9


def shown_by(test: ClaimTest) -> str:
    """Say what a test can show: ``finding``, ``premise`` or ``arithmetic``."""
    return str(getattr(test, "shows", FINDING))


@dataclass(frozen=True)
class TestVerdict:
    """The verdict on one test."""

    __test__ = False
    test: ClaimTest  # what was asked
    regions: list[Judged]  # its regions, judged
    control: list[Judged]  # the same regions with the mechanism switched off; empty if that was not run
    neutral: Switch  # what the control says; ``not run`` where nothing hangs on it
    sensitivity: Sensitivity | None = None  # in how many plausible settings it holds; None if that was not measured
    rehearsed: bool = False  # whether more worlds could be run, and a full test would run them

    @property
    def states(self) -> list[State]:
        """What is said of every region."""
        return [state_of(each, self.test.expects, self.neutral) for each in self.regions]

    @property
    def word(self) -> Word:
        """The word on this question alone."""
        return word_of([self.states], rehearsed=self.rehearsed)

    @property
    def enough(self) -> int | None:
        """Pairs that would decide all open regions; None if none is open, or one could not be decided."""
        wanted = [each.enough for each in self.regions if each.answer == "open"]
        return None if None in wanted else max((each for each in wanted if each), default=None)


@dataclass(frozen=True)
class ClaimVerdict:
    """The verdict on a claim."""

    id: str  # which claim
    says: str
    tests: list[TestVerdict] = field(default_factory=list)  # verdicts on its tests
    quick: bool = False  # whether it was tested with few seeds

    @property
    def word(self) -> Word:
        """The verdict in one word."""
        findings = [each for each in self.tests if shown_by(each.test) == FINDING]
        if not findings:
            return "Premise" if any(shown_by(each.test) == "premise" for each in self.tests) else "Arithmetic"
        return word_of([each.states for each in findings], rehearsed=any(each.rehearsed for each in findings))


def state_of(judged: Judged, expects: str, neutral: Switch) -> State:
    """Say what a region says, seen beside its control."""
    if judged.as_said(expects):
        return {"not neutral": "other", "unclear": "open"}.get(neutral, "said")  # type: ignore[return-value]
    if judged.other_way(expects):
        return "other"
    return "open" if judged.answer == "open" else "nothing"


def word_of(tests: Sequence[Sequence[State]], *, rehearsed: bool = False) -> Word:
    """Say in one word what the regions of all questions say together; see the module for the mapping.

    Parameters
    ----------
    tests
        States of the regions, by question.
    rehearsed
        Whether more worlds could be run, so that what is open may turn out either way.
    """
    if not rehearsed:
        return _word(tests)
    ends = {_word(_turned(tests, state)) for state in ("said", "other", "nothing")}
    return ends.pop() if len(ends) == 1 else FEW


def _turned(tests: Sequence[Sequence[State]], state: State) -> list[list[State]]:
    return [[state if each == "open" else each for each in regions] for regions in tests]


def _word(tests: Sequence[Sequence[State]]) -> Word:
    every = [state for regions in tests for state in regions]
    share = sum(regions.count("said") / len(regions) for regions in map(list, tests)) / len(tests)
    if share == 0.0:
        return FEW if "open" in every else "No" if "other" in every else "No difference that matters"
    if every.count("said") == len(every):
        return "Yes"
    return "Mostly" if share >= MOST - SCALED and "other" not in every else "Only if"


def control_of(test: ClaimTest, regions: Sequence[Neutral], judged: Sequence[Judged]) -> Neutral:
    """Say what a control as a whole shows.

    Parameters
    ----------
    test
        A level has no difference that could vanish: its control is neutral if the level is not reached.
    regions
        What :func:`sim.study.judging.neutrality` says.
    judged
        The regions of the control, judged.
    """
    if test.kind == "level":
        regions = [
            "unclear" if each.answer == "open" else "not neutral" if each.as_said(test.expects) else "neutral"
            for each in judged
        ]
    if any(state == "not neutral" for state in regions):
        return "not neutral"
    return "unclear" if any(state == "unclear" for state in regions) else "neutral"


ASKED = ("question", "kind", "outcome", "expects", "matters", "relative", "value", "factor", "better", "against", "by")
MOST_MOVED = 5
Told = dict[str, Any]


def told(verdict: ClaimVerdict) -> Told:
    """Tell a claim's verdict: ``id``, ``says``, ``word``, ``quick`` and ``tests``."""
    names = ("id", "says", "word", "quick")
    return {**{name: getattr(verdict, name) for name in names}, "tests": [_test(each) for each in verdict.tests]}


def _test(verdict: TestVerdict) -> Told:
    test = verdict.test
    return {
        **{name: getattr(test, name) for name in ASKED},
        "ends": [test.low, test.high],
        "shows": shown_by(test),
        "label": outcome_of(test.outcome).label,
        "compared": compared(test),
        "word": verdict.word,
        "enough": verdict.enough,
        "regions": [_region(each, state) for each, state in zip(verdict.regions, verdict.states, strict=True)],
        "control": {
            "state": verdict.neutral,
            "regions": [_region(each, state_of(each, test.expects, "neutral")) for each in verdict.control],
        },
        "sensitivity": _sensitivity(verdict.sensitivity),
    }


def compared(test: ClaimTest) -> str:
    """Say what a test compares, in a few words."""
    if test.kind == "level":
        return f"against {test.value:g}"
    against = " or ".join(_plain(level) for level in test.against)
    pair = f"{_plain(test.better)} against {against}"
    if test.factor != "strategy":
        pair = f"{test.factor}: {pair}"
    return pair if test.kind == "contrast" else f"{pair}, at {test.by} {test.high} less at {test.low}"


def _plain(level: Any) -> str:
    return f"'{level}'" if isinstance(level, str) else f"{level}"


def _region(judged: Judged, state: State) -> Told:
    effect = judged.effect
    return {
        "region": effect.region,
        "against": effect.region.get(AGAINST),
        "estimate": finite(effect.estimate),
        "low": finite(judged.low),
        "high": finite(judged.high),
        "matters": finite(effect.matters),
        "base": finite(effect.base),
        "seeds": int(effect.sample.size),
        "lost": effect.lost,
        "answer": judged.answer,
        "sign": judged.sign,
        "state": state,
        "enough": judged.enough,
    }


def _sensitivity(found: Sensitivity | None) -> Told | None:
    if found is None:
        return None
    most = [asdict(each) | {"correlation": finite(each.correlation)} for each in found.moved[:MOST_MOVED]]
    return {**asdict(found), "share": found.share, "moved": most}


def finite(value: float) -> float | None:
    """Return a number that JSON can hold; None for nan and infinity."""
    return float(value) if isfinite(value) else None
