"""Worlds as fingerprints, so that another process can be asked for the same world."""

from __future__ import annotations

import hashlib
import sys

from sim.model.tables import Tables
from sim.model.talk.parameters import Pitch
from sim.verification.limits import columns
from tests.builders import lived, scenario

DAYS = 65
SCRATCH = ("people.by_hand",)  # who is moved by whose hand is no part of the world


def digest(w: Tables) -> str:
    """SHA-256 over every column in use of every table, 64 hexadecimal digits."""
    hashed = hashlib.sha256()
    for name, column in columns(w):
        if name not in SCRATCH:
            hashed.update(name.encode())
            hashed.update(column.tobytes())
    return hashed.hexdigest()


def world_of(pitch: str, **options: object) -> Tables:
    """The lively world in which everybody follows one pitch policy, after two months."""
    return lived(scenario(), DAYS, strategy=pitch, **options).world.tables


if __name__ == "__main__":
    for name in sys.argv[1:] or Pitch.words():
        print(name, digest(world_of(name)))
