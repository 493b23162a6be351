"""Mesa agents: handles on rows, made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any, Protocol

import mesa

from sim.core.errors import UserError
from sim.core.money import CENTS
from sim.core.rows import Rows
from sim.model.people.acquaintance import tie_to
from sim.model.people.rows import Link
from sim.model.plans.rows import CompanyRow
from sim.model.tables import NETWORKER, NONE, PROSPECT, UPLINE, Tables
from sim.model.talk.conversation import hear, propose, speak
from sim.model.talk.gossip import compare_notes, take_notes
from sim.model.talk.meeting import meet
from sim.model.talk.offers import for_listener, month_of
from sim.model.talk.reputation import credibility
from sim.model.week.care import experience, give_care
from sim.model.week.hours import begin_week, study
from sim.scenario.schema import Scenario
from sim.world.world import World

BY_HAND = 1


class Letters(Protocol):
    """Who was told what today, as agents who take it in by themselves ask for it."""

    def heard_by(self, person: int) -> list[int]:
        """Rows of today's messages to a person."""

    def noted_by(self, person: int) -> list[int]:
        """Rows of today's notes to a person."""

    def said_by(self, person: int) -> range:
        """Rows of today's messages from a person, as long as only those one to one have been settled."""


class Host(Protocol):
    """What agents need of the market that they live in."""

    scenario: Scenario
    world: World
    day: int
    random: Random

    @property
    def moving(self) -> Letters:
        """Who is told what."""

    @property
    def agents(self) -> Any:
        """Mesa's set of all agents."""

    @property
    def grid(self) -> Any:
        """People around one networker, as Mesa draws them."""

    def register_agent(self, agent: Any) -> None:
        """Add an agent to Mesa's sets."""

    def sort_agents(self) -> None:
        """Put Mesa's sets in the order of persons."""


class Handle(mesa.Agent):  # type: ignore[misc]
    """One person of a market, as a Mesa agent.

    A handle keeps nothing of its own but what is set on it: it reads and moves the person's rows. When their role asks
    for another class a new handle takes its place and goes on with all that was set on the old one.

    Attributes
    ----------
    model
        The market.
    unique_id, pos
        The person's id, 0 to people - 1: the node of the social graph.
    """

    model: Host

    def __init__(self, model: Host, person: int) -> None:
        # Mesa's own constructor numbers agents in a global table that would keep every market alive for ever.
        self.model = model
        self.unique_id = self.pos = person
        model.register_agent(self)
        self.unique_id = person  # later versions of Mesa number all that are registered

    def go_on_with(self, old: Handle) -> None:
        """Take the place of another handle of the person, with its attributes: those who still hold it see the same."""
        self.__dict__ = {**self.__dict__, **old.__dict__}
        old.__dict__ = self.__dict__

    def __repr__(self) -> str:
        """Name the person and what they are."""
        return f"<{type(self).__name__} {self.unique_id} of strategy {self.strategy!r}>"

    @property
    def _tables(self) -> Tables:
        return self.model.world.tables

    @property
    def role(self) -> str:
        """``prospect``, ``networker`` or ``upline``."""
        return ("prospect", "networker", "upline")[self._tables.people[self.unique_id].role]

    @property
    def strategy(self) -> str:
        """Name of the strategy this person follows or would follow."""
        return self.model.scenario.strategy[self._tables.people[self.unique_id].strategy].name

    @property
    def cash(self) -> float:
        """Cash in currency units."""
        return int(self._tables.accounts[self.unique_id].balance) / CENTS

    @property
    def companies(self) -> list[str]:
        """Names of the companies in which this person works a position."""
        works = int(self._tables.people[self.unique_id].works)
        return [company.name for c, company in enumerate(self.model.scenario.company) if works >> c & 1]

    @property
    def cell(self) -> Any:
        """Their cell in the market's ``grid``, by which Mesa's components draw them; None if they are not in it."""
        return self.model.grid.cell_of(self.unique_id)

    @property
    def contacts(self) -> list[int]:
        """Ids of the contacts: those of the social graph, ascending, then people met later."""
        person = self._tables.people[self.unique_id]
        ties = slice(int(person.first), int(person.first) + int(person.degree))
        return [int(other) for other in self._tables.links.other[ties] if other != NONE]

    def is_close(self, contact: int) -> bool:
        """Tell whether a contact is a close one rather than an acquaintance.

        Parameters
        ----------
        contact
            Id of the contact; a stranger is not close.
        """
        return self.knows(contact) and bool(self._tables.ties[self.tie_to(contact)].close)

    def knows(self, contact: int) -> bool:
        """Tell whether somebody (an id) is a contact of this person."""
        return int(tie_to(self._tables.people, self._tables.links, self.unique_id, contact)) != NONE

    def tie_to(self, contact: int) -> int:
        """Return the row of this person's tie to a contact, 0..ties-1.

        Parameters
        ----------
        contact
            Id of the contact.

        Raises
        ------
        sim.core.errors.UserError
            If the two do not know each other.
        """
        tables = self._tables
        tie = int(tie_to(tables.people, tables.links, self.unique_id, contact))
        if tie == NONE:
            raise UserError(f"Person {self.unique_id} does not know person {contact}.")
        return tie

    def opinion_of(self, contact: int) -> float:
        """Return the credibility, 0..1, that a contact has with this person.

        Parameters
        ----------
        contact
            Id of the contact.

        Raises
        ------
        sim.core.errors.UserError
            If the two do not know each other.
        """
        tables = self._tables
        return float(credibility(tables.ties[self.tie_to(contact)], tables.law[0].credibility))

    def experience(self) -> None:
        """Judge what was bought, on the first day of a month."""
        if self.model.scenario.phases.experience:
            experience(self._tables, self.model.day, self.unique_id, self.unique_id + 1, BY_HAND)

    def listen(self) -> None:
        """Take in everything that was told to this person today."""
        for message in self.model.moving.heard_by(self.unique_id):
            hear(self._tables, self.model.day, message, message + 1)

    def compare_notes(self) -> None:
        """Talk to contacts about those who told this person something today."""
        for message in self.model.moving.heard_by(self.unique_id):
            compare_notes(self._tables, self.model.day, message, message + 1)

    def take_notes(self) -> None:
        """Take in what contacts told this person about others today."""
        for note in self.model.moving.noted_by(self.unique_id):
            take_notes(self._tables, self.model.day, note, note + 1)


