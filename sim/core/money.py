"""Money as people read it: the engine counts whole cents, and people who look see currency units.

Cents become currency units at one place, where the frames of a run are made (:class:`sim.record.run.Recorder`). Stores
from before that hold cents and are turned when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CENTS = 100
"""Cents of a currency unit."""
UNITS = "currency units"
"""What a manifest says of its money; one that says nothing is of an older version, and its frames hold cents."""


def holds_units(manifest: Mapping[str, Any]) -> bool:
    """Whether the money of a store is in currency units, and not in cents as it was before."""
    return manifest.get("money") == UNITS
