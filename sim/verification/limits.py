"""What cases are made of: scenarios, data, and worlds put into a limit of which everything is known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import Scenario
from sim.core.accounts import HOUSEHOLDS, UNBOOKED, pay
from sim.core.files import expanded
from sim.model import Tables
from sim.model.tables import SECTIONS
from sim.model.talk.conversation import hear
from sim.model.talk.reputation import credibility
from sim.record.groups import measured
from sim.record.lived import Lived
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

UNMOVED: dict[str, float] = {
    **dict.fromkeys(("interest", "knowledge", "conviction", "leaning", "skill", "credibility", "social_proof"), 0.0),
    **dict.fromkeys(("price", "satiation", "refusal", "overload", "work_income", "work_hours"), 0.0),
    "intercept": -50.0,
}
"""Decisions that nothing moves: everybody works with the chance that ``work_intercept`` gives, and nobody only buys."""
QUIET = dict.fromkeys(("study", "experience", "conversations", "gossip", "events", "decisions", "expansion"), False)


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
    """Columns (as :func:`columns` names them) that are not the same, bit for bit, in two worlds."""
    found = [] if a.key == b.key else ["key"]
    for (name, one), (_, two) in zip(columns(a), columns(b), strict=True):
        if name not in ignore and one.tobytes() != two.tobytes():
            found.append(name)
    return found


def columns(w: Tables) -> Iterator[tuple[str, Any]]:
    """Every column in use as ``table.column``; of the sections of a scenario as ``section.column``."""
    for table in (name for name in w._fields if name != "key"):
        parts = {name: w.law[name] for name in SECTIONS} if table == "law" else {table: in_use(w, table)}
        for name, rows in parts.items():
            for column in rows.dtype.names or ():
                yield f"{name}.{column}", rows[column]


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
        return float(credibility(self.tie, self.w.law[0].credibility))

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
