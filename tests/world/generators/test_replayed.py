"""Clustered graphs by compiled code, as networkx draws them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.generators import replayed, sequential
from sim.world.graphs.order import sorted_edges


def assert_same(people, m, p, seed):
    drawn = sequential.clustered(people, m, p, random.Random(seed))
    pairs = replayed.clustered(people, m, p, random.Random(seed))
    np.testing.assert_array_equal(pairs, sorted_edges(people, drawn))


@settings(deadline=None)
@given(st.integers(1, 90), st.integers(1, 60), st.floats(0, 1), st.integers(0, 2**64 - 1))
def test_ties_are_those_drawn_one_by_one(m, more, p, seed):
    assert_same(m + more, m, p, seed)


@pytest.mark.parametrize(("people", "m", "p"), [(2_000, 30, 0.3), (900, 150, 0.8)])
def test_so_are_those_of_towns(people, m, p):
    assert_same(people, m, p, 5)
