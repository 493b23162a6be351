"""The market: Mesa's face of a world and its days."""

from __future__ import annotations

import copy
import math
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, ClassVar, Self

import mesa
import numpy as np
from mesa.agent import AgentSet
from mesa.discrete_space import Network

from sim.agents import Handle
from sim.core.errors import UserError
from sim.core.money import CENTS
from sim.core.wording import meant, shown
from sim.day import DAY
from sim.moving import Agents, Moving
from sim.scenario.schema import Scenario, scenario_with
from sim.scenario.vary import with_values
from sim.schedule import sweep
from sim.simulation import Simulation
from sim.steps import Lived, Step
from sim.world.build import as_seed

FIRST = 1  # seed of a market that is given none
ACTIVATIONS = ("sweep", "agents")
MOST_DRAWN = 150  # people of a grid: Mesa lays it out anew for every picture


def iteration() -> int | None:
    """Return the number of the iteration of ``mesa.batch_run`` in which this is called, from 0; None outside of one.

    Mesa tells a model neither its seed nor which iteration it is; without this every iteration would be the same
    world. The number is read where Mesa keeps it: in the function that makes the model. Settings of one iteration share
    a seed, so that they differ in nothing but what was set.
    """
    makes: Any = getattr(sys.modules.get("mesa.batchrunner"), "_model_run_func", None)
    frame = sys._getframe(1) if makes is not None else None
    while frame is not None and frame.f_code is not makes.__code__:
        frame = frame.f_back
    number = None if frame is None else frame.f_locals.get("iteration")
    return number if isinstance(number, int) else None


def _id_of(agent: mesa.Agent) -> float:
    return agent.unique_id if isinstance(agent, Handle) else math.inf


