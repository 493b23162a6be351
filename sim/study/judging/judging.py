"""From effects to judgements: does an interval lie where the article expects it, and is it large enough to matter?

Student's t over seeds, the independent unit. A test that looks at many regions would find something in one of them by
chance; so the levels of its regions are corrected by Holm (1979). Whoever looks several times while seeds are added
spends an equal part of the five per cent at each look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.analysis.statistics import CONFIDENCE
from sim.study.judging.effects import Effect

State = Literal["supported", "not supported", "undecided", "not enough worlds"]
Rule = Literal["full", "first", "few"]
Neutral = Literal["neutral", "not neutral", "unclear"]
FEWEST = 3
"""Seeds with a value below which nothing is said."""


@dataclass(frozen=True)
class Judged:
    """An effect with its interval and what it says.

    Attributes
    ----------
    effect
        What was found.
    low, high
        95 % interval of the mean by itself, not corrected; nan without one.
    state
        Of the region: supported, not supported, undecided, or not enough worlds.
    """

    effect: Effect
    low: float
    high: float
    state: State


def judge(found: Sequence[Effect], expects: str, looks: int = 1, rule: Rule = "full") -> list[Judged]:
    """Judge the regions of one test together.

    Supported: the interval lies in the expected direction and the estimate reaches what matters. Not supported: the
    interval excludes every effect that matters in that direction. Undecided otherwise. The direction ``equal`` is
    supported if the interval lies within what does not matter, and not if it lies outside.

    Parameters
    ----------
    found
        One effect a region.
    expects
        ``higher``, ``lower`` or ``equal``.
    looks
        How often this is looked at while seeds are added.
    rule
        ``full``; of a rehearsal ``first`` if it has as many seeds as a full test looks at first, and ``few`` if it has
        fewer. With these two, what is undecided is *not enough worlds*. With ``few``, supported also asks that the
        interval excludes every effect too small to matter, and values that are the same in every seed decide nothing,
        since they do not tell how much seeds differ.
    """
    level = (1.0 - CONFIDENCE) / looks
    if expects == "equal":
        return _judge_equal(found, level, rule)
    sign = -1.0 if expects == "lower" else 1.0
    signed = [_Signed(each, sign, is_blind=rule == "few") for each in found]
    for_it = holm([each.above(each.matters if rule == "few" else 0.0) for each in signed]) < level / 2
    against = holm([each.below(each.matters) for each in signed]) < level / 2
    states: list[State] = []
    for each, higher, lower in zip(signed, for_it, against, strict=True):
        reaches = each.mean >= each.matters
        states.append("supported" if higher and reaches else "not supported" if lower else _open(rule))
    return _told(found, states)


def _open(rule: Rule) -> State:
    return "undecided" if rule == "full" else "not enough worlds"


def _judge_equal(found: Sequence[Effect], level: float, rule: Rule) -> list[Judged]:
    signed = [_Signed(each, 1.0, is_blind=rule == "few") for each in found]
    within = holm([max(each.above(-each.matters), each.below(each.matters)) for each in signed]) < level / 2
    outside = holm([min(1.0, 2 * min(each.above(each.matters), each.below(-each.matters))) for each in signed]) < level
    states: list[State] = [
        "supported" if inside else "not supported" if out else _open(rule)
        for inside, out in zip(within, outside, strict=True)
    ]
    return _told(found, states)


def neutrality(found: Sequence[Effect], rule: Rule = "full") -> list[Neutral]:
    """Judge the regions of a control, in which no effect may remain.

    Neutral: the interval (Holm over the regions) lies within what does not matter, or it contains 0 and the estimate
    does not reach what matters. Not neutral: the estimate reaches it, and the interval excludes 0. Unclear: the
    estimate reaches it, and the interval contains 0, so that it is too wide to tell.

    With few seeds (``rule``), only an interval that lies within what does not matter is neutral, and only one that lies
    outside of it is not; values that are the same in every seed are unclear, unless there is no difference at all.
    """
    if rule == "few":
        return _neutrality_of_few(found)
    level = 1.0 - CONFIDENCE
    signed = [_Signed(each, 1.0) for each in found]
    apart = holm([min(1.0, 2 * min(each.above(0.0), each.below(0.0))) for each in signed]) < level
    within = holm([max(each.above(-each.matters), each.below(each.matters)) for each in signed]) < level / 2
    states: list[Neutral] = []
    for each, differs, inside in zip(signed, apart, within, strict=True):
        if each.unknown:
            states.append("unclear")
        elif abs(each.mean) < each.matters:
            states.append("neutral" if inside or not differs else "not neutral")
        else:
            states.append("not neutral" if differs else "unclear")
    return states


def _neutrality_of_few(found: Sequence[Effect]) -> list[Neutral]:
    level = 1.0 - CONFIDENCE
    signed = [_Signed(each, 1.0, is_blind=bool(np.any(each.sample != 0.0))) for each in found]
    within = holm([max(each.above(-each.matters), each.below(each.matters)) for each in signed]) < level / 2
    outside = holm([min(1.0, 2 * min(each.above(each.matters), each.below(-each.matters))) for each in signed]) < level
    return [
        "neutral" if inside else "not neutral" if out else "unclear"
        for inside, out in zip(within, outside, strict=True)
    ]


def holm(levels: Sequence[float]) -> NDArray[np.float64]:
    """Correct p-values for being looked at together (Holm 1979).

    Parameters
    ----------
    levels
        P-values; nan stays nan and does not count.
    """
    raw = np.asarray(levels, np.float64)
    known = np.flatnonzero(~np.isnan(raw))
    corrected = np.full(raw.size, np.nan)
    order = known[np.argsort(raw[known], kind="stable")]
    steps = raw[order] * np.arange(order.size, 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected


class _Signed:
    """An effect seen in the expected direction; one that is blind learns nothing from values that are all the same."""

    def __init__(self, effect: Effect, sign: float, *, is_blind: bool = False) -> None:
        sample = sign * effect.sample
        self.matters = effect.matters
        self.unknown = sample.size < FEWEST or not np.isfinite(effect.matters)
        self.mean = float(sample.mean()) if sample.size else float("nan")
        self.freedom = sample.size - 1
        self.error = float(sample.std(ddof=1) / sample.size**0.5) if sample.size > 1 else float("nan")
        if np.ptp(sample) <= 1e-12 * max(1.0, abs(self.mean)) if sample.size else False:
            self.error = 0.0
            self.unknown = self.unknown or is_blind

    def above(self, bound: float) -> float:
        """P-value of the hypothesis that the effect is at most the bound."""
        return self._tail(self.mean - bound)

    def below(self, bound: float) -> float:
        """P-value of the hypothesis that the effect is at least the bound."""
        return self._tail(bound - self.mean)

    def _tail(self, distance: float) -> float:
        if self.unknown:
            return float("nan")
        if self.error == 0.0:
            return 0.0 if distance > 0.0 else 1.0
        return float(stats.t.sf(distance / self.error, self.freedom))


def _told(found: Sequence[Effect], states: Sequence[State]) -> list[Judged]:
    return [Judged(each, *interval(each.sample), state) for each, state in zip(found, states, strict=True)]


def interval(sample: NDArray[np.float64]) -> tuple[float, float]:
    """Return Student's 95 % interval of the mean; nan for fewer than 3 seeds."""
    if sample.size < FEWEST:
        return float("nan"), float("nan")
    half = stats.t.ppf((1 + CONFIDENCE) / 2, sample.size - 1) * sample.std(ddof=1) / sample.size**0.5
    return float(sample.mean() - half), float(sample.mean() + half)
