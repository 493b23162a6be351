"""Where the better strategy changes on the plane of two varied numbers, and how surely that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.paired import CONFIDENCE, RESAMPLING_SEED, subtract
from sim.analysis.samples import individuals, levels, mean_by_seed, numeric_parameters

if TYPE_CHECKING:
    from sim.analysis.load import Results

RESAMPLES = 1000
FINE = 61
WIDE_RANGE = 10.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """A difference over two varied numbers, between the points as straight as it goes.

    Attributes
    ----------
    across, up
        Values that were run, ascending, shapes (a,) and (b,).
    mean
        Mean difference over seeds at these values, shape (b, a).
    fine_across, fine_up
        Values of the fine grid, shape (61,) each; equal steps of the logarithm where the values span a power of ten.
    height
        The difference on the fine grid, shape (61, 61), rows upward.
    above
        Share of the bootstrap samples of seeds in which the difference is above 0 there, same shape.
    """

    across: Floats
    up: Floats
    mean: Floats
    fine_across: Floats
    fine_up: Floats
    height: Floats
    above: Floats

    @property
    def undecided(self) -> NDArray[np.bool_]:
        """Where the sign is not told apart: neither is found in 97.5 % of the samples."""
        tail = (1 - CONFIDENCE) / 2
        return (self.above > tail) & (self.above < 1 - tail)

    def boundary(self) -> list[Floats]:
        """Lines on which the difference is 0, shape (points, 2) each: across, up."""
        from contourpy import contour_generator

        lines = contour_generator(self.fine_across, self.fine_up, self.height).lines(0.0)
        return [np.asarray(line, np.float64) for line in lines]


def plane_of(results: Results) -> tuple[str, str] | None:
    """The two numbers of a map: what a grid of strategies varies besides them must be nothing.

    Returns
    -------
    tuple of str or None
        None if the design is no grid, varies other things, or compares no strategies.
    """
    names = [name for name in results.points[0]["values"] if name != "strategy"]
    design = results.scenario["design"]
    is_grid = design.get("kind", "grid") == "grid" and not design.get("together")
    compares = len({point["strategy"] for point in results.points}) > 1 or (
        results.worlds == "mixed" and len(results.scenario["strategy"]) > 1
    )
    if is_grid and compares and len(names) == 2 and set(numeric_parameters(results)) == set(names):
        return names[0], names[1]
    return None


def gaps(results: Results, plane: tuple[str, str]) -> pd.DataFrame:
    """Paired differences to the first strategy at every pair of values.

    Parameters
    ----------
    plane
        As :func:`plane_of` returns it.

    Returns
    -------
    pandas.DataFrame
        ``variant``, ``seed``, ``across``, ``up`` and the outcomes, money in currency units.
    """
    cells = {p["index"]: tuple(float(p["values"][name]) for name in plane) for p in results.points}
    rows = [(p["index"], str(cells[p["index"]]), p["strategy"] or "") for p in results.points]
    names = pd.DataFrame(rows, columns=["point", "setting", "variant"])
    if results.worlds == "focal":
        pairs = mean_by_seed(subtract(individuals(results, names), ["seed", "person"]))
    else:
        pairs = subtract(levels(results, names), ["seed"])
    places = {str(cell): cell for cell in cells.values()}
    setting = pairs["setting"].astype(str)
    across, up = (setting.map({text: cell[i] for text, cell in places.items()}) for i in (0, 1))
    return pairs.assign(across=across, up=up)


def surface(frame: pd.DataFrame, outcome: str) -> Surface | None:
    """Lay a surface through the mean differences of one variant.

    Parameters
    ----------
    frame
        Of one variant, as :func:`gaps` returns it.
    outcome
        Its column.

    Returns
    -------
    Surface or None
        None if there is no value somewhere, or fewer than two values on a side.
    """
    across, up = (np.sort(frame[name].unique()).astype(np.float64) for name in ("across", "up"))
    cube = np.stack([_grid(part, outcome, across, up) for _, part in frame.groupby("seed")])
    if min(across.size, up.size) < 2 or np.isnan(cube).all(axis=0).any():
        return None
    fine_across, to_across = _refined(across)
    fine_up, to_up = _refined(up)
    known = ~np.isnan(cube)
    filled = np.where(known, cube, 0.0)
    chance = np.random.default_rng(RESAMPLING_SEED)
    weights = chance.multinomial(len(cube), np.full(len(cube), 1 / len(cube)), size=RESAMPLES).astype(np.float64)
    mean = filled.sum(axis=0) / known.sum(axis=0)
    counted = np.tensordot(weights, known.astype(np.float64), 1)
    drawn = np.divide(
        np.tensordot(weights, filled, 1), counted, out=np.tile(mean, (RESAMPLES, 1, 1)), where=counted > 0
    )
    heights = to_up @ drawn @ to_across.T
    above = ((heights > 0) + 0.5 * (heights == 0)).mean(axis=0)
    return Surface(across, up, mean, fine_across, fine_up, to_up @ mean @ to_across.T, above)


def _grid(part: pd.DataFrame, outcome: str, across: Floats, up: Floats) -> Floats:
    found = part.pivot(index="up", columns="across", values=outcome).reindex(index=up, columns=across)
    return found.to_numpy(np.float64)


def is_wide(values: Floats) -> bool:
    """Whether values span so much that equal steps are those of their logarithm."""
    return bool(values[0] > 0 and values[-1] / values[0] >= WIDE_RANGE)


def _refined(values: Floats) -> tuple[Floats, Floats]:
    """Values of the fine grid, and the matrix that interpolates to them, shape (61, values)."""
    steps = np.log(values) if is_wide(values) else values
    fine = np.linspace(steps[0], steps[-1], FINE)
    matrix = np.stack([np.interp(fine, steps, unit) for unit in np.eye(values.size)], axis=1)
    return (np.exp(fine) if is_wide(values) else fine), matrix
