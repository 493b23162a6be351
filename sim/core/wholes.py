"""Whole numbers, however they come: as int, from NumPy or pandas, as ``30.0``, or as digits in a text."""

from __future__ import annotations

import operator
import re
import sys
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

LONGEST = 60
"""Digits that are read from a text; no number anywhere has as many."""
MOST = 10**LONGEST
_DIGITS = re.compile(rf"[+-]?[0-9]{{1,{LONGEST}}}")


def as_whole(value: object) -> int | None:
    """Read a whole number.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    int or None
        The number, if the value is an integer of any type, a float or decimal without a fraction, or a text of
        digits; None for everything else, truth values among them.
    """
    value = plain(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, float | Decimal | Fraction):
        return _without_fraction(value)
    if isinstance(value, str):
        text = value.strip()
        return int(text) if _DIGITS.fullmatch(text) else None
    return None


def plain(value: Any) -> Any:
    """The same value as Python itself has it, if it is one of NumPy's or an array without dimensions.

    Numbers of lower precision become what they are written as: 0.3 for ``float32(0.3)``.
    """
    numpy = sys.modules.get("numpy")  # without it nobody can have given one of its values
    if numpy is None or not isinstance(value, numpy.generic | numpy.ndarray):
        return value
    if isinstance(value, numpy.ndarray):
        return plain(value[()]) if value.ndim == 0 else value
    if isinstance(value, Real) and not isinstance(value, Integral):
        return float(str(value))
    return value.item()


def _without_fraction(value: Any) -> int | None:
    """The number, if it is finite and nothing is lost; a decimal may have an exponent of any size."""
    try:
        return int(value) if abs(value) < MOST and value == int(value) else None
    except ArithmeticError:  # comparing a decimal that is not a number
        return None


def is_whole(number: Any) -> bool:
    """Tell whether something can stand for a whole number without loss."""
    try:
        operator.index(number)
    except TypeError:
        return False
    return True
