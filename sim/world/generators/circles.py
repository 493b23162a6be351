"""Social circles: people in a social space, tied where each of two lies within the other's reach; compiled.

Reaches differ lognormally. Hamill & Gilbert have one, two or three of them; many small ones and a few large ones are
the same idea, and give the personal networks of real friends their sizes. People are numbered by where they stand, so
that those who know each other are near in memory.

References
----------
Hamill, L. & Gilbert, N. (2009). Social circles: a simple structure for agent-based social network models. JASSS
12(2) 3.
Hamill, L. & Gilbert, N. (2010). Simulating large social networks in agent-based models: a social circle model. E:CO
12(4).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import normal, uniform
from sim.core.compiled import phase, rule
from sim.model.people.parameters import Graph
from sim.world.graphs.graph import part
from sim.world.graphs.order import Pairs
from sim.world.graphs.space import SPOT, Space, area, square_apart

PER_CELL = 24  # people in a cell of the grid, on average
HALVINGS = 70  # of the interval in which the scale of all reaches lies
FARTHEST = 1.0  # a reach beyond which nobody stands


def social_space(spec: Graph, people: int, key: np.uint64) -> Space:
    """Place people, and give each a reach, so that `mean_degree` ties are expected.

    Parameters
    ----------
    spec
        Graph section with `mean_degree`, at most ``people`` - 1, and `reach_sigma`.
    people
        Number of people, at least 2.
    key
        Key of the run (:func:`sim.core.chance.seed_key`); the same key gives the same space.

    Returns
    -------
    numpy.ndarray
        (people,) :data:`sim.world.graphs.space.SPOT`, cell by cell of a grid, in a cell from the largest reach to the
        smallest.
    """
    space = np.empty(people, SPOT)
    _stand(space, spec.reach_sigma, part(key, 0))
    reach = space["reach"]
    reach[:] = np.minimum(reach * _scale(np.sort(reach), people * spec.mean_degree / 2.0), FARTHEST)
    return space[np.lexsort((-reach, _cells(space)))]


@phase
def _stand(space: Space, sigma: float, of: np.uint64) -> None:
    for i in range(len(space)):
        space[i]["x"], space[i]["y"] = uniform(of, i, 0), uniform(of, i, 1)
        space[i]["reach"] = math.exp(sigma * normal(of, i, 2))


@phase
def _scale(reaches: NDArray[np.float64], ties: float) -> float:
    """Find what all reaches, which ascend, must be multiplied by so that so many ties are expected.

    More reach gives more ties, and at the largest scale everybody is tied to everybody.
    """
    low, high = 0.0, math.sqrt(0.5) / reaches[0]
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if _expected_ties(reaches, middle) < ties:
            low = middle
        else:
            high = middle
    return high


@rule
def _expected_ties(reaches: NDArray[np.float64], scale: float) -> float:
    ties = 0.0
    for i in range(len(reaches)):
        reach = scale * reaches[i]
        ties += (len(reaches) - 1 - i) * area(reach * reach)  # of two people the smaller reach decides
    return ties


def _side(people: int) -> int:
    """Cells along a side of the grid."""
    return max(1, math.isqrt(people // PER_CELL))


def _cells(space: Space) -> NDArray[np.int64]:
    """Cell of each person, row by row of the grid."""
    side = _side(len(space))
    return (space["y"] * side).astype(np.int64) * side + (space["x"] * side).astype(np.int64)


def social_circles(space: Space) -> Pairs:
    """Tie every two people each of whom lies within the other's reach.

    Parameters
    ----------
    space
        From :func:`social_space`.

    Returns
    -------
    numpy.ndarray
        (E, 2) uint32 pairs without duplicates, the smaller number first.
    """
    side = _side(len(space))
    first = np.searchsorted(_cells(space), np.arange(side * side + 1))
    pairs = np.empty((0, 2), np.uint32)
    pairs = np.empty((_tie(space, first, side, pairs), 2), np.uint32)
    _tie(space, first, side, pairs)
    return pairs


@phase
def _tie(space: Space, first: NDArray[np.int64], side: int, pairs: Pairs) -> int:
    """Count all ties, and write down those for which there is room: a first walk without room tells how much it takes.

    A pair is found by who has the smaller reach: they look around as far as it goes, and in each cell no further than
    to people who reach less far.
    """
    found = 0
    for i in range(len(space)):
        found = _look_around(i, space, first, side, pairs, found)
    return found


@rule
def _look_around(i: int, space: Space, first: NDArray[np.int64], side: int, pairs: Pairs, found: int) -> int:
    here = space[i]
    reach = here["reach"]
    left, columns = _across(here["x"], reach, side)
    low, rows = _across(here["y"], reach, side)
    for row in range(low, low + rows):
        for column in range(left, left + columns):
            cell = (row % side) * side + column % side
            for j in range(first[cell], first[cell + 1]):
                other = space[j]
                if other["reach"] < reach:
                    break
                if (j > i or other["reach"] > reach) and square_apart(here, other) <= reach * reach:
                    if found < len(pairs):
                        pairs[found, 0], pairs[found, 1] = min(i, j), max(i, j)
                    found += 1
    return found


@rule
def _across(at: float, reach: float, side: int) -> tuple[int, int]:
    """First of the cells one way that a reach touches, which may lie beyond the edge, and how many they are."""
    start = math.floor((at - reach) * side)
    end = math.floor((at + reach) * side)
    return int(start), int(min(side, end - start + 1))
