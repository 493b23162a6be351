"""The record of one run: outcomes by strategy and of the founders, and the time series of groups and companies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from sim.core.registry import declared
from sim.model.outcomes import OUTCOMES, in_units, personal
from sim.model.tables import Tables
from sim.record.outcomes import Lived, Milestones
from sim.record.own import own_columns
from sim.record.series import Firms, Series, tenure
from sim.scenario.schema import Scenario
from sim.world.world import World


@dataclass(frozen=True)
class Run:
    """What is left of a world; money in currency units everywhere.

    Attributes
    ----------
    scenario, seed, strategy
        What was run; ``strategy`` is the one under study, None in a mixed world.
    groups
        One row for the networkers of each strategy (focal people apart): number of ``people`` and
        ``founders``, the mean of every outcome over everybody who ever worked, and medians of money.
    people
        One row for everybody who works from the first day; the same people in all worlds of a seed.
    series
        How the same people as in ``groups`` fared over time, also after they left; see
        :class:`sim.record.series.Series`.
    companies
        See :class:`sim.record.series.Firms`.
    tenure
        See :func:`sim.record.series.tenure`.
    remarks
        Sentences about the graph.
    """

    scenario: Scenario
    seed: int
    strategy: str | None
    groups: pd.DataFrame
    people: pd.DataFrame
    series: pd.DataFrame
    companies: pd.DataFrame
    tenure: pd.DataFrame
    remarks: list[str]

    def __repr__(self) -> str:
        """Name the run and its size."""
        title = self.scenario.title or "untitled"
        return f"<Run of '{title}', seed {self.seed}, {int(self.groups['people'].sum())} networkers>"

    def _repr_html_(self) -> str:
        """What the run is, and its outcomes by strategy, for a notebook."""
        table = self.groups.to_html(index=False, border=0, na_rep="–", float_format=_short)
        return f"<p>{escape(repr(self))}</p>\n{table}\n<p>Means a networker; money in currency units.</p>"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def networker_outcomes(w: Tables, strategies: list[str], passed: Milestones | None = None) -> pd.DataFrame:
    """Return one row for everybody who works a position or did once.

    Parameters
    ----------
    strategies
        Names of the strategies, in the order of the scenario.
    passed
        What was taken down on the way, if anything was.

    Returns
    -------
    pandas.DataFrame
        Columns ``person`` (id), ``strategy`` (name), ``founder``, ``focal`` and every outcome that
        :mod:`sim.record.outcomes` declares of persons, measured so far: money in cents, what is yes or no as booleans;
        nan where a person has no such value.
    """
    lived = Lived(w, passed)
    return pd.DataFrame(
        {
            "person": lived.who,
            "strategy": np.array(strategies, dtype=object)[w.people.strategy[lived.who]],
            "founder": w.life.founder[lived.who] == 1,
            "focal": w.life.focal[lived.who] == 1,
            **measured(personal(), lived),
        }
    )


def measured(outcomes: Collection[str], of: Any) -> dict[str, Any]:
    """Return outcomes by name, a function being asked once for all that stand above it."""
    found: dict[str, Any] = {}
    for name in outcomes:
        if name not in found:
            values = declared("outcome", name).function(of)
            found |= values if isinstance(values, dict) else {name: values}
    return found


def by_strategy(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Sum up :func:`networker_outcomes` by strategy and focal.

    Parameters
    ----------
    outcomes
        One row per networker.

    Returns
    -------
    pandas.DataFrame
        One row per group that has networkers, sorted: ``strategy``, ``focal``, ``people``, ``founders`` (numbers),
        then the mean of every outcome under its own name (of booleans the share; nan is left out), then the
        medians of money as ``net_income_median`` and so on, in cents, then how unequal commissions (active and passive
        income) are among them: ``gini``, ``top1_share``, ``top10_share``, 0..1, nan where nobody got any.
    """
    keys = ["strategy", "focal"]
    groups = outcomes.groupby(keys, sort=True)
    values = [name for name in outcomes.columns if name not in ("person", "founder", *keys)]
    means = groups[values].mean()
    means.insert(0, "people", groups.size())
    means.insert(1, "founders", groups["founder"].sum())
    alone = [name for name, each in OUTCOMES.items() if each.of != "persons"]
    more = pd.DataFrame([measured(alone, people) for _, people in groups], index=means.index)
    return pd.concat([means, more], axis=1).reset_index()


class Recorder:
    """Watches a world while it runs, and sums it up at the end.

    Parameters
    ----------
    world
        The world to watch; it is only read.

    Attributes
    ----------
    series
        The time series so far, see :class:`sim.record.series.Series`.
    firms
        The companies so far, see :class:`sim.record.series.Firms`.
    passed
        What was taken down on the way, see :class:`sim.record.outcomes.Milestones`.
    day
        Days lived when it was last told to look.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.series = Series(world)
        self.firms = Firms(world)
        self.passed = Milestones()
        self.day = 0

    def look(self, day: int) -> None:
        """Take down what belongs to this day.

        Parameters
        ----------
        day
            Days lived, 0 before the first. The time series get rows at multiples of the scenario's ``record.every`` and
            on the last day.
        """
        self.day = day
        self.passed.look(self.world.tables, day, self.world.scenario.time.days)
        scenario = self.world.scenario
        if day % scenario.record.every == 0 or day == scenario.time.days:
            self.series.look(day)
            self.firms.look(day)

    def finish(self, strategy: str | None) -> Run:
        """Return the record of the run; here cents become currency units.

        Parameters
        ----------
        strategy
            Name of the strategy under study, None in a mixed world; kept as it is.
        """
        scenario = self.world.scenario
        names = [each.name for each in scenario.strategy]
        outcomes = networker_outcomes(self.world.tables, names, self.passed)
        outcomes = outcomes.assign(**own_columns(self.world, outcomes["person"].to_numpy()))
        founders = outcomes[outcomes["founder"]].drop(columns="founder").reset_index(drop=True)
        return Run(
            scenario,
            self.world.seed,
            strategy,
            in_units("groups", by_strategy(outcomes)),
            in_units("people", founders),
            in_units("series", self.series.frame()),
            in_units("companies", self.firms.frame()),
            tenure(self.world.tables, names, self.day),
            self.world.remarks,
        )
