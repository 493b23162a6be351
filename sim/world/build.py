"""Building a world: people, ties and the first positions, from a scenario and a seed."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import HOUSEHOLDS, MOST_HELD, OUTSIDE, UNBOOKED, Account, pay, to_cents
from sim.core.chance import normal, purpose, seed_key, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.core.errors import UserError
from sim.core.parameters import as_whole
from sim.core.rows import one_row, side_by_side
from sim.core.wording import listed, meant, shown
from sim.model.membership.entry import set_hours
from sim.model.people.parameters import Graph
from sim.model.people.rows import Held, LifeRow, Person, Tally, Taste, Tie
from sim.model.plans.companies import Strategy
from sim.model.plans.rows import Group, Place, Position
from sim.model.shares.rows import Holding, Pack, Pool
from sim.model.tables import LONG_AGO, NONE, SECTIONS, Count, Tables
from sim.model.talk.rows import Note, Said
from sim.scenario.schema import Scenario
from sim.world.graphs.graph import SocialGraph
from sim.world.graphs.social import social_graph
from sim.world.graphs.space import Space, remoteness
from sim.world.graphs.ties import TieIndex, tie_index
from sim.world.limits import refuse_rich
from sim.world.parameters import company_rows, entrant_rows, entry_row, strategy_rows, system_rows, topics_row
from sim.world.pools import open_pools
from sim.world.world import World

HOURS = purpose("build.hours")
HONESTY = purpose("build.honesty")
OPENNESS = purpose("build.openness")
INTEREST = purpose("build.interest")
LIKENESS = purpose("build.likeness")
SAVINGS = purpose("build.savings")
BUDGET = purpose("build.budget")
HOPE = purpose("build.hope")
SKILL = purpose("build.skill")
CLOSENESS = purpose("build.closeness")
FOUNDERS = purpose("build.founders")
FOCAL = purpose("build.focal")
FOLLOWS = purpose("build.follows")
ROOM = 1024
MOST_KEPT = 50_000
BRING_PEOPLE = ("file", "dataset")


def build(scenario: Scenario, seed: int, strategy: str | None = None) -> World:
    """Build the people of the first morning; positions are opened by :class:`sim.market.Market`.

    Parameters
    ----------
    scenario
        What to build.
    seed
        Whole number from 0 to 2**64 - 1, of any type, or its digits.
    strategy
        Name of the strategy under study: followed by everybody in a ``population`` world and by the focal
        people in a ``focal`` one, from the day on which they enter; the scenario's first strategy if None. A ``mixed``
        world takes none.

    Returns
    -------
    sim.world.world.World
        People, ties, purses and founders, with remarks about the graph; no position is open.

    Raises
    ------
    sim.core.errors.UserError
        If the seed is out of range, the graph cannot be had or has more ties than can be numbered, somebody has more
        savings than are counted, or the strategy is not declared or cannot be studied alone.
    """
    seed = as_seed(seed)
    key = seed_key(seed)
    graph = _graph(scenario, key)
    names, remarks = graph.names, [*graph.remarks, *_own_number(scenario, graph.people)]
    founders = _founders(scenario, key, graph.people)
    books, space = _address_books(graph, spare_places(scenario)), graph.space
    del graph  # a large one's ties stand in the books now
    studied = row_under_study(scenario, strategy)
    w = _empty_tables(scenario, key, books, studied)
    _populate(w, _population_row(scenario), space)
    w = open_pools(scenario, w)
    w.life.founder[founders] = 1
    _assign_strategies(scenario, w, founders, studied)
    world = World(scenario, seed, w, names, remarks)
    world.make_room("positions", ROOM + founders.size * len(scenario.company))
    refuse_rich(world, "Before the first day")
    return world


def as_seed(seed: object) -> int:
    """Read a seed: a whole number of any type, or its digits.

    Raises
    ------
    sim.core.errors.UserError
        If it is none from 0 to 2**64 - 1.
    """
    number = as_whole(seed)
    if number is None or not 0 <= number < 2**64:
        raise UserError(f"The seed {shown(seed)} must be a whole number from 0 to 2**64 - 1.")
    return number


def _graph(scenario: Scenario, key: np.uint64) -> SocialGraph:
    """Return the graph; the last small one is kept, for the strategies that share a seed."""
    spec, people = scenario.graph, scenario.population.people
    if spec.kind in BRING_PEOPLE:
        people = None
    if spec.path is not None and Path(spec.path).is_file():
        stat = Path(spec.path).stat()
        return _kept(spec, people, 0, (stat.st_mtime_ns, stat.st_size))
    if (people or 0) > MOST_KEPT:
        return social_graph(spec, people, key)
    return _kept(spec, people, int(key), (0, 0))


def spare_places(scenario: Scenario) -> int:
    """Return how many places an address book has for people met later: none in a world where nobody can be met."""
    strangers = scenario.phases.conversations and scenario.conversation.strangers > 0.0
    evenings = scenario.phases.events and (scenario.events.share > 0.0 or scenario.events.attendance)
    advertises = scenario.phases.advertising and any(company.credits > 0.0 for company in scenario.company)
    posts = scenario.phases.groups and any(cross_posts(strategy) for strategy in scenario.strategy)
    return scenario.events.places if strangers or evenings or advertises or posts else 0


def cross_posts(strategy: Strategy) -> bool:
    """Tell whether somebody may advertise one of their businesses in the group of another."""
    return strategy.cross_post != "never" and len(strategy.companies) > 1


def _own_number(scenario: Scenario, people: int) -> list[str]:
    """Say that a graph with people of its own overrules the scenario's number."""
    stated = scenario.population.people
    if scenario.graph.kind not in BRING_PEOPLE or stated in (None, people):
        return []
    return [f"The graph brings its own {people:,} people; population.people = {stated:,} does not count."]


