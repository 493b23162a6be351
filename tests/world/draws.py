"""Many draws at once, along each of the names a draw has."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import normal, poisson, seed_key, stream, uniform
from sim.core.compiled import rule

Draws = NDArray[np.float64]
KEY = seed_key(1)
PURPOSE = np.uint64(0xA5A5_0123_4567_89AB)


@rule
def along_people(key: np.uint64, purpose: np.uint64, out: Draws) -> None:
    of = stream(key, purpose, 3)
    for i in range(out.size):
        out[i] = uniform(of, i, 0)


@rule
def along_nth(key: np.uint64, purpose: np.uint64, out: Draws) -> None:
    of = stream(key, purpose, 3)
    for i in range(out.size):
        out[i] = uniform(of, 77, i)


@rule
def along_days(key: np.uint64, purpose: np.uint64, out: Draws) -> None:
    for i in range(out.size):
        out[i] = uniform(stream(key, purpose, i), 77, 0)


@rule
def along_keys(key: np.uint64, purpose: np.uint64, out: Draws) -> None:
    for i in range(out.size):
        out[i] = uniform(stream(key + np.uint64(i), purpose, 3), 77, 0)


@rule
def along_purposes(key: np.uint64, purpose: np.uint64, out: Draws) -> None:
    for i in range(out.size):
        out[i] = uniform(stream(key, purpose + np.uint64(i), 3), 77, 0)


@rule
def normals(out: Draws) -> None:
    of = stream(KEY, PURPOSE, 5)
    for i in range(out.size):
        out[i] = normal(of, i, 0)


@rule
def poissons(mean: float, out: NDArray[np.int64]) -> None:
    of = stream(KEY, PURPOSE, 6)
    for i in range(out.size):
        out[i] = poisson(of, i, 0, mean)


AXES: dict[str, Callable[[np.uint64, np.uint64, Draws], None]] = {
    "people": along_people,
    "nth": along_nth,
    "days": along_days,
    "keys": along_keys,
    "purposes": along_purposes,
}


def drawn(axis: str, n: int, key: np.uint64 = KEY, purpose: np.uint64 = PURPOSE) -> Draws:
    """``n`` uniform draws that differ in one of their names only; Philox's own sequence for ``philox``."""
    if axis == "philox":
        return np.random.Generator(np.random.Philox(key=int(key))).random(n)
    out = np.empty(n)
    AXES[axis](key, purpose, out)
    return out
