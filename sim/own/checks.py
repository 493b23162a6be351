"""Contracts of own rules: every rule is tried out in a small world before a scenario relies on it."""

from __future__ import annotations

import copy
import hashlib
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from sim.agents import Networker
from sim.core.errors import UserError
from sim.core.registry import Kind, Rule
from sim.core.rulefile import RuleFile
from sim.market import Market
from sim.model.plans.commissions import books_of, payments
from sim.model.plans.companies import Company
from sim.model.shares.closure import lifetime
from sim.model.tables import MONTH
from sim.record.lived import ever_worked
from sim.record.own import own_columns
from sim.record.run import Run
from sim.runs import watch
from sim.scenario.rules import built_in, load_rules
from sim.scenario.schema import Scenario

SEED = 1
DAYS = 2 * MONTH
LIVED = MONTH - 1  # days after which a rule is called by itself: the books of a month are full
TWICE = "grants something else when it is asked twice"
DRAWS = (0.0, 0.25, 0.5, 0.75, 1.0 - 2.0**-53)
SMALL: dict[str, Any] = {
    "time": {"days": DAYS},
    "population": {"people": 120, "networkers": 0.2, "openness": 0.5},
    "events": {"share": 0.3, "hours": 1.0},
}
PARTS: dict[Kind, tuple[str, str]] = {"plan": ("plan", "kind"), "life": ("life", "law")}
"""Where a company names a rule of its own."""

COMPANIES: list[dict[str, Any]] = [
    {"name": "one", "topic": "health", "minimum_purchase": 60},
    {"name": "two", "topic": "travel", "minimum_purchase": 40},
]


def check_rules(files: Sequence[str | Path] | Scenario) -> list[str]:
    """Try out every rule of some files in a small world.

    Parameters
    ----------
    files
        Python files, which are run; or a scenario that was loaded with them, whose companies and strategies the small
        world then has.

    Returns
    -------
    list of str
        A sentence for each rule that breaks its contract; empty if all keep it. A test of your own rules is
        ``assert check_rules(["mine.py"]) == []``.

    Raises
    ------
    sim.own.RuleError
        If a file cannot be loaded.

    Notes
    -----
    All: the same seed gives the same bytes twice, and no rule fails. A pitch policy names only companies that the
    networker works, and changes nothing. A plan, asked twice, grants the same, to members, nothing negative, and no
    more than was bought. A law gives days, 0 or more, that are finite or at least rise or fall with the draw. A measure
    gives one number or nan a person, and changes nothing. After a phase all purses sum to 0, and none of a person is
    below.
    """
    base = files if isinstance(files, Scenario) else None
    loaded = files.own.files if isinstance(files, Scenario) else load_rules(files)
    return [told for file in loaded for rule in file.rules if (told := broken(rule, loaded, base))]


def broken(rule: Rule, files: Sequence[RuleFile] = (), base: Scenario | None = None) -> str:
    """Try out one rule, the package's or one of a file's, in a small world.

    Returns
    -------
    str
        How it breaks its contract, as a sentence; empty if it keeps it.
    """
    world = small_world(rule, files, base)
    try:
        wrong = CONTRACTS[rule.kind](world, rule) or _twice(world)
    except UserError as error:
        return " ".join(str(error).split())
    return f"{world.own.place(rule.kind, rule.name)} {wrong}." if wrong else ""


def small_world(rule: Rule, files: Sequence[RuleFile] = (), base: Scenario | None = None) -> Scenario:
    """Return a small scenario that names one rule and no other.

    Parameters
    ----------
    rule, files
        The rule, and all files of rules.
    base
        Scenario whose companies and strategies it has, as far as these do without own rules.
    """
    companies = [_plain(company) for company in base.company] if base else copy.deepcopy(COMPANIES)
    strategies = [strategy.model_dump() for strategy in base.strategy] if base else []
    chosen: dict[str, Any] = {"name": "chosen", "companies": [company["name"] for company in companies]}
    for strategy in [*strategies[:1], *(s for s in strategies if s["pitch"] == rule.name)]:
        chosen = strategy
    numbers = {name: each for name, each in base.own.numbers.items() if name == rule.name} if base else {}
    own: dict[str, Any] = {f"{kind}s": [rule.name] if rule.kind == kind else [] for kind in ("phase", "measure")}
    if rule.kind in PARTS:
        _ask_for(rule, companies, base)
    pitch = rule.name if rule.kind == "pitch" else "tailored"
    table = {
        **SMALL,
        "company": companies,
        "strategy": [{**chosen, "pitch": pitch}],
        "own": {**own, "numbers": numbers},
    }
    return Scenario.model_validate(table, context={"rules": files})


def _plain(company: Company) -> dict[str, Any]:
    """A company of the user's scenario without rules of their own."""
    table = company.model_dump()
    for kind, (part, key) in PARTS.items():
        if table[part][key] not in built_in(kind):
            table[part][key] = getattr(Company.model_fields[part].default, key)
    return table


