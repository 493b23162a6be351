from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.drawing.radial import ROOM, lay_out, pack

SPONSORS = st.lists(st.floats(0.0, 0.999), min_size=0, max_size=60)


def forest(draws: list[float]) -> nx.DiGraph:
    tree = nx.DiGraph()
    tree.add_node(0)
    tree.add_edges_from((int(draw * (i + 1)), i + 1) for i, draw in enumerate(draws))
    return tree


@given(SPONSORS)
def test_everybody_has_a_place_inside_the_disc(draws: list[float]) -> None:
    tree = lay_out(forest(draws), 0, 1000)
    assert sorted(tree.nodes) == list(range(len(draws) + 1))
    assert (np.linalg.norm(tree.points, axis=1) <= tree.radius + 1e-9).all()
    assert len(np.unique(tree.points.round(9), axis=0)) == len(tree.nodes)
    assert tree.radius == pytest.approx(ROOM * np.sqrt(len(tree.nodes)))


@given(SPONSORS)
def test_generations_are_rings_from_the_inside_out(draws: list[float]) -> None:
    tree = lay_out(forest(draws), 0, 1000)
    away = np.linalg.norm(tree.points, axis=1)
    for generation in range(tree.depth.max()):
        assert away[tree.depth == generation].max() < away[tree.depth == generation + 1].min()
    assert (tree.depth[1:] == tree.depth[tree.parent[1:]] + 1).all()


def test_a_tree_that_is_too_large_is_cut_off_after_its_first_generations() -> None:
    tree = lay_out(nx.balanced_tree(3, 4, create_using=nx.DiGraph), 0, 13)
    assert len(tree.nodes) == 13
    assert tree.depth.max() == 2


@given(st.lists(st.floats(0.5, 20.0), min_size=1, max_size=12))
def test_discs_do_not_overlap(sizes: list[float]) -> None:
    radii = np.sort(np.array(sizes))[::-1]
    centers = pack(radii)
    for i in range(radii.size):
        for j in range(i):
            assert np.linalg.norm(centers[i] - centers[j]) >= (radii[i] + radii[j]) * (1 - 1e-6)
