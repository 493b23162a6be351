"""Parts of the graph's purpose."""

import numpy as np

from sim.core.chance import purposes, seed_key, stream
from sim.world.graphs.draws import GRAPH, part


def test_parts_are_different_streams_of_one_purpose():
    key = seed_key(3)
    parts = [part(key, number) for number in range(50)]
    assert len({int(of) for of in parts}) == 50
    assert all(type(of) is np.uint64 for of in parts)
    assert int(parts[7]) == int(stream(key, GRAPH, 7))
    assert purposes()["graph"] == int(GRAPH)
