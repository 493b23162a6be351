"""Inequality by luck alone: equal pay per member and level on a random recursive tree.

The positions are planted directly, because a market in this limit has no more to say than its tree (case
``recruitment-tree``); purchases, qualification and commissions are the engine's own.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.model.plans.purchase import purchases
from sim.model.tables import Tables
from sim.record.outcomes import gini, top_share
from sim.verification.case import Findings, case, near
from sim.verification.figures import band, curve, dots, label, page
from sim.verification.limits.trees import DAY, commissions, plant, recursive_tree, scenario_of

MEMBERS, TREES, SHORT = 10_000, 10, 2
EXPECTED = {3: (0.216, 0.667, 0.808), 5: (0.392, 0.790, 0.872), 7: (0.520, 0.844, 0.903)}
TOLERANCE, TAIL, LARGEST = 0.04, 0.15, 500
Planted = tuple[Tables, NDArray[np.int64]]


def hill(income: NDArray[np.int64], largest: int) -> float:
    """Exponent of the tail from its largest values (Hill 1975)."""
    ranked = np.sort(income)[::-1].astype(float)
    return -1.0 / float(np.mean(np.log(ranked[:largest] / ranked[largest])))


@cache
def planted(seed: int) -> Planted:
    """A tree of ten thousand and who sponsors whom in it; everybody has bought for 100.00."""
    tree = recursive_tree(MEMBERS, np.random.default_rng(seed))
    w = plant(scenario_of(MEMBERS, [0.03] * 30, compression=True, minimum_purchase=100), tree)
    purchases(w, DAY)
    return w, np.array(tree)


def paid(of: Planted, levels: int) -> NDArray[np.int64]:
    """Income of every member if so many levels pay, in cents."""
    of[0].company.levels = levels
    return commissions(of[0])


def by_hand(of: Planted, levels: int) -> NDArray[np.int64]:
    """The same, counted up the tree: 3.00 a member and level."""
    sponsor = above = of[1]
    found = np.zeros(MEMBERS, np.int64)
    for _ in range(levels):
        found += np.bincount(above[above >= 0], minlength=MEMBERS)
        above = np.where(above >= 0, sponsor[above], -1)
    return 300 * found


def _measured(income: NDArray[np.int64]) -> tuple[float, float, float]:
    return top_share(income, 0.01), top_share(income, 0.1), gini(income)


@case(
    "inequality-by-luck",
    kind="identity",
    title="Equal work and equal pay a head make incomes very unequal",
    setup="Random recursive trees of 10,000 members; each pays 3.00 to every member up to L levels above him. Mean of "
    "10 trees (short: 2).",
    source="Computed from the random recursive tree; its tail exponent is -1 (Pittel 1994)",
    tolerance=".04 (exponent .15) covers what single trees differ by, so it is the same in both forms.",
)
def inequality_by_luck(short: bool) -> Findings:
    """Top shares, Gini coefficient and tail of incomes by number of levels."""
    forest = [planted(seed) for seed in range(1, 1 + (SHORT if short else TREES))]
    names, checks = ("share of the top 1 %", "share of the top 10 %", "Gini coefficient"), []
    for levels, expected in EXPECTED.items():
        got = np.mean([_measured(paid(of, levels)) for of in forest], axis=0)
        for name, one, value in zip(names, got, expected, strict=True):
            checks.append(near(f"{name}, {levels} levels", one, value, TOLERANCE))
    wrong = sum(np.count_nonzero(paid(of, 3) != by_hand(of, 3)) for of in forest)
    checks += [
        near("tail exponent, 30 levels", np.mean([hill(paid(of, 30), LARGEST) for of in forest]), -1.0, TAIL),
        near("share with no income", np.mean([np.mean(paid(of, 7) == 0) for of in forest]), 0.5, 0.015),
        near("members not paid to the cent, 3 levels", wrong, 0, 0),
    ]
    figure, (left, right) = page(
        "Inequality by luck alone",
        "Equal pay a member and level on random recursive trees; the band is what is accepted",
        f"{len(forest)} trees of {MEMBERS:,} members",
        columns=2,
    )
    for k, name in enumerate(("top 1 %", "top 10 %", "Gini")):
        band(left, list(EXPECTED), [values[k] for values in EXPECTED.values()], TOLERANCE, "expected" if not k else "_")
        dots(left, list(EXPECTED), [check.got for check in checks[k:9:3]], name, number=k)
    left.set_xticks(list(EXPECTED))
    left.set_ylim(0, 1)
    left.set_xlim(2.6, 9.6)
    label(left, "levels that pay", "share, or coefficient", "Shares and Gini coefficient", legend="")
    handles, texts = left.get_legend_handles_labels()
    shown = {text: handle for handle, text in zip(handles, texts, strict=True) if text != "_"}
    left.legend(shown.values(), shown.keys(), loc="lower right", fontsize=9.5)
    for k, of in enumerate(forest[:3]):
        income = np.sort(paid(of, 30))[::-1] / CENTS
        some = np.unique(np.geomspace(1, np.count_nonzero(income), 60).astype(int)) - 1
        curve(right, income[some], (some + 1) / MEMBERS, f"tree {k + 1}", number=k)
    x = np.array([30.0, 10_000.0])
    right.plot(x, 0.5 * x[0] / x / 5, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)), label="slope -1")
    right.set_xscale("log")
    right.set_yscale("log")
    label(right, "income", "share with so much or more", "The tail, if 30 levels pay")
    return Findings(tuple(checks), figure)
