"""Money as people read it: the engine counts whole cents, and whoever looks sees currency units.

Cents become currency units at one place, where the frames of a run are made (:class:`sim.record.run.Recorder`). Stores
from before that hold cents and are turned when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

CENTS = 100
"""Cents of a currency unit."""
UNITS = "currency units"
"""What a manifest says of its money; one that says nothing is of an older version, and its frames hold cents."""

FLOWS = ("net_income", "active_income", "passive_income", "capital_income", "capital_result", "costs")
"""What came in and what it cost; of these, groups have medians as well."""
OF_PEOPLE = frozenset(
    (*FLOWS, *(f"{name}_median" for name in FLOWS), "income_at_stake", *(f"net_income_{n}y" for n in (1, 2, 3, 5)))
)
OF_COMPANIES = frozenset(("volume", "consumer_volume", "paid", "pool", "paid_in", "paid_out"))


def money_in(frame: str) -> frozenset[str]:
    """Return the names of the columns of a frame that hold money; ``frame`` is its name, such as ``people``."""
    return OF_COMPANIES if frame == "companies" else OF_PEOPLE


def in_units(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the money of a frame from cents to currency units.

    Parameters
    ----------
    name
        Of the frame: ``groups``, ``runs``, ``people``, ``series``, ``companies`` or ``tenure``.
    frame
        Any of its columns; it stays as it is.
    """
    return frame.assign(**{column: frame[column] / CENTS for column in frame.columns if column in money_in(name)})


def holds_units(manifest: Mapping[str, Any]) -> bool:
    """Whether the money of a store is in currency units, and not in cents as it was before."""
    return manifest.get("money") == UNITS
