"""Regular graphs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.graphs.draws import part
from sim.world.graphs.pairing import random_regular, sparse_or_complement


@settings(deadline=None)
@given(st.integers(6, 40), st.integers(0, 3), st.integers(0, 1000))
def test_a_finished_pairing_is_regular_proper_and_mutual(people, k, seed):
    k = k if people * k % 2 == 0 else k - 1
    done, contacts = random_regular(people, k, part(np.uint64(seed), 0))
    assert contacts.shape == (people, k)
    if done:
        of_person = [set(row) for row in contacts.tolist()]
        assert all(len(of_person[i]) == k and i not in of_person[i] for i in range(people))
        assert all(i in of_person[j] for i in range(people) for j in of_person[i])


def test_a_pairing_that_cannot_be_finished_says_so():
    outcomes = {random_regular(6, 4, part(np.uint64(seed), 0))[0] for seed in range(200)}
    assert outcomes == {False, True}


def test_all_pairings_of_four_people_are_equally_likely():
    seen = {}
    for attempt in range(3_000):
        done, contacts = random_regular(4, 1, part(np.uint64(1), attempt))
        assert done
        seen[contacts[0, 0]] = seen.get(contacts[0, 0], 0) + 1
    assert sorted(seen) == [1, 2, 3]
    assert list(seen.values()) == pytest.approx([1_000] * 3, abs=4 * np.sqrt(3_000 * 2 / 9))


def test_a_dense_graph_is_the_complement_of_a_sparse_one():
    asked = []

    def sparse(k):
        asked.append(k)
        return np.array([[3, 0], [1, 2]], dtype=np.uint32)

    assert sparse_or_complement(4, 2, sparse).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]
    assert sparse_or_complement(4, 1, sparse).tolist() == [[3, 0], [1, 2]]
    assert asked == [1, 1]
