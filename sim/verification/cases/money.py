"""Money: the sum over all accounts is the same to the cent on every day of any scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.core.money import CENTS
from sim.market import Market
from sim.verification.case import Findings, NotRun, case, least, near
from sim.verification.data import scenario, scenario_file
from sim.verification.figures import label, page

SHORT = ("base.toml", "five_products.toml", "five_revshares.toml", "ponzi.toml", "event_nights.toml")
DAYS, SHORT_DAYS = 365, 120
OF_OTHERS = ("real_graph.toml", "own_rules.toml")


def looked_at(file: Path, days: int) -> dict[str, Any]:
    """Live the first days of a scenario under its last strategy, and look at all purses every day.

    Returns
    -------
    dict
        ``off``, the largest absolute sum of all purses in cents; ``least``, the smallest purse of a person; ``days``
        and ``held``, what lies in all purses above zero at the end, in units of currency.
    """
    of = scenario(file.name)
    market = Market(of, 1, strategy=None if of.design.worlds == "mixed" else of.strategy[-1].name, collect=False)
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
        return [scenario_file(name) for name in SHORT]
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
    if not found:
        raise NotRun("no scenarios beside the package")
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
    axes.set_yticks(range(len(found)), [name.replace("_", " ") for name in found])
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.set_xscale("log")
    for row, each in enumerate(found.values()):
        text = f"sum {each['off']} cents"
        axes.annotate(text, (each["held"], row), xytext=(5, -3), textcoords="offset points", fontsize=9)
    axes.margins(x=0.2)
    label(axes, "units of currency", "", legend="")
    return Findings(tuple(checks), figure)
