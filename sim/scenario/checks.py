"""What must hold between the parts of a scenario, and what is allowed but odd; every check with what it looks at."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Set
from functools import cache
from math import fsum
from typing import Any

from sim.core.errors import Finding
from sim.core.registry import check, registered
from sim.core.wording import among, number, shown, total
from sim.model.people import parameters as people_parameters
from sim.model.plans import checks as plans_checks
from sim.model.plans.checks import TOLERANCE
from sim.model.plans.parameters import READ_BY, Plan, PlanKind
from sim.scenario import checks_claim, checks_design, rules
from sim.scenario.checks_design import point_problems
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.reading.alike import ONLY, alike, form
from sim.scenario.sections import NAMED, Sections, at, dotted

HOMES = (people_parameters, plans_checks, checks_claim, checks_design, rules)
"""Where checks stand beside this file: importing them has registered those."""
Check = Callable[..., Iterator[Finding | Problem]]
"""Takes the sections that it looks at, by the names of its parameters, or the whole ``scenario``."""


def parts_fit(scenario: Sections, broken: Set[str] = frozenset()) -> None:
    """Refuse a scenario whose parts do not fit, though every value is valid by itself.

    Parameters
    ----------
    broken
        Sections in which a value was refused, so that a default stands in its place; what depends on the
        optional values of these sections is not checked.

    Raises
    ------
    ScenarioError
        With everything that does not fit.
    """
    problems = list(_problems(scenario, [each for each, needs in _checks() if not needs & broken]))
    if not problems and not broken:
        problems = list(point_problems(scenario))
    if problems:
        raise ScenarioError(problems)


def warnings(scenario: Sections) -> list[str]:
    """Sentences about what is allowed but hardly meant."""
    return [str(problem) for problem in _problems(scenario, [each for each, _ in _checks(odd=True)])]


def _problems(scenario: Sections, checks: Iterable[Check]) -> Iterator[Problem]:
    for part in checks:
        given: dict[str, Any] = {name: scenario if name == "scenario" else scenario[name] for name in _asked(part)}
        for found in part(**given):
            yield found if isinstance(found, Problem) else _said(scenario, found)


@cache
def _checks(*, odd: bool = False) -> tuple[tuple[Check, frozenset[str]], ...]:
    """Checks of what must hold, or of what is odd, each with the sections whose optional values it reads."""
    found = [each for each in registered("check") if each.rule.more.get("odd", False) == odd]
    return tuple((each.function, frozenset(each.rule.needs)) for each in found)


@cache
def _asked(part: Check) -> tuple[str, ...]:
    """Names of what a check looks at."""
    return tuple(inspect.signature(part).parameters)


def _said(scenario: Sections, found: Finding) -> Problem:
    if found.shows:
        return at(scenario, found.path, found.message)
    return Problem(found.message, key=dotted(found.path, scenario), path=found.path)


@check("distances-fit", order=5)
def distances_fit(scenario: Sections) -> Iterator[Problem]:
    """A distance lies between two topics of companies and is declared once."""
    seen: list[frozenset[str]] = []
    for i, declared in enumerate(scenario.topic_distance):
        path, pair = ("topic_distance", i, "between"), frozenset(declared.between)
        for j, topic in enumerate(declared.between):
            if topic not in scenario.topics:
                yield at(scenario, (*path, j), among("the topic of a company", topic, scenario.topics))
        if len(pair) == 1:
            yield at(scenario, path, "must be two different topics.")
        elif pair in seen:
            yield at(scenario, path, "is declared twice.")
        seen.append(pair)


@check("shares-fit", order=12, needs=["strategy", "design"])
def shares_fit(scenario: Sections) -> Iterator[Problem]:
    """In mixed worlds the strategies share the people among them."""
    shares = {strategy.name: strategy.share for strategy in scenario.strategy}
    if scenario.design.worlds == "mixed" and abs(fsum(shares.values()) - 1.0) > TOLERANCE:
        parts = ", ".join(f"{shown(name)} {number(share)}" for name, share in shares.items())
        reached = f"the sum is {total(fsum(shares.values()))} ({parts})"
        message = f"the shares must sum to 1 in mixed worlds; {reached}."
        yield Problem(message, key="strategy", path=("strategy",))


@check("background-fits", order=13, needs=["design"])
def background_fits(scenario: Sections) -> Iterator[Problem]:
    """The background of focal worlds divides everybody else among declared strategies."""
    weights, known = scenario.design.background, [strategy.name for strategy in scenario.strategy]
    for name, weight in weights.items():
        path = ("design", "background", name)
        if name not in known:
            yield at(scenario, path, among("a declared strategy", name, known, subject="the name "))
        if weight < 0.0:
            yield at(scenario, path, "must be at least 0 (weight).")
    if weights and abs(fsum(weights.values()) - 1.0) > TOLERANCE:
        message = f"the weights must sum to 1; the sum is {total(fsum(weights.values()))}."
        yield at(scenario, ("design", "background"), message)


@check("attendance-known", order=14, needs=["events", "graph"])
def attendance_known(scenario: Sections) -> Iterator[Problem]:
    """Only one data set tells who was where."""
    graph = scenario.graph
    if scenario.events.attendance and (graph.kind, graph.name) != ("dataset", "davis_women"):
        message = 'needs graph.kind = "dataset" and graph.name = "davis_women".'
        yield at(scenario, ("events", "attendance"), message)


@check("guests-fit", order=15, needs=["events"])
def guests_fit(scenario: Sections) -> Iterator[Problem]:
    """Networkers are people, and somebody must come of those who may."""
    events = scenario.events
    if events.networkers > events.people:
        message = f"must be at most events.people = {events.people}."
        yield at(scenario, ("events", "networkers"), message)
    if events.contacts + events.contacts_of_contacts + events.strangers == 0.0:
        message = "with contacts_of_contacts and strangers at 0 as well nobody would come."
        yield at(scenario, ("events", "contacts"), message)


@check("focal-people-exist", order=16, needs=["design", "population", "graph"])
def focal_people_exist(scenario: Sections) -> Iterator[Problem]:
    """Focal networkers are chosen among those who work on the first day, or are a few of all people who enter late."""
    design, founders, few = scenario.design, _founders(scenario), _few(scenario)
    if design.worlds != "focal" or founders is None or few is None:
        return
    if design.focal_entry == 0 and design.focal_people > founders:
        message = f"must be at most {founders}, the networkers of the first day (population.networkers)."
        yield at(scenario, ("design", "focal_people"), message)
    if design.focal_entry > 0 and design.focal_people > few:
        message = f"must be at most {few}, 5 % of all people, so that the market stays what it was before they enter."
        yield at(scenario, ("design", "focal_people"), message)


@check("focal-people-live", order=21, needs=["design", "time"])
def focal_people_live(scenario: Sections) -> Iterator[Problem]:
    """Those who enter late must have days left."""
    design, days = scenario.design, scenario.time.days
    last = design.focal_entry + design.focal_window
    if design.worlds == "focal" and design.focal_entry > 0 and last >= days:
        message = (
            f"must leave days to live: the last of the focal people enters by day {last:,} (with design.focal_window = "
            f"{design.focal_window}), and time.days is {days:,}."
        )
        yield at(scenario, ("design", "focal_entry"), message)


def _few(scenario: Sections) -> int | None:
    """Twentieth of all people, at least one; None if the graph brings its own number of people."""
    people = scenario.population.people
    if people is None or scenario.graph.kind in ("file", "dataset"):
        return None
    return max(1, people // 20)


def _founders(scenario: Sections) -> int | None:
    """Networkers of the first day; None if the graph brings its own number of people."""
    people = scenario.population.people
    if people is None or scenario.graph.kind in ("file", "dataset"):
        return None
    return round(people * scenario.population.networkers)


@check("plan-values-unused", order=102, odd=True)
def plan_values_unused(scenario: Sections) -> Iterator[Problem]:
    """A value of a plan that no kind of plan under study reads."""
    for i, company in enumerate(scenario.company):
        kinds = [company.plan.kind, *scenario.design.vary.get(f"company.{company.name}.plan.kind", [])]
        for name, readers in READ_BY.items() if set(kinds) <= set(PlanKind.words()) else ():
            default = Plan.model_fields[name].default
            if not set(kinds) & set(readers) and getattr(company.plan, name) != default:
                message = f"is not used: plan.kind is {shown(company.plan.kind)}."
                yield at(scenario, ("company", i, "plan", name), message)


@check("graph-unused", order=103, odd=True)
def graph_unused(scenario: Sections) -> Iterator[Problem]:
    """A path or name that the kind of graph does not read, or a graph file that is not there."""
    graph = scenario.graph
    for key, kind in (("path", "file"), ("name", "dataset")):
        if getattr(graph, key) is not None and graph.kind != kind:
            yield at(scenario, ("graph", key), f"is not used: graph.kind is {shown(graph.kind)}.")
    if graph.kind == "file" and graph.path is not None and not os.path.isfile(graph.path):
        there = os.path.exists(graph.path)
        message = "is a folder, a device or a pipe, not a regular file." if there else "there is no such file."
        yield at(scenario, ("graph", "path"), message)


@check("evenings-unused", order=104, odd=True)
def evenings_unused(scenario: Sections) -> Iterator[Problem]:
    """Somebody wants to go out in a world without evenings."""
    for name in ("share", "attendance"):
        if getattr(scenario.events, name) and not scenario.phases.events:
            yield at(scenario, ("events", name), "is not used: phases.events is off.")


@check("cross-post-unused", order=108, odd=True)
def cross_post_unused(scenario: Sections) -> Iterator[Problem]:
    """Somebody who would advertise in groups and has nothing to advertise, or nowhere."""
    regimes = {company.name: company.regime for company in scenario.company}
    for i, strategy in enumerate(scenario.strategy):
        free = any(regimes.get(name) == "free" for name in strategy.companies)
        if strategy.cross_post == "never":
            continue
        message = ""
        if not scenario.phases.groups:
            message = "is not used: phases.groups is off."
        elif len(strategy.companies) == 1:
            message = "is not used: it needs a second company to advertise."
        elif strategy.cross_post == "where-allowed" and not free:
            message = "is not used: none of its companies has the regime free."
        if message:
            yield at(scenario, ("strategy", i, "cross_post"), message)


@check("cross-posters-unused", order=109, odd=True)
def cross_posters_unused(scenario: Sections) -> Iterator[Problem]:
    """A share of cross-posters where no strategy has any."""
    if scenario.groups.cross_posters < 1.0 and all(s.cross_post == "never" for s in scenario.strategy):
        yield at(scenario, ("groups", "cross_posters"), "is not used: no strategy cross-posts.")


@check("background-unused", order=111, odd=True)
def background_unused(scenario: Sections) -> Iterator[Problem]:
    """A background in worlds that have none."""
    design = scenario.design
    if design.background and design.worlds != "focal":
        message = f"is not used: design.worlds is {shown(design.worlds)}."
        yield at(scenario, ("design", "background"), message)


@check("focal-entry-unused", order=118, odd=True)
def focal_entry_unused(scenario: Sections) -> Iterator[Problem]:
    """Somebody enters late, or with hours of their own, in worlds without focal people."""
    design = scenario.design
    for name, value in (("focal_entry", design.focal_entry), ("focal_hours", design.focal_hours)):
        if value and design.worlds != "focal":
            yield at(scenario, ("design", name), f"is not used: design.worlds is {shown(design.worlds)}.")


@check("nobody-works", order=112, odd=True)
def nobody_works(scenario: Sections) -> Iterator[Problem]:
    """A world in which nothing will happen."""
    if _founders(scenario) == 0:
        message = "leaves nobody who works on the first day."
        yield at(scenario, ("population", "networkers"), message)


@check("names-alike", order=119, odd=True)
def names_alike(scenario: Sections) -> Iterator[Problem]:
    """Two companies, strategies or topics that a reader of tables and figures takes for one; a name nobody sees."""
    for kind in NAMED:
        yield from _alike(scenario, kind, "name", [entry.name for entry in scenario[kind]])
    yield from _alike(scenario, "company", "topic", [company.topic for company in scenario.company])


def _alike(scenario: Sections, kind: str, key: str, names: list[str]) -> Iterator[Problem]:
    for name in filter(lambda name: not form(name), names):
        yield at(scenario, (kind, names.index(name), key), "shows nothing.")
    for earlier, name in alike(name for name in dict.fromkeys(names) if form(name)):
        yield at(scenario, (kind, names.index(name), key), f"differs from {shown(earlier)} only in {ONLY}.")


@check("outcomes-twice", order=120, odd=True)
def outcomes_twice(scenario: Sections) -> Iterator[Problem]:
    """An outcome that would stand twice in the same table."""
    named = scenario.design.outcomes
    for i, name in enumerate(named):
        if name in named[:i]:
            yield at(scenario, ("design", "outcomes", i), "is named twice.")
