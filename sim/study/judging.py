"""From effects to answers: three that can be given about a difference, or that there are not enough worlds for one.

Student's t over pairs, the independent unit: a pair is a seed, with a draw of the posterior of its own where there is
one. A test that looks at many regions would find something in one of them by chance; so the levels of its regions are
corrected by Holm (1979). A test that is looked at several times while seeds are added spends an equal part of the five
per cent at each look. That a difference does not matter is itself tested (two one-sided tests, Schuirmann 1987).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.analysis import CONFIDENCE, student
from sim.study.effects import Effect

Answer = Literal["matters", "small", "none", "open"]
Rule = Literal["full", "first", "few"]
Neutral = Literal["neutral", "not neutral", "unclear"]
FEWEST = 3
"""Seeds with a value below which nothing is said."""
MOST_WORLDS = 100_000
"""Pairs beyond which nobody would run them."""


@dataclass(frozen=True)
class Judged:
    """An effect with its interval and what it says."""

    effect: Effect  # what was found
    low: float  # 95 % interval of the mean by itself, not corrected; nan without one
    high: float
    # a difference that matters; a small one; no difference that matters; or not enough worlds to say any of these
    answer: Answer
    sign: int  # of the difference, if its interval excludes 0 (corrected): 1 or -1; 0 if the direction is not known
    enough: int | None = None  # pairs that would decide it if mean and spread stayed as they are; None if none would

    def as_said(self, expects: str) -> bool:
        """Whether this is what the article says: a difference that matters in its direction, or with ``equal`` none."""
        if expects == "equal":
            return self.answer in ("small", "none")
        return self.answer == "matters" and self.sign == (-1 if expects == "lower" else 1)

    def other_way(self, expects: str) -> bool:
        """Whether a difference matters, but not as the article says."""
        return self.answer == "matters" and not self.as_said(expects)


def judge(found: Sequence[Effect], looks: int = 1, rule: Rule = "full") -> list[Judged]:
    """Judge the regions of one test together.

    A difference that matters: the interval excludes 0 and the estimate reaches what matters. No difference that
    matters: the interval lies within what does not matter; small: it does, and excludes 0. Open otherwise.

    Parameters
    ----------
    found
        One effect per region.
    looks
        How often this is looked at while seeds are added.
    rule
        ``full``; of a rehearsal ``first`` if it has as many seeds as a full test looks at first, and ``few`` if it has
        fewer. With ``few``, a difference that matters also asks that the interval excludes every effect too small to
        matter, and values that are the same in every seed decide nothing, since they do not tell how much seeds differ.
    """
    level = (1.0 - CONFIDENCE) / looks
    each = [Tested(effect, is_blind=rule == "few") for effect in found]
    apart = holm([one.apart(0.0) for one in each]) < level
    beyond = holm([one.apart(one.matters) for one in each]) < level if rule == "few" else apart
    inside = within(each, level)
    rows = zip(found, each, apart, beyond, inside, strict=True)
    return [_judged(effect, one, level, bool(a), bool(b), bool(i)) for effect, one, a, b, i in rows]


def _judged(effect: Effect, one: Tested, level: float, apart: bool, beyond: bool, inside: bool) -> Judged:
    answer: Answer = "open"
    if beyond and abs(one.mean) >= one.matters:
        answer = "matters"
    elif inside:
        answer = "small" if apart else "none"
    sign = int(np.sign(one.mean)) if apart else 0
    return Judged(effect, *interval(effect.sample), answer, sign, one.enough(level) if answer == "open" else None)


def within(each: Sequence[Tested], level: float) -> NDArray[np.bool_]:
    """Which intervals lie within what does not matter."""
    return holm([max(one.above(-one.matters), one.below(one.matters)) for one in each]) < level / 2


def neutrality(found: Sequence[Effect], rule: Rule = "full") -> list[Neutral]:
    """Judge the regions of a control, in which no effect may remain.

    Neutral: the interval (Holm over the regions) lies within what does not matter, or it contains 0 and the estimate
    does not reach what matters. Not neutral: the estimate reaches it, and the interval excludes 0. Unclear: the
    estimate reaches it, and the interval contains 0, so that it is too wide to tell.

    With few seeds (``rule``), only an interval that lies within what does not matter is neutral, and only one that lies
    outside of it is not; values that are the same in every seed are unclear, unless there is no difference at all.
    """
    level = 1.0 - CONFIDENCE
    few = rule == "few"
    each = [Tested(effect, is_blind=few and bool(np.any(effect.sample != 0.0))) for effect in found]
    inside = within(each, level)
    if few:
        outside = holm([one.apart(one.matters) for one in each]) < level
        return ["neutral" if i else "not neutral" if o else "unclear" for i, o in zip(inside, outside, strict=True)]
    apart = holm([one.apart(0.0) for one in each]) < level
    states: list[Neutral] = []
    for one, differs, is_inside in zip(each, apart, inside, strict=True):
        if one.unknown:
            states.append("unclear")
        elif abs(one.mean) < one.matters:
            states.append("neutral" if is_inside or not differs else "not neutral")
        else:
            states.append("not neutral" if differs else "unclear")
    return states


def holm(levels: Sequence[float]) -> NDArray[np.float64]:
    """Correct p-values for being looked at together (Holm 1979)."""
    raw = np.asarray(levels, np.float64)
    known = np.flatnonzero(~np.isnan(raw))
    corrected = np.full(raw.size, np.nan)
    order = known[np.argsort(raw[known], kind="stable")]
    steps = raw[order] * np.arange(order.size, 0, -1)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected


class Tested:
    """P-values of one effect; one that is blind learns nothing from values that are all the same."""

    def __init__(self, effect: Effect, *, is_blind: bool = False) -> None:
        sample = effect.sample
        self.matters = effect.matters
        self.unknown = sample.size < FEWEST or not np.isfinite(effect.matters)
        self.mean = float(sample.mean()) if sample.size else float("nan")
        self.freedom = sample.size - 1
        self.spread = float(sample.std(ddof=1)) if sample.size > 1 else float("nan")
        if np.ptp(sample) <= 1e-12 * max(1.0, abs(self.mean)) if sample.size else False:
            self.spread = 0.0
            self.unknown = self.unknown or is_blind

    def above(self, bound: float) -> float:
        """P-value of the hypothesis that the effect is at most the bound."""
        return self._tail(self.mean - bound)

    def below(self, bound: float) -> float:
        """P-value of the hypothesis that the effect is at least the bound."""
        return self._tail(bound - self.mean)

    def apart(self, bound: float) -> float:
        """P-value, on both sides, of the hypothesis that the effect is at most the bound in size."""
        return min(1.0, 2 * min(self.above(bound), self.below(-bound)))

    def enough(self, level: float) -> int | None:
        """Pairs by which the mean would be told from the nearer end: 0 if it matters, else what matters."""
        distance = abs(self.mean) if abs(self.mean) >= self.matters else self.matters - abs(self.mean)
        if self.unknown or not isfinite(distance) or distance <= 0.0 or not self.spread:
            return None
        z = float(stats.norm.isf(level / 2))
        many = ceil((z * self.spread / distance) ** 2) + 2
        return max(many, self.freedom + 2) if many <= MOST_WORLDS else None

    def _tail(self, distance: float) -> float:
        if self.unknown:
            return float("nan")
        if self.spread == 0.0:
            return 0.0 if distance > 0.0 else 1.0
        return float(stats.t.sf(distance * (self.freedom + 1) ** 0.5 / self.spread, self.freedom))


def interval(sample: NDArray[np.float64]) -> tuple[float, float]:
    """Return Student's 95 % interval of the mean; nan for fewer than 3 seeds."""
    low, high = student(sample) if sample.size >= FEWEST else (float("nan"), float("nan"))
    return float(low), float(high)
