"""One networker and who heard what: their personal circle, colored by the story that each contact heard first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from sim.analysis.drawing import style
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.graphs import PROVES
from sim.analysis.plots.subject import Picture, Subject
from sim.core.registry import plot

HIGH = 6.4
"""Inches."""
RING, APART = 56, 0.26
"""Contacts that one ring takes at most, and how far the next ring of the same closeness lies outside of it."""
INNER, OUTER = 1.0, 1.75
"""Radii of the rings of close contacts and of acquaintances."""
UNTOLD = "#BDBDBD"
LOOKS = (2, 1, 3, 4, 5, 6, 7, 0)
Points = NDArray[np.float64]


class Circle(NamedTuple):
    """A networker's contacts in the order in which they stand around the middle."""

    graph: nx.Graph
    contacts: list[Any]
    topics: list[str]
    """Stories that anybody heard first, the most frequent first."""

    def of(self, contact: Any, name: str) -> Any:
        """What is known of a contact; zero or nothing if it is not known."""
        return self.graph.nodes[contact].get(name, "" if name == "first" else 0)

    def having(self, name: str, least: int = 1) -> list[Any]:
        """Contacts of whom something is known at least so many times."""
        return [contact for contact in self.contacts if self.of(contact, name) >= least]


@plot("social", of="example", order=170)
def of_circle(of: Subject) -> Iterator[Picture]:
    """One networker's contacts and what they heard, in the run that is kept."""
    _, graph = of.graphs or (None, nx.Graph())
    circle = circle_of(graph)
    if circle is not None:
        note = style.footer(f"day {of.results.days}", of.results.title)
        yield Picture("social", who_heard_what(circle, run=of.example, note=note), told_circle(circle))


def circle_of(graph: nx.Graph) -> Circle | None:
    """The circle of the networker who is watched; None where nobody is, as in runs of older versions."""
    watched = [node for node, flag in graph.nodes(data="watched") if flag]
    if not watched:
        return None
    rank = {node: number for number, node in enumerate(graph)}
    contacts = sorted(graph.neighbors(watched[0]), key=rank.__getitem__)
    firsts = [graph.nodes[contact].get("first", "") for contact in contacts]
    topics = sorted(set(filter(None, firsts)), key=lambda topic: (-firsts.count(topic), topic))
    order = {topic: number for number, topic in enumerate([*topics, ""])}
    contacts.sort(key=lambda one: (order[graph.nodes[one].get("first", "")], graph.nodes[one].get("stories", 0)))
    return Circle(graph, contacts, topics)


def titled(circle: Circle) -> str:
    """How many contacts heard two stories."""
    two, noticed = len(circle.having("stories", 2)), len(circle.having("noticed"))
    contacts = len(circle.contacts)
    return f"One networker with {contacts:,} contacts: {two:,} heard two different stories, {noticed:,} noticed"


def told_circle(circle: Circle) -> str:
    """How many contacts heard which story first, and how many of the ties between them join different stories."""
    firsts = [circle.of(contact, "first") for contact in circle.contacts]
    parts = [f"{firsts.count(topic):,} heard of {topic} first" for topic in circle.topics]
    silent = firsts.count("")
    links = _links(circle)
    crossing = sum(circle.of(a, "first") != circle.of(b, "first") for a, b in links)
    told = ", ".join([*parts, f"{silent:,} were told nothing by them"] if silent else parts)
    ties = f"Of {len(links):,} ties among those who heard anything, {crossing:,} join different first stories."
    return f"Of {len(circle.contacts):,} contacts {told}. {ties} {PROVES}"


@style.styled()
def who_heard_what(circle: Circle, *, run: str = "", note: str = "") -> Figure:
    """Draw a networker in the middle and their contacts in rings, close ones inside.

    Parameters
    ----------
    run
        Which run it is, in words: seed, and what is studied in it.
    note
        For the footer: day, scenario.
    """
    narrow = sheet().is_narrow
    figure = style.canvas(
        sheet().width + 2.4 if narrow else HIGH,
        titled(circle),
        f"{f'One run only: {run}. ' * bool(run)}Inner ring: close contacts; outer rings: acquaintances. Color: the "
        "story they heard first from this networker. Lines: from each contact to one they know, and may compare notes "
        "with, who heard another story first.",
        style.footer("the networker of whom most contacts noticed a contradiction", "1 run", note),
    )
    axes = figure.add_subplot()
    places = places_of(circle)
    _ties(axes, circle, places)
    _contacts(axes, circle, places)
    axes.plot(0, 0, marker="o", markersize=15, color=style.INK, zorder=6)
    reach = max(np.hypot(*place) for place in places.values()) if places else 1.0
    axes.set(xlim=(-1.05 * reach, 1.05 * reach), ylim=(-1.05 * reach, 1.05 * reach), aspect="equal")
    axes.axis("off")
    _key(axes, circle, narrow=narrow)
    return figure


