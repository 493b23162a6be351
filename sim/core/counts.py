"""Whole numbers from outside: Python's own, or one out of an array."""

from __future__ import annotations

import operator
from typing import Any


def is_whole(number: Any) -> bool:
    """Tell whether something can stand for a whole number without loss."""
    try:
        operator.index(number)
    except TypeError:
        return False
    return True
