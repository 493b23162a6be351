"""What cases are made of: scenarios, data, and worlds put into a limit of which everything is known."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim import Scenario
from sim.core.accounts import HOUSEHOLDS, UNBOOKED, pay
from sim.core.files import expanded
from sim.core.registry import SHIPPED
from sim.model import NONE, Tables
from sim.model.membership.joining import buy_only, enter, go_to_work
from sim.model.plans.buying import standings
from sim.model.plans.parameters import PlanKind
from sim.model.plans.rows import Place
from sim.model.plans.tree import place_newcomers
from sim.model.plans.unilevel import pay_sponsors
from sim.model.talk.conversation import hear
from sim.model.talk.reputation import credibility
from sim.record.groups import measured
from sim.record.outcomes import Lived
from sim.scenario import shipped
from sim.simulation import Simulation
from sim.verification.case import NotRun
from sim.world.build import build
from sim.world.world import World

COMPANIES = [
    {"name": "alpha", "topic": "health", "joining_fee": 35, "minimum_purchase": 60, "customer_purchase": 40},
    {"name": "beta", "topic": "advertising", "joining_fee": 20, "minimum_purchase": 50, "customer_purchase": 30},
    {"name": "gamma", "topic": "beauty", "joining_fee": 10, "minimum_purchase": 40, "customer_purchase": 20},
]


def overlaid(table: dict[str, Any], **sections: Any) -> Scenario:
    """A scenario of a table with sections laid over it key by key; lists replace lists."""
    made = dict(table)
    for name, value in sections.items():
        made[name] = {**made.get(name, {}), **value} if isinstance(value, dict) else value
    return Scenario.model_validate(made)


def lived(of: Scenario, days: int | None = None, seed: int = 1, strategy: str | None = None) -> Simulation:
    """A world after some days; by default at its end."""
    world = Simulation(of, seed, strategy)
    while world.running if days is None else world.day < days:
        world.step()
    return world


def founders_outcomes(w: Tables, names: Sequence[str]) -> pd.Series[float]:
    """Mean outcomes of those who work from the first day, money in cents; without those who have no such value."""
    everybody = Lived(w, None)
    outcomes = pd.DataFrame(measured(names, everybody))[list(names)].astype(float)
    found: pd.Series[float] = outcomes[w.life.founder[everybody.who] == 1].mean()
    return found


def copied(w: Tables) -> Tables:
    """Tables that share nothing with the given ones."""
    return w._replace(**{name: getattr(w, name).copy() for name in w._fields if name != "key"})


def empty_world(people: int = 12, seed: int = 1, **sections: Any) -> World:
    """Everybody knows everybody, everybody would work, has 10,000 and would spend as much; nobody works yet."""
    base = {
        "population": {
            "people": people,
            "networkers": 0.0,
            "openness": 1.0,
            "savings": 10_000,
            "savings_sigma": 0.0,
            "budget": 10_000,
            "budget_sigma": 0.0,
        },
        "graph": {"kind": "complete"},
        "conversation": {"strangers": 0.0},
        "company": COMPANIES,
        "strategy": [{"name": "all", "companies": [company["name"] for company in COMPANIES]}],
    }
    world = build(overlaid(base, **sections), seed)
    world.make_room("positions", 4 * people * len(world.scenario.company))
    return world


def set_cash(w: Tables, person: int, cents: int) -> None:
    """Let the households bring a purse to a balance."""
    households = w.accounts[w.people.size + w.company.size + HOUSEHOLDS]
    pay(households, w.accounts[person], cents - int(w.accounts[person].balance), UNBOOKED)


def tie_between(w: Tables, owner: int, contact: int) -> int:
    """Row of the owner's tie to a contact."""
    first, degree = int(w.people[owner].first), int(w.people[owner].degree)
    return first + int(np.flatnonzero(w.links.other[first : first + degree] == contact)[0])


def differing(a: Tables, b: Tables, ignore: tuple[str, ...] = ()) -> list[str]:
    """Columns (``table.column``) that are not the same, bit for bit, in two worlds."""
    found = [] if a.key == b.key else ["key"]
    for table in (name for name in a._fields if name != "key"):
        one, two = in_use(a, table), in_use(b, table)
        for column in one.dtype.names:
            name = f"{table}.{column}"
            if name not in ignore and one[column].tobytes() != two[column].tobytes():
                found.append(name)
    return found


def in_use(w: Tables, table: str) -> Any:
    """The rows of a table that mean something today."""
    rows = getattr(w, table)
    growing = table in ("positions", "places", "said", "notes", "holdings", "packs")
    return rows[: int(getattr(w.count[0], table))] if growing else rows


VARIABLE = "MANYHATS_DATA"
"""Environment variable that names the folder of the data."""


def data_file(name: str) -> Path:
    """Return a file of data, from the folder that MANYHATS_DATA names.

    Raises
    ------
    NotRun
        If no folder is named, or the file is not in it.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise NotRun(f"it needs {name}: name the folder of the data with --data or {VARIABLE}")
    file = expanded(folder) / name
    if not file.is_file():
        raise NotRun(f"no data at {file}")
    return file


def scenario_file(name: str) -> Path:
    """Return a shipped scenario, such as ``base.toml`` or ``verification/contagion.toml``.

    Raises
    ------
    sim.core.errors.UserError
        If there is none of that name.
    """
    return shipped.find(name)


def scenario(name: str, *overrides: str) -> Scenario:
    """Load one of the project's scenarios with values laid over it; raises like :func:`scenario_file`."""
    return Scenario.load(scenario_file(name), overrides)


SPEAKER, LISTENER = 0, 1


