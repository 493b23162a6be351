"""Back to networkx: the social graph and the sponsor tree, with attributes, and to GraphML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.core.money import CENTS
from sim.world.circle import circle
from sim.world.graphs.graph import GraphError
from sim.world.world import World

NOBODY = np.uint32(0xFFFFFFFF)
Numbers = NDArray[np.uint32]
Columns = Mapping[str, NDArray[Any]]


def social_to_networkx(
    first: Numbers,
    degree: Numbers,
    other: Numbers,
    attributes: Columns,
    tie_attributes: Columns | None = None,
    names: Sequence[str] | None = None,
) -> nx.Graph:
    """Turn ties into a networkx graph of people 0 to n - 1.

    Parameters
    ----------
    first, degree, other
        Ties by person (:class:`sim.world.graphs.ties.TieIndex`); a free place leads to 2**32 - 1.
    attributes
        A value a person, by name; each becomes an attribute of the nodes. None is left out.
    tie_attributes
        A value a tie and side, (2 E,) by name. An attribute ``x`` whose two sides agree on every tie keeps its
        name; otherwise the edge (u, v), u < v, has ``x_forward`` from the row of u and ``x_backward`` from
        that of v.
    names
        Ids of the people in the source; become the attribute ``name``.
    """
    owner = np.repeat(np.arange(len(first)), degree)
    before = np.cumsum(degree, dtype=np.int64) - degree
    row = np.arange(len(owner)) + (first - before)[owner]
    taken = other[row] != NOBODY
    owner, row = owner[taken], row[taken]
    contact = other[row].astype(np.int64)
    by_owner, by_contact = np.lexsort((contact, owner)), np.lexsort((owner, contact))
    forward = by_owner[owner[by_owner] < contact[by_owner]]
    backward = by_contact[owner[by_contact] > contact[by_contact]]
    sides: dict[str, NDArray[Any]] = {}
    for name, values in (tie_attributes or {}).items():
        sides |= _two_sides(name, values[row[forward]], values[row[backward]])
    graph = nx.Graph()
    named = attributes if names is None else {**attributes, "name": np.array(names, dtype=object)}
    graph.add_nodes_from(enumerate(_records(named, len(first))))
    ends = owner[forward].tolist(), contact[forward].tolist()
    graph.add_edges_from(zip(*ends, _records(sides, len(forward)), strict=True))
    return graph


def forest_to_networkx(sponsor: Numbers, attributes: Columns) -> nx.DiGraph:
    """Turn sponsors into a networkx forest of positions 0 to n - 1 with edges from sponsor to recruit.

    Parameters
    ----------
    sponsor
        (positions,) uint32: sponsor position of each; 2**32 - 1 for none.
    attributes
        A value a position, by name.
    """
    forest = nx.DiGraph()
    forest.add_nodes_from(enumerate(_records(attributes, len(sponsor))))
    recruits = np.flatnonzero(sponsor != NOBODY)
    forest.add_edges_from(zip(sponsor[recruits].tolist(), recruits.tolist(), strict=True))
    return forest


def write_graphml(graph: nx.Graph, path: str | Path) -> None:
    """Write any networkx graph as GraphML; NumPy scalars become plain ones, None is left out.

    Parameters
    ----------
    graph
        Graph or DiGraph with scalar attributes.
    path
        File to write.

    Raises
    ------
    GraphError
        If the file cannot be written or an attribute is not a scalar.
    """
    plain = graph.__class__()
    plain.graph.update(_plain(graph.graph))
    plain.add_nodes_from((node, _plain(data)) for node, data in graph.nodes(data=True))
    plain.add_edges_from((u, v, _plain(data)) for u, v, data in graph.edges(data=True))
    try:
        nx.write_graphml_xml(plain, path)
    except (OSError, TypeError, nx.NetworkXError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GraphError(f"The graph cannot be written to {path}: {reason.rstrip('.')}.") from error


def _two_sides(name: str, forward: NDArray[Any], backward: NDArray[Any]) -> dict[str, NDArray[Any]]:
    if np.array_equal(forward, backward):
        return {name: forward}
    return {f"{name}_forward": forward, f"{name}_backward": backward}


def _records(columns: Columns, count: int) -> Iterator[dict[str, Any]]:
    if not columns:
        return ({} for _ in range(count))
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return (_known(zip(columns, row, strict=True)) for row in rows)


def _known(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in items if value is not None}


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return _known((name, value.item() if isinstance(value, np.generic) else value) for name, value in data.items())


ROLE_NAMES = np.array(["prospect", "networker", "upline"])


def social_graph(world: World, credibility: NDArray[np.float64]) -> nx.Graph:
    """Return the social graph.

    Parameters
    ----------
    world
        What is shown.
    credibility
        Mean credibility of each person, shape (people,), nan where nobody connects a topic with them; left
        out there.

    Returns
    -------
    networkx.Graph
        Nodes ``role``, ``strategy``, ``founder``, ``focal``, ``hours`` (a week), ``cash`` (currency units),
        ``credibility``, ``name`` if the graph came with ids, and what the contacts of one networker heard
        (:func:`sim.world.circle.circle`); ties ``close``.
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
        **circle(world),
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
        Mean credibility of each person, shape (people,), nan where nobody connects a topic with them; left
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