class Market(Simulation, mesa.Model):  # type: ignore[misc]
    """A :class:`sim.simulation.Simulation` as a Mesa model, whose people are agents when somebody asks for them.

    Parameters
    ----------
    scenario
        A scenario, the path of a scenario file, or a scenario as a mapping.
    seed
        Whole number from 0 to 2**64 - 1. Same scenario and seed: same world, bit for bit. None is 1; in
        Mesa's ``batch_run`` 1 and the number of the iteration, which is then collected as ``seed``.
    strategy
        Name of the strategy under study, in ``population`` and ``focal`` worlds; None takes the first.
    agents
        Agents of your own: a subclass of :class:`sim.agents.Networker` that then moves all networkers, or a
        mapping from subclasses to the strategy (name) or the persons (ids) they move. Everybody else is
        moved by the compiled sweep.
    activation
        ``"sweep"`` (compiled) or ``"agents"`` (every agent stepped through Mesa's AgentSet): the same world.
    collect
        Whether ``datacollector`` collects every day, as Mesa's ``batch_run`` expects.
    rules
        Python files with rules of the user's own, which are run; see :mod:`sim.own`.
    rng
        Another name of the seed, by which later versions of Mesa call it.
    **kwargs
        Values of the scenario that are to be others, as Mesa's sliders and ``batch_run`` set them: a point of a name
        may be written as two low lines, ``events__share=0.6``. And ``agent_reporters``, as Mesa's ``DataCollector``
        takes them: what is collected of everybody besides, every day.

    Attributes
    ----------
    moving
        Who is moved by an agent; see :class:`sim.moving.Moving`. All others are those of the simulation.
    random
        Mesa's own randomness; no rule of the package uses it.
    collect, datacollector
        Whether Mesa's collector collects every day, and what it has collected.
    agent_reporters
        What is collected of everybody if nothing is said; a subclass may have its own.
    grid
        People around one networker, to be drawn by Mesa's components; see :class:`Circle`.

    Raises
    ------
    sim.core.errors.UserError
        If the file, the seed, the graph, the strategy, a value, or a strategy or person named in ``agents`` is not what
        it should be.
    """

    agent_reporters: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        scenario: Scenario | Mapping[str, Any] | str | Path,
        seed: int | None = None,
        *,
        strategy: str | None = None,
        agents: Agents | None = None,
        activation: str = "sweep",
        collect: bool = True,
        rules: Sequence[str | Path] = (),
        rng: int | None = None,
        **kwargs: Any,
    ) -> None:
        if seed is not None and rng is not None:
            raise UserError("The seed was given twice, as seed and as rng.")
        given = seed if rng is None else rng
        repeated = iteration() if given is None else None
        seed = FIRST + (repeated or 0) if given is None else as_seed(given)
        mesa.Model.__init__(self, rng=seed)
        self.random = Random(seed)  # whichever way this version of Mesa seeds it
        reporters = kwargs.pop("agent_reporters", self.agent_reporters)
        lived = scenario_with(scenario, rules)
        Simulation.__init__(self, with_values(lived, _values(kwargs)) if kwargs else lived, seed, strategy)
        if activation not in ACTIVATIONS:
            raise UserError(f"The activation '{activation}' must be one of {', '.join(ACTIVATIONS)}.")
        self.moving: Moving = Moving(self, agents, everybody=activation == "agents")
        self.collect = collect
        told = {} if repeated is None else {"seed": "seed"}
        self.datacollector = mesa.DataCollector(model_reporters={**told, **VITAL_SIGNS}, agent_reporters=reporters)

    @classmethod
    def from_values(cls, scenario: Scenario | Mapping[str, Any] | str | Path = "base", **values: Any) -> Self:
        """Make a market with some values replaced, such as ``Market.from_values(**{"events.share": 0.6})``.

        Parameters
        ----------
        scenario
            As the class takes it; by default the shipped ``base``.
        **values
            As the class takes them, options such as ``seed`` among them.
        """
        return cls(scenario, **values)

    @property
    def scenario(self) -> Scenario:
        """What is lived. Later versions of Mesa put a scenario of their own here, which says nothing and is let go."""
        return self._scenario

    @scenario.setter
    def scenario(self, scenario: object) -> None:
        if isinstance(scenario, Scenario):
            self._scenario = scenario

    @property
    def agents(self) -> AgentSet:
        """All people as Mesa agents; the handles are made when this is first asked for."""
        self.moving.gather()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet]:
        """People by role: ``Prospect``, ``Networker``, ``Upline`` or classes of your own."""
        self.moving.gather()
        return super().agents_by_type

    @cached_property
    def grid(self) -> Circle:
        """People around one networker, made when this is first asked for."""
        return Circle(self)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the grid out of copies, which make their own when it is asked for."""
        return {name: value for name, value in vars(self).items() if name != "grid"}

    def sort_agents(self) -> None:
        """Put Mesa's sets of agents in the order of persons; other agents of a subclass's own come after them."""
        for agents in (super().agents, *super().agents_by_type.values()):
            agents.sort(_id_of, ascending=True, inplace=True)

    def agent(self, person: int) -> Handle:
        """Return the handle of one person.

        Parameters
        ----------
        person
            Id, 0 to people - 1.

        Raises
        ------
        sim.core.errors.UserError
            If there is nobody with this id.
        """
        return self.moving.handle(*self.moving.ids([person]))

    def step(self) -> None:
        """Live one day: the steps of :data:`sim.day.DAY` that the scenario has on, in that order."""
        super().step()
        if self.collect:
            self.datacollector.collect(self)

    def _follow(self, steps: Sequence[Step]) -> None:
        """Carry out the steps of today, each by the method of its name; a subclass may have its own."""
        for step in steps if type(self) is not Market else sweep(self, steps):
            if step.own:
                step.happen(self)
            else:
                getattr(self, step.name)()

    def _same(self) -> Self:
        """Return a copy with agents of its own."""
        return copy.copy(self)

    def close(self) -> None:
        """Give back the memory of the world at once instead of at the next garbage collection; the market ends here."""
        self.remove_all_agents()
        super().close()


class Circle(Network):  # type: ignore[misc]
    """People around one networker as a space of Mesa's, which its components draw; cells are numbered from 0.

    The networker is the first focal person, or else the first who works; around them are their contacts, the contacts
    of these, and so on, up to 150 people. Ties are those of the day on which it is made: Mesa's spaces do not notice
    new ones.

    Attributes
    ----------
    people
        Ids, in the order of the cells.
    """

    def __init__(self, market: Market) -> None:
        import networkx as nx

        self.market, self.people = market, _around(market)
        self._places = {person: place for place, person in enumerate(self.people)}
        graph = nx.empty_graph(len(self.people))
        for person, place in self._places.items():
            known = (self._places.get(contact) for contact in market.agent(person).contacts)
            graph.add_edges_from((place, other) for other in known if other is not None)
        super().__init__(graph, random=Random(market.seed))

    @property
    def agents(self) -> AgentSet:
        """The people in it, as the agents that they are today."""
        return AgentSet([self.market.agent(person) for person in self.people], random=self.market.random)

    def cell_of(self, person: int) -> Any:
        """Return the cell of a person; None if they are not in it."""
        place = self._places.get(person)
        return None if place is None else self._cells[place]


def _around(market: Market) -> list[int]:
    """Return the ids of one networker and of those around them, the nearest first."""
    tables = market.world.tables
    wanted = next((np.flatnonzero(of) for of in (tables.life.focal, tables.people.works) if of.any()), np.zeros(1, int))
    found, left = [int(wanted[0])], deque([int(wanted[0])])
    seen = set(found)
    while left and len(found) < MOST_DRAWN:
        new = [each for each in market.agent(left.popleft()).contacts if each not in seen]
        seen.update(new)
        found += new
        left += new
    return found[:MOST_DRAWN]


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Read the names of values, whose points may be written as two low lines."""
    options = ("scenario", "seed", "strategy", "agents", "activation", "collect", "rules", "rng", "agent_reporters")
    named: dict[str, Any] = {}
    for word, value in given.items():
        name = word if "." in word else word.replace("__", ".")
        if name in named:
            raise UserError(f"A market was given {shown(name)} twice, with a point and with two low lines.")
        named[name] = value
    odd = next((name for name in named if "." not in name), None)
    if odd is not None:
        sentence = f"A market takes no {shown(odd)}.{meant(odd, options)}"
        raise UserError(f"{sentence} Values of the scenario are named like events__share.")
    return named


