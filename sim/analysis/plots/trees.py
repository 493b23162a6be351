"""The sponsor trees of one run, colored by credibility."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from sim.analysis.plots import style
from sim.analysis.plots.colored import color_of, color_scale, key_of, values_of
from sim.analysis.plots.radial import Points, Tree, lay_out, pack

MOST_TREES, MOST_MEMBERS = 24, 8000
WIDE, HIGH, LOW = 8.2, 6.4, 3.2
"""Inches that the trees may fill, and the least height of the drawing."""
GAP = 0.26
"""Inches between trees; a name fits in."""
NAME_SIZE = 8.5
MARK, CUSTOMER = 0.85, 0.6
"""Diameter of a member's dot, where the mean distance of two members is about 2; a customer's, as a share."""


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
    with style.styled():
        figure = style.canvas(
            max(LOW, (box[1, 1] - box[0, 1]) / per_inch),
            "Sponsor trees, colored by credibility",
            f"{f'One run only: {run}. ' if run else ''}Each disc is one tree: the founder in the middle, every ring a "
            "generation of recruits, as much area as "
            "members. Lines lead from sponsor to recruit. Small: customers. Hollow: known for no business.",
            _footer(forest, trees, note),
        )
        axes = figure.add_subplot()
        scale = key_of(axes, color_scale(values))
        for tree, center in zip(trees, centers, strict=True):
            colors = [color_of(values.get(node), scale) for node in tree.nodes]
            _disc(axes, tree, center, forest, colors, per_inch)
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


def _footer(forest: nx.DiGraph, trees: list[Tree], note: str) -> str:
    roots = sum(1 for _, degree in forest.in_degree() if degree == 0)
    shown = sum(len(tree.nodes) for tree in trees)
    members = f"{len(trees)} of {roots:,} trees, {shown:,} of {forest.number_of_nodes():,} members"
    return "  ·  ".join(filter(None, [members, "1 run", note]))


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


def _disc(axes: Axes, tree: Tree, center: Points, forest: nx.DiGraph, colors: list[Any], per_inch: float) -> None:
    points = tree.points + center
    lines = np.stack([points[tree.parent[1:]], points[1:]], axis=1)
    mark = _mark(per_inch)
    works = [forest.nodes[node].get("working", True) for node in tree.nodes]
    sizes = np.where(works, mark, CUSTOMER * mark)
    sizes[0] = max(7.0, 1.6 * mark)
    edges = np.full(sizes.size, 0.06 * mark if mark > 2.5 else 0.0)
    edges[0] = 1.3
    axes.add_collection(LineCollection(list(lines), colors=style.SOFT, linewidths=0.35, alpha=0.5, zorder=2))
    axes.scatter(
        points[::-1, 0],
        points[::-1, 1],
        c=colors[::-1],
        s=sizes[::-1] ** 2,
        edgecolors=style.INK,
        linewidths=edges[::-1].tolist(),
        zorder=3,
    )


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
