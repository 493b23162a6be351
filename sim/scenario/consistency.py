"""What must hold between the parts of a scenario, and what is allowed but odd."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Set
from itertools import pairwise
from math import fsum

from sim.core.wording import number, shown
from sim.model.plans.parameters import READ_BY, Plan, PlanKind, declared_payout
from sim.model.week.parameters import Activity
from sim.scenario.claim_fit import claim_problems
from sim.scenario.design_fit import design_problems
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.graph_fit import graph_problems
from sim.scenario.own_fit import own_problems
from sim.scenario.precision import precision_problems
from sim.scenario.problems import among, at, total
from sim.scenario.revshare_fit import (
    kind_unused,
    payout_unused,
    pays_back_less,
    phases_missing,
    pools_fit,
    portfolio_unused,
    portfolios_fit,
)
from sim.scenario.schema import Scenario
from sim.scenario.variation import point_problems, variation_problems

TOLERANCE = 1e-9

Check = Callable[[Scenario], Iterator[Problem]]


def check(scenario: Scenario, broken: Set[str] = frozenset()) -> None:
    """Refuse a scenario whose parts do not fit.

    Parameters
    ----------
    scenario
        Every field of it is valid by itself.
    broken
        Sections in which a value was refused, so that a default stands in its place; what depends on the
        optional values of these sections is not checked.

    Raises
    ------
    ScenarioError
        With everything that does not fit.
    """
    problems = [problem for part, reads in CHECKS if not reads & broken for problem in part(scenario)]
    if not problems and not broken:
        problems = list(point_problems(scenario))
    if problems:
        raise ScenarioError(problems)


def warnings(scenario: Scenario) -> list[str]:
    """Sentences about what is allowed but hardly meant."""
    return [str(problem) for odd in ODDITIES for problem in odd(scenario)]


def names_differ(scenario: Scenario) -> Iterator[Problem]:
    """Companies and strategies are called by their names, so no two may share one."""
    for kind, plural in (("company", "companies"), ("strategy", "strategies")):
        names = [entry.name for entry in getattr(scenario, kind)]
        for i, name in enumerate(names):
            if name in names[:i]:
                yield at(scenario, (kind, i, "name"), f"is the name of two {plural}.")


def strategies_fit(scenario: Scenario) -> Iterator[Problem]:
    """A strategy works declared companies, each of them once."""
    known = [company.name for company in scenario.company]
    for i, strategy in enumerate(scenario.strategy):
        for j, name in enumerate(strategy.companies):
            path = ("strategy", i, "companies", j)
            if name not in known:
                yield at(scenario, path, among("a declared company", name, known))
            elif name in strategy.companies[:j]:
                yield at(scenario, path, "is named twice.")


def spends_fit(scenario: Scenario) -> Iterator[Problem]:
    """Hours are spent on every activity, and on each in one place of the order."""
    for i, strategy in enumerate(scenario.strategy):
        *most, last = Activity.words()
        if sorted(strategy.spends) != sorted([*most, last]):
            message = f"must name {', '.join(most)} and {last}, each exactly once."
            yield at(scenario, ("strategy", i, "spends"), message)


def plans_fit(scenario: Scenario) -> Iterator[Problem]:
    """Nobody pays out more than a purchase."""
    for i, company in enumerate(scenario.company):
        paid = declared_payout(company.plan)
        if paid > 1.0 + TOLERANCE:
            path = ("company", i, "plan", "first" if company.plan.kind == "geometric" else "rates")
            levels = f" over {company.plan.levels} levels" if company.plan.kind == "geometric" else ""
            yield at(scenario, path, f"must sum to at most 1{levels}; the sum is {total(paid)}.")


def ranks_rise(scenario: Scenario) -> Iterator[Problem]:
    """A higher rank asks for at least as much as a lower one."""
    for i, company in enumerate(scenario.company):
        for k, (lower, higher) in enumerate(pairwise(company.plan.ranks), 1):
            for name in ("own_volume", "team_volume"):
                least = getattr(lower, name)
                if getattr(higher, name) < least:
                    message = f"must be at least {number(float(least))}, as the rank before it: the lowest comes first."
                    yield at(scenario, ("company", i, "plan", "ranks", k, name), message)


def distances_fit(scenario: Scenario) -> Iterator[Problem]:
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


def hours_fit(scenario: Scenario) -> Iterator[Problem]:
    """Who works part-time works less than who works full-time."""
    people = scenario.population
    if people.part_time_hours > people.full_time_hours:
        limit = f"population.full_time_hours = {number(people.full_time_hours)}"
        path = ("population", "part_time_hours")
        yield at(scenario, path, f"must be at most {limit} (hours a week).")


def shares_fit(scenario: Scenario) -> Iterator[Problem]:
    """In mixed worlds the strategies share the people among them."""
    shares = {strategy.name: strategy.share for strategy in scenario.strategy}
    if scenario.design.worlds == "mixed" and abs(fsum(shares.values()) - 1.0) > TOLERANCE:
        parts = ", ".join(f"{shown(name)} {number(share)}" for name, share in shares.items())
        reached = f"the sum is {total(fsum(shares.values()))} ({parts})"
        message = f"the shares must sum to 1 in mixed worlds; {reached}."
        yield Problem(message, key="strategy", path=("strategy",))


def background_fits(scenario: Scenario) -> Iterator[Problem]:
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


def attendance_known(scenario: Scenario) -> Iterator[Problem]:
    """Only one data set tells who was where."""
    graph = scenario.graph
    if scenario.events.attendance and (graph.kind, graph.name) != ("dataset", "davis_women"):
        message = 'needs graph.kind = "dataset" and graph.name = "davis_women".'
        yield at(scenario, ("events", "attendance"), message)


def guests_fit(scenario: Scenario) -> Iterator[Problem]:
    """Networkers are people, and somebody must come of those who may."""
    events = scenario.events
    if events.networkers > events.people:
        message = f"must be at most events.people = {events.people}."
        yield at(scenario, ("events", "networkers"), message)
    if events.contacts + events.contacts_of_contacts + events.strangers == 0.0:
        message = "with contacts_of_contacts and strangers at 0 as well nobody would come."
        yield at(scenario, ("events", "contacts"), message)


def focal_people_exist(scenario: Scenario) -> Iterator[Problem]:
    """Focal networkers are chosen among those who work on the first day."""
    founders = _founders(scenario)
    if scenario.design.worlds == "focal" and founders is not None and scenario.design.focal_people > founders:
        message = f"must be at most {founders}, the networkers of the first day (population.networkers)."
        yield at(scenario, ("design", "focal_people"), message)


def _founders(scenario: Scenario) -> int | None:
    """Networkers of the first day; None if the graph brings its own number of people."""
    people = scenario.population.people
    if people is None or scenario.graph.kind in ("file", "dataset"):
        return None
    return round(people * scenario.population.networkers)


def pays_too_much(scenario: Scenario) -> Iterator[Problem]:
    """A company that pays out more than it takes in, of a purchase or for a recruit."""
    for company in scenario.company:
        plan, key = company.plan, f"company.{company.name}"
        paid = fsum([declared_payout(plan), company.retail_margin, company.supply_cost])
        if paid > 1.0 + TOLERANCE:
            by_level = {"geometric": "plan.first over its levels, ", "binary": "", "none": ""}
            message = (
                f"{by_level.get(plan.kind, 'plan.rates, ')}retail_margin and supply_cost "
                f"sum to {total(paid)} of a purchase; the company pays out more than it takes in."
            )
            yield Problem(message, key=key)
        reward = float(company.joining_fee) * plan.fast_start + float(plan.fast_start_amount)
        if reward > float(company.joining_fee) + TOLERANCE:
            message = f"a recruit brings his sponsor {total(reward)} at once, more than the joining fee"
            yield Problem(f"{message} ({number(float(company.joining_fee))}).", key=key)


def plan_values_unused(scenario: Scenario) -> Iterator[Problem]:
    """A value of a plan that no kind of plan under study reads."""
    for i, company in enumerate(scenario.company):
        kinds = [company.plan.kind, *scenario.design.vary.get(f"company.{company.name}.plan.kind", [])]
        for name, readers in READ_BY.items() if set(kinds) <= set(PlanKind.words()) else ():
            default = Plan.model_fields[name].default
            if not set(kinds) & set(readers) and getattr(company.plan, name) != default:
                message = f"is not used: plan.kind is {shown(company.plan.kind)}."
                yield at(scenario, ("company", i, "plan", name), message)


def graph_unused(scenario: Scenario) -> Iterator[Problem]:
    """A path or name that the kind of graph does not read, or a graph file that is not there."""
    graph = scenario.graph
    for key, kind in (("path", "file"), ("name", "dataset")):
        if getattr(graph, key) is not None and graph.kind != kind:
            yield at(scenario, ("graph", key), f"is not used: graph.kind is {shown(graph.kind)}.")
    if graph.kind == "file" and graph.path is not None and not os.path.isfile(graph.path):
        there = os.path.exists(graph.path)
        message = "is a folder, a device or a pipe, not a regular file." if there else "there is no such file."
        yield at(scenario, ("graph", "path"), message)


def evenings_unused(scenario: Scenario) -> Iterator[Problem]:
    """Somebody wants to go out in a world without evenings."""
    for name in ("share", "attendance"):
        if getattr(scenario.events, name) and not scenario.phases.events:
            yield at(scenario, ("events", name), "is not used: phases.events is off.")


def event_topic_unused(scenario: Scenario) -> Iterator[Problem]:
    """A topic of the evening for somebody who does not stay with one."""
    for i, strategy in enumerate(scenario.strategy):
        if strategy.event_topic != "main" and strategy.pitch != "one-topic-per-event":
            message = f"is not used: the pitch is {shown(strategy.pitch)}, not one-topic-per-event."
            yield at(scenario, ("strategy", i, "event_topic"), message)


def at_once_unused(scenario: Scenario) -> Iterator[Problem]:
    """No more businesses can be worked at once than a strategy names."""
    for i, strategy in enumerate(scenario.strategy):
        if strategy.at_once >= len(strategy.companies):
            yield at(scenario, ("strategy", i, "at_once"), "has no effect: the strategy names no more companies.")


def synergy_unused(scenario: Scenario) -> Iterator[Problem]:
    """A link that has nothing to link."""
    gives = {company.name for company in scenario.company if company.credits > 0.0}
    for i, strategy in enumerate(scenario.strategy):
        if strategy.synergy and (not gives & set(strategy.companies) or gives >= set(strategy.companies)):
            message = "is not used: it needs a company with credits and another without among its companies."
            yield at(scenario, ("strategy", i, "synergy"), message)


def cross_post_unused(scenario: Scenario) -> Iterator[Problem]:
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


def cross_posters_unused(scenario: Scenario) -> Iterator[Problem]:
    """A share of cross-posters where no strategy has any."""
    if scenario.groups.cross_posters < 1.0 and all(s.cross_post == "never" for s in scenario.strategy):
        yield at(scenario, ("groups", "cross_posters"), "is not used: no strategy cross-posts.")


def regime_unused(scenario: Scenario) -> Iterator[Problem]:
    """Rules that nobody watches over."""
    for i, company in enumerate(scenario.company):
        if company.regime != "free" and not scenario.phases.regimes:
            yield at(scenario, ("company", i, "regime"), "is not used: phases.regimes is off.")


def background_unused(scenario: Scenario) -> Iterator[Problem]:
    """A background in worlds that have none."""
    design = scenario.design
    if design.background and design.worlds != "focal":
        message = f"is not used: design.worlds is {shown(design.worlds)}."
        yield at(scenario, ("design", "background"), message)


def nobody_works(scenario: Scenario) -> Iterator[Problem]:
    """A world in which nothing will happen."""
    if _founders(scenario) == 0:
        message = "leaves nobody who works on the first day."
        yield at(scenario, ("population", "networkers"), message)


CHECKS: tuple[tuple[Check, frozenset[str]], ...] = (
    (names_differ, frozenset()),
    (own_problems, frozenset({"own"})),
    (strategies_fit, frozenset()),
    (spends_fit, frozenset({"strategy"})),
    (distances_fit, frozenset()),
    (plans_fit, frozenset({"company"})),
    (ranks_rise, frozenset({"company"})),
    (portfolios_fit, frozenset({"company", "strategy"})),
    (pools_fit, frozenset({"company", "strategy"})),
    (hours_fit, frozenset({"population"})),
    (graph_problems, frozenset({"graph", "population"})),
    (shares_fit, frozenset({"strategy", "design"})),
    (background_fits, frozenset({"design"})),
    (attendance_known, frozenset({"events", "graph"})),
    (guests_fit, frozenset({"events"})),
    (focal_people_exist, frozenset({"design", "population", "graph"})),
    (variation_problems, frozenset({"design"})),
    (design_problems, frozenset({"design"})),
    (precision_problems, frozenset({"design"})),
    (claim_problems, frozenset({"claim", "design"})),
)
"""Every check with the sections whose optional values it reads."""

ODDITIES: tuple[Check, ...] = (
    pays_too_much,
    plan_values_unused,
    graph_unused,
    evenings_unused,
    event_topic_unused,
    at_once_unused,
    synergy_unused,
    cross_post_unused,
    cross_posters_unused,
    regime_unused,
    background_unused,
    nobody_works,
    kind_unused,
    payout_unused,
    pays_back_less,
    portfolio_unused,
    phases_missing,
)
