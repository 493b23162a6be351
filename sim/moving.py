"""Who is moved by an agent: by classes or pitch policies of the user's own, or everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from mesa.agent import AgentSet
from numpy.typing import NDArray

from sim.agents import ROLES, Handle, Host, Networker
from sim.core.errors import UserError
from sim.core.parameters import as_whole
from sim.core.wording import meant, shown
from sim.hands import Hands
from sim.model.tables import NETWORKER, UPLINE
from sim.model.talk.pitch import UNSETTLED, put
from sim.speaking import Speaker, speakers

Agents = type[Networker] | Mapping[type[Networker], str | Sequence[int]]


class Moving(Hands):
    """Makes handles, keeps their classes in step with roles, and moves people by hand.

    Parameters
    ----------
    market
        The market whose people these are.
    agents
        Classes of the user's own, with whom they move; see :class:`sim.market.Market`. Of several for one
        person the last counts.
    everybody
        Whether all people, prospects included, are moved by their agents.

    Raises
    ------
    sim.core.errors.UserError
        If a strategy named in ``agents`` is not declared, or a person does not exist.
    """

    def __init__(self, market: Host, agents: Agents | None, *, everybody: bool) -> None:
        self.market = market
        self._everybody = everybody
        people = market.world.tables.people
        self._handles: dict[int, Handle] = {}
        self._in_order = True
        self._classes: list[type[Networker]] = []
        self._class_of: NDArray[np.int16] = np.full(people.size, -1, np.int16)
        self._late: list[tuple[int, int]] = []  # classes of a strategy that focal people may follow later, by its row
        self._let_speak()
        for cls, whom in _as_mapping(agents).items():
            if not (isinstance(cls, type) and issubclass(cls, Networker)):
                raise UserError(f"agents: {getattr(cls, '__name__', shown(cls))} must be a subclass of sim.Networker.")
            self._classes.append(cls)
            self._class_of[self._select(whom)] = len(self._classes) - 1
            self._note_late(whom)
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._ends: NDArray[np.int64] = np.empty(0, np.int64)
        self._note_order = self._note_ends = self._order

    def _let_speak(self) -> None:
        """Give followers of a strategy with a pitch policy of the user's own the class that speaks by it."""
        for cls, strategy in speakers(self.market.scenario).items():
            followers = self._select(strategy)
            if followers.size or self.market.world.tables.entrants.size:
                self._classes.append(cls)
                self._class_of[followers] = len(self._classes) - 1
                self._note_late(strategy)

    def _note_late(self, whom: Any) -> None:
        """Remember that the latest class moves the followers of a strategy, where people may come to follow it."""
        w = self.market.world.tables
        names = [strategy.name for strategy in self.market.scenario.strategy]
        if isinstance(whom, str) and w.entrants.size:
            self._late.append((len(self._classes) - 1, names.index(whom)))

    def _move_entrants(self) -> None:
        """Let those who have entered be moved by the class of their strategy."""
        w = self.market.world.tables
        entered = w.entrants.person[(w.entrants.day >= 0) & (w.entrants.day < self.market.day)]
        for number, strategy in self._late:
            self._class_of[entered[w.people.strategy[entered] == strategy]] = number

    @property
    def everybody(self) -> bool:
        """Whether all people, prospects included, are moved by their agents."""
        return self._everybody

    @property
    def by_hand(self) -> bool:
        """Whether anybody is moved by an agent."""
        return self.everybody or bool(self._classes)

    @property
    def pace(self) -> str:
        """What a progress line says of how people are moved."""
        if self.everybody:
            return "days, every agent stepped (slower)"
        if self._classes:
            return f"days, {', '.join(cls.__name__ for cls in self._classes)} stepped one by one (slower)"
        return "days"

    def _select(self, whom: str | Sequence[int] | None) -> Any:
        if whom is None:
            return slice(None)
        if not isinstance(whom, str):
            return np.array(self.ids(whom), np.int64)
        names = [strategy.name for strategy in self.market.scenario.strategy]
        if whom not in names:
            raise UserError(f"agents: '{whom}' is not a declared strategy.{meant(whom, names)}")
        return np.flatnonzero(self.market.world.tables.people.strategy == names.index(whom))

    def ids(self, persons: object) -> list[int]:
        """Read ids of people, whole numbers of any type.

        Raises
        ------
        sim.core.errors.UserError
            For the first that is nobody's, or if they are no list of ids.
        """
        people = self.market.world.people
        if not isinstance(persons, Iterable) or isinstance(persons, str | bytes | Mapping):
            raise UserError(f"agents: {shown(persons)} must be the name of a strategy or a list of ids.")
        found = []
        for person in persons:
            number = as_whole(person)
            if number is None or not 0 <= number < people:
                raise UserError(f"There is no person {shown(person)} for agents: ids go from 0 to {people - 1}.")
            found.append(number)
        return found

    def _class(self, person: int) -> type[Handle]:
        role = int(self.market.world.tables.people[person].role)
        own = self._class_of[person]
        return self._classes[own] if own >= 0 and role in (NETWORKER, UPLINE) else ROLES[role]

    def handle(self, person: int) -> Handle:
        """Return the handle of a person, made anew when their role asks for another class; it keeps what was set on it.

        Parameters
        ----------
        person
            Id, 0 to people - 1.

        Raises
        ------
        IndexError
            If there is nobody with so high an id.
        """
        cls = self._class(person)
        handle = self._handles.get(person)
        if handle is None or type(handle) is not cls:
            new = cls(self.market, person)
            if handle is not None:
                handle.remove()
                new.go_on_with(handle)
            last = handle is None and (not self._handles or person > next(reversed(self._handles)))
            self._in_order = self._in_order and last
            handle = self._handles[person] = new
        return handle

    def gather(self) -> None:
        """Make or refresh the handles of everybody, and put them in the order of their ids."""
        for person in range(self.market.world.people):
            self.handle(person)
        if not self._in_order:
            self._handles = dict(sorted(self._handles.items()))
            self.market.sort_agents()
            self._in_order = True

    def step(self) -> None:
        """Let everybody moved by hand live their day, in Mesa's shuffled order."""
        if not self.by_hand:
            return
        people = self.market.world.tables.people
        if self.everybody:
            self.market.agents.shuffle_do("step")
        else:
            movers = np.flatnonzero(people.by_hand)
            agents = [self.handle(int(person)) for person in movers]
            AgentSet(agents, random=self.market.random).shuffle_do("step")
        self._put_in_speaker_order()

    def tell(self) -> None:
        """Let everybody moved by hand say something to those whom they met today, in Mesa's shuffled order."""
        people, speakers = self.market.world.tables.people, np.unique(self._said().speaker)
        agents = [self.handle(int(person)) for person in speakers[people.by_hand[speakers] == 1]]
        AgentSet(agents, random=self.market.random).shuffle_do("tell")

    def said_by(self, person: int) -> range:
        """Rows of today's messages from a person, as long as they are in the order of speakers: one to one only."""
        first, end = np.searchsorted(self._said().speaker, [person, person + 1])
        return range(int(first), int(end))

    def _said(self) -> Any:
        tables = self.market.world.tables
        return tables.said[: tables.count[0].said]

    @property
    def settle(self) -> Callable[[int, int], int] | None:
        """What a networker with a pitch policy of the user's own would tell a guest; None if nobody has one."""
        if not any(issubclass(cls, Speaker) for cls in self._classes):
            return None

        def told(person: int, guest: int) -> int:
            handle = self.handle(person)
            return handle.opening(guest) if isinstance(handle, Speaker) else UNSETTLED

        return told

    def settle_messages(self, first: int, last: int) -> None:
        """Ask networkers with a pitch policy of the user's own what rows ``first`` to ``last - 1`` of ``said`` tell."""
        settle = self.settle
        if settle is None:
            return
        said = self.market.world.tables.said
        for message in range(first, last):
            words = settle(int(said[message].speaker), int(said[message].listener))
            if words != UNSETTLED:
                put(said[message], words)
                said[message].offered = 1 << int(said[message].company) if words else 0

    def mark(self) -> None:
        """Mark who is moved by hand today; the compiled sweep passes over them."""
        if not self.by_hand:
            return
        self._move_entrants()
        people = self.market.world.tables.people
        people.by_hand = 1 if self.everybody else (self._class_of >= 0) & (people.works != 0)

    def _put_in_speaker_order(self) -> None:
        said = self._said()
        said[:] = said[np.argsort(said.speaker, kind="stable")]

    def listen(self) -> None:
        """Let everybody take in what they were told, in Mesa's shuffled order."""
        self.sort_messages()
        self.market.agents.shuffle_do("listen")

    def sort_messages(self) -> None:
        """Sort out which of today's messages are whose."""
        said = self._said()
        self._order, self._ends = _grouped(said.listener, self.market.world.people)

    def gossip(self) -> None:
        """Let everybody compare notes, then take in what they were told of others."""
        self.sort_messages()
        self.market.agents.shuffle_do("compare_notes")
        tables = self.market.world.tables
        notes = tables.notes[: tables.count[0].notes]
        notes[:] = notes[np.argsort(notes.source, kind="stable")]
        self._note_order, self._note_ends = _grouped(notes.taker, self.market.world.people)
        self.market.agents.shuffle_do("take_notes")

    def heard_by(self, person: int) -> list[int]:
        """Rows of today's messages to a person, in speaker order; empty before the first :meth:`listen`."""
        return _members(self._order, self._ends, person)

    def noted_by(self, person: int) -> list[int]:
        """Rows of today's notes to a person, in the day's order; empty before the first :meth:`gossip`."""
        return _members(self._note_order, self._note_ends, person)


def _as_mapping(agents: Agents | None) -> Mapping[type[Networker], Any]:
    if agents is None:
        return {}
    if isinstance(agents, Mapping):
        return agents
    if not isinstance(agents, type):
        raise UserError(f"agents: {shown(agents)} must be a subclass of sim.Networker, or a table of such classes.")
    return {agents: None}


def _grouped(owner: NDArray[np.uint32], people: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(owner, kind="stable")
    return order, np.searchsorted(owner[order], np.arange(people + 1))


def _members(order: NDArray[np.int64], ends: NDArray[np.int64], person: int) -> list[int]:
    if ends.size == 0:
        return []
    return [int(row) for row in order[ends[person] : ends[person + 1]]]
