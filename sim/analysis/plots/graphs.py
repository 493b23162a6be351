"""The graphs of one run, colored by credibility: sponsor trees, and the social graph around those who work."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from sim.analysis.drawing import style
from sim.analysis.drawing.radial import Points, Tree, lay_out, pack
from sim.analysis.plots.subject import Picture, Subject
from sim.core.files import opened, write_text
from sim.core.registry import plot

MOST_TREES, MOST_MEMBERS = 24, 8000
WIDE, HIGH, LOW = 8.2, 6.4, 3.2
"""Inches that the trees may fill, and the least height of the drawing."""
GAP = 0.26
"""Inches between trees; a name fits in."""
NAME_SIZE = 8.5
MARK, CUSTOMER = 0.85, 0.6
"""Diameter of a member's dot, where the mean distance of two members is about 2; a customer's, as a share."""
STEP = 0.05
MOST_PEOPLE = 800
TOWN_HIGH = 6.6
LARGEST_LAYOUT = 10_000_000
LAYOUT_SEED, ITERATIONS = 1, 50
WORKING = ("networker", "upline")
PROVES = "One run shows shapes and proves nothing."
Places = dict[Any, tuple[float, float]]


def _note(of: Subject) -> str:
    return style.footer(f"day {of.results.days}", of.results.title)


@plot("sponsors", of="example", order=160)
def of_sponsors(of: Subject) -> Iterator[Picture]:
    """Who recruited whom in the run that is kept."""
    forest, _ = of.graphs or (nx.DiGraph(), None)
    yield Picture("sponsors", sponsor_trees(forest, run=of.example, note=_note(of)), told_sponsors(forest))


@plot("social", of="example", order=170)
def of_town(of: Subject) -> Iterator[Picture]:
    """Who knows whom in the run that is kept; the layout is kept beside it."""
    _, graph = of.graphs or (None, nx.Graph())
    cache = of.results.path / "example" / "layout.json" if of.results.path else None
    yield Picture("social", social_graph(graph, cache=cache, run=of.example, note=_note(of)), told_town(graph))


def told_sponsors(forest: nx.DiGraph) -> str:
    """How many recruited, and how many were recruited by the one who has most."""
    recruiters = [degree for _, degree in forest.out_degree() if degree]
    if not recruiters:
        return f"Nobody recruited anybody. {PROVES}"
    some = f"{len(recruiters):,} of {forest.number_of_nodes():,} members brought in anybody"
    return f"{some}, the most of them {max(recruiters):,}. {PROVES}"


def told_town(graph: nx.Graph) -> str:
    """How many people know how many others."""
    people, ties = graph.number_of_nodes(), graph.number_of_edges()
    mean = 2 * ties / people if people else 0.0
    return f"In the whole graph {people:,} people know {mean:.1f} others each on average. {PROVES}"


def values_of(graph: nx.Graph, name: str) -> dict[Any, float]:
    """An attribute of the nodes as numbers; nodes without it, or with nan, are left out."""
    numbers = ((node, float(value)) for node, value in graph.nodes(data=name) if value is not None)
    return {node: value for node, value in numbers if not math.isnan(value)}


def color_scale(values: dict[Any, float]) -> ScalarMappable:
    """A scale over the values' range, rounded outward to steps of 0.05, from dark (low) to light (high)."""
    known = np.array([*values.values()] or [0.0, 1.0])
    low, high = math.floor(known.min() / STEP) * STEP, math.ceil(known.max() / STEP) * STEP
    shades = colormaps["viridis"](np.linspace(0.0, 0.96, 256))
    scale = ScalarMappable(Normalize(low, max(high, low + STEP)), LinearSegmentedColormap.from_list("told", shades))
    scale.set_array([])
    return scale


def color_of(value: float | None, scale: ScalarMappable) -> Any:
    """The color of a value; paper for an unknown one."""
    return style.PAPER if value is None else scale.to_rgba(np.array([value]))[0]


