"""A world back to networkx: the social graph and the sponsor tree, with what is known as attributes."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.world.graphs.export import forest_to_networkx, social_to_networkx
from sim.world.world import World

ROLE_NAMES = np.array(["prospect", "networker", "upline"])


def social_graph(world: World, credibility: NDArray[np.float64]) -> nx.Graph:
    """Return the social graph.

    Parameters
    ----------
    world
        What is shown.
    credibility
        Mean credibility of each person, shape (people,), nan where nobody connects a topic with him; left
        out there.

    Returns
    -------
    networkx.Graph
        Nodes ``role``, ``strategy``, ``founder``, ``focal``, ``hours`` (a week), ``cash`` (currency units),
        ``credibility``, ``name`` if the graph came with ids; ties ``close``.
    """
    w = world.tables
    attributes = {
        "role": ROLE_NAMES[w.people.role],
        "strategy": _strategies(world)[w.people.strategy],
        "founder": w.life.founder == 1,
        "focal": w.life.focal == 1,
        "hours": w.life.hours,
        "cash": w.accounts.balance[: world.people] / CENTS,
        "credibility": _or_none(credibility),
    }
    ties = {"close": w.ties.close == 1}
    return social_to_networkx(w.people.first, w.people.degree, w.links.other, attributes, ties, world.names)


def sponsor_tree(world: World, credibility: NDArray[np.float64]) -> nx.DiGraph:
    """Return the forest of positions that are still in, with edges from sponsor to recruit.

    Parameters
    ----------
    world
        What is shown.
    credibility
        Mean credibility of each person, shape (people,), nan where nobody connects a topic with him; left
        out there.

    Returns
    -------
    networkx.DiGraph
        Nodes ``person``, ``company``, ``strategy``, ``role`` of the person, ``working``, ``day`` (joined),
        ``knowledge`` and ``conviction`` (0..1), ``earned`` (currency units), the person's ``credibility``.
    """
    w = world.tables
    held = w.positions[: w.count[0].positions]
    companies = np.array([company.name for company in world.scenario.company])
    attributes = {
        "person": held.person,
        "company": companies[held.company],
        "strategy": _strategies(world)[w.people.strategy[held.person]],
        "role": ROLE_NAMES[w.people.role[held.person]],
        "working": held.working == 1,
        "day": held.day,
        "knowledge": held.knowledge,
        "conviction": held.conviction,
        "earned": held.earned / CENTS,
        "credibility": _or_none(credibility[held.person]),
    }
    forest = forest_to_networkx(held.sponsor, attributes)
    forest.remove_nodes_from(np.flatnonzero(held.left >= 0).tolist())
    return forest


def _strategies(world: World) -> NDArray[np.str_]:
    return np.array([strategy.name for strategy in world.scenario.strategy])


def _or_none(values: NDArray[np.float64]) -> NDArray[Any]:
    return np.where(np.isnan(values), None, values)  # type: ignore[call-overload]
