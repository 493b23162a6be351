from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.study.why.shapley import MOST, coalitions_of, marginals, orders_of, spread_over_orders

PLAYERS = ("a", "b", "c", "d")


def game(seed: int, players: tuple[str, ...] = PLAYERS, pairs: int = 5) -> dict[frozenset[str], np.ndarray]:
    chance = np.random.default_rng(seed)
    every = (frozenset(each) for size in range(len(players) + 1) for each in combinations(players, size))
    return {each: chance.normal(size=pairs) for each in every}


def effects(worth: dict[frozenset[str], np.ndarray], orders: list[tuple[str, ...]]) -> dict[str, np.ndarray]:
    return {player: each.mean(axis=0) for player, each in marginals(worth, orders).items()}


@given(st.integers(0, 1000), st.integers(2, 6))
def test_what_players_add_sums_to_the_whole(seed: int, many: int) -> None:
    players = tuple("abcdefgh"[:many])
    worth = game(seed, players)
    for orders in (orders_of(players, 4), [players], [players, players[::-1]]):
        added = sum(effects(worth, orders).values())
        np.testing.assert_allclose(added, worth[frozenset(players)] - worth[frozenset()], atol=1e-12)


def test_all_orders_give_shapleys_value() -> None:
    worth, n = game(3), len(PLAYERS)
    found = effects(worth, orders_of(PLAYERS, 2))
    for player in PLAYERS:
        others = [each for each in PLAYERS if each != player]
        value = sum(
            factorial(size) * factorial(n - size - 1) / factorial(n) * (worth[each | {player}] - worth[each])
            for size in range(n)
            for each in map(frozenset, combinations(others, size))
        )
        np.testing.assert_allclose(found[player], value)


def test_equals_add_the_same_and_a_null_player_nothing() -> None:
    worth = {each: np.array([10.0 * len(each & {"a", "b"}) ** 2]) for each in game(1)}
    found = effects(worth, orders_of(PLAYERS, 2))
    assert found["a"] == found["b"] == pytest.approx(20.0)
    assert found["c"] == found["d"] == 0.0


def test_many_players_are_put_in_sampled_orders_and_their_reverse() -> None:
    players = tuple("abcdefg")
    orders = orders_of(players, 11)
    assert 2 ** len(players) > MOST
    assert len(orders) == 12
    assert all(one == other[::-1] for one, other in zip(orders[::2], orders[1::2], strict=True))
    assert all(sorted(order) == list(players) for order in orders)
    assert orders == orders_of(players, 11) != orders_of(players, 11, seed=2)
    coalitions = coalitions_of(orders)
    assert coalitions[0] == frozenset()
    assert coalitions[-1] == frozenset(players)
    assert len(coalitions) <= 6 * 12 + 2


def test_players_who_only_add_leave_no_chance_to_the_orders() -> None:
    players = tuple("abcdefg")
    orders = orders_of(players, 12)
    worth = {each: np.array([float(sum(map(ord, each)))] * 3) for each in coalitions_of(orders)}
    assert {spread_over_orders(each, 12) for each in marginals(worth, orders).values()} == {0.0}
    assert spread_over_orders(np.ones((24, 3)), 0) == 0.0
    mixed = {each: worth[each] ** 3 for each in worth}
    assert all(spread_over_orders(each, 12) > 0.0 for each in marginals(mixed, orders).values())
