"""Equal blocks with more ties inside than across: the stochastic block model, in time linear in its ties.

References
----------
Holland, P. W., Laskey, K. B. & Leinhardt, S. (1983). Stochastic blockmodels: first steps. Social Networks 5,
109-137.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from sim.model.people.parameters import Graph
from sim.world.graphs.graph import Pairs
from sim.world.graphs.limits import block_chances


def stochastic_block(spec: Graph, people: int, independent: Callable[[int, float, int], Pairs]) -> Pairs:
    """Tie people with one probability inside blocks and another across.

    networkx.stochastic_block_model looks at every pair of people. The same graph is everybody tied across,
    without the pairs that fall inside a block, and the blocks themselves.

    Parameters
    ----------
    spec
        Graph section with `blocks`, `mean_degree` and `within`.
    people
        Number of people; blocks are stretches of people whose sizes differ by at most one.
    independent
        Makes the ties of (people, probability of a tie, number of this graph from 0).

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32 pairs without duplicates.
    """
    inside, across = block_chances(spec, people)
    bounds = np.arange(spec.blocks + 1) * people // spec.blocks
    pairs = independent(people, across, 0)
    block = np.searchsorted(bounds, pairs, side="right")
    parts = [pairs[block[:, 0] != block[:, 1]]]
    for number, (first, end) in enumerate(pairwise(bounds), start=1):
        parts.append(independent(int(end - first), inside, number) + np.uint32(first))
    return np.concatenate(parts)
