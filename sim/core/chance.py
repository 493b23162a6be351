"""Chance without state: every draw is a function of (seed, purpose, day, who, nth).

Two worlds that differ in one decision share every other draw (common random numbers), and any order of
visiting people gives the same result. The generator is SplitMix64 (Steele, Lea & Flood 2014) read at a
position instead of in sequence.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from sim.core.compiled import config, rule

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
S11, S27, S30, S31, S32 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
UNIT = 2.0**-53

if config.DISABLE_JIT:  # numpy warns of the wrap-around that the hash is made of
    np.seterr(over="ignore")

_purposes: dict[str, np.uint64] = {}


def purpose(name: str) -> np.uint64:
    """Declare what a draw is for; the rule that uses it keeps the constant.

    Parameters
    ----------
    name
        A name no other rule uses, such as ``"conversation.whom"``.

    Returns
    -------
    numpy.uint64
        The first eight bytes of the name's BLAKE2b digest.

    Raises
    ------
    ValueError
        If the name is already declared.
    """
    if name in _purposes:
        raise ValueError(f"The purpose '{name}' is declared twice: two rules would share their draws.")
    _purposes[name] = constant_of(name)
    return _purposes[name]


def constant_of(name: str) -> np.uint64:
    """Return the first eight bytes of a name's BLAKE2b digest: draws under other names have nothing to do with them."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))


def purposes() -> dict[str, int]:
    """Return all declared purposes with their constants, 0..2**64 - 1."""
    return {name: int(value) for name, value in _purposes.items()}


@rule
def mix(x: np.uint64) -> np.uint64:
    """SplitMix64's finalizer: a bijection of 64 bits in which every output bit depends on every input bit."""
    x = (x ^ (x >> S30)) * FIRST
    x = (x ^ (x >> S27)) * SECOND
    return x ^ (x >> S31)


@rule
def stream(key: np.uint64, purpose: np.uint64, day: int) -> np.uint64:
    """Draws of one purpose on one day: computed once, outside the loop over people.

    Parameters
    ----------
    key
        Of the run, from :func:`seed_key`.
    purpose
        What the draws are for, from :func:`purpose`.
    day
        The day they are for, not negative.
    """
    return mix(mix(key ^ purpose) + np.uint64(day) * GOLDEN)


@rule
def bits(of: np.uint64, who: int, nth: int) -> np.uint64:
    """64 random bits: position ``who * 2**32 + nth`` of a stream.

    Parameters
    ----------
    of
        The stream, from :func:`stream`.
    who, nth
        Whom the draw is about (a person, a tie) and its number, each 0..2**32 - 1.
    """
    return mix(of + ((np.uint64(who) << S32) + np.uint64(nth) + np.uint64(1)) * GOLDEN)


@rule
def uniform(of: np.uint64, who: int, nth: int) -> float:
    """Return a uniform draw of 53 bits, 0 to 1 - 2**-53; ``of``, ``who`` and ``nth`` as in :func:`bits`."""
    return float(bits(of, who, nth) >> S11) * UNIT


@rule
def below(of: np.uint64, who: int, nth: int, n: int) -> int:
    """Return a whole number from 0 to n - 1 (bias below n / 2**53).

    Parameters
    ----------
    of, who, nth
        Name of the draw, as in :func:`bits`.
    n
        1..2**53.
    """
    return int(uniform(of, who, nth) * n)


@rule
def normal(of: np.uint64, who: int, nth: int) -> float:
    """Return a standard normal draw (Box & Muller 1958), -8.6 to 8.6.

    Parameters
    ----------
    of, who
        Stream and whom the draw is about, as in :func:`bits`.
    nth
        Number of the draw, 0..2**31 - 1; position ``nth + 2**31`` is used as well.
    """
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(of, who, nth)))
    return radius * math.cos(2.0 * math.pi * uniform(of, who, nth + 2147483648))


@rule
def poisson(of: np.uint64, who: int, nth: int, mean: float) -> int:
    """Return a Poisson draw by inversion: a whole number, 0 or more.

    Parameters
    ----------
    of, who, nth
        Name of the draw, as in :func:`bits`.
    mean
        0 to about 100; the work grows with it.
    """
    u = uniform(of, who, nth)
    count = 0
    chance = math.exp(-mean)
    total = chance
    while u >= total and chance > 0.0:
        count += 1
        chance *= mean / count
        total += chance
    return count


def seed_key(seed: int) -> np.uint64:
    """Return the key of all draws of a run.

    Parameters
    ----------
    seed
        Any whole number from 0 to 2**64 - 1; neighboring seeds give unrelated keys.

    Raises
    ------
    OverflowError
        If the seed is outside these bounds.
    """
    digest = hashlib.blake2b(seed.to_bytes(8, "little"), digest_size=8, person=b"many hats").digest()
    return np.uint64(int.from_bytes(digest, "little"))


@rule
def named_draw(key: np.uint64, constant: np.uint64, day: int, who: int, nth: int) -> float:
    """Return a uniform draw, 0 <= draw < 1, for a rule that is known by its name only.

    Parameters
    ----------
    key
        Of the run.
    constant
        Of the rule, from :func:`constant_of` and its name, so that no two rules share a draw.
    day
        The day it is for, not negative.
    who, nth
        Whom it is about, and its number, each 0..2**32 - 1.
    """
    return uniform(np.uint64(stream(key, constant, day)), who, nth)
