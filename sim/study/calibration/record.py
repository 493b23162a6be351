"""What a calibration leaves behind: where the posterior lies, what it predicts, and every search that was run."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.table import Table

from sim import UserError
from sim.core.files import write_text
from sim.study.calibration import adjusting
from sim.study.calibration.space import Searched, Values
from sim.study.posterior import Sample, chosen_of
from sim.study.targets import TARGETS, Target, rows_met, words_of

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SEARCHES = "searches.json"
PREDICTIVE_SEEDS = range(917_000, 919_000)
PREDICTED = 8  # seeds per draw, pooled: published figures are of markets much larger than one world
EVERY = 4  # of so many draws one is lived to see what it predicts


@dataclass(frozen=True)
class Outcome:
    """The record of a calibration."""

    search: dict[str, Any]  # seed, particles, generations with thresholds and numbers of worlds, seeds of worlds
    # by parameter: ``why`` it is searched, its prior (``law``, ``least``, ``most``), ``chosen``, ``quantiles`` of the
    # posterior, ``width`` of its 90 % interval over the prior's, ``contraction`` of the variance, to which end it
    # ``leans``
    parameters: dict[str, dict[str, Any]]
    chosen: dict[str, float | None]  # figures of the chosen draw, pooled over the seeds of verdicts
    predictive: dict[str, list[float] | None]  # quantiles of the figures over the draws
    null: dict[str, float | None]
    searches: list[dict[str, Any]]  # every search that was run, the first one first
    screening: dict[str, Any] | None = None
    coverage: dict[str, Any] | None = None
    draws: int | None = None  # how many different ones were lived for ``predictive``; none: every fourth row
    scale: list[dict[str, Any]] | None = None  # in larger and older markets; see :mod:`sim.study.measures.scale`

    def write(self, file: Path) -> Path:
        """Write it as JSON."""
        write_text(file, json.dumps({**asdict(self), "targets": told_targets()}, indent=1) + "\n")
        return file

    @staticmethod
    def read(file: Path) -> Outcome:
        """Read what :meth:`write` wrote.

        Raises
        ------
        UserError
            If it is no record of a calibration.
        """
        data = json.loads(file.read_text(encoding="utf-8"))
        data.pop("targets", None)
        try:
            for table in (data, *data["parameters"].values()):
                table["chosen"] = chosen_of(table)
                table.pop("medoid", None)
            return Outcome(**data)
        except (KeyError, TypeError):
            raise UserError(f"{file} is no record of a calibration.") from None

    def got(self, name: str) -> float:
        """Return a figure of the chosen draw; nan if there is none."""
        value = self.chosen.get(name)
        return math.nan if value is None else value

    def table(self) -> Table:
        """Lay out the targets, a row each: the chosen draw, and what the posterior predicts."""
        table = Table(
            "target", "role", "published", "accepted", "chosen", "90 % of draws", "", box=None, pad_edge=False
        )
        for name, target in TARGETS.items():
            met = "met" if target.is_met(self.got(name)) else "missed"
            chosen = written(name, self.got(name))
            cells = (target.role, expected(target), accepted(target), chosen, self.band(name), met)
            table.add_row(name, *cells)
        return table

    def band(self, name: str) -> str:
        """Write the central 90 % of a figure over the draws."""
        found = self.predictive.get(name)
        return "" if found is None else " to ".join(written(name, end) for end in (found[0], found[-1]))

    def rows(self, role: Any) -> dict[str, bool]:
        """Return for every row of a role whether the chosen draw meets it."""
        return rows_met({name: self.got(name) for name in TARGETS}, role)

    def covers(self, name: str) -> bool | None:
        """Tell whether the 90 % band holds the published value and is at most twice as wide as what is accepted.

        Where several values or only a range were published, the band has to reach into what lies between. None without
        a band.
        """
        found, target = self.predictive.get(name), TARGETS[name]
        if found is None:
            return None
        low, high = found[0], found[-1]
        near, far = target.published or (target.low, target.high)
        return bool(low <= far and high >= near and high - low <= 2 * (target.high - target.low))


def told_targets() -> dict[str, dict[str, Any]]:
    """Return the targets as the record keeps them."""
    keys = ("role", "row", "what", "low", "high", "expected", "source")
    return {name: {key: getattr(target, key) for key in keys} for name, target in TARGETS.items()}


def posterior_told(space: Sequence[Searched], draws: np.ndarray[Any, Any], sample: Sample) -> dict[str, dict[str, Any]]:
    """Return what is told of every parameter; ``draws`` are quantiles of the priors, shape (draws, parameters)."""
    wide, narrower, ends = adjusting.width(draws), adjusting.contraction(draws), adjusting.leaning(draws)
    told = {}
    for k, each in enumerate(space):
        values = np.array(sample.draws)[:, k]
        told[each.name] = {
            "why": each.why,
            "law": each.guess.law,
            "least": each.guess.least,
            "most": each.guess.most,
            "chosen": sample.draws[sample.chosen][k],
            "quantiles": [float(f"{value:.4g}") for value in np.quantile(values, LEVELS)],
            "width": round(float(wide[k]), 3),
            "contraction": round(float(narrower[k]), 3),
            "leans": int(ends[k]),
        }
    return told


def bands(figures: Sequence[Values]) -> dict[str, list[float] | None]:
    """Return quantiles of every figure over the draws; none of one that less than half of the draws have."""
    table = pd.DataFrame(figures)
    found: dict[str, list[float] | None] = {}
    for name in (name for name in table.columns if name in TARGETS):
        there = table[name].dropna()
        whole = len(there) * 2 >= len(table) > 0
        found[str(name)] = [round(float(value), 5) for value in there.quantile(list(LEVELS))] if whole else None
    return found


def short(figures: Mapping[str, float]) -> dict[str, float | None]:
    """Return figures as the record keeps them: rounded, none where there is none."""
    return {name: None if math.isnan(value) else round(value, 5) for name, value in figures.items()}


def noted(folder: Path, search: dict[str, Any]) -> list[dict[str, Any]]:
    """Add a search to the list of all that were run in a folder, or bring its entry up to date; return the list."""
    file = folder / SEARCHES
    every: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    if any(each["what"] == search["what"] for each in every):
        every = [search if each["what"] == search["what"] else each for each in every]
    else:
        every.append(search)
    write_text(file, json.dumps(every, indent=1) + "\n")
    return every


def written(name: str, value: float) -> str:
    """Write a figure of a target, in words where its number says nothing."""
    return words_of(name, value) or digits(value)


def digits(value: float) -> str:
    """Write a figure with three digits that count; a dash for none."""
    if math.isnan(value):
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"


def expected(target: Target) -> str:
    """Write what was published of a target."""
    if target.published is None:
        return ""
    low, high = target.published
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def accepted(target: Target) -> str:
    """Write the accepted range of a target."""
    return f"{target.low:g} to {target.high:g}" if target.high > target.low else f"{target.low:g}"
