"""Points that are sampled from ranges instead of laid out in levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, overload

from sim.scenario.design import Design
from sim.scenario.names import field_at, path_of, plain
from sim.scenario.own_fit import numbers_of
from sim.scenario.schema import Scenario
from sim.scenario.vary import declared

MORRIS_LEVELS = 4
DIGITS = 6
LOG = "log"


def groups(names: Sequence[str], together: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Names that vary, those that vary together in one tuple, which stands where its first name does."""
    partners = {name: tuple(group) for group in together for name in group}
    return list(dict.fromkeys(partners.get(name, (name,)) for name in names))


def runs_of_a_sample(design: Design) -> int:
    """Number of points a sampled design has, before they are crossed with strategies."""
    factors = len(groups(list(design.between), design.together))
    return design.points * {"saltelli": factors + 2, "morris": factors + 1}.get(design.kind, 1)


def unit_sample(design: Design) -> Any:
    """Sample the unit cube as a design says; the same design gives the same sample.

    Latin hypercubes and scrambled Sobol sequences by :mod:`scipy.stats.qmc`; the radial design of Saltelli et al.
    (2010) and the paths of Morris (1991) on four levels by SALib.

    Returns
    -------
    numpy.ndarray
        Shape (points, factors), 0..1; a factor is a name of ``between`` or several that vary together.
    """
    factors = len(groups(list(design.between), design.together))
    if design.kind == "latin-hypercube":
        from scipy.stats.qmc import LatinHypercube

        return LatinHypercube(factors, rng=design.sampling_seed).random(design.points)
    if design.kind == "sobol":
        from scipy.stats.qmc import Sobol

        return Sobol(factors, rng=design.sampling_seed).random(design.points)
    problem = unit_problem(factors)
    if design.kind == "saltelli":
        from SALib.sample import sobol

        return sobol.sample(problem, design.points, calc_second_order=False, seed=design.sampling_seed)
    from SALib.sample import morris

    return morris.sample(problem, design.points, num_levels=MORRIS_LEVELS, seed=design.sampling_seed)


def unit_problem(factors: int) -> dict[str, Any]:
    """The unit cube as SALib describes it."""
    return {"num_vars": factors, "names": [str(i) for i in range(factors)], "bounds": [[0.0, 1.0]] * factors}


class Sample(Sequence[dict[str, Any]]):
    """Values of every sampled point by dotted name, in the order of the sample, made when they are asked for.

    Whole-number parameters are rounded so that every whole number of the range is equally likely; amounts of money
    are rounded to cents, other numbers to six significant digits.

    Parameters
    ----------
    scenario
        With a sampled design.
    """

    def __init__(self, scenario: Scenario) -> None:
        design = scenario.design
        self._between = design.between
        self._kinds = {name: number_kind(scenario, name) for name in design.between}
        self._factors = groups(list(design.between), design.together)
        self._shares = unit_sample(design)

    def __len__(self) -> int:
        """Count the points."""
        return len(self._shares)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """Make the values of a point."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return {
            name: value_at(float(share), self._between[name], self._kinds[name])
            for factor, share in zip(self._factors, self._shares[index], strict=True)
            for name in factor
        }


def sampled_rows(scenario: Scenario) -> list[dict[str, Any]]:
    """Values of every sampled point by dotted name, in the order of the sample."""
    return list(Sample(scenario))


def number_kind(scenario: Scenario, name: str) -> Any:
    """Type of the numbers a parameter takes: ``int``, ``float`` or ``Decimal``; None if it takes no numbers."""
    number = numbers_of(scenario).get(name)
    if number:
        return None if isinstance(number.default, bool) else type(number.default)
    field = field_at(path_of(name, declared(scenario))) if name != "strategy" else None
    kind = plain(field.annotation) if field else None
    return kind if kind in (int, float, Decimal) else None


def value_at(share: float, between: Sequence[Any], kind: Any) -> int | float:
    """Return the value that lies at a share of a range.

    Parameters
    ----------
    share
        0 for the low end, 1 for the high one.
    between
        Low and high end, and perhaps ``"log"`` for equal steps of the logarithm.
    kind
        As :func:`number_kind` says.
    """
    low, high = between[:2]
    margin = 0.5 if kind is int else 0.0
    bottom, top = low - margin, high + margin
    value = bottom * (top / bottom) ** share if LOG in between[2:] else bottom + share * (top - bottom)
    if kind is int:
        return int(min(max(round(value), low), high))
    rounded = round(value, 2) if kind is Decimal else float(f"{value:.{DIGITS}g}")
    return float(min(max(rounded, low), high))


def merged(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Several tables of values as one."""
    return {name: value for part in parts for name, value in part.items()}
