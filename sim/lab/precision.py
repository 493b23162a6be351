"""As many seeds as it takes until an interval is narrow enough.

Every round looks at the first seeds only, as many as it asked for. So the same scenario takes the same rounds, however
much of it the folder holds already, and a finished one computes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import ceil, inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.lab.opening import read_manifest
from sim.lab.stored.files import write_json
from sim.lab.stored.folder import frame_file
from sim.lab.stored.frames import read_frame
from sim.lab.work import BatchError, RunsFailed
from sim.scenario.design import MEAN, level_of, measured
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE = 0.95
FILE = "precision.json"
UNIT = ["point", "strategy"]
MORE = 1.1
"""A tenth more seeds than the last spread asks for, as the next one may be larger."""


@dataclass(frozen=True)
class Width:
    """How precisely one point is known: mean and half of a Student's interval over seeds, and the half width wanted."""

    point: int
    strategy: str
    seeds: int
    mean: float
    half_width: float
    wanted: float

    @property
    def reached(self) -> bool:
        """Whether the interval is narrow enough."""
        return self.half_width <= self.wanted


def until_precise(scenario: Scenario, more: Callable[[int], Path]) -> Path:
    """Run more and more seeds until every point is known precisely enough, and write down how many it took.

    Raises
    ------
    RunsFailed
        At the end, if runs raised in the last round.
    """
    wish = scenario.design.precision
    seeds = wish.min_seeds
    while True:
        failed, folder = _round(more, seeds)
        if failed and frame_file(folder, read_manifest(folder), "runs") is None:
            raise failed
        found = widths(scenario, folder, seeds)
        missing = [each for each in found if not each.reached]
        if not missing or seeds >= wish.max_seeds:
            break
        seeds = min(wish.max_seeds, max(_next(seeds, each) for each in missing))
    told = {"seeds": seeds, "sentence": sentence(scenario, seeds, found), "points": [*map(_told, found)]}
    write_json(folder / FILE, told)
    if failed:
        raise failed
    return folder


def _round(more: Callable[[int], Path], seeds: int) -> tuple[RunsFailed | None, Path]:
    try:
        return None, more(seeds)
    except RunsFailed as failed:
        return failed, Path(failed.out)


def _next(seeds: int, width: Width) -> int:
    """Seeds of the next round: what the spread so far asks for, but one more at least and twice as many at most."""
    if not isfinite(width.half_width) or width.wanted <= 0.0:
        return 2 * seeds
    asked = MORE * seeds * (width.half_width / width.wanted) ** 2
    return min(2 * seeds, max(seeds + 1, ceil(asked)))


def widths(scenario: Scenario, folder: Path, seeds: int) -> list[Width]:
    """Measure how precisely every point is known by its first seeds."""
    from scipy import stats

    wish, first = scenario.design.precision, scenario.design.first_seed
    values = _values(scenario, folder)
    values = values[values["seed"] < first + seeds]
    if wish.difference:
        values = _differences(scenario, values, folder)
    found = []
    for (point, strategy), sample in values.groupby(UNIT)["value"]:
        kept = sample.dropna()
        mean, many = float(kept.mean()), len(kept)
        half = float(stats.t.ppf((1 + CONFIDENCE) / 2, many - 1) * kept.std() / many**0.5) if many > 2 else inf
        wanted = wish.half_width * abs(mean) if wish.relative else wish.half_width
        found.append(Width(int(str(point)), str(strategy), many, mean, half, wanted))
    return found


def _values(scenario: Scenario, folder: Path) -> pd.DataFrame:
    """One value per point, seed and strategy."""
    name, quantity = measured(str(scenario.design.precision.outcome), scenario.own.measures)
    kind = "runs" if quantity == MEAN else "people"
    file = frame_file(folder, read_manifest(folder), kind)
    assert file is not None
    frame = read_frame(file, kind)
    if name not in frame.columns:
        raise BatchError(f"design.precision.outcome: the runs hold no {name}.")
    if scenario.design.worlds == "focal":
        frame = frame[frame["focal"].astype(bool)]
    by = frame.astype({name: "float64"}).groupby([*UNIT, "seed"])[name]
    value = by.mean() if quantity == MEAN else by.quantile(level_of(quantity))
    return value.rename("value").reset_index()


def _differences(scenario: Scenario, values: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Differences to the first strategy with the same other values, by seed."""
    plan = (read_manifest(folder) or {})["points"]
    others = {p["index"]: repr({k: v for k, v in p["values"].items() if k != "strategy"}) for p in plan}
    first = plan[0]["strategy"] or scenario.strategy[0].name
    values = values.assign(setting=values["point"].map(others))
    base = values[values["strategy"] == first][["setting", "seed", "value"]]
    pairs = values[values["strategy"] != first].merge(base, on=["setting", "seed"], suffixes=("", " of first"))
    return pairs.assign(value=pairs["value"] - pairs["value of first"])


def sentence(scenario: Scenario, seeds: int, found: list[Width]) -> str:
    """Say how many seeds it took, and what was not reached."""
    wish = scenario.design.precision
    what = f"{wish.outcome}{' (difference to the first strategy)' if wish.difference else ''}"
    wanted = f"{wish.half_width * 100:g} % of the mean" if wish.relative else f"{wish.half_width:g}"
    missing = [each for each in found if not each.reached]
    if not missing:
        return f"Precision: after {seeds} seeds the 95 % interval of {what} is within ± {wanted} everywhere."
    worst = max(missing, key=lambda each: each.half_width / each.wanted if each.wanted else inf)
    return (
        f"Precision: {seeds} seeds, all that design.precision.max_seeds allows, do not suffice: at {len(missing)} of "
        f"{len(found)} points the 95 % interval of {what} is wider than ± {wanted}; the widest, of "
        f"'{worst.strategy}' at point {worst.point}, has ± {worst.half_width:.3g} around {worst.mean:.3g}."
    )


def _told(width: Width) -> dict[str, Any]:
    numbers = {name: value for name, value in asdict(width).items() if isinstance(value, str) or isfinite(value)}
    return {**dict.fromkeys(asdict(width)), **numbers, "reached": width.reached}
