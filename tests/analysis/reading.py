"""Numbers as they are written for readers, read again."""

from __future__ import annotations

import math

from sim.model.outcomes import Outcome

NUMBER = r"([+−]?[\d,]+(?:\.\d+)?)"


def number(text: str) -> float:
    """A number as it is written for readers."""
    return float(text.replace("−", "-").replace("+", "").replace(",", ""))


def close(text: str, value: float, outcome: Outcome) -> bool:
    """Whether a text is a value, rounded as it is written."""
    value = value * 100 if outcome.kind == "share" else value
    decimals = len(text.partition(".")[2])
    return math.isclose(number(text), value, abs_tol=0.5001 * 10**-decimals, rel_tol=1e-12)
