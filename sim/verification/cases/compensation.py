"""Compensation plans on trees that were worked out on paper, and on full trees in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.model.plans.buying import purchases
from sim.model.plans.parameters import declared_payout
from sim.model.tables import Tables
from sim.verification.case import Check, Findings, case, most, near
from sim.verification.figures import label, page
from sim.verification.limits.bare import set_cash
from sim.verification.limits.months import bought, company_of, grown, paid
from sim.verification.limits.trees import DAY, TOP, plant, recursive_tree, scenario_of

CHAIN = [TOP, 0, 1, 2, 3]
TEAM = [TOP, 0, 0, 0, 1, 1]
YOUNG_LIVING = [0.08, 0.05, 0.04, 0.04, 0.04]
HUNDRED = 100_00
MEMBERS = 2_000


def month(sponsors: list[int], rates: list[float], *, poor: tuple[int, ...] = (), **plan: Any) -> Tables:
    """A month in which everybody but the poor buys for 100.00 under a unilevel plan; commissions are not yet paid."""
    customers = plan.pop("customers", ())
    of = scenario_of(max(len(sponsors), 3), rates, minimum_purchase=100, customer_purchase=50, **plan)
    w = plant(of, sponsors, customers)
    w.positions.conviction = 1.0
    for person in poor:
        set_cash(w, person, HUNDRED - 1)
    purchases(w, DAY)
    return w


@dataclass(frozen=True)
class ByHand:
    """A month that was worked out on paper.

    Attributes
    ----------
    name
        What is peculiar to it.
    sponsors
        Position above each.
    plan
        The section ``plan``.
    expected
        Commission of each member, in cents.
    volumes
        What each bought, in cents; empty: 100.00 each.
    qualified, customers
        Who is qualified (empty: who bought anything), and who is a customer only.
    """

    name: str
    sponsors: list[int]
    plan: dict[str, Any]
    expected: list[int]
    volumes: tuple[int, ...] = ()
    qualified: tuple[int, ...] = ()
    customers: tuple[int, ...] = ()

    def off(self) -> int:
        """Largest difference from the paper, in cents."""
        w = grown(self.sponsors, self.customers, **self.plan)
        bought(w, self.volumes or [HUNDRED] * len(self.sponsors), self.qualified or None)
        return int(np.abs(paid(w, self.plan["kind"])[: len(self.sponsors)] - self.expected).max())


def _unilevel(*rates: float, compression: bool = True) -> dict[str, Any]:
    return {"kind": "unilevel", "rates": list(rates), "compression": compression}


BY_HAND = (
    ByHand("unilevel, a chain of 5", CHAIN, _unilevel(0.1, 0.05, 0.02), [17_00, 17_00, 15_00, 10_00, 0]),
    ByHand("unilevel, a team of 6", TEAM, _unilevel(0.08, 0.05), [34_00, 16_00, 0, 0, 0, 0]),
    ByHand(
        "unilevel at the rates of Young Living, a chain of 7",
        [*CHAIN, 4, 5],
        _unilevel(*YOUNG_LIVING),
        [25_00, 25_00, 21_00, 17_00, 13_00, 8_00, 0],
    ),
    ByHand(
        "unilevel, compressed past a member without purchase",
        CHAIN,
        _unilevel(0.1, 0.05, 0.02),
        [17_00, 15_00, 0, 10_00, 0],
        (HUNDRED, HUNDRED, 0, HUNDRED, HUNDRED),
    ),
    ByHand(
        "unilevel, not compressed",
        CHAIN,
        _unilevel(0.1, 0.05, 0.02, compression=False),
        [12_00, 7_00, 0, 10_00, 0],
        (HUNDRED, HUNDRED, 0, HUNDRED, HUNDRED),
    ),
    ByHand(
        "geometric, a chain of 5, fractions of a cent",
        CHAIN,
        {"kind": "geometric", "first": 0.1, "ratio": 0.5, "levels": 3},
        [17_54, 17_54, 15_04, 10_03, 0],
        (100_33,) * 5,
    ),
    ByHand(
        "binary, seven in two full legs",
        [TOP, 0, 0, 1, 1, 2, 2],
        {"kind": "binary", "leg_rate": 0.1},
        [30_00, 10_00, 10_00, 0, 0, 0, 0],
    ),
    ByHand(
        "binary, six below with legs of 500 and 100, 300 and 100",
        [TOP, 0, 0, 1, 1, 3, 3],
        {"kind": "binary", "leg_rate": 0.1},
        [10_00, 10_00, 0, 10_00, 0, 0, 0],
    ),
    ByHand(
        "binary, a cap",
        [TOP, 0, 0, 1, 1, 2, 2],
        {"kind": "binary", "leg_rate": 0.1, "cap": 12},
        [12_00, 10_00, 10_00, 0, 0, 0, 0],
    ),
    ByHand(
        "matrix of width 2 with spill-over and a customer",
        [TOP, 0, 0, 0, 0, 1, 5],
        {"kind": "matrix", "width": 2, "rates": [0.1, 0.05], "compression": False},
        [30_54, 11_59, 10_00, 0, 0, 99, 0],
        (HUNDRED, HUNDRED, HUNDRED, 33_33, HUNDRED, 77_77, 9_99),
        (1, 1, 1, 0, 1, 1, 0),
        (6,),
    ),
    ByHand("none pays nothing", TEAM, {"kind": "none"}, [0] * 6),
)


def full_tree(width: int, levels: int) -> tuple[list[int], NDArray[np.int64]]:
    """Sponsors in a full tree, and how many full levels each has below him."""
    size = sum(width**d for d in range(levels))
    below = np.concatenate([np.full(width**d, levels - 1 - d) for d in range(levels)])
    return [TOP, *((p - 1) // width for p in range(1, size))], below


def closed_form(kind: str, width: int, below: int, plan: dict[str, Any]) -> float:
    """Commission of a member with so many full levels below him, in purchases."""
    if kind == "binary":
        return float(plan["leg_rate"] * (2**below - 1))
    if kind == "geometric":
        m, ratio = min(below, plan["levels"]), plan["ratio"] * width
        return float(plan["first"] * width * (1 - ratio**m) / (1 - ratio))
    return float(sum(width ** (k + 1) * rate for k, rate in enumerate(plan["rates"][:below])))


FULL: tuple[tuple[int, int, dict[str, Any]], ...] = (
    (3, 6, {"kind": "unilevel", "rates": [0.08, 0.05, 0.04]}),
    (2, 8, {"kind": "geometric", "first": 0.2, "ratio": 0.4, "levels": 4}),
    (2, 8, {"kind": "binary", "leg_rate": 0.1, "cap": 100_000}),
    (3, 5, {"kind": "matrix", "width": 3, "rates": [0.1, 0.05, 0.02]}),
)


def full_month(width: int, levels: int, plan: dict[str, Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Commissions in a full tree, as paid and in closed form, in cents by member."""
    sponsors, below = full_tree(width, levels)
    w = bought(grown(sponsors, **plan), [HUNDRED] * len(sponsors))
    exact = np.array([HUNDRED * closed_form(plan["kind"], width, int(m), plan) for m in below])
    return paid(w, plan["kind"])[: len(sponsors)], exact


