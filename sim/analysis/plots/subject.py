"""What plots take and give: a batch with what is said of it, and pictures with captions and the words of these."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
import pandas as pd

from sim.analysis.answers import Answers
from sim.analysis.drawing.style import footer
from sim.analysis.finding import title
from sim.analysis.naming import setting_in_words, short_names
from sim.analysis.sampled import is_sampled
from sim.core.errors import UserError
from sim.core.registry import Rule
from sim.lab.stored.graphs import example_graphs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOG = logging.getLogger(__name__)
FIRST_DAY = "those who worked on the first day"
BLOCK = ["setting", "variant"]
MOST_NAMED = 6


class Picture(NamedTuple):
    """A figure, the name of its file without ending, and what is to be seen in it, computed from what it shows."""

    name: str
    figure: Figure
    caption: str
    narrow: Figure | None = None
    """The same for a telephone, with its panels below each other."""


class Subject:
    """A batch as plots see it: its frames, and what is said of it in titles and footers."""

    def __init__(self, results: Answers) -> None:
        """Take what a batch answers."""
        self.results = results

    def suits(self, rule: Rule) -> bool:
        """Whether a plot applies to this batch, and the frames that it needs have rows.

        It says ``of="sampled"`` if it shows a sampled design, ``of="example"`` if it shows the run that is kept to look
        at, and nothing if it shows what is compared.
        """
        of, kind = rule.more.get("of", "compared"), "sampled" if is_sampled(self.results) else "compared"
        known = self.graphs is not None if of == "example" else of == kind
        return known and all(len(self.results.part(name, ["seed"])) for name in rule.needs)

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
        levels = self.results.levels
        return [name for name in self.results.outcomes if name in levels and levels[name].notna().any()]

    @property
    def reference(self) -> str:
        """What everything is compared with."""
        return str(self.results.levels["variant"].cat.categories[0])

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
        _, social = self.graphs or (None, nx.Graph())
        known = [data["point"] for _, data in social.nodes(data=True) if "point" in data]  # older ones are of the first
        point = next((each for each in self.results.points if each["index"] in known), self.results.points[0])
        names = short_names(list(point["values"]))
        names.pop("strategy", None)
        values = [setting_in_words(point["values"], names, self.results.units)]
        studied = f"under study: {point['strategy']}" if point["strategy"] else ""
        seed = f"seed {self.results.scenario['design'].get('first_seed', 1)}"
        return ", ".join(filter(None, [seed, studied, *values]))

    def finding(self, outcome: str) -> str:
        """What was found of an outcome, as a title."""
        return title(self.results, outcome)

    def label(self, parameter: str) -> str:
        """A parameter's name with its unit."""
        unit = self.results.manifest.get("units", {}).get(parameter, "")
        name = short_names([parameter])[parameter]
        if unit == name:
            return parameter
        return f"{name} ({unit})" if unit else name


def blocks(frame: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Rows of a figure, in their order: setting, variant, and what belongs to it."""
    for (setting, variant), block in frame.groupby(BLOCK, observed=True):
        yield str(setting), str(variant), block


def row_named(setting: str, variant: str) -> str:
    """Name a row of a figure: ``under 'focus' (gossip rate = 0.1)``; empty if it has no name."""
    name = f"under '{variant}'" if variant else ""
    return f"{name} ({setting})" if name and setting else name or (f"where {setting}" if setting else "")


def listed(rows: Sequence[tuple[str, str, float, str]]) -> str:
    """Every row with its value, or of many the least and the greatest: ``from 0.1 under 'b' to 0.9 under 'a'``.

    Parameters
    ----------
    rows
        Setting, variant, value and the value as text; at least one.
    """
    if 0 < len(rows) <= MOST_NAMED:
        return ", ".join(_told(row) for row in rows)
    low, high = min(rows, key=lambda row: row[2]), max(rows, key=lambda row: row[2])
    return f"{low[3]} everywhere" if low[3] == high[3] else f"from {_told(low)} to {_told(high)}"


def extremes(rows: Sequence[tuple[str, str, float, str]]) -> str:
    """The greatest and the least value, for a title: ``0.9 under 'a', 0.1 under 'b'``.

    ``rows`` are as for :func:`listed`.
    """
    low, high = min(rows, key=lambda row: row[2]), max(rows, key=lambda row: row[2])
    if low[3] == high[3]:
        return f"{low[3]} everywhere" if len(rows) > 1 else low[3]
    return f"{_told(high)}, {_told(low)}"


def _told(row: tuple[str, str, float, str]) -> str:
    return f"{row[3]} {row_named(*row[:2])}".rstrip()
