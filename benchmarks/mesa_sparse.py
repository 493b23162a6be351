"""The Mesa twin as somebody writes it who has profiled it: nobody is woken who has nothing to do.

Exactly the same rules; only the activation differs. Reported beside the twin, so that one sees how much of the
twin's time goes into waking people up.
"""

from __future__ import annotations

from mesa.agent import AgentSet

from benchmarks.mesa_money import Position
from benchmarks.mesa_twin import Person, RecruitTwin


class SparsePerson(Person):
    """A person who tells the model when there is something to do for them."""

    model: SparseTwin

    def hear(self, offer: Position) -> None:
        """Take in what is said, and ask to be woken tonight."""
        super().hear(offer)
        self.model.listeners.append(self)

    def work(self, position: Position, knowledge: float) -> None:
        """Start to work a position, and ask to be woken every day."""
        super().work(position, knowledge)
        self.model.networkers.add(self)


class SparseTwin(RecruitTwin):
    """The twin that wakes networkers and listeners only."""

    people = SparsePerson

    def populate(self) -> None:
        """Put a person on every node, and let the founders work."""
        self.listeners: list[SparsePerson] = []
        self.networkers = AgentSet([], random=self.random)
        super().populate()

    def activate(self) -> None:
        """Let networkers step, then let those decide who heard something."""
        self.networkers.shuffle_do("step")
        for listener in self.listeners:
            listener.decide()
        self.listeners.clear()
