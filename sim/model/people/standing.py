"""Standing: what all who know somebody think of him, taken together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.model.tables import Tables
from sim.model.talk.reputation import credibility


@phase
def credibility_sums(w: Tables, sums: Any) -> None:
    """Add up, for every person, the credibility he has with those who connect a topic with him.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    sums
        Shape (people, 3), float64, zeros on entry: number of such contacts, sum and sum of squares of
        credibility.
    """
    law = w.credibility[0]
    for t in range(w.ties.size):
        if w.ties[t].heard != 0:
            believed = credibility(w.ties[t], law)
            speaker = w.links[t].other
            sums[speaker, 0] += 1.0
            sums[speaker, 1] += believed
            sums[speaker, 2] += believed * believed


def mean_and_spread(sums: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and standard deviation from :func:`credibility_sums`.

    Parameters
    ----------
    sums
        Shape (people, 3); any selection of its rows will do.

    Returns
    -------
    tuple of numpy.ndarray
        Mean (0..1) and population standard deviation (0..0.5), shape (people,) each; nan where nobody knows the
        person.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums[:, 1] / sums[:, 0]
        variance = np.maximum(sums[:, 2] / sums[:, 0] - mean**2, 0.0)
    return mean, np.sqrt(variance)
