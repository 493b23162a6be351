"""Graphs as networkx draws them."""

from __future__ import annotations

import hashlib
import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.world.generators.kinds import as_networkx
from sim.world.generators.sequential import as_pairs, clustered, independent, preferential, regular, small_world
from sim.world.graphs.graph import settle
from sim.world.graphs.order import sorted_edges

seeds, chances = st.integers(0, 2**64 - 1), st.sampled_from([0.0, 0.01, 0.3, 0.9, 1.0])


def assert_same(people, own, theirs, seed):
    """The same ties, and the generator of chance left in the same state."""
    here, there = random.Random(seed), random.Random(seed)
    pairs, graph = own(here), theirs(there)
    assert pairs.dtype == np.uint32
    assert here.getstate() == there.getstate()
    np.testing.assert_array_equal(sorted_edges(people, pairs), sorted_edges(people, as_pairs(graph.edges())))


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 80), seeds)
def test_preferential_attachment_is_that_of_networkx(m, more, seed):
    people = m + more
    theirs = lambda chance: nx.barabasi_albert_graph(people, m, seed=chance)  # noqa: E731
    assert_same(people, lambda chance: preferential(people, m, chance), theirs, seed)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 80), chances, seeds)
def test_triangles_are_those_of_networkx(m, more, p, seed):
    people = m + more
    theirs = lambda chance: nx.powerlaw_cluster_graph(people, m, p, seed=chance)  # noqa: E731
    assert_same(people, lambda chance: clustered(people, m, p, chance), theirs, seed)


@settings(deadline=None)
@given(st.integers(1, 20), st.integers(1, 60), chances, seeds)
def test_the_small_world_is_that_of_networkx(half, more, p, seed):
    people, k = 2 * half + more, 2 * half
    theirs = lambda chance: nx.watts_strogatz_graph(people, k, p, seed=chance)  # noqa: E731
    assert_same(people, lambda chance: small_world(people, k, p, chance), theirs, seed)


@settings(deadline=None)
@given(st.integers(1, 80), chances, seeds)
def test_independent_ties_are_those_of_networkx(people, p, seed):
    theirs = lambda chance: nx.fast_gnp_random_graph(people, p, seed=chance)  # noqa: E731
    assert_same(people, lambda chance: independent(people, p, chance), theirs, seed)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(0, 19), seeds)
def test_the_regular_graph_is_that_of_networkx(half, k, seed):
    people, k = 2 * half, min(k, half)
    theirs = lambda chance: nx.random_regular_graph(k, people, seed=chance)  # noqa: E731
    assert_same(people, lambda chance: regular(people, k, chance), theirs, seed)


def test_a_regular_graph_is_begun_anew_where_its_last_stubs_cannot_be_paired():
    for seed in range(60):  # of which more than half fail at least once
        theirs = lambda chance: nx.random_regular_graph(4, 6, seed=chance)  # noqa: E731
        assert_same(6, lambda chance: regular(6, 4, chance), theirs, seed)


@pytest.mark.parametrize(
    ("fields", "digest"),
    [
        ({"kind": "barabasi_albert"}, "4e61a350fda96731"),
        ({"kind": "powerlaw_cluster"}, "416f0df3831fa0a9"),
        ({"kind": "powerlaw_cluster", "m": 60}, "22d6acdf4e021361"),
        ({"kind": "watts_strogatz"}, "b59129f42540758c"),
        ({"kind": "random_regular"}, "e792407fb7d888e1"),
        ({"kind": "erdos_renyi"}, "b9292051b4af18e1"),
        ({"kind": "stochastic_block"}, "f62d90be129ebdae"),
    ],
)
def test_a_key_gives_the_frozen_graph(fields, digest):
    edges = settle(500, as_networkx(Graph(**fields), 500, seed_key(7))).edges
    assert hashlib.blake2b(edges.astype("<u4").tobytes(), digest_size=8).hexdigest() == digest
