"""Every table of a world: the kinds of rows that the mechanisms declare, and all tables together as phases take them.

Rows that every conversation touches are kept small; money and biography have tables of their own.

Counters are as wide as the bounds of the scenario ask. Of anything that one person says to another there are at most
100 conversations a day, and two hearings in each of the 2,160 slots of a weekly evening: 26 million in 36,500 days,
where 32 bits count 4 billion. A year has 12 month ends at which anything is counted once. Money is watched over by
:mod:`sim.world.limits`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.accounts import Account
from sim.core.rows import Row, Rows, column
from sim.model.events.parameters import Events
from sim.model.membership.parameters.decision import Decision
from sim.model.membership.parameters.leaving import Customers, Leaving
from sim.model.membership.rows import Entrant, Entry
from sim.model.people.rows import Held, LifeRow, Link, Person, Tally, Taste, Tie
from sim.model.plans.parameters import Budget
from sim.model.plans.rows import CompanyRow, Group, Place, Position, StrategyRow
from sim.model.reach.parameters import Advertising, Groups
from sim.model.shares.rows import Holding, Pack, Pool, System
from sim.model.talk.parameters import Conversation, Credibility, Gossip
from sim.model.talk.rows import Heard, Note, Said, Topics
from sim.model.week.parameters import Experience, Study, Teams

NONE = 2**32 - 1  # no person, no tie, no position: the largest unsigned index
PROSPECT, NETWORKER, UPLINE = 0, 1, 2
UPLINE_TEAM = 3  # active direct recruits in one company that make an upline (assumed)
WEEK, MONTH = 7, 30  # days
LONG_AGO = -10_000  # a day before anything was told
MINIMUM_PURCHASE = -1  # what qualifies where no own volume is stated


class Count(Row):
    """How many rows of the growing tables are in use."""

    positions: int = column("i8", "rows", ">= 0", "positions held")
    places: int = column("i8", "rows", ">= 0", "places in placement trees")
    said: int = column("i8", "rows", ">= 0", "messages of today")
    notes: int = column("i8", "rows", ">= 0", "notes of today")
    networkers: int = column("i8", "people", ">= 0", "people who work a position")
    between: int = column("i8", "people", ">= 0", "people between businesses, who may start again")
    caught: int = column("i8", "positions", ">= 0", "seen breaking rules since companies last acted")
    departed: int = column("i8", "positions", ">= 0", "departures since those below last found new places")
    staked: int = column("i8", "positions", ">= 0", "positions whose holders have seen what packs there are")
    holdings: int = column("i8", "rows", ">= 0", "holdings of packs")
    packs: int = column("i8", "rows", ">= 0", "packs running")


TABLES: tuple[type[Row], ...] = (
    Person,
    Taste,
    Held,
    LifeRow,
    Tally,
    Account,
    Link,
    Tie,
    Position,
    Place,
    Said,
    Note,
    Heard,
    CompanyRow,
    Group,
    StrategyRow,
    Topics,
    System,
    Pool,
    Holding,
    Pack,
    Count,
    Entry,
    Entrant,
)


class Law:
    """The sections of a scenario that rules read, side by side in one row.

    A table each would make every call that hands on all tables slower, and half again as slow to compile.
    """

    study: Study
    teams: Teams
    leaving: Leaving
    experience: Experience
    conversation: Conversation
    events: Events
    advertising: Advertising
    groups: Groups
    credibility: Credibility
    gossip: Gossip
    decision: Decision
    customers: Customers
    budget: Budget


SECTIONS = tuple(Law.__annotations__)
"""Names of the sections in ``law``."""


class Tables(NamedTuple):
    """Every table of a world, handed to a phase as one value.

    ``people``, ``taste``, ``held``, ``life`` and ``tally`` have one row per person, ``accounts`` those of companies
    and the outside world besides; ``links`` and ``ties`` one per tie; ``company``, ``group``, ``systems`` and
    ``pools`` one per company. ``law`` (the sections of the scenario), ``count`` and ``entry`` are tables of one row;
    ``entrants`` has one per person studied who enters late.
    """

    key: np.uint64
    people: Rows[Person]
    taste: Rows[Taste]
    held: Rows[Held]
    life: Rows[LifeRow]
    tally: Rows[Tally]
    accounts: Rows[Account]
    links: Rows[Link]
    ties: Rows[Tie]
    positions: Rows[Position]
    places: Rows[Place]
    said: Rows[Said]
    notes: Rows[Note]
    company: Rows[CompanyRow]
    group: Rows[Group]
    strategy: Rows[StrategyRow]
    topics: Rows[Topics]
    systems: Rows[System]
    pools: Rows[Pool]
    holdings: Rows[Holding]
    packs: Rows[Pack]
    count: Rows[Count]  # type: ignore[assignment]
    law: Rows[Law]
    entry: Rows[Entry]
    entrants: Rows[Entrant]


GROWING: dict[str, type[Row]] = {
    "positions": Position,
    "places": Place,
    "said": Said,
    "notes": Note,
    "holdings": Holding,
    "packs": Pack,
}
"""Tables that get more rows as a world lives, by name."""
