from __future__ import annotations

import numpy as np

from sim.model.people.standing import credibility_sums, mean_and_spread
from tests.builders import empty_world, tie_between


def test_only_those_who_connect_a_topic_with_him_count() -> None:
    w = empty_world(people=4, credibility={"trust_acquaintance": 0.5, "prior": 2.0}).tables
    w.ties.close = 0
    for owner, good in ((1, 2.0), (2, 6.0)):
        tie = w.ties[tie_between(w, owner, 0)]
        tie.heard, tie.good = 1, good
    w.ties[tie_between(w, 3, 0)].good = 100.0
    sums = np.zeros((4, 3))
    credibility_sums(w, sums)
    np.testing.assert_allclose(sums[0], [2, 3 / 4 + 7 / 8, (3 / 4) ** 2 + (7 / 8) ** 2])
    np.testing.assert_array_equal(sums[1:], 0.0)
    mean, spread = mean_and_spread(sums)
    np.testing.assert_allclose([mean[0], spread[0]], [0.8125, 0.0625])
    assert np.isnan(mean[1:]).all()
    assert np.isnan(spread[1:]).all()


def test_equal_opinions_have_no_spread() -> None:
    believed = 0.1
    mean, spread = mean_and_spread(np.array([[3.0, 3 * believed, 3 * believed**2]]))
    assert np.isclose(mean[0], believed)
    assert 0.0 <= spread[0] < 1e-8


def test_the_same_as_looking_up_every_tie() -> None:
    w = empty_world(people=9).tables
    chance = np.random.default_rng(4)
    w.ties.good, w.ties.bad = chance.exponential(2.0, (2, w.ties.size))
    w.ties.heard = chance.integers(0, 3, w.ties.size)
    w.ties.ceiling = chance.uniform(0.2, 1.0, w.ties.size)
    sums = np.zeros((9, 3))
    credibility_sums(w, sums)
    law = w.credibility[0]
    trust = np.where(w.ties.close == 1, law.trust_close, law.trust_acquaintance)
    opinion = (w.ties.good + trust * law.prior) / (w.ties.good + w.ties.bad + law.prior)
    believed = np.minimum(opinion, w.ties.ceiling)
    for person in range(9):
        about = believed[(w.links.other == person) & (w.ties.heard > 0)]
        np.testing.assert_allclose(sums[person], [about.size, about.sum(), (about**2).sum()])
