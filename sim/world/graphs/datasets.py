"""Small social networks from the literature that ship with networkx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx

from sim.core.wording import listed, meant, shown
from sim.world.graphs.attendance import DAVIS, davis_women
from sim.world.graphs.errors import GraphError
from sim.world.graphs.graph import SocialGraph
from sim.world.graphs.reading import from_networkx, to_social

TWO_MODE = "The data set joins 18 women to 14 events; events stand in it as if they were people."

NAMES: dict[str, tuple[Callable[[], Any], tuple[str, ...]]] = {
    "karate_club": (nx.karate_club_graph, ()),
    "les_miserables": (nx.les_miserables_graph, ()),
    "davis_southern_women": (nx.davis_southern_women_graph, (TWO_MODE,)),
    DAVIS: (davis_women, ()),
    "florentine_families": (nx.florentine_families_graph, ()),
}
"""Maker and remarks of each: Zachary 1977; Knuth 1993; Davis et al. 1941; Breiger & Pattison 1986."""


def graph_from_dataset(name: str) -> SocialGraph:
    """Take a data set by its name.

    Parameters
    ----------
    name
        One of :data:`NAMES`.

    Raises
    ------
    GraphError
        If there is no such data set; the sentence lists the names and the nearest.
    """
    if name not in NAMES:
        raise GraphError(
            f"graph.name = {shown(name)} is not a data set; there are {listed(NAMES)}.{meant(name, NAMES)}"
        )
    make, remarks = NAMES[name]
    return to_social(from_networkx(make(), remarks), f"The data set {name}")