@lru_cache(maxsize=1)
def _kept(spec: Graph, people: int | None, key: int, stamp: tuple[int, int]) -> SocialGraph:
    return social_graph(spec, people, np.uint64(key))


def _address_books(graph: SocialGraph, spare: int) -> TieIndex:
    """Enter ties in address books; places are numbered in 32 bits, the last number of which stands for none."""
    rows = 2 * len(graph.edges) + graph.people * spare
    if rows > NONE:
        most = f"the {NONE:,} that can be numbered"
        raise UserError(f"Address books with {rows:,} places in all are more than {most}: fewer people or ties.")
    return tie_index(graph, spare)


def _empty_tables(scenario: Scenario, key: np.uint64, books: TieIndex, studied: int) -> Tables:
    n, links = books.first.size, books.links
    people, ties = Person.rows(n), Tie.rows(links.size)
    people.first, people.degree = books.first, books.degree
    people.spare = spare_places(scenario)
    held, life, tally = Held.rows(n), LifeRow.rows(n), Tally.rows(n)
    held.seat = NONE
    life.choice = -1
    group = Group.rows(len(scenario.company))
    group.usefulness = 1.0
    tally.joined = tally.first_commission = -1
    return Tables(
        key=key,
        people=people,
        taste=Taste.rows(n),
        held=held,
        life=life,
        tally=tally,
        accounts=Account.rows(n + len(scenario.company) + len(OUTSIDE)),
        links=links,
        ties=ties,
        positions=Position.rows(0),
        places=Place.rows(0),
        said=Said.rows(ROOM),
        notes=Note.rows(ROOM),
        company=company_rows(scenario),
        group=group,
        strategy=strategy_rows(scenario),
        topics=topics_row(scenario),
        systems=system_rows(scenario),
        pools=Pool.rows(len(scenario.company)),
        holdings=Holding.rows(0),
        packs=Pack.rows(0),
        count=Count.rows(1),
        entry=entry_row(scenario, studied),
        entrants=entrant_rows(scenario),
        law=law_row(scenario),
    )


def law_row(scenario: Scenario) -> Any:
    """Return the sections that rules read, as a table of one row; without events nobody speaks at any."""
    sections = {name: getattr(scenario, name).model_dump() for name in SECTIONS}
    if not scenario.phases.events:
        sections["events"]["share"] = 0.0
    return side_by_side({name: one_row(values) for name, values in sections.items()})


def _population_row(scenario: Scenario) -> Any:
    """Return the numbers of the population section, money in cents."""
    people = scenario.population
    numbers = people.model_dump(exclude={"people", "savings", "allowance", "budget", "hope"})
    money = {name: to_cents(getattr(people, name)) for name in ("savings", "budget", "hope")}
    return one_row({**numbers, **money})


@rule
def _lognormal(median: float, sigma: float, normal: float) -> int:
    """Return a lognormal amount in whole cents; what is cut off, at twice what a purse holds, is refused later."""
    amount = min(median * math.exp(sigma * normal), 2.0 * MOST_HELD)
    return int(math.floor(amount))  # noqa: RUF046 - compiled, it is a float