def payout(plan: dict[str, Any]) -> float:
    """What a month pays out in a random tree, in parts of what the plan declares of the volume."""
    chance = np.random.default_rng(1)
    sponsors = recursive_tree(MEMBERS, chance)
    volumes = chance.integers(0, 500_00, MEMBERS)
    total = paid(bought(grown(sponsors, **plan), volumes.tolist()), plan["kind"]).sum()
    declared = declared_payout(company_of(3, **plan).company[0].plan)
    return float(total / (volumes.sum() * declared))


@case(
    "compensation-plans",
    kind="identity",
    title="Every plan pays to the cent what was worked out on paper",
    setup="Eleven months on small trees worked out by hand; full trees of width 2 and 3 in closed form; a month of "
    "2,000 members in a random tree with random purchases.",
    source="Arithmetic; the rates of Young Living 8/5/4/4/4 %",
    tolerance="To the cent (a cent of rounding for the geometric plan's closed form); paid is never more than "
    "declared. Both forms are the same.",
)
def compensation_plans(short: bool) -> Findings:
    """Differences from paper and closed form, and payout against declaration."""
    checks: list[Check] = [near(f"{of.name}: difference", of.off(), 0, 0, "cents") for of in BY_HAND]
    full = {plan["kind"]: full_month(width, levels, plan) for width, levels, plan in FULL}
    for (width, levels, plan), (got, exact) in zip(FULL, full.values(), strict=True):
        slack = 1.0 if plan["kind"] == "geometric" else 0.0
        off = np.abs(got - np.round(exact)).max()
        checks.append(near(f"full tree of {width} x {levels} levels, {plan['kind']}", off, 0, slack, "cents"))
    for _, _, plan in FULL:
        if plan["kind"] != "binary":
            checks.append(most(f"paid of declared in a random tree, {plan['kind']}", payout(plan), 1.0))
    return Findings(tuple(checks), _plans_figure(full))


def _plans_figure(full: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]) -> Figure:
    figure, panels = page(
        "Commission in full trees",
        "A mark is a level of the tree; the line is the closed form",
        "Everybody buys for 100.00",
        columns=2,
        rows=2,
        height=2.4,
    )
    for axes, (width, levels, plan), (got, exact) in zip(panels, FULL, full.values(), strict=True):
        first = np.cumsum([0, *(width**d for d in range(levels - 1))])
        axes.plot(range(levels), exact[first] / CENTS, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)), label="closed form")
        axes.plot(range(levels), got[first] / CENTS, color="#004F80", marker="o", ls="none", ms=6, label="paid")
        label(axes, "levels below the top", "a month", f"{plan['kind'].capitalize()}, width {width}")
    return figure
