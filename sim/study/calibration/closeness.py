"""How far the figures of a world are from what was published, and how they are measured for one particle."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim import Scenario, ScenarioError
from sim.study.calibration.space import Values, changed
from sim.study.lived import DAYS, Crowded, Worlds
from sim.study.targets import TARGETS, Target, of_role

MISSING = 4.0  # units away from what was published: a figure that a world does not have
REFUSED = 1e9  # distance of values that do not make a scenario, or a world as crowded as this
CROWDED = 0.3  # share of all people at work at the same time: alone 14 units of distance, and slow to live
REFUSAL = "refused"


@dataclass(frozen=True)
class Closeness:
    """The distance of a search.

    Notes
    -----
    A figure is as many units away from the published value as it lies half widths of what is accepted away on that
    side, and at no distance between several published values; where only a range was published, as many half widths of
    it outside. A unit costs its square up to 1 and goes straight on beyond (Huber 1964), so that no hopeless figure
    rules all others. Figures of a row are averaged, rows are added: nothing is weighted but retention, which is also
    the source of a parameter and counts as a half.
    """

    names: tuple[str, ...]  # figures, those of one world after those of another
    # published values instead of those of the targets, for figures of a world whose parameters are known
    observed: tuple[tuple[str, float], ...] = ()

    @staticmethod
    def published() -> Closeness:
        """Return the distance to what was published, over all C targets."""
        return Closeness(tuple(target.name for target in of_role("C")))

    def to(self, figures: Mapping[str, float]) -> Closeness:
        """Return the distance to figures of a world; those that it does not have are left out."""
        there = tuple((name, figures[name]) for name in self.names if not math.isnan(figures[name]))
        return Closeness(tuple(name for name, _ in there), there)

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each figure counts: its row counts 1 or a half."""
        rows = [TARGETS[name].row for name in self.names]
        return {name: (0.5 if TARGETS[name].half else 1.0) / rows.count(TARGETS[name].row) for name in self.names}

    @cached_property
    def center(self) -> dict[str, float]:
        """The value that each figure would have; none for those of which no single one was published."""
        if self.observed:
            return dict(self.observed)
        published = {name: TARGETS[name].value for name in self.names}
        return {name: value for name, value in published.items() if value is not None}

    @cached_property
    def _observed(self) -> dict[str, float]:
        return dict(self.observed)

    def units(self, name: str, got: float) -> float:
        """Return how many units a figure is away, not negative."""
        if math.isnan(got):
            return MISSING
        target = TARGETS[name]
        if name in self._observed:
            return abs(got - self._observed[name]) / half_width(target)
        if target.published is None:
            return max(target.low - got, got - target.high, 0.0) / half_width(target)
        least, most = target.published
        side = target.high - most if got > most else least - target.low
        return max(least - got, got - most, 0.0) / max(side, 0.1 * half_width(target))

    def distance(self, figures: Mapping[str, float]) -> float:
        """Return the distance of figures, of a part of them its part: it can only grow with the rest."""
        if REFUSAL in figures:
            return REFUSED
        return sum(self.weights[name] * cost(self.units(name, figures[name])) for name in self.names if name in figures)

    def missed(self, figures: Mapping[str, float]) -> int:
        """Return in how many rows a figure lies outside of what is accepted."""
        return len({TARGETS[name].row for name in self.names if not TARGETS[name].is_met(figures[name])})


def half_width(target: Target) -> float:
    """Return half of the accepted range of a target."""
    return (target.high - target.low) / 2


def cost(units: float) -> float:
    """Return what so many units cost."""
    return units * units if units <= 1.0 else 2.0 * units - 1.0


@dataclass(frozen=True)
class Bench:
    """Measures the figures of a scenario with other values."""

    scenario: Scenario
    closeness: Closeness
    days: int = DAYS  # how old the market is
    beside: int | None = None  # how many of a particle's seeds the worlds beside the default are lived with; none: all

    def measure(self, at: Mapping[str, float], seeds: Sequence[int], most: float = math.inf) -> Values:
        """Return the figures at some values, by name.

        Parameters
        ----------
        at
            Values of what is searched.
        seeds
            Whose worlds are pooled.
        most
            A world after the other is lived only while the distance is not larger.
        """
        try:
            worlds = Worlds(changed(self.scenario, at), seeds, self.days, CROWDED, self.beside)
        except ScenarioError:
            return {REFUSAL: 1.0}
        found: Values = {}
        for number, name in enumerate(self.closeness.names):
            another = TARGETS[self.closeness.names[max(number - 1, 0)]].world != TARGETS[name].world
            if another and math.isfinite(most) and self.closeness.distance(found) > most:
                break
            try:
                found[name] = TARGETS[name].get(worlds)
            except Crowded:
                return {REFUSAL: 1.0}
        return found

    def is_whole(self, figures: Mapping[str, float]) -> bool:
        """Tell whether all figures were measured, or none can be."""
        return REFUSAL in figures or len(figures) == len(self.closeness.names)
