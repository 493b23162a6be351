"""Circles: who stands together in a slot."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sim.replay.contacts import Contacts, Ints


def circle_sizes(contacts: Contacts) -> Ints:
    """Count circles by size: people who face each other in a slot, directly or through others.

    Parameters
    ----------
    contacts
        Of an event.

    Returns
    -------
    numpy.ndarray
        Number of circles of 0, 1, 2, ... people, over all slots; a circle that lasts is counted in each of its
        slots.
    """
    slot = np.searchsorted(contacts.slots, contacts.times) * contacts.people.size
    standing, ends = np.unique(np.concatenate([slot + contacts.one, slot + contacts.two]), return_inverse=True)
    one, two = ends.reshape(2, -1)
    faces = coo_array((np.ones(one.size, bool), (one, two)), shape=(standing.size, standing.size))
    _, circle = connected_components(faces, directed=False)
    sizes: Ints = np.bincount(np.bincount(circle))
    return sizes
