"""Sampled designs read back: factors, where their points lie, and what came out there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.load import ResultsError
from sim.analysis.outcomes import OUTCOMES
from sim.analysis.paired import subtract
from sim.analysis.samples import individuals, levels, mean_by_seed, short_names
from sim.core.wording import listed
from sim.scenario.design import SAMPLED, Design
from sim.scenario.designs import groups, unit_sample, value_at

if TYPE_CHECKING:
    from sim.analysis.load import Results

Floats = NDArray[np.float64]
MINUS = " − "


@dataclass(frozen=True)
class Sample:
    """A sampled design with its answers.

    Attributes
    ----------
    design
        How the points were sampled.
    factors
        Readable name of every factor; several that vary together are one.
    unit
        Where the points lie between the ends of their ranges, shape (points, factors), 0..1.
    values
        The values of every factor's first parameter, same shape.
    answers
        ``outcome``, ``target`` (a strategy, or ``second − first``), ``row`` (point of the sample) and ``value``: the
        mean over seeds, money in currency units.
    differences
        Targets that are differences to the first strategy, paired by seed.
    """

    design: Design
    factors: list[str]
    unit: Floats
    values: Floats
    answers: pd.DataFrame
    differences: list[str]

    @property
    def targets(self) -> list[str]:
        """What a reader wants to see: differences, or the only strategy."""
        return self.differences or list(dict.fromkeys(self.answers["target"]))

    def answer(self, outcome: str, target: str) -> Floats:
        """Means over seeds, shape (points,); nan where there is no value."""
        chosen = (self.answers["outcome"] == outcome) & (self.answers["target"] == target)
        found = self.answers[chosen].set_index("row")["value"].reindex(range(len(self.unit)))
        return found.to_numpy(np.float64)


def is_sampled(results: Results) -> bool:
    """Whether the points of a batch were sampled, so that no two of them share a setting by design."""
    return results.scenario["design"].get("kind", "grid") in SAMPLED


def sample_of(results: Results) -> Sample:
    """Read a sampled design back.

    Raises
    ------
    sim.analysis.load.ResultsError
        If the design is not sampled, or the points are not those of its sample.
    """
    if not is_sampled(results):
        kind = results.scenario["design"].get("kind", "grid")
        raise ResultsError(f"'{results.name}' has design.kind = \"{kind}\"; sensitivity needs {listed(SAMPLED)}.")
    design = Design.model_validate(results.scenario["design"])
    factors = groups(list(design.between), design.together)
    unit = np.asarray(unit_sample(design), np.float64)
    crossed = len(design.vary.get("strategy", [None]))
    rows = [point["values"] for point in results.points[::crossed]]
    _refuse_other(results, design, [factor[0] for factor in factors], unit, rows)
    answers, differences = _answers(results, crossed)
    short = short_names([name for factor in factors for name in factor])
    names = [" + ".join(short[name] for name in factor) for factor in factors]
    values = np.array([[float(row[factor[0]]) for factor in factors] for row in rows])
    return Sample(design, names, unit, values, answers, differences)


def _refuse_other(results: Results, design: Design, names: list[str], unit: Floats, rows: list[Any]) -> None:
    same = len(rows) == len(unit) and all(
        value_at(float(share), design.between[name], _kind(row[name])) == row[name] or _close(share, design, name, row)
        for row, shares in zip(rows, unit, strict=True)
        for name, share in zip(names, shares, strict=True)
    )
    if not same:
        raise ResultsError(
            f"'{results.name}' was sampled by other versions of scipy or SALib: its points are not those of its design."
        )


def _kind(value: Any) -> Any:
    return int if isinstance(value, int) else float


def _close(share: float, design: Design, name: str, row: dict[str, Any]) -> bool:
    """Whether a value is the sampled one but for its rounding to cents."""
    return bool(abs(value_at(float(share), design.between[name], float) - row[name]) <= 0.0051)


def _answers(results: Results, crossed: int) -> tuple[pd.DataFrame, list[str]]:
    rows = [(p["index"], str(p["index"] // crossed), p["strategy"] or "") for p in results.points]
    names = pd.DataFrame(rows, columns=["point", "setting", "variant"])
    samples = levels(results, names)
    first, *others = samples["variant"].cat.categories
    if results.worlds == "focal":
        pairs = mean_by_seed(subtract(individuals(results, names), ["seed", "person"]))
    else:
        pairs = subtract(samples, ["seed"])
    titles = {other: f"{other}{MINUS}{first}" for other in others}
    pairs = pairs.assign(variant=pairs["variant"].astype(object).map(titles))
    outcomes = [name for name in samples.columns if name in OUTCOMES]
    both = pd.concat([samples.astype({"variant": object}), pairs], ignore_index=True)
    means = both.groupby(["setting", "variant"], observed=True)[outcomes].mean().reset_index()
    long = means.melt(["setting", "variant"], outcomes, "outcome", "value")
    long = long.assign(row=long["setting"].astype(str).astype(int)).rename(columns={"variant": "target"})
    return long[["outcome", "target", "row", "value"]], list(titles.values())
