"""Accepted extremes: small worlds in which parameters stand at the ends of what the schema allows, and are lived."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args, get_origin

import annotated_types
import numpy as np
from pydantic.fields import FieldInfo

from sim.market import Market
from sim.record.run import Recorder
from sim.rules.reputation import credibility
from sim.scenario.companies import Company
from sim.scenario.errors import ScenarioError, UserError
from sim.scenario.fields import Section
from sim.scenario.revshare_fit import OF_PRODUCTS
from sim.scenario.schema import Scenario
from sim.world.tables import MONTH, NONE, WEEK
from sim.world.world import Tables

Path = tuple[str | int, ...]
SMALL: dict[str, Any] = {
    "time": {"days": 45},
    "population": {"people": 30, "networkers": 0.3, "openness": 0.6},
    "graph": {"kind": "watts_strogatz", "k": 6, "p": 0.2},
    "events": {"share": 0.4, "people": 12, "networkers": 4, "hours": 0.5, "places": 4},
    "groups": {"teaches": 0.1},
    "decision": {"intercept": -1.0},
    "company": [
        {"name": "one", "topic": "health", "regime": "no-cross-recruiting", "credits": 5.0},
        {"name": "two", "topic": "travel", "plan": {"kind": "binary"}},
        {
            "name": "fund",
            "topic": "yield",
            "kind": "revshare",
            "revshare": {"deposits": 100, "advertising": 10, "days": 30, "repurchase": 0.2, "patience": 9},
            "life": {"law": "weibull", "days": 60},
        },
        {"name": "bank", "topic": "yield", "kind": "revshare", "revshare": {"payout": "account", "pool": 1000}},
        {"name": "grid", "topic": "home", "plan": {"kind": "matrix", "ranks": [{"name": "r", "own_volume": 10}]}},
    ],
    "strategy": [
        {
            "name": "both",
            "companies": ["one", "two", "grid", "fund"],
            "pitch": "tailored",
            "cross_post": "everywhere",
            "pace": 5,
            "portfolio": {"systems": ["fund"], "cash_out": "reinvest"},
        }
    ],
    "topic_distance": [{"between": ["health", "travel"], "distance": 0.5}],
}
APART = ("design", "record", "claim", "own", "graph")  # they describe batches, or are bounded by the number of people
LARGE = {("population", "people"), ("time", "days")}  # worlds that no test can wait for


@dataclass(frozen=True)
class Extreme:
    """A world at an end of what is accepted.

    Attributes
    ----------
    name
        What stands where: ``leaving.baseline = 5e-324``, several by commas.
    scenario
        The world; nothing in it was refused.
    """

    name: str
    scenario: Scenario


def ends(field: FieldInfo) -> list[float]:
    """Return the least and the greatest number that a field takes, in that order, as far as it says."""
    found: dict[str, float] = {}
    for bound in (*field.metadata, *getattr(field.annotation, "__metadata__", ())):
        if isinstance(bound, annotated_types.Ge):
            found["least"] = float(bound.ge)  # type: ignore[arg-type]
        elif isinstance(bound, annotated_types.Gt):
            found["least"] = 0.01 if _is_money(field) else math.nextafter(float(bound.gt), math.inf)  # type: ignore[arg-type]
        elif isinstance(bound, annotated_types.Le):
            found["most"] = float(bound.le)  # type: ignore[arg-type]
        elif isinstance(bound, annotated_types.Lt):
            found["most"] = math.nextafter(float(bound.lt), -math.inf)  # type: ignore[arg-type]
    return [found[end] for end in ("least", "most") if end in found]


def _is_money(field: FieldInfo) -> bool:
    return Decimal in (field.annotation, *get_args(field.annotation))


def _unread(section: Section, name: str) -> bool:
    """Tell whether a company of the other kind would read a value."""
    if not isinstance(section, Company):
        return False
    return name in (OF_PRODUCTS if section.kind == "revshare" else ("revshare",))


def _kinds(field: FieldInfo) -> tuple[Any, ...]:
    return (field.annotation, *get_args(field.annotation))


def numbers(section: Section, path: Path = ()) -> Iterator[tuple[Path, float | int]]:
    """Yield every number of a scenario with each of its ends."""
    for name, field in type(section).model_fields.items():
        value, here = getattr(section, name), (*path, name)
        if (path == () and name in APART) or here in LARGE or _unread(section, name):
            continue
        if isinstance(value, Section):
            yield from numbers(value, here)
        elif isinstance(value, list) and get_origin(field.annotation) is list:
            for i, entry in enumerate(value):
                if isinstance(entry, Section):
                    yield from numbers(entry, (*here, i))
        elif bool not in _kinds(field) and {int, float, Decimal} & set(_kinds(field)):
            whole = int in _kinds(field)
            yield from ((here, int(end) if whole else end) for end in ends(field))


def extreme_scenarios(together: int = 1, count: int | None = None, seed: int = 0) -> Iterator[Extreme]:
    """Yield worlds in which numbers stand at their ends.

    Parameters
    ----------
    together
        How many numbers stand there at the same time. Every number stands at each end once before any does again.
    count
        How many worlds, before those whose parts do not fit are left out; None until each end has been seen once.
    seed
        Of the order, where several stand there together.
    """
    known = list(numbers(Scenario.model_validate(SMALL)))
    rounds = -(-len(known) // together) if count is None else count
    chance, waiting = random.Random(seed), []
    for _ in range(rounds):
        if len(waiting) < together:
            waiting += known if together == 1 else chance.sample(known, len(known))
        these, waiting = waiting[:together], waiting[together:]
        table = copy.deepcopy(SMALL)
        for path, value in these:
            _put(table, path, value)
        try:
            yield Extreme(", ".join(f"{_dotted(path)} = {value}" for path, value in these), _read(table))
        except ScenarioError:
            continue  # the parts do not fit: refused, so no accepted extreme


def _read(table: dict[str, Any]) -> Scenario:
    return Scenario.model_validate(table)


def _put(table: Any, path: Path, value: float | int) -> None:
    for part in path[:-1]:
        table = table[part] if isinstance(part, int) else table.setdefault(part, {})
    table[path[-1]] = value


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def live(extreme: Extreme, seed: int = 1) -> str:
    """Live a world to its end and look at every day of it.

    Returns
    -------
    str
        The sentence with which it ended, empty if it reached its last day.

    Raises
    ------
    AssertionError
        If something does not hold that always does, with the name of the extreme.
    """
    try:
        market = Market(extreme.scenario, seed, collect=False)
        recorder = Recorder(market.world)
        while market.running:
            market.step()
            recorder.look(market.day)
            if market.day % WEEK == 5 or market.day % MONTH == 0 or not market.running:  # the morning after an evening
                wrong = broken(market.world.tables)
                assert not wrong, f"{extreme.name}, day {market.day}: {', '.join(wrong)}"
        record = recorder.finish(market.strategy)
        for name in ("groups", "people", "series", "companies"):
            columns = getattr(record, name).select_dtypes("number")
            assert not np.isinf(columns.to_numpy(np.float64)).any(), f"{extreme.name}: {name} is not finite"
    except UserError as error:
        return str(error)
    return ""


def broken(w: Tables) -> list[str]:
    """Return what does not hold of a world, though it always must."""
    seats, ties = w.positions[: w.count[0].positions], w.ties
    law, purses = w.credibility[0], w.accounts[: w.people.size]
    opinions = [credibility(tie, law) for tie in ties[w.links.other != NONE][:: 1 + ties.size // 100]]
    shares = [
        *(seats[name] for name in ("knowledge", "conviction", "expected", "promised")),
        *(ties.ceiling, np.array(opinions), w.group.usefulness, w.life.honesty),
    ]
    counts = [w.tally[name] for name in w.tally.dtype.names] + [seats.recruits, seats.losses, ties.talks, w.group.bans]
    flows = [w.accounts[name] for name in w.accounts.dtype.names if name != "balance"]
    flows += [w.pools[name] for name in ("peak", "reserved", "owed", "credited", "staked", "received", "unpaid")]
    flows += [w.packs[name][: w.count[0].packs] for name in ("price", "cap", "paid")]
    held = {
        "money is neither made nor destroyed": w.accounts.balance.sum() == 0,
        "nobody owes": purses.balance.min() >= 0,
        "shares lie in 0..1": all(_within(values, 0.0, 1.0 + 1e-9) for values in shares),
        "counts are counts": all(_within(values, -1, 10**7) for values in counts),
        "amounts are not negative": all(_within(values, 0, 10**18) for values in flows),
        "hours are not overdrawn": _within(w.life.hours_left, 0.0, 168.0),
        "evidence is not negative": _within(ties.good, 0.0, 1e9) and _within(ties.bad, 0.0, 1e9),
        "overload is a number": _within(w.life.overload, 0.0, 1e9),
        "contacts who are in are those who are in": bool((around(w) == w.held.around).all()),
    }
    return [f"it does not hold that {what}" for what, holds in held.items() if not holds]


def _within(values: Any, low: float, high: float) -> bool:
    return bool(((values >= low) & (values <= high)).all())


def around(w: Tables) -> Any:
    """Count anew, from the address books, how many contacts of each person are in each company."""
    place = np.arange(w.links.size)
    owner = np.searchsorted(w.people.first, place, side="right") - 1
    taken = (w.links.other != NONE) & (place < w.people.first[owner].astype(np.int64) + w.people.degree[owner])
    found = np.zeros(w.held.around.shape, np.int64)
    np.add.at(found, owner[taken], (w.held.seat[w.links.other[taken]] != NONE).astype(np.int64))
    return found
