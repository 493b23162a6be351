"""Shapley's value: what each of several rules adds, on average over the orders in which they may be put in force.

Along one order the contributions sum to the difference between all rules and none, whatever the worth of those between,
and so does their mean over any orders. All orders give Shapley's value (1953); some of them estimate it without bias
(Castro, Gómez & Tejada 2009), and an order with its reverse varies less (Mitchell, Cooper, Frank & Holmes 2022).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Order = tuple[str, ...]
Coalition = frozenset[str]
Numbers = NDArray[np.float64]
MOST = 64
"""As many coalitions are looked at all, in all orders; of more only those that sampled orders pass through."""


def orders_of(players: Sequence[str], many: int, seed: int = 1) -> list[Order]:
    """Return orders of the players.

    Parameters
    ----------
    players
        All that differ.
    many
        How many orders are sampled, each with its reverse; odd numbers are rounded up.
    seed
        Of the sample.

    Returns
    -------
    list of tuple
        All orders if all coalitions are at most :data:`MOST`.
    """
    if 2 ** len(players) <= MOST:
        return list(permutations(players))
    chance, found = np.random.default_rng(seed), list[Order]()
    while len(found) < many:
        order = tuple(players[k] for k in chance.permutation(len(players)))
        found += [order, order[::-1]]
    return found


def coalitions_of(orders: Sequence[Order]) -> list[Coalition]:
    """Return every coalition that the orders pass through, small ones first, the empty one and the whole among them."""
    every = {frozenset(order[:size]) for order in orders for size in range(len(order) + 1)}
    return sorted(every, key=lambda each: (len(each), sorted(each)))


def marginals(worth: Mapping[Coalition, Numbers], orders: Sequence[Order]) -> dict[str, Numbers]:
    """Return what each player adds in each order.

    Parameters
    ----------
    worth
        Of every coalition that the orders pass through, shape (pairs,).
    orders
        Of the same players.

    Returns
    -------
    dict
        By player, shape (orders, pairs).
    """
    found: dict[str, list[Numbers]] = {player: [] for player in orders[0]}
    for order in orders:
        for place, player in enumerate(order):
            found[player].append(worth[frozenset(order[: place + 1])] - worth[frozenset(order[:place])])
    return {player: np.array(each) for player, each in found.items()}


def spread_over_orders(of_player: Numbers, orders: int) -> float:
    """Return the standard error that is due to the orders having been sampled; each follows or precedes its reverse.

    Parameters
    ----------
    of_player
        From :func:`marginals`, shape (orders, pairs).
    orders
        How many orders were sampled; 0 if they are all that there are.
    """
    if orders < 4:
        return 0.0 if orders == 0 else float("nan")
    mirrored = of_player.mean(axis=1).reshape(-1, 2).mean(axis=1)
    return float(mirrored.std(ddof=1) / np.sqrt(len(mirrored)))
