"""Revenue shares alone: systems in worlds where nobody talks, and a founder of known cash who invests in them."""

from __future__ import annotations

from typing import Any

from sim import Scenario
from sim.model import Tables
from sim.simulation import Simulation
from sim.verification.limits import QUIET, lived, set_cash


def pools(systems: list[dict[str, Any]], *others: dict[str, Any], days: int = 1_000, **sections: Any) -> Scenario:
    """Systems ``y0``, ``y1`` and so on, and other companies; two people, who stand aside unless told otherwise.

    A system is its section ``revshare``, with its ``life`` and ``plan`` among them.
    """
    companies = [
        {
            "name": f"y{k}",
            "kind": "revshare",
            "topic": "yield",
            "joining_fee": 0,
            "life": system.get("life", {}),
            "plan": system.get("plan", {"rates": [0.0]}),
            "revshare": {key: value for key, value in system.items() if key not in ("life", "plan")},
        }
        for k, system in enumerate(systems)
    ]
    table: dict[str, Any] = {
        "time": {"days": days},
        "population": {"people": 2, "networkers": 0.0, "savings": 10_000, "savings_sigma": 0.0, "allowance": 0},
        "graph": {"kind": "complete"},
        "phases": QUIET,
        "company": [*companies, *others],
        "strategy": [{"name": "bystander", "companies": [(others or companies)[0]["name"]]}],
    }
    return Scenario.model_validate({**table, **sections})


def account_free(systems: list[dict[str, Any]], **sections: Any) -> Scenario:
    """The same beside a product company that the bystanders would work, so that systems may be the crowd's alone."""
    return pools(systems, {"name": "alpha", "topic": "health"}, **sections)


def holder(systems: list[dict[str, Any]], cash: int, days: int = 0, seed: int = 1, **portfolio: Any) -> Simulation:
    """A founder with some cash (cents) who invests in all the systems beside a product that costs nothing."""
    product = {
        "name": "alpha",
        "topic": "health",
        **dict.fromkeys(("joining_fee", "minimum_purchase", "customer_purchase", "materials"), 0),
    }
    names = [f"y{k}" for k in range(len(systems))]
    strategy = [{"name": "s", "companies": ["alpha"], "portfolio": {"systems": names, "capital": 1.0, **portfolio}}]
    people = {"people": 2, "networkers": 0.5, "savings": 0, "savings_sigma": 0.0, "allowance": 0}
    market = lived(pools(systems, product, population=people, strategy=strategy), 0, seed)
    set_cash(market.world.tables, founder(market.world.tables), cash)
    for _ in range(days):
        market.step()
    return market


def founder(w: Tables) -> int:
    """The person who works from the first day."""
    return int(w.life.founder.argmax())


def result(w: Tables) -> int:
    """What the founder has got out of shares less what they put in, in cents."""
    purse = w.accounts[founder(w)]
    return int(purse.capital - purse.stakes)