@phase
def _populate(w: Tables, population: Any, space: Space) -> None:
    law = population[0]
    hours, honesty, openness = (
        stream(w.key, HOURS, 0),
        stream(w.key, HONESTY, 0),
        stream(w.key, OPENNESS, 0),
    )
    savings, interest = stream(w.key, SAVINGS, 0), stream(w.key, INTEREST, 0)
    budget, hope, skill = stream(w.key, BUDGET, 0), stream(w.key, HOPE, 0), stream(w.key, SKILL, 0)
    likeness, closeness = stream(w.key, LIKENESS, 0), stream(w.key, CLOSENESS, 0)
    households = w.accounts[w.people.size + w.company.size + HOUSEHOLDS]
    power = (1.0 - law.interest) / law.interest
    longest = 1.0 - math.exp(-law.full_time_hours / max(law.part_time_hours, 1e-9))
    for i in range(w.people.size):
        life = w.life[i]
        life.full_time = uniform(hours, i, 0) >= law.part_time
        life.hours = law.full_time_hours
        if life.full_time == 0:
            life.hours = -law.part_time_hours * math.log(1.0 - longest * uniform(hours, i, 1))
        honest = law.honesty + law.honesty_spread * normal(honesty, i, 0)
        life.honesty = min(1.0, max(0.0, honest))
        w.people[i].open = uniform(openness, i, 0) < law.openness
        life.budget = _lognormal(law.budget, law.budget_sigma, normal(budget, i, 0))
        life.hope = _lognormal(law.hope, law.hope_sigma, normal(hope, i, 0))
        life.skill = normal(skill, i, 0)
        pay(households, w.accounts[i], _lognormal(law.savings, law.savings_sigma, normal(savings, i, 0)), UNBOOKED)
        for topic in range(w.topics[0].number):
            like = topic
            for earlier in range(topic):
                if w.topics[0].distance[topic, earlier] <= uniform(likeness, i, topic * 16 + earlier):
                    like = earlier
                    break
            if like < topic:
                w.taste[i].interest[topic] = w.taste[i].interest[like]
            else:
                w.taste[i].interest[topic] = uniform(interest, i, topic) ** power
        known = w.people[i].first + w.people[i].degree
        for k in range(w.people[i].first, known + w.people[i].spare):
            w.ties[k].ceiling, w.links[k].told_day = 1.0, LONG_AGO
        for k in range(w.people[i].first, known):
            friend = whole(w.links[k].other)
            if len(space) > 0:
                w.ties[k].close = remoteness(space[i], space[friend]) < law.close_ties
            else:
                w.ties[k].close = uniform(closeness, min(i, friend), max(i, friend)) < law.close_ties


@phase
def _draws(key: np.uint64, purpose: np.uint64, n: int) -> NDArray[np.float64]:
    found = np.empty(n)
    of = stream(key, purpose, 0)
    for i in range(n):
        found[i] = uniform(of, i, 0)
    return found


def _founders(scenario: Scenario, key: np.uint64, n: int) -> NDArray[np.int64]:
    share = scenario.population.networkers
    wanted = max(1, round(n * share)) if share > 0.0 else 0
    return _lowest(_draws(key, FOUNDERS, n), wanted)


def _lowest(draws: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Return the places of the ``count`` lowest draws in ascending order; of equal ones the first."""
    if count == 0:
        return np.empty(0, np.int64)
    last = np.partition(draws, count - 1)[count - 1]
    below = np.flatnonzero(draws < last)
    return np.sort(np.concatenate((below, np.flatnonzero(draws == last)[: count - below.size])))


def row_under_study(scenario: Scenario, name: str | None) -> int:
    """Return the row of the strategy under study, by default the first; refuse what is not declared."""
    names = [strategy.name for strategy in scenario.strategy]
    if name is None:
        return 0
    if scenario.design.worlds == "mixed":
        raise UserError(f"The strategy '{name}' cannot be studied alone: in a mixed world all live side by side.")
    if name not in names:
        raise UserError(f"The strategy '{name}' is not declared; there are {listed(names)}.{meant(name, names)}")
    return names.index(name)


def _assign_strategies(scenario: Scenario, w: Tables, founders: NDArray[np.int64], studied: int) -> None:
    names = [strategy.name for strategy in scenario.strategy]
    worlds = scenario.design.worlds
    if worlds == "population":
        w.people.strategy = studied
        return
    weights = {s.name: s.share for s in scenario.strategy} if worlds == "mixed" else scenario.design.background
    shares = np.array([weights.get(each, 0.0) for each in names])
    if shares.sum() == 0.0:
        shares[0] = 1.0
    edges = np.cumsum(shares / shares.sum())
    drawn = _draws(w.key, FOLLOWS, w.people.size)
    w.people.strategy = np.minimum(np.searchsorted(edges, drawn, side="right"), len(names) - 1)
    if worlds == "focal" and scenario.design.focal_entry == 0:
        order = np.argsort(_draws(w.key, FOCAL, w.people.size)[founders], kind="stable")
        focal = founders[order[: scenario.design.focal_people]]
        w.life.focal[focal] = 1
        w.people.strategy[focal] = studied
        for person in focal:
            set_hours(w.life[person], w.entry[0])
