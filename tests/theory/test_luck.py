"""Inequality by luck alone: equal pay per member and level on a random recursive tree.

The positions are planted directly, because a market in this limit has no more to say than its tree (see
test_recruitment_tree); purchases, qualification and commissions are the engine's own.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.record.measures import gini, top_share
from sim.rules.purchase import purchases
from sim.world.world import Tables
from tests.trees import DAY, commissions, plant, recursive_tree, scenario_of

MEMBERS = 10_000
EXPECTED = {3: (0.216, 0.667, 0.808), 5: (0.392, 0.790, 0.872), 7: (0.520, 0.844, 0.903)}


def hill(income: NDArray[np.int64], largest: int) -> float:
    """Exponent of the tail from its largest values (Hill 1975)."""
    ranked = np.sort(income)[::-1].astype(float)
    return -1.0 / float(np.mean(np.log(ranked[:largest] / ranked[largest])))


@pytest.fixture(scope="module", params=[1, 2])
def planted(request: pytest.FixtureRequest) -> tuple[Tables, NDArray[np.int64]]:
    """A tree of ten thousand and who sponsors whom in it."""
    tree = recursive_tree(MEMBERS, np.random.default_rng(request.param))
    w = plant(scenario_of(MEMBERS, [0.03] * 30, compression=True, minimum_purchase=100), tree)
    purchases(w, DAY)
    return w, np.array(tree)


def paid(planted: tuple[Tables, NDArray[np.int64]], levels: int) -> NDArray[np.int64]:
    """Income of every member if so many levels pay."""
    planted[0].company.levels = levels
    return commissions(planted[0])


def test_everybody_is_paid_the_same_per_member_and_level(planted: tuple[Tables, NDArray[np.int64]]) -> None:
    sponsor = planted[1]
    expected = np.zeros(MEMBERS, np.int64)
    above = sponsor
    for _ in range(3):
        expected += np.bincount(above[above >= 0], minlength=MEMBERS)
        above = np.where(above >= 0, sponsor[above], -1)
    np.testing.assert_array_equal(paid(planted, 3), 300 * expected)


@pytest.mark.parametrize("levels", EXPECTED)
def test_luck_alone_makes_incomes_unequal(planted: tuple[Tables, NDArray[np.int64]], levels: int) -> None:
    income = paid(planted, levels)
    got = top_share(income, 0.01), top_share(income, 0.1), gini(income)
    np.testing.assert_allclose(got, EXPECTED[levels], atol=0.04)


def test_the_tail_falls_with_exponent_one(planted: tuple[Tables, NDArray[np.int64]]) -> None:
    assert hill(paid(planted, 30), 500) == pytest.approx(-1.0, abs=0.15)


def test_half_get_nothing(planted: tuple[Tables, NDArray[np.int64]]) -> None:
    assert (paid(planted, 7) == 0).mean() == pytest.approx(0.5, abs=0.015)
