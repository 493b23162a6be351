"""What is switched and turned: rules, choices of structure and dials, as ``rules.toml`` and ``dials.toml`` say."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from sim import Scenario, UserError
from sim.scenario import number_kind, values_by_name

RULES = Path(__file__).with_name("rules.toml")
DIALS = Path(__file__).with_name("dials.toml")
ANY = "company.*."
Values = dict[str, Any]
Ways = tuple[str, str]


class NotHere(UserError):  # noqa: N818 - nothing went wrong
    """A switch or dial has no meaning in a scenario; the text is the rest of a sentence that begins with its name."""


@dataclass(frozen=True)
class Switch:
    """A rule, or a structural choice, and what it means that it does not hold."""

    key: str
    name: str  # in words
    means: str  # in words, what holds instead
    off: Mapping[str, Any]  # by dotted name, with what stands for others
    why: str

    def values(self, scenario: Scenario, ways: Ways) -> Values:
        """Return the values that switch it off.

        Raises
        ------
        NotHere
            If the scenario cannot say what a value stands for.
        """
        companies, found = companies_of(scenario, ways), {}
        for name, value in self.off.items():
            told = _like(scenario, value["like"], name) if isinstance(value, Mapping) else value
            found.update(dict.fromkeys(_named(name, companies), told))
        return found

    def is_idle(self, scenario: Scenario, ways: Ways) -> bool:
        """Tell whether the scenario is switched off already, so that nothing can hang on it."""
        return _is_so(scenario, self.values(scenario, ways))


@dataclass(frozen=True)
class Dial:
    """A parameter that is turned over a range."""

    key: str
    name: str  # in words
    unit: str
    set: Sequence[str]  # dotted names that get a level's value
    levels: Sequence[float]  # rising
    log: bool = False  # whether the range is walked through by factors
    with_: Mapping[str, Any] = field(default_factory=dict)  # what has to hold besides

    def at(self, scenario: Scenario, ways: Ways, level: float) -> Values:
        """Return the values of a level.

        Raises
        ------
        NotHere
            If the ways work no product company, or the scenario declares distances of topics one by one.
        """
        companies = [each.name for each in _products(scenario, companies_of(scenario, ways))]
        if not companies and any(name.startswith(ANY) for name in (*self.set, *self.with_)):
            raise NotHere("cannot be turned where neither way works a product company.")
        if "conversation.topic_distance" in self.set and scenario.topic_distance:
            raise NotHere("cannot be turned where the scenario declares distances of topics one by one.")
        found: Values = {}
        for name, value in self.with_.items():
            found.update(dict.fromkeys(_named(name, companies), value))
        for name in (each for wanted in self.set for each in _named(wanted, companies)):
            kind = number_kind(scenario, name)
            found[name] = round(level) if kind is int else round(level, 2) if kind is Decimal else level
        return found

    def level(self, share: float) -> float:
        """Return the value at a share of the range, 0..1."""
        low, high = float(self.levels[0]), float(self.levels[-1])
        if self.log:
            return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        return low + share * (high - low)

    def place(self, level: float) -> float:
        """Return where a value lies, such that equal steps are equally long."""
        return math.log(level) if self.log else level


def switches(kind: Literal["rule", "structure"]) -> list[Switch]:
    """Return the rules, or the structural choices, in their order."""
    tables = tomllib.loads(RULES.read_text(encoding="utf-8"))[kind]
    return [Switch(key, each["name"], each["means"], each["off"], each["why"]) for key, each in tables.items()]


def dials() -> list[Dial]:
    """Return the dials, in their order."""
    tables = tomllib.loads(DIALS.read_text(encoding="utf-8"))
    return [
        Dial(key, each["name"], each["unit"], each["set"], each["levels"], each.get("log", False), each.get("with", {}))
        for key, each in tables.items()
    ]


def companies_of(scenario: Scenario, ways: Ways) -> list[str]:
    """Return the companies that one of the two ways works, or whose packs it holds."""
    mine = [each for each in scenario.strategy if each.name in ways]
    named = {name for each in mine for name in (*each.companies, *each.portfolio.systems)}
    return [company.name for company in scenario.company if company.name in named]


def together(changes: Iterable[Values]) -> Values:
    """Return changes laid over each other."""
    return {name: value for change in changes for name, value in change.items()}


def _products(scenario: Scenario, names: Sequence[str]) -> list[Any]:
    return [company for company in scenario.company if company.kind == "product" and company.name in names]


def _named(name: str, companies: Sequence[str]) -> list[str]:
    if not name.startswith(ANY):
        return [name]
    return [f"company.{company}.{name.removeprefix(ANY)}" for company in companies]


def _is_so(scenario: Scenario, values: Values) -> bool:
    there = values_by_name(scenario)
    return all(there.get(name) == value for name, value in values.items())


def _like(scenario: Scenario, what: str, name: str) -> float | int:
    if what == "watched":
        if scenario.design.focal_entry == 0:
            raise NotHere("is how it is in this scenario.")
        return scenario.time.days - scenario.design.focal_entry
    graph = scenario.graph
    if graph.kind in ("social_circles", "erdos_renyi", "stochastic_block"):
        degree = float(graph.mean_degree)
    elif graph.kind in ("watts_strogatz", "random_regular"):
        degree = float(graph.k)
    elif graph.kind in ("powerlaw_cluster", "barabasi_albert"):
        degree = 2.0 * graph.m
    else:
        raise NotHere(f'cannot be compared where graph.kind = "{graph.kind}" brings its own contacts.')
    return 2 * round(degree / 2) if name.endswith(".k") else degree
