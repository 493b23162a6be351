"""Trees of sponsors: the recruitment tree of equals, and how unequal incomes are by luck alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim import Scenario
from sim.core.chance import seed_key
from sim.core.money import CENTS
from sim.model import NONE, Tables
from sim.model.plans.buying import purchases
from sim.record import gini, top_share
from sim.record.outcomes import downlines
from sim.simulation import Simulation
from sim.verification.case import Findings, case, least, most, near
from sim.verification.downlines import DAY, commissions, plant, recursive_tree, scenario_of
from sim.verification.figures import band, curve, dashed, dots, label, page
from sim.verification.limits import UNMOVED, copied

PEOPLE, RUNS, SHORT_RUNS, YES = 1_000, 100, 20, 1 / 36
OFF = ("study", "care", "experience", "gossip", "expansion", "month_end", "leaving")
DOWNLINES = (1, 2, 3, 5, 10, 30, 100)
SETUP = (
    "1,000 people who all know each other; one founder; everybody talks to somebody not yet in once a week and wins "
    "them with probability 1/36, regardless of who they are; nobody leaves. Mean over 100 worlds (short: 20)."
)


def equals() -> Scenario:
    """A founder and 999 others who all know each other; a talk wins somebody with probability YES."""
    population = {
        "people": PEOPLE,
        "networkers": 1 / PEOPLE,
        "openness": 1.0,
        "part_time": 0.0,
        "part_time_hours": 0.0,
        "full_time_hours": 1.0,
        "savings": 1_000,
        "savings_sigma": 0.0,
    }
    return Scenario.model_validate(
        {
            "phases": dict.fromkeys(OFF, False),
            "population": population,
            "graph": {"kind": "complete"},
            "conversation": {
                "hours": 1.0,
                "most_per_day": 1,
                "avoid_recent": 0,
                "prefer_close": 0.0,
                "give_up": 0,
                "strangers": 0.0,
            },
            "decision": {**UNMOVED, "work_intercept": math.log(YES / (1 - YES))},
            "company": [{"name": "alpha", "topic": "health"}],
            "strategy": [{"name": "one", "companies": ["alpha"]}],
        }
    )


@dataclass(frozen=True)
class Trees:
    """Shape (runs, people), entrants in order: direct recruits, total downline, depth below the founder."""

    recruits: NDArray[np.int64]
    downline: NDArray[np.int64]
    depth: NDArray[np.int64]


@cache
def trees(runs: int) -> Trees:
    """Let markets grow until everybody is in; the graph is the same in every run."""
    market = Simulation(equals(), 1)
    morning, found = market.world.tables, []
    for seed in range(runs):
        market.world.tables = copied(morning)._replace(key=seed_key(seed))
        market.day = 0
        found.append(_grown(market))
    return Trees(*(np.array(kind) for kind in zip(*found, strict=True)))


def _grown(market: Simulation) -> tuple[NDArray[np.int64], ...]:
    while market.world.tables.count[0].positions < PEOPLE:
        market.step()
    held = market.world.tables.positions[:PEOPLE]
    assert held.sponsor[0] == NONE
    depth, below = np.zeros(PEOPLE, np.int64), np.zeros(PEOPLE, np.int64)
    for p in range(1, PEOPLE):
        depth[p] = depth[held.sponsor[p]] + 1
    downlines(held, PEOPLE, below)
    return held.recruits.astype(np.int64), below, depth


@case(
    "recruitment-tree",
    kind="identity",
    title="The recruitment tree of equals is the random recursive tree",
    setup=SETUP,
    source="Pittel 1994, Random Structures & Algorithms 5:337-347; Dobrow & Fill 1999",
    tolerance="Those of a mean over 100 worlds; the short form's are wider by the square root of 100/20.",
)
def recruitment_tree(short: bool) -> Findings:
    """Shares by number of recruits, depths, and the tail of the downlines."""
    runs = SHORT_RUNS if short else RUNS
    found, wider = trees(runs), math.sqrt(RUNS / runs)
    harmonic = sum(1 / k for k in range(1, PEOPLE + 1))
    checks = [near("share with no recruit", np.mean(found.recruits == 0), 0.5, 0.004 * wider)]
    checks += [
        near(f"share with exactly {k}", np.mean(found.recruits == k), 2.0 ** -(k + 1), 0.003 * wider)
        for k in range(1, 6)
    ]
    checks += [
        near("share with 3 or more", np.mean(found.recruits >= 3), 0.125, 0.003 * wider),
        near("mean depth", found.depth.mean(), harmonic - 1, 0.2 * wider, "levels"),
        near("height", found.depth.max(axis=1).mean(), 14.0, 0.6 * wider, "levels"),
    ]
    checks += [
        near(f"share with a downline of {m} or more", np.mean(found.downline >= m), 1 / (m + 1), 0.004 * wider)
        for m in DOWNLINES
    ]
    return Findings(tuple(checks), _tree_figure(found, runs, wider))


def _tree_figure(found: Trees, runs: int, wider: float) -> Figure:
    figure, (left, right) = page(
        "Recruits and downlines of equals",
        "Share of members; the band is what is accepted around the random recursive tree",
        f"{runs} worlds of {PEOPLE:,} people",
        columns=2,
    )
    k = np.arange(8)
    band(left, k, 2.0 ** -(k + 1), 0.004 * wider)
    dots(left, k, [np.mean(found.recruits == each) for each in k])
    label(left, "direct recruits", "share of members", "So many recruits")
    m = np.array([1, 2, 3, 5, 10, 20, 30, 60, 100])
    dashed(right, m, 1 / (m + 1), "1 / (m + 1)")
    dots(right, m, [np.mean(found.downline >= each) for each in m])
    label(right, "members below, m", "share with m or more", "The long tail of downlines", log="xy")
    return figure


@case(
    "order-of-entry",
    kind="identity",
    title="Latecomers recruit nobody",
    setup=SETUP,
    source="Gastwirth 1977, American Statistician 31:79-82",
    tolerance=".03 a decile in both forms; a recruit at the place where one is expected: four standard errors.",
)
def order_of_entry(short: bool) -> Findings:
    """The chance to recruit nobody by decile of entry, and where the expected recruit is the last."""
    runs = SHORT_RUNS if short else RUNS
    found = trees(runs)
    got = np.mean(found.recruits == 0, axis=0)
    expected = np.arange(PEOPLE) / (PEOPLE - 1)
    deciles = list(zip(got.reshape(10, -1).mean(axis=1), expected.reshape(10, -1).mean(axis=1), strict=True))
    checks = [
        near(f"P(nobody), entrants {100 * d + 1} to {100 * d + 100}", here, there, 0.03)
        for d, (here, there) in enumerate(deciles)
    ]
    mean, last = found.recruits.mean(axis=0), int(PEOPLE / math.e)
    checks += [
        near("recruits at 36.8 % of entry", mean[last - 25 : last + 25].mean(), 1.0, 4 / math.sqrt(50 * runs)),
        least("recruits of the first 30 %", mean[: int(0.3 * PEOPLE)].mean(), 1.8),
        most("recruits of the last 55 %", mean[int(0.45 * PEOPLE) :].mean(), 0.4),
    ]
    figure, (left, right) = page(
        "Order of entry and recruits",
        "Mean of 20 neighboring entrants; the band is what is accepted around the exact value",
        f"{runs} worlds of {PEOPLE:,} people",
        columns=2,
    )
    place = np.arange(PEOPLE).reshape(50, 20).mean(axis=1) / PEOPLE
    band(left, place, expected.reshape(50, 20).mean(axis=1), 0.03, "(k - 1) / (N - 1)")
    dots(left, place, got.reshape(50, 20).mean(axis=1))
    label(left, "place in the order of entry", "P(recruits nobody)", "Who recruits nobody")
    dashed(right, place, -np.log(place), "-ln(place)")
    dots(right, place, mean.reshape(50, 20).mean(axis=1))
    right.axvline(1 / math.e, color="#d9d9d9", lw=1.2)
    label(right, "place in the order of entry", "mean recruits", "One recruit is expected up to 36.8 %")
    return Findings(tuple(checks), figure)


MEMBERS, TREES, SHORT_TREES = 10_000, 10, 2
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
    setup="Random recursive trees of 10,000 members; each pays 3.00 to every member up to L levels above them. Mean of "
    "10 trees (short: 2).",
    source="Computed from the random recursive tree; its tail exponent is -1 (Pittel 1994)",
    tolerance=".04 (exponent .15) covers what single trees differ by, so it is the same in both forms.",
)
def inequality_by_luck(short: bool) -> Findings:
    """Top shares, Gini coefficient and tail of incomes by number of levels."""
    forest = [planted(seed) for seed in range(1, 1 + (SHORT_TREES if short else TREES))]
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
    dashed(right, x, 0.5 * x[0] / x / 5, "slope -1")
    label(right, "income", "share with so much or more", "The tail, if 30 levels pay", log="xy")
    return Findings(tuple(checks), figure)
