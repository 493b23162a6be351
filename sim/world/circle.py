"""The personal circle of one networker: who of it heard what from them first, and who heard two stories."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.world.world import World

NOBODY = np.uint32(0xFFFFFFFF)


def circle(world: World) -> dict[str, NDArray[Any]]:
    """What the contacts of one networker heard, as columns of people; None where nothing is to be said.

    The networker is the one of whom most contacts have noticed a contradiction, of several the one who told most
    contacts anything, then the first; among those under study as far as any of their contacts noticed one.

    Returns
    -------
    dict
        ``watched`` (True for that networker), and for each contact of theirs ``near`` (close rather than an
        acquaintance), ``first`` (the topic heard first from them, if any), ``stories`` (topics connected with them)
        and ``noticed`` (contradictions noticed). Empty if nobody has told anybody anything.
    """
    w = world.tables
    owner = np.repeat(np.arange(world.people), w.people.degree)
    before = np.cumsum(w.people.degree, dtype=np.int64) - w.people.degree
    row = np.arange(owner.size) + (w.people.first.astype(np.int64) - before)[owner]
    taken = (w.links.other[row] != NOBODY) & (w.links.mirror[row] != NOBODY)
    owner, row = owner[taken], row[taken]
    theirs = w.links.mirror[row].astype(np.int64)
    told, noticed = w.links.told[row] > 0, w.ties.changes[theirs] > 0
    if not told.any():
        return {}
    caught, reached = (np.bincount(owner, which, world.people) for which in (noticed, told))
    studied = (w.life.focal == 1) & bool(caught[w.life.focal == 1].any())
    person = int(np.lexsort((np.arange(world.people), -reached, -caught, ~studied))[0])
    mine = owner == person
    return _columns(world, person, row[mine], theirs[mine])


def _columns(world: World, person: int, row: NDArray[np.int64], theirs: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    w, topics = world.tables, np.array([None, *world.scenario.topics], dtype=object)
    contact = w.links.other[row].astype(np.int64)
    heard = w.ties.heard[theirs].astype(np.int64)
    stories = sum((heard >> topic) & 1 for topic in range(len(world.scenario.topics)))
    told: dict[str, Any] = {
        "near": (w.ties.close[row] == 1).tolist(),
        "first": topics[w.links.told[row]].tolist(),
        "stories": np.asarray(stories).tolist(),
        "noticed": w.ties.changes[theirs].tolist(),
    }
    columns = {name: np.full(world.people, None, dtype=object) for name in ("watched", *told)}
    columns["watched"][person] = True
    for name, values in told.items():
        columns[name][contact] = values
    return columns
