"""Several worlds as one: what is measured over all their people together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.study.targets.lived import Lived
from sim.study.targets.offers import Offers


def pooled(worlds: Sequence[Lived]) -> Lived:
    """Put worlds side by side, as districts that have nothing to do with each other.

    Parameters
    ----------
    worlds
        At least one, all lived equally long.

    Returns
    -------
    Lived
        Rows of all; numbers of persons and rows of sponsors are those of the whole.
    """
    members, positions = [], []
    people = seats = 0
    for world in worlds:
        members.append(world.members.assign(person=world.members["person"] + people))
        held = world.positions
        above = held["sponsor"].where(held["sponsor"] < 0, held["sponsor"] + seats)
        positions.append(held.assign(person=held["person"] + people, sponsor=above))
        people += world.people
        seats += len(held)
    taken = [world.offers.terms for world in worlds if world.offers is not None]
    return Lived(
        worlds[0].days,
        people,
        pd.concat(members, ignore_index=True),
        pd.concat(positions, ignore_index=True),
        Offers(np.concatenate(taken)) if taken else None,
    )
