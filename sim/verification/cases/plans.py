"""Plans, purses and hours: what was worked out on paper is paid to the cent, and hours are divided as computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.model import NONE, Tables
from sim.model.membership.joining import enter, go_to_work
from sim.model.plans.buying import purchases
from sim.model.plans.parameters import declared_payout
from sim.model.tables import WEEK
from sim.model.week.hours import begin_week, study
from sim.simulation import Simulation
from sim.verification.case import Check, Findings, case, least, most, near
from sim.verification.downlines import DAY, TOP, bought, company_of, grown, paid, plant, recursive_tree, scenario_of
from sim.verification.figures import dashed, dots, label, page, rows_of
from sim.verification.limits import empty_world, scenario, scenario_file, set_cash

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
    """A month that was worked out on paper."""

    name: str  # what is peculiar to it
    sponsors: list[int]  # position above each
    plan: dict[str, Any]  # the section ``plan``
    expected: list[int]  # commission of each member, in cents
    volumes: tuple[int, ...] = ()  # what each bought, in cents; empty: 100.00 each
    qualified: tuple[int, ...] = ()  # who is qualified (empty: who bought anything), and who is a customer only
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
    """Sponsors in a full tree, and how many full levels each has below."""
    size = sum(width**d for d in range(levels))
    below = np.concatenate([np.full(width**d, levels - 1 - d) for d in range(levels)])
    return [TOP, *((p - 1) // width for p in range(1, size))], below


def closed_form(kind: str, width: int, below: int, plan: dict[str, Any]) -> float:
    """Commission of a member with so many full levels below, in purchases."""
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
        dashed(axes, range(levels), exact[first] / CENTS, "closed form")
        axes.plot(range(levels), got[first] / CENTS, color="#004F80", marker="o", ls="none", ms=6, label="paid")
        label(axes, "levels below the top", "a month", f"{plan['kind'].capitalize()}, width {width}")
    return figure


SHORT_FILES = ("base.toml", "five_products.toml", "five_revshares.toml", "ponzi.toml", "event_nights.toml")
DAYS, SHORT_DAYS = 365, 120
OF_OTHERS = ("real_graph.toml", "own_rules.toml")


def looked_at(file: Path, days: int) -> dict[str, Any]:
    """Live the first days of a scenario under its last strategy, and look at all purses every day.

    People who would come later are founders: their purses are looked at as well.

    Found are the largest absolute sum of all purses in cents (``off``), the smallest purse of a person (``least``), and
    what lies in all purses above zero at the end, in units of currency (``held``).
    """
    of = scenario(file.name, "design.focal_entry=0")
    market = Simulation(of, 1, None if of.design.worlds == "mixed" else of.strategy[-1].name)
    off, smallest = 0, 10**18
    for _ in range(min(days, of.time.days)):
        market.step()
        w = market.world.tables
        off = max(off, abs(int(w.accounts.balance.sum())))
        smallest = min(smallest, int(w.accounts.balance[: w.people.size].min()))
    balance = w.accounts.balance
    held = float(balance[balance > 0].sum()) / CENTS
    return {"off": off, "least": smallest, "days": market.day, "held": held}


def files(short: bool) -> list[Path]:
    """The scenarios of the project that can be run without data of others."""
    if short:
        return [scenario_file(name) for name in SHORT_FILES]
    folder = scenario_file("base.toml").parent
    return [path for path in sorted(folder.glob("*.toml")) if path.name not in OF_OTHERS]


@case(
    "money",
    kind="identity",
    title="No cent appears or vanishes",
    setup="The first year of all scenarios of the project but those on data and rules of others (short: 120 days of "
    "five), each under its last strategy, looked at every day.",
    source="Every payment has a payer and a payee",
    tolerance="To the cent, in both forms.",
)
def money(short: bool) -> Findings:
    """The sum over all purses, and the smallest purse of a person, on every day of many scenarios."""
    found = {file.stem: looked_at(file, SHORT_DAYS if short else DAYS) for file in files(short)}
    checks = [near(f"{name}: largest sum of all purses", each["off"], 0, 0, "cents") for name, each in found.items()]
    checks += [
        least("smallest purse of a person", min(each["least"] for each in found.values()), 0, "cents"),
        least("days looked at", sum(each["days"] for each in found.values()), 1, "days"),
    ]
    figure, (axes,) = page(
        "What lies in all purses while no cent vanishes",
        "Purses above zero on the last day; the largest sum over all purses on any day is written beside it",
        f"{len(found)} scenarios, {sum(each['days'] for each in found.values()):,} days",
        height=0.6 + 0.32 * len(found),
    )
    axes.barh(range(len(found)), [each["held"] for each in found.values()], color="#004F80", height=0.6)
    rows_of(axes, [name.replace("_", " ") for name in found])
    axes.set_xscale("log")
    for row, each in enumerate(found.values()):
        text = f"sum {each['off']} cents"
        axes.annotate(text, (each["held"], row), xytext=(5, -3), textcoords="offset points", fontsize=9)
    axes.margins(x=0.2)
    label(axes, "units of currency", "", legend="")
    return Findings(tuple(checks), figure)


HOURS, WEEKS = 6.0, 4  # a week; that the reading of one network takes
NETWORKS = (1, 2, 3, 5, 8)


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
    return float(done.mean()) if done.all() else float("nan")


@case(
    "time-split",
    kind="identity",
    title="Hours split over k networks take 2k/(k+1) times as long",
    setup="k networks whose reading takes four weeks of all their hours each; in turn (main first), in equal shares, "
    "or by return while nothing is earned.",
    source="Arithmetic: in turn the mean week is 4 (k + 1) / 2, in equal shares 4k",
    tolerance="Exact, in both forms.",
)
def time_split(short: bool) -> Findings:
    """The mean week of completion by number of networks and division of hours."""
    checks: list[Check] = []
    got: dict[str, list[float]] = {}
    for division in ("main-first", "equal", "by-return"):
        got[division] = [mean_completion(networks, division) for networks in NETWORKS]
    for k, turn, split, by_return in zip(NETWORKS, *got.values(), strict=True):
        checks += [
            near(f"weeks in turn, {k} networks", turn, WEEKS * (k + 1) / 2, 0, "weeks"),
            near(f"weeks in equal shares, {k} networks", split, WEEKS * k, 0, "weeks"),
            near(f"ratio, {k} networks", split / turn, 2 * k / (k + 1), 1e-12),
            near(f"weeks by return, {k} networks", by_return, WEEKS * k, 0, "weeks"),
        ]
    figure, (left, right) = page(
        "Weeks until the reading of a network is done",
        "Mean over the networks of one person; the dashed lines are exact",
        "Each network's reading takes four weeks of all hours",
        columns=2,
    )
    k = np.linspace(1, 8, 60)
    for number, (division, weeks) in enumerate(list(got.items())[:2]):
        dashed(left, k, 4 * (k + 1) / 2 if number == 0 else 4 * k)
        dots(left, NETWORKS, weeks, "in turn" if division == "main-first" else "in equal shares", 2 * number)
    label(left, "networks, k", "mean weeks", "In turn, or all at once")
    dashed(right, k, 2 * k / (k + 1), "2k / (k + 1)")
    dots(right, NETWORKS, np.array(got["equal"]) / np.array(got["main-first"]))
    label(right, "networks, k", "times as long", "What splitting costs", legend="lower right")
    return Findings(tuple(checks), figure)
