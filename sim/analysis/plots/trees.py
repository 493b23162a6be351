"""The sponsor trees of one run, colored by credibility."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from sim.analysis.plots import style
from sim.analysis.plots.colored import color_of, color_scale, values_of
from sim.analysis.plots.radial import Tree, lay_out, pack

MOST_TREES, MOST_MEMBERS = 24, 4000
HEIGHT = 6.6
NAME_SIZE = 8.5


def sponsor_trees(forest: nx.DiGraph, *, note: str = "") -> Figure:
    """The largest trees of a run: rings are generations, areas are numbers of members.

    Parameters
    ----------
    forest
        Edges lead from sponsor to recruit. Attributes of the nodes, all optional: ``credibility`` (0..1; hollow
        where missing), ``strategy``.
    note
        For the footer: seed, day, scenario.
    """
    trees = largest(forest)
    shown = sum(len(tree.nodes) for tree in trees)
    with style.styled():
        figure = style.canvas(
            HEIGHT,
            "Sponsor trees, colored by credibility",
            "Each disc is one tree: the founder in the middle, every ring a generation of recruits, as much area as "
            "members. Lines lead from sponsor to recruit.",
            _footer(forest, len(trees), shown, note),
        )
        axes = figure.add_subplot()
        values = values_of(forest, "credibility")
        scale = color_scale(values)
        scaled = _draw(axes, trees, forest, values, scale)
        _names(axes, trees, scaled, forest)
        bar = figure.colorbar(scale, ax=axes, shrink=0.55, aspect=26, pad=0.01)
        bar.set_label("Credibility (scale of 0 to 1)")
        bar.outline.set_visible(False)
    return figure


def largest(forest: nx.DiGraph) -> list[Tree]:
    """The largest trees, laid out, as many as remain readable; roots without recruits are left out."""
    roots = [node for node, degree in forest.in_degree() if degree == 0 and forest.out_degree(node) > 0]
    order = {node: number for number, node in enumerate(forest)}
    trees = sorted((lay_out(forest, root) for root in roots), key=lambda t: (-len(t.nodes), order[t.nodes[0]]))
    total = np.cumsum([len(tree.nodes) for tree in trees])
    kept = max(1, int(np.searchsorted(total, MOST_MEMBERS, side="right")))
    return trees[: min(kept, MOST_TREES)]


def _footer(forest: nx.DiGraph, trees: int, shown: int, note: str) -> str:
    roots = sum(1 for _, degree in forest.in_degree() if degree == 0)
    members = f"{trees} of {roots:,} trees, {shown:,} of {forest.number_of_nodes():,} members"
    return "  ·  ".join(filter(None, [members, "1 run", note]))


def _draw(axes: Axes, trees: list[Tree], forest: nx.DiGraph, values: dict[Any, float], scale: Any) -> Any:
    radii = np.array([tree.radius for tree in trees])
    gap = 0.06 * radii.max() if trees else 0.0
    centers = pack(radii + gap)
    for tree, center in zip(trees, centers, strict=True):
        _disc(axes, tree, center, values, scale)
    axes.set_aspect("equal")
    axes.axis("off")
    axes.autoscale_view()
    return centers


def _disc(axes: Axes, tree: Tree, center: Any, values: dict[Any, float], scale: Any) -> None:
    points = tree.points + center
    lines = np.stack([points[tree.parent[1:]], points[1:]], axis=1)
    axes.add_collection(LineCollection(list(lines), colors=style.SOFT, linewidths=0.35, alpha=0.55, zorder=2))
    colors = [color_of(values.get(node), scale) for node in tree.nodes]
    axes.scatter(points[:, 0], points[:, 1], c=colors, s=14, edgecolors=style.INK, linewidths=0.3, zorder=3)
    axes.scatter(points[:1, 0], points[:1, 1], c=colors[:1], s=60, edgecolors=style.INK, linewidths=1.3, zorder=4)


def _names(axes: Axes, trees: list[Tree], centers: Any, forest: nx.DiGraph) -> None:
    for tree, center in zip(trees, centers, strict=True):
        name = forest.nodes[tree.nodes[0]].get("strategy", "")
        text = f"{name}: {len(tree.nodes)}" if name else f"{len(tree.nodes)}"
        axes.text(center[0], center[1] - tree.radius, text, ha="center", va="top", fontsize=NAME_SIZE)