def _ask_for(rule: Rule, companies: list[dict[str, Any]], base: Scenario | None) -> None:
    """Let those companies name a plan or law that do in the user's scenario, or else the first product company."""
    part, key = PARTS[rule.kind]
    named = [c.name for c in base.company if getattr(getattr(c, part), key) == rule.name] if base else []
    products = [company["name"] for company in companies if company.get("kind", "product") == "product"]
    for company in companies:
        if company["name"] in (named or products[:1]):
            company[part] = {**company.get(part, {}), key: rule.name}


def _lived(scenario: Scenario) -> Market:
    market = Market(scenario, SEED, collect=False)
    while market.day < LIVED:
        market.step()
    return market


def _untouched(market: Market, call: Callable[[], Any]) -> str:
    before = digest(market)
    call()
    return "" if digest(market) == before else "changes the world, which it may only look at"


def _pitch(scenario: Scenario, rule: Rule) -> str:
    market = _lived(scenario)
    people = np.flatnonzero(market.world.tables.people.works)[:50]

    def ask() -> None:
        for person in people:
            networker = market.agent(int(person))
            if isinstance(networker, Networker):
                for contact in networker.contacts[:20]:
                    networker.pitch(contact, [])

    return _untouched(market, ask)


def _plan(scenario: Scenario, rule: Rule) -> str:
    market = _lived(scenario)
    market.step()
    plan = scenario.own.function("plan", rule.name)
    for c, company in enumerate(scenario.company):
        if company.plan.kind != rule.name:
            continue
        books = books_of(market.world.tables, market.day - 1, c, company)
        if rule.compiled:
            wrong = _compiled_plan(market, plan, c, books.volume)
            if wrong:
                return wrong
            continue
        first, second = plan(books), plan(books)
        if list(first) != list(second):
            return TWICE
        try:
            payments(books, first)
        except ValueError as error:
            return str(error)
    return ""


def _compiled_plan(market: Market, plan: Callable[..., Any], c: int, volume: int) -> str:
    """Let a plan pay the same month in two copies of a world."""
    paid = []
    for _ in range(2):
        there = copy.deepcopy(market.world)
        before, tables = there.tables.accounts.balance.copy(), there.tables
        plan(tables, market.day - 1, int(tables.company.plan[c]))
        gains = tables.accounts.balance - before
        paid.append(gains.tobytes())
        if gains.sum() != 0:
            return "makes or destroys money"
        if gains[: there.people].min() < 0:
            return "takes from members"
        if gains[: there.people].sum() > volume:
            return f"pays {gains[: there.people].sum():,} cents, more than the {volume:,} that were bought this month"
    return "" if paid[0] == paid[1] else TWICE


def _life(scenario: Scenario, rule: Rule) -> str:
    for company in scenario.company:
        if company.life.law != rule.name:
            continue
        days = [lifetime(company, draw, scenario.own) for draw in DRAWS]
        steps = [b - a for a, b in pairwise(days) if math.isfinite(a) or math.isfinite(b)]
        monotone = all(step >= 0.0 for step in steps) or all(step <= 0.0 for step in steps)
        if not monotone and not all(map(math.isfinite, days)):
            return f"gives {', '.join(f'{d:g}' for d in days)} days, neither finite nor in order, for rising draws"
        if days[len(days) // 2] == 0.0:
            return "lets half of all companies live for 0 days"
    return ""


def _measure(scenario: Scenario, rule: Rule) -> str:
    market = _lived(scenario)
    who = ever_worked(market.world.tables)
    own_columns(market.world, who[:0])  # in a world without networkers nobody is asked for
    return _untouched(market, lambda: own_columns(market.world, who))


def _phase(scenario: Scenario, rule: Rule) -> str:
    return ""  # what it does to money is asked whenever it happens, and whether it can be repeated comes next


CONTRACTS: dict[str, Callable[[Scenario, Rule], str]] = {
    "pitch": _pitch,
    "plan": _plan,
    "life": _life,
    "phase": _phase,
    "measure": _measure,
}
"""What is asked of each kind of rule besides giving the same world twice."""


def _twice(scenario: Scenario) -> str:
    """Live a small world twice with the same seed."""
    first, second = (_digest_of_life(scenario) for _ in range(2))
    return "" if first == second else "does not give the same world twice; draw only by the draw it is given"


def _digest_of_life(scenario: Scenario) -> str:
    market = Market(scenario, SEED, collect=False)
    record: Run = watch(market)
    found = digest(market) + record.people.to_json()
    market.close()
    return found


def digest(market: Market) -> str:
    """Return a hash of everything that is in the tables of a market's world."""
    found = hashlib.sha256()
    for name, table in zip(market.world.tables._fields, market.world.tables, strict=True):
        found.update(name.encode())
        found.update(np.asarray(table).tobytes())
    return found.hexdigest()
