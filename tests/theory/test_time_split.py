"""Hours divided over several networks: all are through late instead of one after the other."""

from __future__ import annotations

import numpy as np
import pytest

from sim.rules.joining import enter, go_to_work
from sim.rules.study import begin_week, study
from sim.world.tables import NONE, WEEK
from tests.builders import empty_world

HOURS, WEEKS = 6.0, 4  # a week; that the reading of one network takes


def mean_completion(networks: int, division: str) -> float:
    """Mean week in which the reading of a network is done, all of them of the same length."""
    names = [f"network {c}" for c in range(networks)]
    company = [{"name": name, "topic": "health", "updates": 0.0} for name in names]
    strategy = [{"name": "all", "companies": names, "hours": division}]
    law = {"most": 1.0, "induction": HOURS * WEEKS}
    w = empty_world(2, company=company, strategy=strategy, study=law).tables
    for c in range(networks):
        enter(w, 0, 0, c, NONE, NONE)
        go_to_work(w, 0, 0, c)
    w.life.hours[0], w.life.full_time[0] = HOURS, 0
    done = np.zeros(networks)
    for week in range(networks * WEEKS):
        begin_week(w, WEEK * week, 0, 2, 0)
        study(w, WEEK * week, 0, 2, 0)
        through = w.positions.backlog[:networks] < 1e-9
        done[through & (done == 0.0)] = week + 1
    assert done.all()
    return float(done.mean())


@pytest.mark.parametrize("networks", [1, 2, 3, 5, 8])
def test_splitting_takes_two_k_over_k_plus_one_as_long(networks: int) -> None:
    sequential, split = mean_completion(networks, "main-first"), mean_completion(networks, "equal")
    assert sequential == WEEKS * (networks + 1) / 2
    assert split == WEEKS * networks
    assert split / sequential == 2 * networks / (networks + 1)
    assert mean_completion(networks, "by-return") == split
