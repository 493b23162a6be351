"""The time series: how groups of networkers do, at regular days."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.rules.standing import credibility_sums, mean_and_spread
from sim.world.tables import NETWORKER
from sim.world.world import World


@dataclass
class Series:
    """Collects one row a group (strategy, focal) whenever it is told to look.

    Columns of the result: ``day``, ``strategy``, ``focal``, ``networkers``, ``credibility`` (mean, 0..1; nan where
    nobody knows any of them), ``contradictions``, ``recruits`` (means a networker so far) and ``net_income`` (mean
    cents so far).

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    rows
        What has been collected, one mapping from column to value a row.
    """

    world: World
    rows: list[dict[str, object]] = field(default_factory=list)

    def look(self, day: int) -> None:
        """Take down the state of the world after ``day`` days; groups without networkers give no row."""
        w = self.world.tables
        working = np.flatnonzero(w.people.role >= NETWORKER)
        values = self._values(working)
        names = [strategy.name for strategy in self.world.scenario.strategy]
        group = 2 * w.people.strategy[working].astype(np.int64) + w.life.focal[working]
        for g in np.unique(group):
            inside = group == g
            row: dict[str, object] = {"day": day, "strategy": names[g // 2], "focal": bool(g % 2)}
            row["networkers"] = int(inside.sum())
            for name, value in values.items():
                row[name] = _mean(value[inside])
            self.rows.append(row)

    def _values(self, working: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
        w = self.world.tables
        sums = np.zeros((w.people.size, 3))
        credibility_sums(w, sums)
        tally, purse = w.tally[working], w.accounts[: w.people.size][working]
        earned = purse.active + purse.passive + purse.capital
        return {
            "credibility": mean_and_spread(sums[working])[0],
            "contradictions": tally.private.astype(float) + tally.public + tally.hearsay,
            "recruits": tally.recruits.astype(float),
            "net_income": (earned - purse.goods - purse.fees - purse.materials - purse.stakes).astype(float),
        }

    def frame(self) -> pd.DataFrame:
        """Return all rows so far, in the order they were taken; without columns if there are none."""
        return pd.DataFrame(self.rows)


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
