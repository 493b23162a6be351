"""Where the members of a sponsor tree are drawn: rings by generation, equal room for everybody.

The area of a ring is proportional to the members of its generation, and the angle of a branch to the members
in it, so trees of any shape are equally dense and their areas can be compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
DISTANCE = 2.2
"""Mean distance of neighbors at this density; a ring with less room a member staggers its members."""
DIRECTIONS = 180
ROOM = 1.25
"""Radius of the disc of a tree with one member; that of n members is this times the root of n."""
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Tree:
    """A laid-out tree: arrays of equal length, a sponsor before its recruits, the root first."""

    nodes: list[Any]
    points: Points
    """Positions around the root, shape (members, 2)."""
    parent: NDArray[np.int64]
    """Index of each member's sponsor in ``nodes``; -1 for the root."""
    depth: NDArray[np.int64]
    """Generation of each member; 0 for the root."""

    @property
    def radius(self) -> float:
        """Radius of the disc that holds the tree."""
        return ROOM * math.sqrt(len(self.nodes))


def lay_out(forest: nx.DiGraph, root: Any, most: int) -> Tree:
    """Lay out the tree below a root, generation by generation, cut off after ``most`` members.

    Edges lead from sponsor to recruit; every member has at most one sponsor.
    """
    nodes, parent, depth = _generations(forest, root, most)
    size = np.ones(len(nodes))
    for child in range(len(nodes) - 1, 0, -1):
        size[parent[child]] += size[child]
    angle = _angles(parent, size)
    inner, outer = _rings(depth)
    share = 0.6 + _crowding(depth, outer)[depth] * (np.modf(np.arange(len(nodes)) * GOLDEN)[0] - 0.5)
    radius = np.sqrt(inner[depth] ** 2 + share * (outer[depth] ** 2 - inner[depth] ** 2))
    radius[0] = 0.0
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return Tree(nodes, points, parent, depth)


def _generations(forest: nx.DiGraph, root: Any, most: int) -> tuple[list[Any], NDArray[np.int64], NDArray[np.int64]]:
    nodes, parent, depth = [root], [-1], [0]
    for index, node in enumerate(nodes):
        for recruit in islice(forest.successors(node), most - len(nodes)):
            nodes.append(recruit)
            parent.append(index)
            depth.append(depth[index] + 1)
    return nodes, np.array(parent), np.array(depth)


def _angles(parent: NDArray[np.int64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    start, angle = np.zeros(size.size), np.zeros(size.size)
    free = start.copy()
    width = np.full(size.size, 2.0 * math.pi)
    for child in range(1, size.size):
        above = parent[child]
        width[child] = width[above] * size[child] / max(size[above] - 1.0, 1.0)
        start[child] = start[above] + free[above]
        free[above] += width[child]
        angle[child] = start[child] + width[child] / 2.0
    return angle


def _rings(depth: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    members = np.bincount(depth).astype(np.float64)
    outer = ROOM * np.sqrt(np.cumsum(members))
    return np.concatenate([[0.0], outer[:-1]]), outer


def _crowding(depth: NDArray[np.int64], outer: NDArray[np.float64]) -> NDArray[np.float64]:
    around = math.pi * (outer + np.concatenate([[0.0], outer[:-1]]))
    crowd: NDArray[np.float64] = np.clip(np.bincount(depth) * DISTANCE / around - 0.4, 0.0, 0.8)
    return crowd


def pack(radii: NDArray[np.float64], stretch: float = 1.25) -> Points:
    """Centers of discs side by side without overlap, as close to the middle as each finds room; shape (discs, 2).

    Parameters
    ----------
    radii
        In the order of placing, largest first; gaps are the caller's matter.
    stretch
        How much wider than high the whole should become.
    """
    centers = np.zeros((radii.size, 2))
    for disc in range(1, radii.size):
        free = _touching(centers[:disc], radii[:disc], radii[disc])
        distance = np.hypot(free[:, 0] / stretch, free[:, 1])
        centers[disc] = free[int(np.argmin(distance.round(9)))]
    return centers


def _touching(centers: Points, radii: NDArray[np.float64], radius: float) -> Points:
    turn = np.linspace(0.0, 2.0 * math.pi, DIRECTIONS, endpoint=False)
    around = np.column_stack([np.cos(turn), np.sin(turn)])
    places: Points = (centers[:, None, :] + (radii + radius)[:, None, None] * around).reshape(-1, 2)
    far = np.linalg.norm(places[:, None, :] - centers[None, :, :], axis=2)
    clear: NDArray[np.bool_] = (far >= (radii + radius) * (1.0 - 1e-9)).all(axis=1)
    return places[clear]