def _as_method(step: Step) -> Callable[[Lived], None]:
    def method(market: Lived) -> None:
        step.happen(market)

    method.__name__ = step.name
    method.__qualname__ = f"Market.{step.name}"
    method.__doc__ = f"{step.meaning} A step of the day, which a subclass may override."
    return method


for _step in DAY:
    setattr(Market, _step.name, _as_method(_step))


def networkers(market: Market) -> int:
    """People who work at least one position."""
    return int(np.count_nonzero(market.world.tables.people.works))


def customers(market: Market) -> int:
    """People who only buy."""
    people = market.world.tables.people
    return int(np.count_nonzero((people.works == 0) & (people.buys != 0)))


def conversations(market: Market) -> int:
    """Conversations so far."""
    return int(market.world.tables.tally.conversations.sum())


def contradictions(market: Market) -> int:
    """Contradictions noticed so far, by hearing and by hearsay."""
    tally = market.world.tables.tally
    return int(tally.private.sum() + tally.public.sum() + tally.hearsay.sum())


def paid_out(market: Market) -> float:
    """Income of all people from the business so far, in currency units."""
    accounts = market.world.tables.accounts
    return int(accounts.active.sum() + accounts.passive.sum() + accounts.capital.sum()) / CENTS


VITAL_SIGNS: dict[str, Callable[[Market], float]] = {
    "networkers": networkers,
    "customers": customers,
    "conversations": conversations,
    "contradictions": contradictions,
    "paid_out": paid_out,
}
