from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
from matplotlib.figure import Figure

from sim.analysis.plots.trees import largest, sponsor_trees

Overlaps = Callable[[Figure], list[tuple[str, str]]]


def forest(members: int, founders: int) -> nx.DiGraph:
    chance = np.random.default_rng(1)
    tree = nx.DiGraph()
    for i in range(members):
        told = {"credibility": float(chance.random())} if chance.random() < 0.8 else {}
        tree.add_node(i, strategy="two, tailored", working=bool(chance.random() < 0.5), **told)
        if i >= founders:
            tree.add_edge(int(chance.integers(i)), i)
    return tree


def test_the_largest_trees_come_first_and_roots_alone_are_left_out() -> None:
    trees = nx.DiGraph([(0, 1), (2, 3), (2, 4), (2, 5)])
    trees.add_node(9)
    assert [tree.nodes for tree in largest(trees)] == [[2, 3, 4, 5], [0, 1]]


def test_the_footer_counts_what_is_shown() -> None:
    figure = sponsor_trees(forest(400, 30), note="seed 1")
    title, subtitle, footer = (text.get_text() for text in figure.texts)
    assert title == "Sponsor trees, colored by credibility"
    assert subtitle.endswith("Hollow: known for no business.")
    shown = largest(forest(400, 30))
    members = sum(len(tree.nodes) for tree in shown)
    assert footer == f"{len(shown)} of 30 trees, {members} of 400 members  ·  1 run  ·  seed 1"


def test_names_of_trees_do_not_cover_each_other(overlaps: Overlaps) -> None:
    assert overlaps(sponsor_trees(forest(400, 30))) == []


def test_a_run_without_recruits_is_told() -> None:
    lonely = nx.DiGraph()
    lonely.add_node(0)
    figure = sponsor_trees(lonely)
    assert [text.get_text() for text in figure.axes[0].texts] == ["Nobody recruited anybody."]


def test_thousands_of_members_are_drawn() -> None:
    figure = sponsor_trees(forest(3000, 5))
    drawn = sum(len(points.get_offsets()) for points in figure.axes[0].collections if points.get_offsets().size > 2)
    assert drawn == 3000
