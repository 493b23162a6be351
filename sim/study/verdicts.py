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

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any, Literal

from sim.core.wording import number
from sim.scenario import ClaimTest
from sim.study.effects import AGAINST, Row, outcome_of
from sim.study.judging import Judged, Neutral, Sensitivity

MOST_NAMED = 4


def region_named(region: Row) -> str:
    """Name one region: ``against 'focus', events share 0.5``; ``everywhere`` if there is only one."""
    parts = [f"against {_value(region[AGAINST])}"] if AGAINST in region else []
    parts += [f"{readable(name)} {_value(value)}" for name, value in region.items() if name != AGAINST]
    return ", ".join(parts) or "everywhere"


def readable(name: str) -> str:
    """Write a dotted name in words: ``vita life days`` for ``company.vita.life.days``."""
    return re.sub(r"^(?:company|strategy)\.", "", name).replace(".", " ").replace("_", " ")


def regions_named(chosen: Sequence[Row], everywhere: Sequence[Row]) -> str:
    """Say in words which of all regions are meant.

    If the chosen ones are all combinations of some levels of each factor, every factor is told by itself, numbers by
    where they begin and end; otherwise the regions are listed.
    """
    levels = {name: _levels(everywhere, name) for name in everywhere[0]}
    picked = {name: [value for value in held if value in _levels(chosen, name)] for name, held in levels.items()}
    combined = [row for row in everywhere if all(row[name] in picked[name] for name in picked)]
    if len(combined) == len(chosen):
        told = [_factor(readable(name), picked[name], levels[name]) for name in levels]
        return " and ".join(filter(None, told)) or "everywhere"
    listed = [f"({region_named(row)})" for row in chosen[:MOST_NAMED]]
    more = f" and {len(chosen) - MOST_NAMED} more" if len(chosen) > MOST_NAMED else ""
    return f"{', '.join(listed)}{more}"


def _levels(rows: Sequence[Row], name: str) -> list[Any]:
    found: list[Any] = []
    for row in rows:
        if row[name] not in found:
            found.append(row[name])
    return found


def _factor(name: str, picked: list[Any], levels: list[Any]) -> str:
    """One factor; empty if all its levels are meant."""
    if len(picked) == len(levels):
        return ""
    if name == AGAINST:
        return f"against {_or(picked)}"
    if len(levels) > 2 and all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return f"{name} is {_span(sorted(picked), sorted(levels))}"
    return f"{name} is {_or(picked)}"


def _span(picked: list[Any], levels: list[Any]) -> str:
    first, last = levels.index(picked[0]), levels.index(picked[-1])
    if len(picked) == 1 or last - first + 1 > len(picked):
        return _or(picked)
    if last == len(levels) - 1:
        return f"{_value(picked[0])} or more"
    if first == 0:
        return f"{_value(picked[-1])} or less"
    return f"{_value(picked[0])} to {_value(picked[-1])}"


def _or(values: Sequence[Any]) -> str:
    texts = [_value(value) for value in values]
    return " or ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return number(value) if isinstance(value, int | float) else f"'{value}'"


Verdict = Literal["supported", "supported only where", "not supported", "undecided", "not enough worlds"]
SUPPORTED: Verdict = "supported"
PARTLY: Verdict = "supported only where"
REFUTED: Verdict = "not supported"
UNDECIDED: Verdict = "undecided"
FEW: Verdict = "not enough worlds"
NO_CONTROL = "no control was run"


