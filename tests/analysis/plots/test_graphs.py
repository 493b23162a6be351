"""Sponsor trees of one run."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.analysis.drawing import style
from sim.analysis.plots.graphs import (
    color_of,
    color_scale,
    largest,
    sponsor_trees,
    told_sponsors,
    values_of,
)

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
    recruiters = sum(degree > 0 for _, degree in forest(400, 30).out_degree())
    assert title == f"{recruiters} of 400 members brought in anybody"
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


def test_nodes_without_a_value_are_left_out() -> None:
    graph = nx.Graph()
    graph.add_node("a", credibility=0.5)
    graph.add_node("b", credibility=float("nan"))
    graph.add_node("c")
    assert values_of(graph, "credibility") == {"a": 0.5}


def test_the_scale_spans_the_values_in_round_steps() -> None:
    scale = color_scale({"a": 0.52, "b": 0.78})
    assert (scale.norm.vmin, scale.norm.vmax) == (pytest.approx(0.5), pytest.approx(0.8))
    alone = color_scale({"a": 0.5})
    assert alone.norm.vmax > alone.norm.vmin


def test_more_is_lighter_and_unknown_is_paper() -> None:
    scale = color_scale({"a": 0.0, "b": 1.0})
    gray = [float(np.dot(color_of(value, scale)[:3], [0.2126, 0.7152, 0.0722])) for value in np.linspace(0, 1, 11)]
    assert (np.diff(gray) > 0).all()
    assert color_of(None, scale) == style.PAPER


def test_a_single_run_is_told_by_its_numbers() -> None:
    forest = nx.DiGraph([(0, 1), (0, 2), (2, 3)])
    assert told_sponsors(forest) == (
        "2 of 4 members brought in anybody, the most of them 2. One run shows shapes and proves nothing."
    )
    assert told_sponsors(nx.DiGraph()).startswith("Nobody recruited anybody.")