class Dialogue:
    """Two acquaintances who know each other; the listener's first impression is one half."""

    def __init__(self, *, distance: float = 1.0, half_life: float = 30.0, seed: int = 1, **credibility: float) -> None:
        talk = {"topic_distance": distance, "memory_half_life": half_life}
        sections: dict[str, Any] = {"conversation": talk, "credibility": credibility, "company": COMPANIES}
        self.w = empty_world(people=2, seed=seed, **sections).tables
        self.w.ties.close = 0

    @property
    def tie(self) -> Any:
        """What the listener holds about the speaker."""
        return self.w.ties[tie_between(self.w, LISTENER, SPEAKER)]

    @property
    def believed(self) -> float:
        """The speaker's credibility."""
        return float(credibility(self.tie, self.w.credibility[0]))

    @property
    def noticed(self) -> int:
        """Contradictions noticed so far."""
        return int(self.w.tally[SPEAKER].private)

    def tell(self, topics: int, *, side_by_side: bool = False, day: int = 0) -> None:
        """Let the speaker tell topics (bit set): one as the profession, or all side by side."""
        message = self.w.said[0]
        message.speaker, message.listener = SPEAKER, LISTENER
        message.tie = tie_between(self.w, LISTENER, SPEAKER)
        message.mine = tie_between(self.w, SPEAKER, LISTENER)
        message.topics, message.open = topics, side_by_side
        hear(self.w, day, 0, 1)


TOP = -1
DAY = 29


def scenario_of(people: int, rates: Sequence[float], *, compression: bool, **company: Any) -> Scenario:
    """One company with a unilevel plan; the graph is a ring, because nobody talks here."""
    product = {
        "name": "alpha",
        "topic": "health",
        "joining_fee": 0,
        "materials": 0,
        "retail_margin": 0.0,
        "plan": {"rates": list(rates), "compression": compression},
        **company,
    }
    return Scenario.model_validate(
        {
            "population": {
                "people": people,
                "networkers": 0.0,
                "savings": 100_000,
                "savings_sigma": 0.0,
                "budget": 10_000,
                "budget_sigma": 0.0,
            },
            "graph": {"kind": "watts_strogatz", "k": 2, "p": 0.0},
            "company": [product],
            "strategy": [{"name": "alpha", "companies": ["alpha"]}],
        }
    )


def plant(of: Scenario, sponsors: Sequence[int], customers: Sequence[int] = ()) -> Tables:
    """A world in which person i holds position i under ``sponsors[i]`` (a position, or TOP)."""
    world = build(of, seed=1)
    world.make_room("positions", len(sponsors))
    w = world.tables
    for i, above in enumerate(sponsors):
        enter(w, 0, i, 0, NONE if above == TOP else above, NONE)
        if i in customers:
            buy_only(w, i, 0)
        else:
            go_to_work(w, 0, i, 0)
    return w


def commissions(w: Tables) -> NDArray[np.int64]:
    """Pay this month's commissions and return what each person got, in cents."""
    before = w.accounts.balance.copy()
    pay_sponsors(w, DAY, PlanKind.of("unilevel"))
    change = w.accounts.balance - before
    assert change.sum() == 0
    return np.asarray(change[: w.people.size], np.int64)


def recursive_tree(members: int, chance: np.random.Generator) -> list[int]:
    """A random recursive tree: every entrant's sponsor is equally likely anybody who is in already."""
    return [TOP, *(int(chance.integers(0, i)) for i in range(1, members))]


def company_of(people: int, **plan: Any) -> Scenario:
    """One company with the given plan, 100 own volume a month, everything else free."""
    return scenario_of(max(people, 3), [], compression=True, minimum_purchase=100, plan=plan)


def with_places(w: Tables) -> Tables:
    """The same tables with room for a place per position."""
    return w._replace(places=np.concatenate([w.places, Place.rows(w.positions.size)]).view(np.recarray))  # type: ignore[arg-type]


def grown(sponsors: Sequence[int], customers: Sequence[int] = (), **plan: Any) -> Tables:
    """A company in which person i holds position i under ``sponsors[i]``; nobody has bought, all are placed."""
    w = with_places(plant(company_of(len(sponsors), **plan), sponsors, customers))
    place_newcomers(w)
    return w


def bought(w: Tables, volumes: Sequence[int], qualified: Sequence[int] | None = None) -> Tables:
    """The month's purchases by position in cents; by default who bought anything is qualified."""
    size = len(volumes)
    w.positions.volume[:size] = volumes
    w.positions.qualified[:size] = w.positions.working[:size] * (np.array(volumes) > 0)
    if qualified is not None:
        w.positions.qualified[:size] = w.positions.working[:size] * np.array(qualified)
    return w


def paid(w: Tables, kind: str) -> NDArray[np.int64]:
    """Pay this month's commissions of a plan and return what each person got, in cents."""
    before = w.accounts.balance.copy()
    standings(w)
    place_newcomers(w)
    SHIPPED.function("plan", kind)(w, DAY, PlanKind.of(kind))
    change = w.accounts.balance - before
    assert change.sum() == 0
    return np.asarray(change[: w.people.size], np.int64)


UNMOVED: dict[str, float] = {
    **dict.fromkeys(("interest", "knowledge", "conviction", "leaning", "skill", "credibility", "social_proof"), 0.0),
    **dict.fromkeys(("price", "satiation", "refusal", "overload", "work_income", "work_hours"), 0.0),
    "intercept": -50.0,
}
"""Decisions that nothing moves: everybody works with the chance that ``work_intercept`` gives, and nobody only buys."""
QUIET = dict.fromkeys(("study", "experience", "conversations", "gossip", "events", "decisions", "expansion"), False)


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