def _key_of(axes: Axes, scale: ScalarMappable) -> ScalarMappable:
    """Put the key of a scale of credibility beside the axes, and return the scale."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    bar = figure.colorbar(scale, ax=axes, shrink=0.55, aspect=26, pad=0.01, panchor=(0.5, 0.5))
    bar.set_label("Credibility (scale of 0 to 1)")
    bar.outline.set_visible(False)
    return scale


def _one(run: str) -> str:
    return f"One run only: {run}. " if run else ""


@style.styled()
def sponsor_trees(forest: nx.DiGraph, *, run: str = "", note: str = "") -> Figure:
    """The largest trees of a run: rings are generations, areas are numbers of members.

    Parameters
    ----------
    forest
        Edges lead from sponsor to recruit. Attributes of the nodes, all optional: ``credibility`` (0..1; hollow
        where missing), ``strategy``, ``working`` (False for a customer).
    run
        Which run it is, in words: seed, and what is studied in it.
    note
        For the footer: seed, day, scenario.
    """
    trees = largest(forest)
    values = values_of(forest, "credibility")
    centers, box, per_inch = _arrange(trees) if trees else (np.zeros((0, 2)), np.array([[0, 0], [1, 1]]), 1.0)
    roots = sum(1 for _, degree in forest.in_degree() if degree == 0)
    shown = sum(len(tree.nodes) for tree in trees)
    members = f"{len(trees)} of {roots:,} trees, {shown:,} of {forest.number_of_nodes():,} members"
    figure = style.canvas(
        max(LOW, (box[1, 1] - box[0, 1]) / per_inch),
        "Sponsor trees, colored by credibility",
        f"{_one(run)}Each disc is one tree: the founder in the middle, every ring a generation of recruits, as much "
        "area as members. Lines lead from sponsor to recruit. Small: customers. Hollow: known for no business.",
        style.footer(members, "1 run", note),
    )
    axes = figure.add_subplot()
    scale = _key_of(axes, color_scale(values))
    for tree, center in zip(trees, centers, strict=True):
        colors = [color_of(values.get(node), scale) for node in tree.nodes]
        _disc(axes, tree, tree.points + center, forest, colors, _mark(per_inch))
        _name(axes, tree, center, forest, per_inch)
    if not trees:
        axes.text(0.5, 0.5, "Nobody recruited anybody.", ha="center", color=style.SOFT)
    axes.set(xlim=box[:, 0], ylim=box[:, 1], aspect="equal")
    axes.axis("off")
    return figure


def largest(forest: nx.DiGraph) -> list[Tree]:
    """The largest trees, laid out, as many as remain readable; roots without recruits are left out."""
    roots = [node for node, degree in forest.in_degree() if degree == 0 and forest.out_degree(node) > 0]
    trees = [lay_out(forest, root, MOST_MEMBERS) for root in roots]
    trees = sorted(trees, key=lambda tree: -len(tree.nodes))[:MOST_TREES]
    total = np.cumsum([len(tree.nodes) for tree in trees])
    return trees[: max(1, int(np.searchsorted(total, MOST_MEMBERS, side="right")))]


def _arrange(trees: list[Tree]) -> tuple[Points, Points, float]:
    """Centers of the trees, opposite corners of the box that holds them, and units per inch."""
    radii = np.array([tree.radius for tree in trees])
    per_inch = 2.0 * float(np.sqrt((radii**2).sum())) / HIGH
    for _ in range(3):
        room = radii + GAP * per_inch / 2.0
        centers = pack(room, WIDE / HIGH)
        box = np.array([(centers - room[:, None]).min(axis=0), (centers + room[:, None]).max(axis=0)])
        per_inch = float(max((box[1] - box[0]) / (WIDE, HIGH)))
    return centers, box, per_inch


def _disc(axes: Axes, tree: Tree, points: Points, forest: nx.DiGraph, colors: list[Any], mark: float) -> None:
    works = [forest.nodes[node].get("working", True) for node in tree.nodes]
    sizes = np.where(works, mark, CUSTOMER * mark)
    sizes[0] = max(7.0, 1.6 * mark)
    edges = np.full(sizes.size, 0.06 * mark if mark > 2.5 else 0.0)
    edges[0] = 1.3
    lines = np.stack([points[tree.parent[1:]], points[1:]], axis=1)
    axes.add_collection(LineCollection(list(lines), colors=style.SOFT, linewidths=0.35, alpha=0.5, zorder=2))
    shown: dict[str, Any] = {"edgecolors": style.INK, "linewidths": edges[::-1].tolist(), "zorder": 3}
    axes.scatter(points[::-1, 0], points[::-1, 1], sizes[::-1] ** 2, colors[::-1], **shown)


def _mark(per_inch: float) -> float:
    return min(9.0, max(1.6, MARK * 72.0 / per_inch))


def _name(axes: Axes, tree: Tree, center: Points, forest: nx.DiGraph, per_inch: float) -> None:
    strategy = forest.nodes[tree.nodes[0]].get("strategy", "")
    number = f"{len(tree.nodes):,}"
    for text in (f"{strategy}: {number}" if strategy else number, number):
        if len(text) * NAME_SIZE * style.LETTER * per_inch <= 1.7 * tree.radius:
            below = tree.radius + _mark(per_inch) / 144.0 * per_inch
            axes.text(center[0], center[1] - below, text, ha="center", va="top", fontsize=NAME_SIZE)
            return


@style.styled()
def social_graph(graph: nx.Graph, *, cache: Path | None = None, run: str = "", note: str = "") -> Figure:
    """A part of the social graph: who knows whom, and how credible those who work are.

    Parameters
    ----------
    graph
        Attributes of the nodes, all optional: ``credibility`` (0..1), ``role``.
    cache
        File that keeps the layout, which takes longest; used if it fits the people shown.
    run, note
        As for :func:`sponsor_trees`.
    """
    part = sample(graph)
    places, values = layout(part, cache), values_of(part, "credibility")
    people = f"{part.number_of_nodes():,} of {graph.number_of_nodes():,} people"
    figure = style.canvas(
        TOWN_HIGH,
        "Social graph, colored by credibility",
        f"{_one(run)}Every dot a person, every line an acquaintance; people who know each other lie close. Large: "
        "works a position; hollow, if nobody has heard this person pitch yet.",
        style.footer(people, f"{len(values):,} of them known for a business", "1 run", note),
    )
    axes = figure.add_subplot()
    _draw(axes, part, places, values)
    return figure


def sample(graph: nx.Graph) -> nx.Graph:
    """Up to 800 people who hang together: those who work, then those with the most contacts who work."""
    if graph.number_of_nodes() == 0:
        return graph
    works = {node for node, role in graph.nodes(data="role") if role in WORKING}
    touched = Counter(contact for node in works for contact in graph.neighbors(node))
    rank = {node: number for number, node in enumerate(graph)}
    order = sorted(graph, key=lambda node: (node not in works, -touched[node], rank[node]))
    part = graph.subgraph(order[:MOST_PEOPLE])
    together = max(nx.connected_components(part), key=lambda people: (len(people), -min(rank[one] for one in people)))
    return graph.subgraph(sorted(together, key=rank.__getitem__))


def layout(graph: nx.Graph, cache: Path | None = None) -> Places:
    """Places by springs, the same for the same graph.

    Parameters
    ----------
    cache
        JSON file: the edges' digest, and a place a node.
    """
    edges = sorted(sorted(map(str, edge)) for edge in graph.edges)
    key = hashlib.blake2b(json.dumps([sorted(map(str, graph)), edges]).encode(), digest_size=16).hexdigest()
    kept = _kept(cache, key, set(map(str, graph)))
    if kept is None:
        length = 1.6 / math.sqrt(max(1, graph.number_of_nodes()))
        springs = nx.spring_layout(graph, seed=LAYOUT_SEED, iterations=ITERATIONS, k=length, method="force")
        spread = _fill(np.array([springs[node] for node in graph]).reshape(-1, 2)).round(5).tolist()
        kept = {str(node): (x, y) for node, (x, y) in zip(graph, spread, strict=True)}
        if cache is not None:
            with suppress(OSError):  # a picture can be drawn without it
                write_text(cache, json.dumps({"edges": key, "places": kept}))
    return {node: kept[str(node)] for node in graph}


def _fill(points: Points) -> Points:
    if not points.size:
        return points
    centered = points - np.median(points, axis=0)
    wide = np.maximum(np.quantile(np.abs(centered), 0.9, axis=0), 1e-9)
    return np.asarray(np.tanh(centered / wide))


def _kept(cache: Path | None, key: str, nodes: set[str]) -> Places | None:
    """Places from the file, or None if it is not there, of another graph, or damaged."""
    if cache is None:
        return None
    try:
        with opened(cache, LARGEST_LAYOUT, OSError) as file:
            stored = json.loads(file.read())
        places = {node: (float(x), float(y)) for node, (x, y) in stored["places"].items()}
        fits = stored["edges"] == key and places.keys() == nodes
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
    return places if fits and np.isfinite(list(places.values())).all() else None


def _draw(axes: Axes, graph: nx.Graph, places: Places, values: dict[Any, float]) -> None:
    scale = _key_of(axes, color_scale(values))
    works = {node for node, role in graph.nodes(data="role") if role in WORKING}
    for told, alpha, layer in ((False, 0.13, 1), (True, 0.4, 2)):
        edges = [(places[u], places[v]) for u, v in graph.edges if (u in works or v in works) is told]
        axes.add_collection(LineCollection(edges, colors=style.SOFT, linewidths=0.35, alpha=alpha, zorder=layer))
    quiet = [node for node in graph if node not in values and node not in works]
    loud = [node for node in graph if node in values or node in works]
    edge: dict[str, Any] = {"edgecolors": style.INK}
    x, y = _points(quiet, places).T
    axes.scatter(x, y, 8.0, ["#a8a8a8"] * len(quiet), linewidths=0.0, zorder=3, **edge)
    sizes = [48.0 if node in works else 20.0 for node in loud]
    colors = [color_of(values.get(node), scale) for node in loud]
    x, y = _points(loud, places).T
    axes.scatter(x, y, sizes, colors, linewidths=0.7, zorder=4, **edge)
    axes.axis("off")
    axes.margins(0.02)


def _points(nodes: list[Any], places: Places) -> Points:
    return np.array([places[node] for node in nodes]).reshape(-1, 2)
