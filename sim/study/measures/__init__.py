"""How published figures are measured on what is left of a world; every measure is a pure function."""

from __future__ import annotations

from typing import Any


def part(there: Any) -> float:
    """Return the share of a column of truth values that is true, 0..1; nan if it is empty."""
    return float(there.mean()) if len(there) else float("nan")
