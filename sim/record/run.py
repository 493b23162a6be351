"""The record of one run: outcomes by strategy and of the founders, and the time series of groups and companies."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from sim.model.outcomes import columns_in_units, personal
from sim.model.tables import Tables
from sim.record.companies import Firms
from sim.record.entries import entries
from sim.record.flows import flows
from sim.record.groups import by_strategy, measured
from sim.record.lived import Columns, Lived, Milestones
from sim.record.own import own_columns
from sim.record.series import Series
from sim.record.tenure import tenure
from sim.scenario.schema import Scenario
from sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DRAWN_BY = "sim.analysis.single"
"""By which a run is drawn; it stands above this room, and is imported only when somebody wants to look."""


@dataclass(frozen=True)
class Run:
    """What is left of a world; money in currency units everywhere.

    Frames are made when they are first asked for.

    Attributes
    ----------
    scenario, seed, strategy
        What was run; ``strategy`` is the one under study, None in a mixed world.
    columns
        The columns of each frame as arrays, by its name and theirs.
    remarks
        Sentences about the graph.
    """

    scenario: Scenario
    seed: int
    strategy: str | None
    columns: Mapping[str, Columns]
    remarks: list[str]

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row for the networkers of each strategy, focal people apart.

        Number of ``people`` and ``founders``, the mean of every outcome over everybody who ever worked, and medians of
        money; see :func:`sim.record.groups.by_strategy`.
        """
        return as_frame(self.columns["groups"])

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row for everybody who works from the first day, and for focal people who enter later.

        The same persons in all worlds of a seed.
        """
        return as_frame(self.columns["people"])

    @cached_property
    def series(self) -> pd.DataFrame:
        """How the same people as in ``groups`` fared over time, also after they left.

        See :class:`sim.record.series.Series`.
        """
        return as_frame(self.columns["series"])

    @cached_property
    def companies(self) -> pd.DataFrame:
        """How companies stood over time; see :class:`sim.record.companies.Firms`."""
        return as_frame(self.columns["companies"])

    @cached_property
    def tenure(self) -> pd.DataFrame:
        """How long members stayed; see :func:`sim.record.tenure.tenure`."""
        return as_frame(self.columns["tenure"]).astype({"strategy": "str"})

    @cached_property
    def entries(self) -> pd.DataFrame:
        """How those who began in the same quarter have fared; see :func:`sim.record.entries.entries`."""
        return as_frame(self.columns["entries"]).astype({"strategy": "str"})

    @cached_property
    def flows(self) -> pd.DataFrame:
        """Who paid whom, and what for; see :func:`sim.record.flows.flows`."""
        return as_frame(self.columns["flows"]).astype(dict.fromkeys(("payer", "payee", "kind"), "str"))

    def plot(self, name: str | None = None) -> Figure:
        """Draw one picture of the run, such as ``"credibility"``; without a name the first that applies.

        Returns
        -------
        matplotlib.figure.Figure
            Nobody has shown or closed it; a notebook shows it as the last value of a cell.

        Raises
        ------
        sim.core.errors.UserError
            If there is no picture of this name; with the names of those that there are.
        """
        drawn: Figure = import_module(DRAWN_BY).figure(self, name)
        return drawn

    def __repr__(self) -> str:
        """Name the run and its size."""
        title = self.scenario.title or "untitled"
        return f"<Run of '{title}', seed {self.seed}, {self.columns['groups']['people'].sum()} networkers>"

    def _repr_html_(self) -> str:
        """What the run is, and its outcomes by strategy, for a notebook."""
        table = self.groups.to_html(index=False, border=0, na_rep="–", float_format=_short)
        return f"<p>{escape(repr(self))}</p>\n{table}\n<p>Means a networker; money in currency units.</p>"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def as_frame(columns: Columns) -> pd.DataFrame:
    """Make a frame of columns."""
    import pandas as pd

    return pd.DataFrame(columns)


def outcomes_of(w: Tables, strategies: list[str], passed: Milestones | None = None) -> Columns:
    """Measure everybody who works a position or did once.

    Parameters
    ----------
    strategies
        Names of the strategies, in the order of the scenario.
    passed
        What was taken down on the way, if anything was.

    Returns
    -------
    dict
        Columns ``person`` (id), ``strategy`` (name), ``founder``, ``focal`` and every outcome that
        :mod:`sim.record.outcomes` declares of persons, measured so far: money in cents, what is yes or no as booleans;
        nan where a person has no such value.
    """
    lived = Lived(w, passed)
    return {
        "person": lived.who,
        "strategy": np.array(strategies, dtype=object)[w.people.strategy[lived.who]],
        "founder": w.life.founder[lived.who] == 1,
        "focal": w.life.focal[lived.who] == 1,
        **measured(personal(), lived),
    }


def networker_outcomes(w: Tables, strategies: list[str], passed: Milestones | None = None) -> pd.DataFrame:
    """Return :func:`outcomes_of` as a frame."""
    return as_frame(outcomes_of(w, strategies, passed))


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
        The companies so far, see :class:`sim.record.companies.Firms`.
    passed
        What was taken down on the way, see :class:`sim.record.lived.Milestones`.
    day
        Days lived when it was last told to look.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.series = Series(world)
        self.firms = Firms(world)
        self.passed = Milestones()
        self.day = 0

    def branch(self, world: World) -> Recorder:
        """Return a recorder that goes on in a copy of the world, with all that was taken down so far."""
        twin = Recorder(world)
        twin.series.looks, twin.firms.looks = list(self.series.looks), list(self.firms.looks)
        twin.passed, twin.day = copy.deepcopy(self.passed), self.day
        return twin

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
        outcomes = outcomes_of(self.world.tables, names, self.passed)
        outcomes |= own_columns(self.world, outcomes["person"])
        followed = outcomes["founder"] | outcomes["focal"]
        columns = {
            "groups": by_strategy(outcomes),
            "people": {name: values[followed] for name, values in outcomes.items() if name != "founder"},
            "series": self.series.columns(),
            "companies": self.firms.columns(),
            "tenure": tenure(self.world.tables, names, self.day),
            "entries": entries(outcomes),
            "flows": flows(self.world.tables),
        }
        turned = {frame: columns_in_units(frame, each) for frame, each in columns.items()}
        return Run(scenario, self.world.seed, strategy, turned, self.world.remarks)
