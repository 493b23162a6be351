"""What plots take and give: a batch with the frames that several of them share, and pictures with captions."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pandas as pd

from sim.analysis.drawing.words import footer
from sim.analysis.explained import Explanation, explain_sample
from sim.analysis.kept import example_graphs
from sim.analysis.load import Results
from sim.analysis.paired import differences
from sim.analysis.sampled import is_sampled
from sim.analysis.samples import individuals, levels, over_time, short_names, weights
from sim.core.errors import UserError
from sim.core.registry import Rule

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOG = logging.getLogger(__name__)
FIRST_DAY = "those who worked on the first day"


class Picture(NamedTuple):
    """A figure, the name of its file without ending, and what is to be seen in it, computed from what it shows."""

    name: str
    figure: Figure
    caption: str


class Subject:
    """A batch as plots see it; every frame is made once, when it is first asked for."""

    def __init__(self, results: Results, explanation: Explanation | None = None) -> None:
        """Take the explanation of a sampled batch if there is one already."""
        self.results = results
        if explanation is not None:
            self.explanation = explanation

    def suits(self, rule: Rule) -> bool:
        """Whether a plot applies to this batch, and the frames that it needs have rows.

        It says ``of="sampled"`` if it shows a sampled design, ``of="example"`` if it shows the run that is kept to look
        at, and nothing if it shows what is compared.
        """
        of, kind = rule.more.get("of", "compared"), "sampled" if is_sampled(self.results) else "compared"
        known = self.graphs is not None if of == "example" else of == kind
        return known and all(len(self.results.part(name, ["seed"])) for name in rule.needs)

    @cached_property
    def persons(self) -> pd.DataFrame:
        """As :func:`sim.analysis.samples.individuals`."""
        return individuals(self.results)

    @cached_property
    def samples(self) -> pd.DataFrame:
        """As :func:`sim.analysis.samples.levels`."""
        return levels(self.results)

    @cached_property
    def people(self) -> pd.DataFrame:
        """As :func:`sim.analysis.samples.weights`."""
        return weights(self.results)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """As :func:`sim.analysis.paired.differences`."""
        return differences(self.results)

    @cached_property
    def days(self) -> pd.DataFrame:
        """As :func:`sim.analysis.samples.over_time`."""
        return over_time(self.results)

    @cached_property
    def explanation(self) -> Explanation:
        """As :func:`sim.analysis.explained.explain_sample`."""
        return explain_sample(self.results)

    @cached_property
    def graphs(self) -> tuple[nx.DiGraph, nx.Graph] | None:
        """Sponsor trees and social graph of the run that is kept to look at; None if there is none.

        Graphs that cannot be read are no reason to lose all other pictures: a sentence is logged.
        """
        folder = self.results.path / "example" if self.results.path else None
        if not folder or not all((folder / f"{name}.graphml").is_file() for name in ("social", "sponsors")):
            return None
        for name in ("sponsors", "social"):
            self.results.intact(f"example/{name}.graphml")
        try:
            return example_graphs(folder)
        except UserError as error:
            LOG.warning("The pictures of the example run are left out: %s", error)
            return None

    @property
    def outcomes(self) -> list[str]:
        """Outcomes the scenario asks for that have any value."""
        return [name for name in self.results.outcomes if name in self.samples and self.samples[name].notna().any()]

    @property
    def reference(self) -> str:
        """What everything is compared with."""
        return str(self.samples["variant"].cat.categories[0])

    @property
    def note(self) -> str:
        """For footers: size and title."""
        return footer(f"{self.results.days} days", f"{self.results.worlds} worlds", self.results.title)

    @property
    def whose(self) -> str:
        """Whose means are shown."""
        return "the focal people" if self.results.worlds == "focal" else "the strategy's networkers"

    @property
    def covered(self) -> str:
        """Whom a series covers."""
        return self.whose if self.results.worlds == "focal" else "all who ever work by the strategy"

    @property
    def first_day(self) -> str:
        """Whose persons are stored one by one: those of the first day; empty if these are all."""
        return "" if self.results.worlds == "focal" else FIRST_DAY

    @property
    def example(self) -> str:
        """The run that is kept to look at: its seed, and where in the design it stands."""
        point = self.results.points[0]
        names = short_names(list(point["values"]))
        values = [f"{names[name]} = {value}" for name, value in point["values"].items() if name != "strategy"]
        studied = f"under study: {point['strategy']}" if point["strategy"] else ""
        seed = f"seed {self.results.scenario['design'].get('first_seed', 1)}"
        return ", ".join(filter(None, [seed, studied, *values]))

    def label(self, parameter: str) -> str:
        """A parameter's name with its unit."""
        unit = self.results.manifest.get("units", {}).get(parameter, "")
        name = short_names([parameter])[parameter]
        if unit == name:
            return parameter
        return f"{name} ({unit})" if unit else name
