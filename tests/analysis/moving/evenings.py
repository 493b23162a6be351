"""An evening made by hand: networker 0 and three guests, told twice."""

from __future__ import annotations

import numpy as np

from sim.analysis.moving.twins import Twin
from sim.model.talk.rows import Heard
from sim.record.evening import Evening

HEALTH, ADS = 1, 2
CONTACTS = np.array([(s, 0, 1) for s in range(2, 9)] + [(s, 0, 2) for s in (*range(5, 9), 20)] + [(6, 1, 3)]).T
TAILORED = [
    (4, 1, HEALTH, 0, 0),
    (7, 2, ADS, 0, 0),
    (7, 1, ADS, 1, 2),
    (20, 2, HEALTH, 2, 1),
    (20, 3, HEALTH, 1, 1),
]
"""Slot, listener, topics, kind, noticed."""


def evening(rows: list[tuple[int, int, int, int, int]], pitch: str = "tailored") -> Evening:
    heard = Heard.rows(len(rows))
    for row, (slot, listener, topics, kind, noticed) in zip(heard, rows, strict=True):
        row.slot, row.listener, row.topics, row.kind, row.noticed = slot, listener, topics, kind, noticed
    return Evening(39, np.array([70, 71, 72, 73]), 0, pitch, ["health", "advertising"], 10.0, CONTACTS, heard)


def twins() -> list[Twin]:
    disclosed = [(slot, listener, HEALTH | ADS, kind, 0) for slot, listener, _, kind, _ in TAILORED]
    return [Twin("two, tailored", evening(TAILORED)), Twin("two, open", evening(disclosed, "disclose-all"))]
