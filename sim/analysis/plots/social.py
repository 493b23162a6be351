"""The social graph of one run around those who work in it, colored by credibility."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.plots import style
from sim.analysis.plots.colored import color_of, color_scale, key_of, values_of
from sim.core.files import opened, write_text

MOST_PEOPLE = 800
HIGH = 6.6
LARGEST_LAYOUT = 10_000_000
LAYOUT_SEED, ITERATIONS = 1, 50
WORKING = ("networker", "upline")


def social_graph(graph: nx.Graph, *, cache: Path | None = None, run: str = "", note: str = "") -> Figure:
    """A part of the social graph: who knows whom, and how credible those who work are.

    Parameters
    ----------
    graph
        Attributes of the nodes, all optional: ``credibility`` (0..1), ``role``.
    cache
        File that keeps the layout, which takes longest; used if it fits the people shown.
    run
        Which run it is, in words: seed, and what is studied in it.
    note
        For the footer.
    """
    part = sample(graph)
    places = layout(part, cache)
    values = values_of(part, "credibility")
    with style.styled():
        figure = style.canvas(
            HIGH,
            "Social graph, colored by credibility",
            f"{f'One run only: {run}. ' if run else ''}Every dot a person, every line an acquaintance; people who know "
            "each other lie close. Large: works a "
            "position; hollow, if nobody has heard him pitch yet.",
            _footer(graph, part, values, note),
        )
        axes = figure.add_subplot()
        _draw(axes, part, places, values, key_of(axes, color_scale(values)))
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


def layout(graph: nx.Graph, cache: Path | None = None) -> dict[Any, tuple[float, float]]:
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
        springs = nx.spring_layout(graph, seed=LAYOUT_SEED, iterations=ITERATIONS, k=_length(graph), method="force")
        spread = _fill(np.array([springs[node] for node in graph]).reshape(-1, 2)).round(5).tolist()
        kept = {str(node): (x, y) for node, (x, y) in zip(graph, spread, strict=True)}
        if cache is not None:
            with suppress(OSError):  # a picture can be drawn without it
                write_text(cache, json.dumps({"edges": key, "places": kept}))
    return {node: kept[str(node)] for node in graph}


def _fill(points: NDArray[np.float64]) -> NDArray[np.float64]:
    if not points.size:
        return points
    centered = points - np.median(points, axis=0)
    wide = np.maximum(np.quantile(np.abs(centered), 0.9, axis=0), 1e-9)
    return np.asarray(np.tanh(centered / wide))


def _length(graph: nx.Graph) -> float:
    return 1.6 / math.sqrt(max(1, graph.number_of_nodes()))


def _kept(cache: Path | None, key: str, nodes: set[str]) -> dict[str, tuple[float, float]] | None:
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


def _footer(graph: nx.Graph, part: nx.Graph, values: dict[Any, float], note: str) -> str:
    people = f"{part.number_of_nodes():,} of {graph.number_of_nodes():,} people"
    known = f"{len(values):,} of them known for a business"
    return "  ·  ".join(filter(None, [people, known, "1 run", note]))


def _draw(
    axes: Axes, graph: nx.Graph, places: dict[Any, tuple[float, float]], values: dict[Any, float], scale: Any
) -> None:
    works = {node for node, role in graph.nodes(data="role") if role in WORKING}
    for told, alpha, layer in ((False, 0.13, 1), (True, 0.4, 2)):
        edges = [(places[u], places[v]) for u, v in graph.edges if (u in works or v in works) is told]
        axes.add_collection(LineCollection(edges, colors=style.SOFT, linewidths=0.35, alpha=alpha, zorder=layer))
    quiet = [node for node in graph if node not in values and node not in works]
    loud = [node for node in graph if node in values or node in works]
    _scatter(axes, _points(quiet, places), np.full(len(quiet), 8.0), ["#a8a8a8"] * len(quiet), 0.0, 3)
    sizes = np.array([48.0 if node in works else 20.0 for node in loud])
    _scatter(axes, _points(loud, places), sizes, [color_of(values.get(node), scale) for node in loud], 0.7, 4)
    axes.axis("off")
    axes.margins(0.02)


def _points(nodes: list[Any], places: dict[Any, tuple[float, float]]) -> NDArray[np.float64]:
    return np.array([places[node] for node in nodes]).reshape(-1, 2)


def _scatter(
    axes: Axes,
    points: NDArray[np.float64],
    sizes: NDArray[np.float64],
    colors: list[Any],
    edge: float,
    layer: int,
) -> None:
    axes.scatter(points[:, 0], points[:, 1], s=sizes, c=colors, edgecolors=style.INK, linewidths=edge, zorder=layer)