@dataclass(frozen=True)
class TestVerdict:
    """The verdict on one test."""

    __test__ = False
    test: ClaimTest  # what was asked
    regions: list[Judged]  # its regions, judged
    control: list[Judged]  # the same regions with the mechanism switched off
    # what the control says: ``neutral``, ``not neutral`` if an effect remains in any region, ``unclear`` if one cannot
    # be ruled out
    neutral: Neutral
    found: Verdict  # the verdict of the regions alone
    sensitivity: Sensitivity | None = None  # in how many plausible settings it holds; None if that was not measured
    rehearsed: bool = False  # whether more worlds could be run, and a full test would run them

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
    """The verdict on a claim."""

    id: str  # which claim
    says: str
    tests: list[TestVerdict] = field(default_factory=list)  # verdicts on its tests
    quick: bool = False  # whether it was tested with few seeds and settings

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
    """Combine verdicts, of regions to that of a test, or of tests to that of a claim."""
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
        For a level the states of its judgement, otherwise what :func:`sim.study.judging.neutrality` says.
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
    waiting = [str(nth) for nth, each in enumerate(tests, 1) if each.verdict == FEW]
    if len(tests) == 1:
        return tests[0].sentence
    told = [f"question {nth} {each.sentence}" for nth, each in enumerate(tests, 1) if each.verdict != FEW]
    which = f"question{'s' if len(waiting) > 1 else ''} {', '.join(waiting)}"
    return "; ".join([f"{FEW} for {which}", *told])


def _partly(tests: Sequence[TestVerdict]) -> str:
    if len(tests) == 1:
        return f"{PARTLY} {tests[0].where}"
    parts = []
    for nth, each in enumerate(tests, 1):
        if each.verdict in (SUPPORTED, PARTLY):
            parts.append(f"question {nth}{f' where {each.where}' if each.where else ''}")
    return f"supported only for {', '.join(parts)}"


ASKED = ("question", "kind", "outcome", "expects", "matters", "relative", "value")
MOST_MOVED = 5
Told = dict[str, Any]


def told(verdict: ClaimVerdict) -> Told:
    """Tell a claim's verdict: ``id``, ``says``, ``verdict``, ``sentence``, ``flags``, ``quick`` and ``tests``."""
    names = ("id", "says", "verdict", "sentence", "flags", "quick")
    return {**{name: getattr(verdict, name) for name in names}, "tests": [_test(each) for each in verdict.tests]}


def _test(verdict: TestVerdict) -> Told:
    test = verdict.test
    return {
        **{name: getattr(test, name) for name in ASKED},
        "label": outcome_of(test.outcome).label,
        "compared": compared(verdict),
        "verdict": verdict.verdict,
        "sentence": verdict.sentence,
        "where": verdict.where,
        "regions": [_region(each) for each in verdict.regions],
        "control": {"state": verdict.neutral, "regions": [_region(each) for each in verdict.control]},
        "sensitivity": _sensitivity(verdict.sensitivity),
    }


def compared(verdict: TestVerdict) -> str:
    """Say what a test compares, in a few words."""
    test = verdict.test
    if test.kind == "level":
        return f"against {test.value:g}"
    against = " or ".join(_plain(level) for level in test.against)
    pair = f"{_plain(test.better)} against {against}"
    if test.factor != "strategy":
        pair = f"{test.factor}: {pair}"
    return pair if test.kind == "contrast" else f"{pair}, at {test.by} {test.high} less at {test.low}"


def _plain(level: Any) -> str:
    return f"'{level}'" if isinstance(level, str) else f"{level}"


def _region(judged: Judged) -> Told:
    effect = judged.effect
    return {
        "region": effect.region,
        "named": region_named(effect.region),
        "estimate": finite(effect.estimate),
        "low": finite(judged.low),
        "high": finite(judged.high),
        "matters": finite(effect.matters),
        "base": finite(effect.base),
        "seeds": int(effect.sample.size),
        "lost": effect.lost,
        "state": judged.state,
    }


def _sensitivity(found: Sensitivity | None) -> Told | None:
    if found is None:
        return None
    most = [asdict(each) | {"correlation": finite(each.correlation)} for each in found.moved[:MOST_MOVED]]
    return {**asdict(found), "share": found.share, "moved": most}


def finite(value: float) -> float | None:
    """Return a number that JSON can hold; None for nan and infinity."""
    return float(value) if isfinite(value) else None
