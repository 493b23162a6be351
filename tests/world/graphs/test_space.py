"""A social space: distances, areas, and how near two people are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.graphs.social import social_graph
from sim.world.graphs.space import SPOT, area, nowhere, remoteness, square_apart

places = st.floats(0, 1, exclude_max=True)


def spots(*rows):
    return np.array(list(rows), SPOT)


@pytest.mark.parametrize(
    ("one", "other", "square"),
    [
        ((0.2, 0.2), (0.5, 0.6), 0.25),
        ((0.1, 0.5), (0.9, 0.5), 0.04),
        ((0.05, 0.95), (0.95, 0.05), 0.02),
        ((0.0, 0.0), (0.5, 0.5), 0.5),
    ],
)
def test_the_way_around_may_be_the_shorter(one, other, square):
    space = spots((*one, 1.0), (*other, 1.0))
    assert square_apart(space[0], space[1]) == pytest.approx(square)


@settings(deadline=None)
@given(places, places, places, places)
def test_distance_is_mutual_and_at_most_half_the_diagonal(x, y, u, v):
    space = spots((x, y, 0.1), (u, v, 0.2))
    there = square_apart(space[0], space[1])
    assert 0.0 <= there <= 0.5
    assert there == square_apart(space[1], space[0])


@pytest.mark.parametrize(("reach", "share"), [(0.0, 0.0), (0.1, 0.01 * math.pi), (0.5, 0.25 * math.pi), (0.75, 1.0)])
def test_areas_that_are_known(reach, share):
    assert area(reach * reach) == pytest.approx(share)


def test_areas_that_reach_around_are_those_of_counted_points():
    grid = (np.arange(1_000) + 0.5) / 1_000 - 0.5
    squares = grid[:, None] ** 2 + grid**2
    for reach in (0.3, 0.55, 0.6, 0.7):
        assert area(reach * reach) == pytest.approx(np.mean(squares <= reach * reach), abs=1e-4)
    assert area(0.5) == 1.0


@pytest.mark.parametrize("mean", [40, 700])
def test_of_those_who_are_tied_any_remoteness_is_as_likely(mean):
    graph = social_graph(Graph(kind="social_circles", mean_degree=mean, reach_sigma=0.7), 1_000, seed_key(6))
    space, some = graph.space, graph.edges[:: len(graph.edges) // 2_000]
    found = [remoteness(space[i], space[j]) for i, j in some]
    assert kstest(found, "uniform").pvalue > 0.001
    assert found == [remoteness(space[j], space[i]) for i, j in some]


def test_who_stands_at_the_edge_of_the_smaller_circle_is_as_remote_as_a_contact_can_be():
    space = spots((0.1, 0.1, 0.2), (0.3, 0.1, 0.9))
    assert remoteness(space[0], space[1]) == pytest.approx(1.0)


def test_graphs_without_a_space_have_an_empty_one():
    assert nowhere().size == 0
    assert social_graph(Graph(kind="erdos_renyi"), 30, seed_key(1)).space.size == 0
