"""A clustered graph while it grows: who joined whom, and who could be drawn next; shared by all who draw."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase, rule, whole
from sim.world.graphs.order import Numbers, Pairs

LOST = np.uint32(1 << 31)  # on a tie that was there already; people are numbered below it
NUMBER = np.uint32((1 << 31) - 1)  # without that mark
BOOK = np.dtype([("start", np.int64), ("size", np.uint32), ("mark", np.uint32)], align=True)


class Growth(NamedTuple):
    """What is known so far.

    Attributes
    ----------
    joined
        (people, m) uint32: whom each newcomer joined, in that order; a tie that was there already is LOST.
    books
        By person: how many newcomers joined them, where in ``newcomers`` these stand, and a mark.
    newcomers
        Those who joined a person, in one stretch each, which moves to the end when it has to double.
    near
        (people,) uint32, a scratch pad.
    """

    joined: Numbers
    books: NDArray[Any]
    newcomers: Numbers
    near: Numbers


def empty_growth(people: int, m: int) -> tuple[Growth, int]:
    """Return a graph to which nobody has come yet, and the first room in a book: a power of two.

    So a stretch is full where its size is a power of two again, and all stretches that somebody has had take less than
    four times what they need in the end.
    """
    first = 1 << (m.bit_length() - 1)
    newcomers = np.empty(people * (first + 4 * m), np.uint32)  # memory that is not reached is never taken
    joined, near = np.empty((people, m), np.uint32), np.empty(people, np.uint32)
    return Growth(joined, np.zeros(people, BOOK), newcomers, near), first


@rule
def on_ballot(place: int, m: int, joined: Numbers) -> int:
    """Return who stands at a place of the list of everybody, once per tie.

    These are the first m people, and for each newcomer those whom they joined, then m times themselves.
    """
    if place < m:
        return place
    newcomer, turn = m + (place - m) // (2 * m), (place - m) % (2 * m)
    if turn >= m:
        return newcomer
    return whole(joined[newcomer, turn] & NUMBER)


@rule
def contacts_of(person: int, growth: Growth) -> int:
    """Return how many contacts a person has, those counted twice that are LOST once."""
    m = growth.joined.shape[1]
    return whole(growth.books[person]["size"]) + (m if person >= m else 0)


@rule
def contact(person: int, place: int, growth: Growth) -> int:
    """Return one of them: first those whom they joined, then those who joined them, as time went."""
    brought = growth.joined.shape[1] if person >= growth.joined.shape[1] else 0
    if place < brought:
        return whole(growth.joined[person, place])
    return whole(growth.newcomers[growth.books[person]["start"] + place - brought])


@rule
def is_open(friend: int, newcomer: int, growth: Growth) -> bool:
    """Tell whether somebody's contact is one whom the newcomer has not joined yet."""
    return bool(friend < LOST and growth.books[friend]["mark"] != 2 * newcomer + 1)


@rule
def open_friends(person: int, newcomer: int, growth: Growth) -> int:
    """Gather the friends of a person whom the newcomer has not joined yet; return how many these are."""
    joined, books, near = growth.joined[person], growth.books, growth.near
    start = books[person]["start"]
    newcomers = growth.newcomers[start : start + whole(books[person]["size"])]
    found, linked = 0, 2 * newcomer + 1
    if person >= joined.size:
        for friend in joined:
            if friend < LOST and books[friend]["mark"] != linked:
                near[found] = friend
                found += 1
    for friend in newcomers:
        if books[friend]["mark"] != linked:
            near[found] = friend
            found += 1
    return found


@rule
def pick(person: int, newcomer: int, growth: Growth) -> bool:
    """Mark who is drawn from the ballot for a newcomer; tell whether they had not been."""
    fresh = growth.books[person]["mark"] != 2 * newcomer
    growth.books[person]["mark"] = 2 * newcomer
    return bool(fresh)


@rule
def join(newcomer: int, nth: int, friend: int, growth: Growth) -> None:
    """Let a newcomer join somebody as their nth contact."""
    joined = growth.books[friend]["mark"] == 2 * newcomer + 1
    growth.joined[newcomer, nth] = np.uint32(friend) | LOST if joined else np.uint32(friend)
    growth.books[friend]["mark"] = 2 * newcomer + 1


@rule
def enter(newcomer: int, first: int, top: int, growth: Growth) -> tuple[int, int]:
    """Write a newcomer down with all whom they joined; return how many these are, and the end of what is taken."""
    made = 0
    for i in range(growth.joined.shape[1]):
        target = growth.joined[newcomer, i]
        if target < LOST:
            made += 1
            book = growth.books[target]
            size = whole(book["size"])
            if size == 0 or (size >= first and size & (size - 1) == 0):
                top = _move(book, growth.newcomers, first, top)
            growth.newcomers[book["start"] + size] = newcomer
            book["size"] = size + 1
    return made, top


@rule
def _move(book: Any, newcomers: Numbers, first: int, top: int) -> int:
    """Give a full book twice the room, at the end; return the new end."""
    size = whole(book["size"])
    for i in range(size):
        newcomers[top + i] = newcomers[book["start"] + i]
    book["start"] = top
    return top + max(first, 2 * size)


@phase
def write_down(growth: Growth, pairs: Pairs) -> None:
    """Write all ties into ``pairs``: newcomers came in order, so that the rows are sorted."""
    row = 0
    for person in range(len(growth.books)):
        book = growth.books[person]
        for i in range(whole(book["size"])):
            pairs[row, 0], pairs[row, 1] = person, growth.newcomers[book["start"] + i]
            row += 1
