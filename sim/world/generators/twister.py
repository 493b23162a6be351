"""Python's chance and the order of Python's sets, compiled: what ``random.Random`` draws, and how a set hands out.

The generator is the Mersenne Twister (Matsumoto & Nishimura 1998), read as CPython reads it. A set of numbers is a
table with open addressing, whose places CPython tries ten in a row before it jumps.

References
----------
Matsumoto, M. & Nishimura, T. (1998). Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
generator. ACM Trans. Model. Comput. Simul. 8, 3-30.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import rule

WORDS, AHEAD = 624, 397
UPPER, LOWER, TWIST = 0x80000000, 0x7FFFFFFF, 0x9908B0DF
EMPTY = -1
SMALLEST, ROW, JUMP = 8, 9, 5  # places of a small set; places tried after the first; bits of the number a jump uses up
Words = NDArray[np.int64]


def twister(chance: random.Random) -> Words:
    """Return the state of a generator as the rules below take it: 624 words and the number of the next, int64."""
    return np.array(chance.getstate()[1], np.int64)


@rule
def next_word(state: Words) -> int:
    """Return the next 32 bits."""
    if state[WORDS] >= WORDS:
        for k in range(WORDS):
            both = (state[k] & UPPER) | (state[(k + 1) % WORDS] & LOWER)
            state[k] = state[(k + AHEAD) % WORDS] ^ (both >> 1) ^ (TWIST if both & 1 else 0)
        state[WORDS] = 0
    word = state[state[WORDS]]
    state[WORDS] += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C5680
    word ^= (word << 15) & 0xEFC60000
    return int(word ^ (word >> 18))


@rule
def next_uniform(state: Words) -> float:
    """Return what ``random()`` returns."""
    high, low = next_word(state) >> 5, next_word(state) >> 6
    return (high * 67108864.0 + low) / 9007199254740992.0


@rule
def next_below(state: Words, n: int) -> int:
    """Return the place that ``choice`` draws from a list of n, 1..2**32 - 1: as many bits as n has, until they fit."""
    spare = 32
    while n >> (32 - spare):
        spare -= 1
    place = next_word(state) >> spare
    while place >= n:
        place = next_word(state) >> spare
    return place


def empty_places(count: int) -> Words:
    """Return room for the table of a set of up to ``count`` numbers (at most 50,000) and for a copy of it."""
    return np.empty(16 * max(count, SMALLEST), np.int64)


@rule
def in_set_order(numbers: Any, places: Words) -> None:
    """Put different numbers, added to an empty set one after the other, in the order in which the set hands them out.

    Parameters
    ----------
    numbers
        At least one, each 0..2**61 - 2; they are overwritten.
    places
        Scratch pad from :func:`empty_places`.
    """
    size = SMALLEST
    places[:size] = EMPTY
    for count in range(1, len(numbers) + 1):
        _put(numbers[count - 1], places, 0, size)
        if 5 * count >= 3 * (size - 1):
            size = _grown(places, size, count)
    found = 0
    for place in range(size):
        if places[place] != EMPTY:
            numbers[found] = places[place]
            found += 1


@rule
def _put(number: int, places: Words, start: int, size: int) -> None:
    left, place = int(number), int(number) % size
    while True:
        row = ROW if place + ROW < size else 0
        for step in range(row + 1):
            if places[start + place + step] == EMPTY:
                places[start + place + step] = number
                return
        left >>= JUMP
        place = (place * 5 + 1 + left) % size


@rule
def _grown(places: Words, size: int, count: int) -> int:
    """Move what is in a table of ``size`` places to a larger one; return its size."""
    larger = SMALLEST
    while larger <= 4 * count:
        larger *= 2
    places[larger : 2 * larger] = EMPTY
    for place in range(size):
        if places[place] != EMPTY:
            _put(places[place], places, larger, larger)
    places[:larger] = places[larger : 2 * larger]
    return larger
