"""Real attendance: who was at which event, in order (Davis, Gardner & Gardner 1941, as networkx ships it)."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

DAVIS = "davis_women"
TOGETHER = 2  # events two women must have attended together to be contacts (assumed)


@lru_cache(maxsize=1)
def davis_attendance() -> tuple[list[str], list[NDArray[np.int64]]]:
    """Return the women by name, and for each of the 14 events, in order, the places of those who were there."""
    graph = nx.davis_southern_women_graph()
    names = list(graph.graph["top"])
    place = {name: number for number, name in enumerate(names)}
    evenings = [np.array(sorted(place[who] for who in graph[event])) for event in graph.graph["bottom"]]
    for there in evenings:
        there.setflags(write=False)  # the list is shared by all worlds
    return names, evenings


def davis_women() -> nx.Graph:
    """Return the 18 women as a graph: contacts are those who met at two events or more."""
    names, evenings = davis_attendance()
    met = nx.Graph()
    met.add_nodes_from(names)
    for there in evenings:
        for a, b in combinations(there.tolist(), 2):
            times = met.get_edge_data(names[a], names[b], {"times": 0})["times"]
            met.add_edge(names[a], names[b], times=times + 1)
    contacts = nx.Graph()
    contacts.add_nodes_from(names)
    contacts.add_edges_from((a, b) for a, b, times in met.edges(data="times") if times >= TOGETHER)
    return contacts


def repeats(evenings: list[NDArray[np.int64]]) -> float:
    """Return the share of pair meetings, 0..1, in which the two have met at an event before.

    Parameters
    ----------
    evenings
        Who was at each; at one of them two at least.
    """
    pairs = [pair for there in evenings for pair in combinations(there.tolist(), 2)]
    return 1.0 - len(set(pairs)) / len(pairs)


def evenings_of(scenario: Scenario) -> list[NDArray[np.int64]] | None:
    """Return who is at each evening of a world in turn, or None where networkers invite.

    Parameters
    ----------
    scenario
        Whose ``events.attendance`` takes the list of the data set ``davis_women``.
    """
    return davis_attendance()[1] if scenario.events.attendance else None
