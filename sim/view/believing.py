"""How far single contacts believe somebody, tie by tie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.model.tables import Tables
from sim.model.talk.reputation import credibility


@phase
def believe(w: Tables, rows: NDArray[np.int64], belief: NDArray[np.float64]) -> None:
    """Fill ``belief`` with how far the owners of ties believe their contact."""
    for n in range(rows.size):
        belief[n] = credibility(w.ties[rows[n]], w.law[0].credibility)
