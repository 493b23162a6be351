"""Verdicts as plain JSON types: what is stored, and what report and figures are made from."""

from __future__ import annotations

from math import isfinite
from typing import Any

from sim.study.judging.judging import Judged
from sim.study.judging.sensitivity import Sensitivity
from sim.study.judging.values import outcome_of
from sim.study.judging.verdicts import ClaimVerdict, TestVerdict
from sim.study.judging.wording import region_named

MOST_MOVED = 5
Told = dict[str, Any]


def told(verdict: ClaimVerdict) -> Told:
    """Tell a claim's verdict: ``id``, ``says``, ``verdict``, ``sentence``, ``flags``, ``quick`` and ``tests``."""
    return {
        "id": verdict.id,
        "says": verdict.says,
        "verdict": verdict.verdict,
        "sentence": verdict.sentence,
        "flags": verdict.flags,
        "quick": verdict.quick,
        "tests": [_test(each) for each in verdict.tests],
    }


def _test(verdict: TestVerdict) -> Told:
    test = verdict.test
    return {
        "question": test.question,
        "kind": test.kind,
        "outcome": test.outcome,
        "label": outcome_of(test.outcome).label,
        "compared": compared(verdict),
        "expects": test.expects,
        "matters": test.matters,
        "relative": test.relative,
        "value": test.value,
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
        "estimate": number(effect.estimate),
        "low": number(judged.low),
        "high": number(judged.high),
        "matters": number(effect.matters),
        "base": number(effect.base),
        "seeds": int(effect.sample.size),
        "lost": effect.lost,
        "state": judged.state,
    }


def _sensitivity(found: Sensitivity | None) -> Told | None:
    if found is None:
        return None
    return {
        "settings": found.settings,
        "holds": found.holds,
        "share": found.share,
        "low": found.low,
        "high": found.high,
        "moved": [
            {"name": each.name, "correlation": number(each.correlation), "chance": each.chance}
            for each in found.moved[:MOST_MOVED]
        ],
    }


def number(value: float) -> float | None:
    """Return a number that JSON can hold; None for nan and infinity."""
    return float(value) if isfinite(value) else None
