"""Chance of the social graph: one purpose, divided into numbered parts."""

from __future__ import annotations

import numpy as np

from sim.core.chance import purpose, stream

GRAPH = purpose("graph")


def part(key: np.uint64, number: int) -> np.uint64:
    """Draws of one part of a generator.

    Parameters
    ----------
    key
        Key of the run (:func:`sim.core.chance.seed_key`).
    number
        Part from 0; it stands where other purposes have the day.
    """
    return np.uint64(stream(key, GRAPH, number))
