"""Which C targets inform which guesses: rank correlations over draws from all priors.

A guess that moves no target cannot be calibrated and stays what it was; one that moves several is worth searching.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.table import Table

from sim import Scenario
from sim.core.files import write_text
from sim.study.calibration.closeness import Bench
from sim.study.calibration.measuring import Measuring
from sim.study.calibration.recovery import Array, table_of
from sim.study.calibration.space import Searched, is_whole, known
from sim.study.targets import TARGETS

SEED = 20_261_128
SURE = 3.0  # standard errors of a rank correlation that count as information
NAME = "screening.json"


@dataclass(frozen=True)
class Screening:
    """The result of a screening."""

    draws: int  # draws from the priors that made a world
    least: float  # size of a correlation that counts
    correlations: dict[str, dict[str, float]]  # guess, then target: rank correlation, -1..1

    def informing(self, name: str) -> dict[str, float]:
        """Return the targets that inform a guess, the strongest first, with their correlations."""
        there = {target: value for target, value in self.correlations[name].items() if abs(value) >= self.least}
        return dict(sorted(there.items(), key=lambda each: -abs(each[1])))

    def strength(self, name: str) -> float:
        """Return the root of the summed squares of the correlations that count."""
        return math.sqrt(sum(value**2 for value in self.informing(name).values()))

    def ranked(self) -> list[str]:
        """Return all guesses, the best informed first."""
        return sorted(self.correlations, key=lambda name: (-self.strength(name), name))

    def table(self, searched: Sequence[str]) -> Table:
        """Lay out which targets inform which guess."""
        table = Table("guess", "strength", "informed by", "", box=None, pad_edge=False)
        for name in self.ranked():
            told = ", ".join(f"{target} {value:+.2f}" for target, value in list(self.informing(name).items())[:5])
            table.add_row(name, f"{self.strength(name):.2f}", told, "searched" if name in searched else "")
        return table

    def write(self, folder: Path) -> Path:
        """Write it into a folder."""
        write_text(folder / NAME, json.dumps(asdict(self), indent=1) + "\n")
        return folder / NAME

    @staticmethod
    def read(file: Path) -> Screening:
        """Read what :meth:`write` wrote."""
        return Screening(**json.loads(file.read_text(encoding="utf-8")))


def candidates(scenario: Scenario) -> list[Searched]:
    """Return all guesses that a scenario holds."""
    return [Searched(guess, "", is_whole(guess.name)) for guess in known().values() if guess.at(scenario)]


def screen(bench: Bench, measuring: Measuring, draws: int) -> Screening | None:
    """Draw all guesses from their priors, and correlate them with the figures; none if somebody wished to stop."""
    space = candidates(bench.scenario)
    table = table_of(space, bench, measuring, draws, SEED)
    return None if table is None else correlated([each.name for each in space], *table)


def correlated(names: Sequence[str], shares: Array, figures: pd.DataFrame) -> Screening:
    """Correlate the ranks of draws and figures; a figure that a world does not have is left out of its row."""
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    for target in (name for name in figures.columns if name in TARGETS):
        there = figures[target].notna().to_numpy()
        if there.sum() < 8 or figures[target][there].nunique() < 2:
            continue
        ranks = figures[target][there].rank().to_numpy()
        for number, name in enumerate(names):
            mine = pd.Series(shares[there, number]).rank().to_numpy()
            found[name][target] = round(float(np.corrcoef(mine, ranks)[0, 1]), 3)
    return Screening(len(figures), SURE / math.sqrt(max(len(figures) - 1, 1)), found)
