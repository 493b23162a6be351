"""The sponsor trees of one run, colored by credibility."""

from __future__ import annotations

import math
from collections.abc import Iterator
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
from sim.analysis.drawing.sheets import sheet
from sim.analysis.plots.subject import Picture, Subject
from sim.core.registry import plot

MOST_TREES, MOST_MEMBERS = 24, 8000
KEY, HIGH, LOW = 1.4, 6.4, 3.2
"""Inches beside the trees for the key to their colors, those that the trees may be high, and the least height."""
GAP = 0.26
"""Inches between trees; a name fits in."""
NAME_SIZE = 8.5
MARK, CUSTOMER = 0.85, 0.6
"""Diameter of a member's dot, where the mean distance of two members is about 2; a customer's, as a share."""
STEP = 0.05
PROVES = "One run shows shapes and proves nothing."


def _note(of: Subject) -> str:
    return style.footer(f"day {of.results.days}", of.results.title)


@plot("sponsors", of="example", order=160)
def of_sponsors(of: Subject) -> Iterator[Picture]:
    """Who recruited whom in the run that is kept."""
    forest, _ = of.graphs or (nx.DiGraph(), None)
    yield Picture("sponsors", sponsor_trees(forest, run=of.example, note=_note(of)), told_sponsors(forest))


def titled(forest: nx.DiGraph) -> str:
    """How many brought in anybody."""
    recruiters = sum(degree > 0 for _, degree in forest.out_degree())
    members = forest.number_of_nodes()
    return f"{recruiters:,} of {members:,} members brought in anybody" if recruiters else "Nobody recruited anybody"


def told_sponsors(forest: nx.DiGraph) -> str:
    """How many recruited, and how many were recruited by the one who has most."""
    recruiters = [degree for _, degree in forest.out_degree() if degree]
    if not recruiters:
        return f"Nobody recruited anybody. {PROVES}"
    some = f"{len(recruiters):,} of {forest.number_of_nodes():,} members brought in anybody"
    return f"{some}, the most of them {max(recruiters):,}. {PROVES}"


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
        titled(forest),
        f"{_one(run)}A disc is a tree: its founder in the middle, around them a ring per generation of recruits, as "
        "much area as members. Color: credibility. Small: customers. Hollow: known for no business.",
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
    wide = sheet().width - KEY
    per_inch = 2.0 * float(np.sqrt((radii**2).sum())) / min(wide, HIGH)
    for _ in range(3):
        room = radii + GAP * per_inch / 2.0
        centers = pack(room, min(1.3, wide / HIGH))
        box = np.array([(centers - room[:, None]).min(axis=0), (centers + room[:, None]).max(axis=0)])
        per_inch = float(max((box[1] - box[0]) / (wide, HIGH)))
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