class Prospect(Handle):
    """Somebody without a working position; perhaps a customer."""

    def step(self) -> None:
        """Live the own part of a day: use what was bought."""
        self.experience()


class Networker(Handle):
    """Somebody who works at least one position.

    Subclass it to say (:meth:`pitch`) or do (:meth:`step`) something else, and hand the class to
    :class:`sim.market.Market`. Both are about the person's own day: at evenings, where many talk at once, and in
    advertisements the strategy speaks for them.
    """

    def step(self) -> None:
        """Live the own part of a day: hours, study, care for the team, experience, conversations."""
        here, day, tables = self.unique_id, self.model.day, self._tables
        begin_week(tables, day, here, here + 1, BY_HAND)
        if self.model.scenario.phases.study:
            study(tables, day, here, here + 1, BY_HAND)
        if self.model.scenario.phases.care:
            give_care(tables, day, here, here + 1, BY_HAND)
        self.experience()
        if self.model.scenario.phases.conversations:
            self.talk()

    def talk(self) -> None:
        """Meet as many people as the hours allow; what they are told is said once everybody has met (:meth:`tell`)."""
        world = self.model.world
        world.make_room("said", world.used("said") + self.model.scenario.conversation.most_per_day)
        meet(world.tables, self.model.day, self.unique_id, self.unique_id + 1, BY_HAND)

    def tell(self) -> None:
        """Tell everybody met today what :meth:`pitch` gives.

        Raises
        ------
        sim.core.errors.UserError
            If :meth:`pitch` names a company that this person does not work.
        """
        tables, day = self._tables, self.model.day
        rows = self.model.moving.said_by(self.unique_id)
        propose(tables, day, rows.start, rows.stop, BY_HAND)
        for message in rows:
            policy = self._told(message)
            told = self.pitch(int(tables.said[message].listener), policy)
            if told != policy:
                self._settle(message, told)
        speak(tables, day, rows.start, rows.stop, BY_HAND)

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        """Return what this networker tells a contact: names of companies, the offer first.

        Parameters
        ----------
        contact
            Id of the listener.
        policy
            What the strategy's pitch policy would tell them.

        Returns
        -------
        list of str
            Only companies they work (:attr:`companies`); any other makes :meth:`tell` raise a
            :class:`sim.core.errors.UserError`. What the contact cannot be offered any more is left out. One company:
            its topic is told as *the* profession. Several: all are put side by side. None: they say nothing.
        """
        return policy

    def _told(self, message: int) -> list[str]:
        """Return the companies that a message speaks for, the offer first."""
        said, company = self._tables.said[message], self._tables.company
        if said.topics == 0:
            return []
        others = [
            c
            for c in range(company.size)
            if said.open and said.offered >> c & 1 and said.topics >> company[c].topic & 1 and c != said.company
        ]
        return [self.model.scenario.company[c].name for c in (int(said.company), *others)]

    def _settle(self, message: int, told: list[str]) -> None:
        """Replace what the pitch policy gave by something else."""
        mine, names = self.companies, [company.name for company in self.model.scenario.company]
        for name in told:
            if name not in mine:
                raise UserError(f"Person {self.unique_id} cannot speak for '{name}': they work {', '.join(mine)}.")
        said = self._tables.said[message]
        tells, works = self._tables.links[said.mine], int(self._tables.people[self.unique_id].works)
        left = can_offer(self._tables, self.model.day, int(said.listener), tells, works)
        companies = [c for c in map(names.index, told) if left >> c & 1]
        said.offered |= bit_set(companies)
        said.company = companies[0] if companies else 0
        said.topics = topics_of(self._tables.company, companies)
        said.open = len(companies) > 1


def can_offer(tables: Tables, day: int, listener: int, tells: Link, offered: int) -> int:
    """Return the companies of a bit set that somebody, who remembers ``tells``, can still offer a listener."""
    they = tables.people[listener], tables.life[listener], tables.held[listener]
    return int(for_listener(*they, tells, offered, tables.law[0].conversation, month_of(day)))


def bit_set(companies: Iterable[int]) -> int:
    """Return some companies (rows) as a bit set."""
    return sum(1 << c for c in set(companies))


def topics_of(company: Rows[CompanyRow], companies: Iterable[int]) -> int:
    """Return the topics of some companies (rows of the table ``company``) as a bit set."""
    topics = 0
    for c in companies:
        topics |= 1 << int(company[c].topic)
    return topics


class Upline(Networker):
    """A networker with a team: enough active direct recruits in one company."""


ROLES: dict[int, type[Handle]] = {PROSPECT: Prospect, NETWORKER: Networker, UPLINE: Upline}
