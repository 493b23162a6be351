"""The market: a Mesa model whose day is a printed list of phases over tables."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import mesa
import networkx as nx
import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from sim.agents import Handle
from sim.core.accounts import to_cents
from sim.core.errors import UserError
from sim.core.rows import one_row
from sim.evenings import hold_evenings
from sim.iterations import FIRST, iteration
from sim.model.day import SWEEP, live
from sim.model.events.invitations import is_evening
from sim.model.membership.decision import decide
from sim.model.membership.expansion import expand
from sim.model.membership.joining import found
from sim.model.membership.leaving import leave
from sim.model.membership.regimes import FREE, elsewhere, enforce
from sim.model.plans.buying import allowances, close_month, purchases, reward_first_purchases, standings
from sim.model.plans.commissions import needs_places, pay_commissions
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.plans.tree import place_newcomers
from sim.model.reach.channels import advertise, is_advertising_day, is_posting_day, learn, read_posts, write_posts
from sim.model.shares.closure import close_companies
from sim.model.shares.packs import re_buy, stake_investors, stake_members
from sim.model.shares.pool import grown, pay_out, re_buy_crowd, release, take_in
from sim.model.tables import MONTH
from sim.model.talk.conversation import ANYBODY, hear, meet, propose, speak
from sim.model.talk.gossip import compare_notes, take_notes
from sim.model.talk.reputation import credibility_sums, mean_and_spread
from sim.model.week.care import give_care, receive_care
from sim.model.week.experience import experience
from sim.model.week.study import begin_week, study
from sim.own.loading import scenario_with
from sim.own.phases import carry_out, places
from sim.record.evening import Evening
from sim.roster import Agents, Roster
from sim.scenario.schema import Scenario
from sim.schedule import AFTER_TALK, SCHEDULE, Step
from sim.vital import VITAL_SIGNS
from sim.world.build import as_seed, build
from sim.world.export import social_graph, sponsor_tree
from sim.world.limits import outgrown, refuse_pools, refuse_rich, refuse_totals
from sim.world.world import World

ACTIVATIONS = ("sweep", "agents")


def _id_of(agent: mesa.Agent) -> float:
    return agent.unique_id if isinstance(agent, Handle) else math.inf


class Market(mesa.Model):  # type: ignore[misc]
    """A world and its days.

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

    Attributes
    ----------
    seed
        What the world was built from.
    day
        Days lived so far.
    running
        Whether days are left, as Mesa's ``run_model`` asks.
    world
        The tables; see :class:`sim.world.world.World`.
    watched, evening
        Person whose evenings are written down (None: nobody's), and the one written down last, None if he was at none
        when evenings took place last.
    roster
        Who is moved by an agent; see :class:`sim.roster.Roster`.

    Raises
    ------
    sim.core.errors.UserError
        If the file, the seed, the graph, the strategy, or a strategy or person named in ``agents`` is not what it
        should be.
    """

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
    ) -> None:
        if seed is not None and rng is not None:
            raise UserError("The seed was given twice, as seed and as rng.")
        given = seed if rng is None else rng
        repeated = iteration() if given is None else None
        self.seed = FIRST + (repeated or 0) if given is None else as_seed(given)
        super().__init__(rng=self.seed)
        self.random = Random(self.seed)  # whichever way this version of Mesa seeds it
        self.scenario = scenario_with(scenario, rules)
        self.strategy = strategy
        self.day = 0
        self.world: World = build(self.scenario, self.seed, strategy)
        found(self.world.tables)
        self._on = one_row(self.scenario.phases.model_dump())[0]
        self._shares = any(company.kind == "revshare" for company in self.scenario.company)
        self._mortal = self._shares or any(company.life.law != "none" for company in self.scenario.company)
        self._places = places(self.scenario, [step.name for step in SCHEDULE])
        if activation not in ACTIVATIONS:
            raise UserError(f"The activation '{activation}' must be one of {', '.join(ACTIVATIONS)}.")
        self.roster = Roster(self, agents, everybody=activation == "agents")
        self.watched: int | None = None
        self.evening: Evening | None = None
        self.collect = collect
        told = {} if repeated is None else {"seed": "seed"}
        self.datacollector = mesa.DataCollector(model_reporters={**told, **VITAL_SIGNS})

    def __copy__(self) -> Market:
        """Copy the world as well: two markets cannot live in one."""
        return copy.deepcopy(self)

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
        self.roster.gather()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet]:
        """People by role: ``Prospect``, ``Networker``, ``Upline`` or classes of your own."""
        self.roster.gather()
        return super().agents_by_type

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
        self.roster.refuse_strangers([person])
        return self.roster.handle(person)

    def step(self) -> None:
        """Live one day: the phases of :data:`sim.schedule.SCHEDULE` that the scenario has on, in that order."""
        self.world.forget_yesterday()
        subclass = type(self) is not Market  # it may have phases of its own
        amid = len(self._places) > ("" in self._places)  # phases of the user's own that stand amid the others
        if self.roster.by_hand or subclass or amid or self._gathers() or self._advertises() or self._posts():
            self._walk()
        else:
            self._sweep()
        self.day += 1
        if self.collect:
            self.datacollector.collect(self)
        self.running = self.day < self.scenario.time.days

    def _walk(self) -> None:
        self.roster.mark()
        self._carry_out(SCHEDULE)

    def _carry_out(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self._own(f"before {step.name}")
            if not step.switch or getattr(self.scenario.phases, step.switch):
                getattr(self, step.name)()
            self._own(f"after {step.name}")

    def _own(self, place: str) -> None:
        """Carry out the scenario's own phases that stand at a place of the day."""
        if place in self._places:
            carry_out(self, self._places[place])

    def _gathers(self) -> bool:
        return bool(self._on.events and is_evening(self.day, self.world.tables.events[0]))

    def _advertises(self) -> bool:
        credits = self.world.tables.company.credits
        return bool(self._on.advertising and is_advertising_day(self.day) and credits.max() > 0.0)

    def _posts(self) -> bool:
        w = self.world.tables
        used = w.strategy.cross_post.any() or w.groups[0].teaches > 0.0
        return bool(self._on.groups and is_posting_day(self.day) and used)

    def _sweep(self) -> None:
        networkers = self.world.used("networkers")
        said = networkers * self.scenario.conversation.most_per_day
        self.world.make_room("said", said)
        self.world.make_room("notes", 2 * said if self.scenario.phases.gossip else 0)
        self.world.make_room("positions", self.world.used("positions") + networkers + 2 * said)
        live(self.world.tables, self.day, self._on)
        self._carry_out(AFTER_TALK)

    def begin_week(self) -> None:
        """Phase: a new week's hours."""
        begin_week(self.world.tables, self.day, 0, self.world.people, SWEEP)

    def study(self) -> None:
        """Phase: updates age knowledge, reading restores it."""
        study(self.world.tables, self.day, 0, self.world.people, SWEEP)

    def give_care(self) -> None:
        """Phase: sponsors set hours aside for their teams."""
        give_care(self.world.tables, self.day, 0, self.world.people, SWEEP)

    def experience(self) -> None:
        """Phase: use moves conviction."""
        experience(self.world.tables, self.day, 0, self.world.people, SWEEP)

    def converse(self) -> None:
        """Phase: networkers choose contacts and say their openings."""
        working = int(np.count_nonzero(self.world.tables.people.works))
        self.world.make_room("said", working * self.scenario.conversation.most_per_day)
        tables = self.world.tables
        meet(tables, self.day, 0, self.world.people, SWEEP)
        propose(tables, self.day, 0, tables.count[0].said, SWEEP)
        speak(tables, 0, tables.count[0].said, SWEEP)

    def by_hand(self) -> None:
        """Phase: agents moved by hand live their day."""
        self.roster.step()

    def advertise(self) -> None:
        """Phase: advertising credits become leads, once a week."""
        if not self._advertises():
            return
        leads, first = int(np.floor(self.world.tables.life.credits).sum()), self.world.used("said")
        self.world.make_room("said", first + leads)
        advertise(self.world.tables, self.day)
        self._speak(first)

    def post(self) -> None:
        """Phase: members post in the groups of their companies and read what is there, once a week."""
        if not self._posts():
            return
        learn(self.world.tables, self.day)
        posts, first = write_posts(self.world.tables, self.day), self.world.used("said")
        self.world.make_room("said", first + len(posts) * self.scenario.groups.readers)
        read_posts(self.world.tables, self.day, posts)
        self._speak(first)

    def _speak(self, first: int) -> None:
        """Let be said what is settled in today's messages from ``first`` on; own pitch policies are asked before."""
        last = self.world.used("said")
        self.roster.settle_messages(first, last)
        speak(self.world.tables, first, last, ANYBODY)

    def hear(self) -> None:
        """Phase: listeners take in what they were told."""
        tables = self.world.tables
        if self.roster.everybody:
            self.roster.listen()
        else:
            hear(tables, self.day, 0, tables.count[0].said)

    def evenings(self) -> None:
        """Phase: evenings take place, if it is the day of the week."""
        self.evening = hold_evenings(self.world, self.day, self.watched, self.roster.settle)
        if self.roster.everybody:
            self.roster.sort_messages()

    def compare_notes(self) -> None:
        """Phase: contacts compare notes about whoever spoke to one of them."""
        self.world.make_room("notes", 2 * int(self.world.tables.count[0].said))
        tables = self.world.tables
        if self.roster.everybody:
            self.roster.gossip()
        else:
            compare_notes(tables, self.day, 0, tables.count[0].said)
            take_notes(tables, self.day, 0, tables.count[0].notes)

    def receive_care(self) -> None:
        """Phase: recruits receive the care that was set aside for them."""
        receive_care(self.world.tables, self.day)

    def decide(self) -> None:
        """Phase: listeners decide about what they heard."""
        count = self.world.tables.count[0]
        self.world.make_room("positions", int(count.positions + count.said))
        decide(self.world.tables, self.day)

    def expand(self) -> None:
        """Phase: networkers take on the next business of their strategy."""
        working = int(np.count_nonzero(self.world.tables.people.works))
        self.world.make_room("positions", int(self.world.tables.count[0].positions) + working)
        expand(self.world.tables, self.day)

    def enforce(self) -> None:
        """Phase: companies ban whom they saw break their rules; once a month they look who works elsewhere."""
        tables = self.world.tables
        if (self.day + 1) % MONTH == 0 and (tables.company.regime != FREE).any():
            elsewhere(tables, self.day)
        if self.world.used("caught") > 0:
            enforce(tables, self.day)

    def month_end(self) -> None:
        """Phase: on the last day of a month, money moves."""
        if (self.day + 1) % MONTH != 0:
            return
        tables = self.world.tables
        allowances(tables, to_cents(self.scenario.population.allowance))
        purchases(tables, self.day)
        reward_first_purchases(tables, self.day)
        standings(tables)
        companies, rulebook = self.scenario.company, self.scenario.own
        if needs_places(companies, rulebook):
            self.world.make_room("places", self.world.used("positions"))
            place_newcomers(self.world.tables)
        pay_commissions(self.world.tables, self.day, companies, rulebook)
        close_month(self.world.tables)
        refuse_rich(self.world, self._today)
        refuse_totals(self.world, self._today)

    @property
    def _today(self) -> str:
        return f"Day {self.day + 1}"

    def leave(self) -> None:
        """Phase: on the last day of a month, members give up."""
        leave(self.world.tables, self.day)

    def revshare_day(self) -> None:
        """Phase: revenue-share companies take in deposits and pay; holders stake and re-buy."""
        if not self._shares:
            return
        world = self.world
        refuse_rich(world, self._today)
        fresh = world.used("positions") - world.used("staked")
        fresh += MOST_COMPANIES * int(np.count_nonzero(world.tables.tally.joined == self.day))
        holdings = world.used("holdings") + fresh
        world.make_room("holdings", holdings)
        world.make_room("packs", world.used("packs") + fresh + holdings + 2 * MOST_COMPANIES)
        tables = world.tables
        release(tables, self.day)
        stake_members(tables, self.day)
        stake_investors(tables, self.day)
        self._take_in()
        refuse_rich(world, self._today)
        refuse_pools(world, self._today)
        pay_out(tables, self.day)
        re_buy(tables, self.day)
        re_buy_crowd(tables, self.day)

    def _take_in(self) -> None:
        try:
            take_in(self.world.tables, self.day)
        except OverflowError:
            raise self._outgrown() from None

    def _outgrown(self) -> UserError:
        """Say which company takes in more in a day than can be counted."""
        for c, system in enumerate(self.world.tables.systems):
            for what in ("advertising", "deposits"):
                try:
                    grown(int(getattr(system, what)), float(getattr(system, f"{what}_growth")), self.day)
                except OverflowError:
                    return outgrown(self.world, self._today, c, what)
        raise AssertionError("no company has outgrown what is counted")

    def close_companies(self) -> None:
        """Phase: companies whose time has come close."""
        if self._mortal:
            close_companies(self.world.tables, self.day)

    def own_phases(self) -> None:
        """Phase: the phases of the user's own that the scenario names."""
        self._own("")

    def close(self) -> None:
        """Give back the memory of the world at once instead of at the next garbage collection; the market ends here."""
        self.remove_all_agents()
        del self.world

    def social_graph(self) -> nx.Graph:
        """Return the social graph with what is known of people and ties; see :mod:`sim.world.export`."""
        return social_graph(self.world, self.credibility())

    def sponsor_tree(self) -> nx.DiGraph:
        """Return the forest of positions, sponsor to recruit; see :mod:`sim.world.export`."""
        return sponsor_tree(self.world, self.credibility())

    def credibility(self) -> NDArray[np.float64]:
        """Return the mean credibility (0..1) of each person with those who connect a topic with him.

        Returns
        -------
        numpy.ndarray
            Shape (people,), nan where nobody does.
        """
        sums = np.zeros((self.world.people, 3))
        credibility_sums(self.world.tables, sums)
        return mean_and_spread(sums)[0]