def places_of(circle: Circle) -> dict[Any, tuple[float, float]]:
    """Where contacts stand: close ones in the inner rings, and as many rings as have room for all."""
    places: dict[Any, tuple[float, float]] = {}
    for near, radius in ((True, INNER), (False, OUTER)):
        members = [contact for contact in circle.contacts if bool(circle.of(contact, "near")) is near]
        room = RING * radius / OUTER
        rings = max(1, int(np.ceil(len(members) / room)))
        for number, contact in enumerate(members):
            turn = 2 * np.pi * (number + 0.5) / len(members) + np.pi / 2
            away = radius + APART * (number % rings)
            places[contact] = float(away * np.cos(turn)), float(away * np.sin(turn))
    return places


def _links(circle: Circle) -> list[tuple[Any, Any]]:
    loud = circle.having("stories")
    return list(circle.graph.subgraph(loud).edges)


def shown_links(circle: Circle) -> list[tuple[Any, Any]]:
    """One tie of every contact who knows somebody with another first story: all of them would hide everything."""
    at = {contact: number for number, contact in enumerate(circle.contacts)}
    others: dict[Any, list[Any]] = {}
    for a, b in _links(circle):
        if circle.of(a, "first") != circle.of(b, "first"):
            others.setdefault(a, []).append(b)
            others.setdefault(b, []).append(a)
    return [(one, sorted(known, key=at.__getitem__)[at[one] % len(known)]) for one, known in others.items()]


def _ties(axes: Axes, circle: Circle, places: dict[Any, tuple[float, float]]) -> None:
    lines = [(places[a], places[b]) for a, b in shown_links(circle)]
    axes.add_collection(LineCollection(lines, colors=style.SOFT, linewidths=0.7, alpha=0.4, zorder=1))


def _contacts(axes: Axes, circle: Circle, places: dict[Any, tuple[float, float]]) -> None:
    large = 8.5 if sheet().is_narrow else 11.0
    for contact, (x, y) in places.items():
        first, stories = circle.of(contact, "first"), circle.of(contact, "stories")
        look = _look(circle, first)
        size = large * (1.0 if stories > 1 else 0.65 if stories else 0.45)
        edge: dict[str, Any] = {"markeredgecolor": style.INK, "markeredgewidth": 1.6 if stories > 1 else 0.3}
        axes.plot(x, y, marker=look.marker, markersize=size, color=look.color, zorder=4, **edge)
        if circle.of(contact, "noticed"):
            axes.plot(x, y, marker="o", markersize=0.32 * large, color=style.PAPER, markeredgewidth=0.0, zorder=5)


def _look(circle: Circle, first: str) -> style.Look:
    if not first:
        return style.Look(UNTOLD, "-", "o", "")
    return style.look(LOOKS[circle.topics.index(first) % len(LOOKS)])


def _mark_of(look: style.Look) -> dict[str, Any]:
    return {"color": look.color, "marker": look.marker}


def _key(axes: Axes, circle: Circle, *, narrow: bool) -> None:
    firsts = [circle.of(contact, "first") for contact in circle.contacts]
    two, silent = len(circle.having("stories", 2)), firsts.count("")
    thin: dict[str, Any] = {"ls": "", "mec": style.INK, "mew": 0.5, "ms": 8}
    dots = [
        (f"heard two stories: {two:,}", style.PAPER, 10, 1.6),
        (f"noticed that they do not fit: {len(circle.having('noticed')):,}", style.PAPER, 4, 1.0),
        (f"told nothing: {silent:,}", UNTOLD, 5, 0.3),
        ("the networker", style.INK, 11, 0.0),
    ]
    marks = [
        Line2D(
            [], [], label=f"heard of {topic} first: {firsts.count(topic):,}", **_mark_of(_look(circle, topic)), **thin
        )
        for topic in circle.topics
    ] + [
        Line2D([], [], color=color, marker="o", label=label, ls="", mec=style.INK, ms=size, mew=edge)
        for label, color, size, edge in dots
    ]
    place: dict[str, Any] = {"loc": "center left", "bbox_to_anchor": (1.02, 0.5), "labelspacing": 0.9}
    if narrow:
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.0)}
    axes.legend(handles=marks, fontsize=sheet().text - 0.5 * narrow, **place)
