"""From effects to judgements: does an interval lie where the article expects it, and is it large enough to matter?

Student's t over seeds, the independent unit. A test that looks at many regions would find something in one of them by
chance; so the levels of its regions are corrected by Holm (1979). A test that is looked at several times while seeds
are added spends an equal part of the five per cent at each look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.analysis import CONFIDENCE, student, wilson
from sim.scenario import ClaimTest
from sim.study.effects import Effect

State = Literal["supported", "not supported", "undecided", "not enough worlds"]
Rule = Literal["full", "first", "few"]
Neutral = Literal["neutral", "not neutral", "unclear"]
FEWEST = 3
"""Seeds with a value below which nothing is said."""


@dataclass(frozen=True)
class Judged:
    """An effect with its interval and what it says."""

    effect: Effect  # what was found
    low: float  # 95 % interval of the mean by itself, not corrected; nan without one
    high: float
    state: State  # of the region: supported, not supported, undecided, or not enough worlds


def judge(found: Sequence[Effect], expects: str, looks: int = 1, rule: Rule = "full") -> list[Judged]:
    """Judge the regions of one test together.

    Supported: the interval lies in the expected direction and the estimate reaches what matters. Not supported: the
    interval excludes every effect that matters in that direction. Undecided otherwise. The direction ``equal`` is
    supported if the interval lies within what does not matter, and not if it lies outside.

    Parameters
    ----------
    found
        One effect per region.
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
    return _with_intervals(found, states)


def _open(rule: Rule) -> State:
    return "undecided" if rule == "full" else "not enough worlds"


def _judge_equal(found: Sequence[Effect], level: float, rule: Rule) -> list[Judged]:
    signed = [_Signed(each, 1.0, is_blind=rule == "few") for each in found]
    states: list[State] = [
        "supported" if inside else "not supported" if out else _open(rule)
        for inside, out in zip(_within(signed, level), _outside(signed, level), strict=True)
    ]
    return _with_intervals(found, states)


def _within(signed: Sequence[_Signed], level: float) -> NDArray[np.bool_]:
    """Which intervals lie within what does not matter."""
    return holm([max(each.above(-each.matters), each.below(each.matters)) for each in signed]) < level / 2


def _outside(signed: Sequence[_Signed], level: float) -> NDArray[np.bool_]:
    """Which intervals lie outside of what does not matter."""
    return holm([min(1.0, 2 * min(each.above(each.matters), each.below(-each.matters))) for each in signed]) < level


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
    states: list[Neutral] = []
    for each, differs, inside in zip(signed, apart, _within(signed, level), strict=True):
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
    return [
        "neutral" if inside else "not neutral" if out else "unclear"
        for inside, out in zip(_within(signed, level), _outside(signed, level), strict=True)
    ]


def holm(levels: Sequence[float]) -> NDArray[np.float64]:
    """Correct p-values for being looked at together (Holm 1979)."""
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


def _with_intervals(found: Sequence[Effect], states: Sequence[State]) -> list[Judged]:
    return [Judged(each, *interval(each.sample), state) for each, state in zip(found, states, strict=True)]


def interval(sample: NDArray[np.float64]) -> tuple[float, float]:
    """Return Student's 95 % interval of the mean; nan for fewer than 3 seeds."""
    low, high = student(sample) if sample.size >= FEWEST else (float("nan"), float("nan"))
    return float(low), float(high)


FEWEST_SETTINGS = 5
"""Settings with an effect below which no correlation is given."""


@dataclass(frozen=True)
class Moved:
    """How much a guessed parameter moves an effect."""

    name: str  # dotted name
    correlation: float  # spearman's rank correlation of value and effect, the effect in the expected direction
    # whether chance alone would give the largest of so many correlations such a size in one case of twenty
    chance: bool


@dataclass(frozen=True)
class Sensitivity:
    """How a test fares over plausible settings."""

    settings: int  # how many were tried
    holds: int  # in how many the estimate has the expected direction and reaches what matters, in all core regions
    low: float  # 95 % interval of that share (Wilson 1927)
    high: float
    moved: list[Moved] = field(default_factory=list)  # parameters by how much they move the effect, the strongest first

    @property
    def share(self) -> float:
        """Share of the settings in which it holds."""
        return self.holds / self.settings


def holds(found: Sequence[Effect], test: ClaimTest) -> bool:
    """Say whether the estimates of one setting are as expected and matter, in all regions."""
    if test.expects == "equal":
        return all(abs(each.estimate) < each.matters for each in found)
    return all(strength(each, test) >= each.matters for each in found)


def strength(effect: Effect, test: ClaimTest) -> float:
    """Return an estimate in the expected direction: larger supports more."""
    if test.expects == "equal":
        return -abs(effect.estimate)
    return -effect.estimate if test.expects == "lower" else effect.estimate


def sensitivity(test: ClaimTest, found: Sequence[Sequence[Effect]], settings: pd.DataFrame) -> Sensitivity:
    """Sum up a test over settings."""
    held = [holds(each, test) for each in found]
    low, high = wilson(sum(held), len(held))
    answers = np.array([np.mean([strength(effect, test) for effect in each]) for each in found])
    return Sensitivity(len(held), sum(held), low, high, moved(answers, settings))


def moved(answers: NDArray[np.float64], settings: pd.DataFrame) -> list[Moved]:
    """Rank parameters by their rank correlation with the answers; empty if too few settings have one."""
    known = np.isfinite(answers)
    many = int(known.sum())
    varied = [name for name in settings.columns if settings[name][known].nunique() > 1]
    if many < FEWEST_SETTINGS or np.ptp(answers[known]) == 0.0 or not varied:
        return []
    found = {name: float(stats.spearmanr(settings[name][known], answers[known]).statistic) for name in varied}
    bound = _chance(many, len(varied))
    ranked = sorted(found.items(), key=lambda item: -abs(item[1]))
    return [Moved(name, value, abs(value) < bound) for name, value in ranked]


def _chance(many: int, tries: int) -> float:
    """Correlation that one of so many independent parameters exceeds by chance in one case of twenty."""
    level = (1.0 - CONFIDENCE) / tries / 2
    t = float(stats.t.ppf(1.0 - level, many - 2))
    return float(t / np.sqrt(many - 2 + t**2))
