"""The null model: a random recursive tree with customers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.lived import with_dear_fees
from sim.study.measures.null import CUSTOMERS, Terms, grown, measured, null
from sim.study.targets import TARGETS
from tests.builders import scenario

TERMS = Terms((0.1,) * 3, 100.0, 100.0, 0.0, 0.0, 0.0)


def test_commission_comes_from_three_levels_of_a_recursive_tree() -> None:
    trees = [grown(TERMS, np.random.default_rng(k)) for k in range(60)]
    without = np.mean([(tree.team == 0).mean() for tree in trees])
    assert without == pytest.approx(0.5, abs=0.01)  # half of a random recursive tree recruit nobody
    bought = np.mean([tree.customers for tree in trees]) / 1_000
    assert bought == pytest.approx(CUSTOMERS, abs=0.1)


def test_only_what_a_tree_has_is_told() -> None:
    found = measured(grown(TERMS, np.random.default_rng(1)))
    assert set(found) - {"losers"} <= set(TARGETS)
    assert found["profit"] + found["even"] + found["loss"] == pytest.approx(1.0)
    assert found["sales"] == pytest.approx(12 * (100 + 100 * CUSTOMERS), rel=0.05)


def test_a_plan_that_pays_for_recruiting_has_more_losers() -> None:
    of = scenario()
    found = null(of, with_dear_fees(of), trees=5)
    assert found["fee-heavy"] > 0.8
    assert "retention-12" not in found
    assert "participation" not in found
