"""Circles: sizes of what hangs together in a slot."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.replay.contacts import circle_sizes, settle
from tests.replay.lists import LENGTH, contacts

pairs = st.tuples(st.integers(0, 3), st.integers(0, 7), st.integers(0, 7)).filter(lambda row: row[1] != row[2])


def test_a_chain_is_one_circle_and_every_slot_counts() -> None:
    sizes = circle_sizes(contacts((0, 2, 1, 2), (0, 2, 2, 3), (1, 1, 3, 4), (1, 1, 7, 8)))
    assert sizes.tolist() == [0, 0, LENGTH + 1, 1, 1]


@given(st.lists(pairs, min_size=1, max_size=30))
def test_circles_are_the_components_of_each_slot(rows: list[tuple[int, int, int]]) -> None:
    found = circle_sizes(settle(*np.array([(20 * slot, a, b) for slot, a, b in rows], np.int64).T)[0])
    wanted = np.zeros(9, int)
    for slot in range(4):
        graph = nx.Graph([(a, b) for at, a, b in rows if at == slot])
        for circle in nx.connected_components(graph):
            wanted[len(circle)] += 1
    assert found.tolist() == wanted[: found.size].tolist()
    assert wanted[found.size :].sum() == 0
