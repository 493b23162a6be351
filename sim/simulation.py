"""A world that lives day by day, with nothing between it and the rules; :mod:`sim.market` gives it Mesa's face."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from sim.hands import Hands
from sim.model.membership.joining import found
from sim.model.talk.reputation import credibility_sums, mean_and_spread
from sim.record.evening import Evening
from sim.scenario.schema import Scenario
from sim.schedule import day_of, sweep
from sim.steps import Step
from sim.world.build import build
from sim.world.twins import branched, refuse_late
from sim.world.world import World

if TYPE_CHECKING:
    import networkx as nx


class Simulation:
    """A world and its days, all people moved by the compiled sweep.

    Parameters
    ----------
    scenario
        What is lived.
    seed
        Whole number from 0 to 2**64 - 1. Same scenario and seed: same world, bit for bit.
    strategy
        Name of the strategy under study, in ``population`` and ``focal`` worlds; None takes the first.

    Attributes
    ----------
    seed
        What the world was built from.
    day
        Days lived so far.
    running
        Whether days are left.
    world
        The tables; see :class:`sim.world.world.World`.
    moving
        Who is moved by an agent.
    watched, evening
        Person whose evenings are written down (None: nobody's), and the one written down last; None if they were at
        none when evenings took place last.

    Raises
    ------
    sim.core.errors.UserError
        If the graph, the strategy or an own phase is not what it should be.
    """

    def __init__(self, scenario: Scenario, seed: int, strategy: str | None = None) -> None:
        self.scenario, self.seed, self.strategy = scenario, seed, strategy
        self.day, self.running = 0, True
        self.world: World = build(scenario, seed, strategy)
        day_of(scenario)  # refuses own phases without a place in it
        found(self.world.tables)
        self.moving = Hands()
        self.watched: int | None = None
        self.evening: Evening | None = None

    def __repr__(self) -> str:
        """Name what is lived, and how far it is."""
        title, kind = self.scenario.title or "untitled", type(self).__name__
        people = f", {self.world.people:,} people" if hasattr(self, "world") else ", closed"
        return f"<{kind} of {title!r}, seed {self.seed}, day {self.day:,} of {self.scenario.time.days:,}{people}>"

    def __copy__(self) -> Simulation:
        """Copy the world as well: two cannot live in one."""
        return copy.deepcopy(self)

    def branch(self, strategy: str | None = None, scenario: Scenario | None = None) -> Self:
        """Copy the world so that it lives on by another strategy: with the same bytes it would have had alone.

        Focal people who enter late (``design.focal_entry``) are drawn only then, and until then nothing depends on the
        strategy under study. So the days before are lived once for all ways that are compared.

        Parameters
        ----------
        strategy
            Name of the strategy under study in the copy; None takes the first.
        scenario
            What the copy lives from here on, if it is not the same: it may differ in strategies that only focal people
            follow, in who is studied and in their hours; see :func:`sim.scenario.burn_in.burn_in`.

        Raises
        ------
        sim.core.errors.UserError
            If the focal people have been drawn already or are founders, the strategy is not declared, or the scenario
            had other days before.
        """
        refuse_late(self.scenario, self.day)
        twin = self._same()
        twin.scenario, twin.strategy = scenario or self.scenario, strategy
        twin.world = branched(self.world, twin.scenario, strategy)
        return twin

    def _same(self) -> Self:
        """Return an instance with the same attributes; its world is about to be replaced."""
        twin = object.__new__(type(self))
        twin.__dict__.update(vars(self))
        return twin

    def step(self) -> None:
        """Live one day: the steps of :data:`sim.day.DAY` that the scenario has on, in that order."""
        self.world.forget_yesterday()
        self.moving.mark()
        self._follow(day_of(self.scenario))
        self.day += 1
        self.running = self.day < self.scenario.time.days

    def _follow(self, steps: Sequence[Step]) -> None:
        """Carry out the steps of today."""
        for step in sweep(self, steps):
            step.happen(self)

    def close(self) -> None:
        """Give back the memory of the world at once instead of at the next garbage collection; its days end here."""
        del self.world

    def social_graph(self) -> nx.Graph:
        """Return the social graph with what is known of people and ties; see :mod:`sim.world.export`."""
        from sim.world.export import social_graph

        return social_graph(self.world, self.credibility())

    def sponsor_tree(self) -> nx.DiGraph:
        """Return the forest of positions, sponsor to recruit; see :mod:`sim.world.export`."""
        from sim.world.export import sponsor_tree

        return sponsor_tree(self.world, self.credibility())

    def credibility(self) -> NDArray[np.float64]:
        """Return the mean credibility (0..1) of each person with those who connect a topic with them.

        Returns
        -------
        numpy.ndarray
            Shape (people,), nan where nobody does.
        """
        sums = np.zeros((self.world.people, 3))
        credibility_sums(self.world.tables, sums)
        return mean_and_spread(sums)[0]
