"""From judgements to verdicts: of a test over its regions, and of a claim over its tests.

The rules, in the order in which they are tried.

A test
    in a rehearsal, any region that its worlds cannot decide: not enough worlds. Supported in all regions: supported. In
    some: supported only where these are. In none, and all are not supported: not supported. Otherwise undecided.
A test whose control shows an effect, or cannot rule one out
    never counts as supported: it is undecided, and says why. In a rehearsal whose worlds cannot rule an effect out it
    is not enough worlds.
A claim
    any test with not enough worlds: not enough worlds. All tests supported: supported. Some supported, everywhere or in
    regions: supported only where these say. None supported, and all not supported: not supported. Otherwise undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sim.study.judging.judging import Judged, Neutral
from sim.study.judging.sensitivity import Sensitivity
from sim.study.judging.wording import regions_named

if TYPE_CHECKING:
    from sim.scenario.design import ClaimTest

Verdict = Literal["supported", "supported only where", "not supported", "undecided", "not enough worlds"]
SUPPORTED: Verdict = "supported"
PARTLY: Verdict = "supported only where"
REFUTED: Verdict = "not supported"
UNDECIDED: Verdict = "undecided"
FEW: Verdict = "not enough worlds"
NO_CONTROL = "no control was run"


@dataclass(frozen=True)
class TestVerdict:
    """The verdict on one test.

    Attributes
    ----------
    test
        What was asked.
    regions
        Its regions, judged.
    control
        The same regions with the mechanism switched off.
    neutral
        What the control says: ``neutral``, ``not neutral`` if an effect remains in any region, ``unclear`` if one
        cannot be ruled out.
    found
        The verdict of the regions alone.
    sensitivity
        In how many plausible settings it holds; None if that was not measured.
    rehearsed
        Whether more worlds could be run, and a full test would run them.
    """

    __test__ = False
    test: ClaimTest
    regions: list[Judged]
    control: list[Judged]
    neutral: Neutral
    found: Verdict
    sensitivity: Sensitivity | None = None
    rehearsed: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict: never supported with a control that is not neutral."""
        if self.rehearsed and self.neutral == "unclear" and self.found in (SUPPORTED, PARTLY):
            return FEW
        if self.neutral != "neutral" and self.found in (SUPPORTED, PARTLY):
            return UNDECIDED
        return self.found

    @property
    def flag(self) -> str:
        """What is wrong with the control; empty if nothing is."""
        return {"neutral": "", "not neutral": "the control is not neutral", "unclear": "the control is too imprecise"}[
            self.neutral
        ]

    @property
    def where(self) -> str:
        """Where it is supported, in words; empty if nowhere or everywhere."""
        if self.found != PARTLY:
            return ""
        return regions_named(
            [each.effect.region for each in self.regions if each.state == "supported"],
            [each.effect.region for each in self.regions],
        )

    @property
    def sentence(self) -> str:
        """The verdict in words, with the region and what is wrong with the control."""
        if self.verdict == FEW:
            return _few(self)
        where = f" {self.where}" if self.verdict == PARTLY else ""
        return f"{self.verdict}{where}{f' ({self.flag})' if self.flag else ''}"


@dataclass(frozen=True)
class ClaimVerdict:
    """The verdict on a claim.

    Attributes
    ----------
    id, says
        Which claim.
    tests
        Verdicts on its tests.
    quick
        Whether it was tested with few seeds and settings.
    """

    id: str
    says: str
    tests: list[TestVerdict] = field(default_factory=list)
    quick: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return combined([each.verdict for each in self.tests])

    @property
    def flags(self) -> list[str]:
        """What is wrong with controls."""
        return list(dict.fromkeys(each.flag for each in self.tests if each.flag))

    @property
    def sentence(self) -> str:
        """The verdict in words: where it is supported, for which questions, and what is wrong."""
        text = str(self.verdict)
        if self.verdict == PARTLY:
            text = _partly(self.tests)
        if self.verdict == FEW:
            return _open(self.tests)
        flags = "; ".join(self.flags)
        return f"{text} ({flags})" if flags else text


def over_regions(states: Sequence[str]) -> Verdict:
    """Combine the judgements of a test's regions."""
    return combined([SUPPORTED if state == "supported" else _verdict(state) for state in states])


def combined(verdicts: Sequence[Verdict]) -> Verdict:
    """Combine verdicts, of regions to that of a test, or of tests to that of a claim.

    Parameters
    ----------
    verdicts
        At least one.
    """
    if FEW in verdicts:
        return FEW
    if all(each == SUPPORTED for each in verdicts):
        return SUPPORTED
    if any(each in (SUPPORTED, PARTLY) for each in verdicts):
        return PARTLY
    return REFUTED if all(each == REFUTED for each in verdicts) else UNDECIDED


def control_of(test: ClaimTest, regions: Sequence[Neutral | str]) -> Neutral:
    """Say what a control as a whole shows.

    Parameters
    ----------
    test
        A level has no difference that could vanish: its control is neutral if the level is not reached.
    regions
        For a level the states of its judgement, otherwise what :func:`sim.study.judging.judging.neutrality` says.
    """
    if test.kind == "level":
        words = {"supported": "not neutral", "not supported": "neutral"}
        regions = [words.get(state, "unclear") for state in regions]
    if any(state == "not neutral" for state in regions):
        return "not neutral"
    return "unclear" if any(state == "unclear" for state in regions) else "neutral"


def _verdict(state: str) -> Verdict:
    return REFUTED if state == "not supported" else FEW if state == "not enough worlds" else UNDECIDED


def _few(test: TestVerdict) -> str:
    """Say of what there are not enough worlds."""
    waiting = sum(each.state == "not enough worlds" for each in test.regions)
    if not waiting:
        return f"{FEW} to rule out an effect without the mechanism"
    return FEW if len(test.regions) == 1 else f"{FEW} to decide {waiting} of {len(test.regions)} regions"


def _open(tests: Sequence[TestVerdict]) -> str:
    """Say which questions wait for more worlds, and what is said of the others."""
    waiting = [str(number) for number, each in enumerate(tests, 1) if each.verdict == FEW]
    if len(tests) == 1:
        return tests[0].sentence
    told = [f"question {number} {each.sentence}" for number, each in enumerate(tests, 1) if each.verdict != FEW]
    which = f"question{'s' if len(waiting) > 1 else ''} {', '.join(waiting)}"
    return "; ".join([f"{FEW} for {which}", *told])


def _partly(tests: Sequence[TestVerdict]) -> str:
    if len(tests) == 1:
        return f"{PARTLY} {tests[0].where}"
    parts = []
    for number, each in enumerate(tests, 1):
        if each.verdict in (SUPPORTED, PARTLY):
            parts.append(f"question {number}{f' where {each.where}' if each.where else ''}")
    return f"supported only for {', '.join(parts)}"
