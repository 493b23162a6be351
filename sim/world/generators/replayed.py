"""Clustered graphs as networkx draws them, compiled for many contacts: the same ties as in :mod:`.sequential`."""

from __future__ import annotations

import random

import numpy as np

from sim.core.compiled import phase, rule, whole
from sim.world.generators.growing import Growth, empty_growth, enter, join, on_ballot, open_friends, pick, write_down
from sim.world.generators.twister import Words, empty_places, in_set_order, next_below, next_uniform, twister
from sim.world.graphs.order import Numbers, Pairs


def clustered(people: int, m: int, p: float, chance: random.Random) -> Pairs:
    """Newcomers bring m ties; after the first, each closes a triangle with probability p.

    Parameters
    ----------
    people, m, p
        As for :func:`sim.world.generators.sequential.clustered`.
    chance
        Generator of the draws; its state is read, not moved on.
    """
    growth, first = empty_growth(people, m)
    made = _grow(growth, p, first, twister(chance), empty_places(m))
    pairs = np.empty((made, 2), np.uint32)
    write_down(growth, pairs)
    return pairs


@phase
def _grow(growth: Growth, p: float, first: int, state: Words, places: Words) -> int:
    people, m = growth.joined.shape
    picks = np.empty(m, np.uint32)
    made, top = 0, 0
    for source in range(m, people):
        _pick(source, picks, growth, state)
        in_set_order(picks, places)
        _join(source, p, picks, growth, state)
        ties, top = enter(source, first, top, growth)
        made += ties
    return made


@rule
def _pick(source: int, picks: Numbers, growth: Growth, state: Words) -> None:
    m, chosen = len(picks), 0
    while chosen < m:
        target = on_ballot(next_below(state, m + 2 * m * (source - m)), m, growth.joined)
        if pick(target, source, growth):
            picks[chosen] = target
            chosen += 1


@rule
def _join(source: int, p: float, picks: Numbers, growth: Growth, state: Words) -> None:
    taken, target = 0, 0
    for i in range(len(picks)):
        friend = -1
        if i > 0 and next_uniform(state) < p:
            friends = open_friends(target, source, growth)
            if friends > 0:
                friend = whole(growth.near[next_below(state, friends)])
        if friend < 0:
            target = friend = whole(picks[taken])
            taken += 1
        join(source, i, friend, growth)
