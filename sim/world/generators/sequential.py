"""Graphs as networkx draws them: the same ties from the same generator of chance, without a graph object.

Each function asks ``random.Random`` in the order in which the generator of that name in networkx 3 does, so that a seed
gives the ties that it gives there. Only ties count: people are numbers, and nothing is kept about them but who knows
whom. Sets are those of Python, whose order is part of two of the algorithms.

References
----------
Barabasi, A.-L. & Albert, R. (1999). Emergence of scaling in random networks. Science 286, 509-512.
Holme, P. & Kim, B. J. (2002). Growing scale-free networks with tunable clustering. Phys. Rev. E 65, 026107.
Watts, D. J. & Strogatz, S. H. (1998). Collective dynamics of small-world networks. Nature 393, 440-442.
Batagelj, V. & Brandes, U. (2005). Efficient generation of large random networks. Phys. Rev. E 71, 036113.
Steger, A. & Wormald, N. (1999). Generating random regular graphs quickly. Combin. Probab. Comput. 8, 377-396.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from itertools import chain, combinations

import numpy as np

from sim.world.graphs.order import Pairs

Ties = Iterable[tuple[int, int]]


def as_pairs(ties: Ties) -> Pairs:
    """(E, 2) uint32 of pairs of numbers, in their order."""
    return np.fromiter(chain.from_iterable(ties), dtype=np.uint32).reshape(-1, 2)


def preferential(people: int, m: int, chance: random.Random) -> Pairs:
    """Newcomers tie themselves to m people, each chosen in proportion to their ties.

    Parameters
    ----------
    people
        Number of people, above m.
    m
        Ties a newcomer brings; person 0 and persons 1 to m start as a star.
    chance
        Generator of the draws; it is left where networkx would leave it.
    """
    ties = [(0, leaf) for leaf in range(1, m + 1)]
    ballot = [*[0] * m, *range(1, m + 1)]  # everybody stands in it once per tie
    for newcomer in range(m + 1, people):
        chosen = _some(ballot, m, chance)
        ties.extend((person, newcomer) for person in chosen)
        ballot.extend(chosen)
        ballot.extend([newcomer] * m)
    return as_pairs(ties)


def clustered(people: int, m: int, p: float, chance: random.Random) -> Pairs:
    """Newcomers bring m ties; after the first, each closes a triangle with probability p.

    Parameters
    ----------
    people, m, chance
        As for :func:`preferential`; persons 0 to m - 1 start without ties.
    p
        Probability of a triangle step, 0 to 1.
    """
    contacts: list[dict[int, None]] = [{} for _ in range(people)]
    ballot = list(range(m))
    for newcomer in range(m, people):
        chosen = _some(ballot, m, chance)
        own = contacts[newcomer]
        person = None
        for _ in range(m):
            friend = None
            if person is not None and chance.random() < p:
                friends = [friend for friend in contacts[person] if friend not in own and friend != newcomer]
                friend = chance.choice(friends) if friends else None
            if friend is None:
                friend = person = chosen.pop()
            own[friend] = contacts[friend][newcomer] = None
            ballot.append(friend)
        ballot.extend([newcomer] * m)
    return as_pairs((person, newcomer) for newcomer, own in enumerate(contacts) for person in own if person < newcomer)


def _some(ballot: list[int], count: int, chance: random.Random) -> set[int]:
    chosen: set[int] = set()
    while len(chosen) < count:
        chosen.add(chance.choice(ballot))
    return chosen


def small_world(people: int, k: int, p: float, chance: random.Random) -> Pairs:
    """Join everybody to the next k / 2 people on a ring, then move each tie's far end with probability p.

    Parameters
    ----------
    people, chance
        As for :func:`preferential`.
    k
        Ties of a person, even and below people.
    p
        Probability that a tie is rewired, 0 to 1.
    """
    steps = range(1, k // 2 + 1)
    contacts = [{(person + step) % people for step in (*steps, *(-step for step in steps))} for person in range(people)]
    everybody = range(people)
    for step in steps:
        for person in everybody:
            if chance.random() < p:
                friend = _stranger(person, contacts, everybody, chance)
                if friend is not None:
                    left = (person + step) % people
                    contacts[person].remove(left)
                    contacts[left].remove(person)
                    contacts[person].add(friend)
                    contacts[friend].add(person)
    return as_pairs((one, two) for one, own in enumerate(contacts) for two in own if one < two)


def _stranger(person: int, contacts: list[set[int]], everybody: range, chance: random.Random) -> int | None:
    """Draw whom a person does not know yet; None if they turn out to know everybody."""
    friend = chance.choice(everybody)
    while friend == person or friend in contacts[person]:
        friend = chance.choice(everybody)
        if len(contacts[person]) >= len(everybody) - 1:
            return None
    return friend


def independent(people: int, p: float, chance: random.Random) -> Pairs:
    """Tie every two people with probability p, skipping from tie to tie.

    Parameters
    ----------
    people, chance
        As for :func:`preferential`.
    p
        Probability of a tie, 0 to 1.
    """
    if p <= 0.0:
        return as_pairs(())
    if p >= 1.0:
        return as_pairs(combinations(range(people), 2))
    log_miss, ties = math.log(1.0 - p), []
    one, two = 1, -1
    while one < people:
        two += 1 + int(math.log(1.0 - chance.random()) / log_miss)
        while two >= one and one < people:
            one, two = one + 1, two - one
        if one < people:
            ties.append((two, one))
    return as_pairs(ties)


def regular(people: int, k: int, chance: random.Random) -> Pairs:
    """Give everybody k ties: stubs are shuffled and paired, those that clash once more, until none is left.

    Parameters
    ----------
    people, chance
        As for :func:`preferential`.
    k
        Ties of a person, below people; people times k is even.
    """
    while True:
        ties = _paired(people, k, chance)
        if ties is not None:
            return as_pairs(ties)


def _paired(people: int, k: int, chance: random.Random) -> set[tuple[int, int]] | None:
    ties: set[tuple[int, int]] = set()
    stubs = list(range(people)) * k
    while stubs:
        chance.shuffle(stubs)
        clashed: dict[int, int] = {}
        for one, two in zip(stubs[::2], stubs[1::2], strict=True):
            tie = (one, two) if one < two else (two, one)
            if one != two and tie not in ties:
                ties.add(tie)
            else:
                for person in tie:
                    clashed[person] = clashed.get(person, 0) + 1
        if clashed and not _can_go_on(ties, clashed):
            return None
        stubs = [person for person, count in clashed.items() for _ in range(count)]
    return ties


def _can_go_on(ties: set[tuple[int, int]], clashed: Iterable[int]) -> bool:
    for person in clashed:
        one = person
        for two in clashed:
            if one == two:
                break
            tie = (one, two) if one < two else (two, one)
            if tie not in ties:
                return True
            one = tie[0]  # networkx goes on with the smaller of the two; whether it gives up hangs on that
    return False
