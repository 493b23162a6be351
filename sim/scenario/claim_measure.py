"""What a test of a claim measures: how it is spelled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.core.wording import meant
from sim.scenario.precision import MEAN, measured

COMPANY = "company."
COMPANY_MEASURES = (
    "systems",
    "closed",
    "closed_insolvent",
    "closed_management",
    "closed_software",
    "closed_exit",
    "members",
    "customers",
    "left",
    "volume",
    "consumer_volume",
    "paid",
    "pool",
    "paid_in",
    "paid_out",
    "usefulness",
)
"""What can be asked of all companies of a world together, on its last day."""
OVER = " / "


@dataclass(frozen=True)
class Term:
    """One quantity of a measure.

    Attributes
    ----------
    name
        Of an outcome, or of what is asked of companies.
    quantity
        ``mean``, ``median`` or ``q01`` to ``q99`` over people; of companies the sum.
    company
        Whether companies are meant.
    """

    name: str
    quantity: str
    company: bool = False


def terms(measure: str) -> list[Term]:
    """Take a measure apart: one term, or two of which the first is divided by the second.

    Parameters
    ----------
    measure
        Such as ``credibility``, ``net_income.median``, ``company.closed / company.systems`` or
        ``recruits / conversations``.

    Raises
    ------
    ValueError
        With a sentence, if it is none.
    """
    parts = re.split(r"\s*/\s*", measure)
    if len(parts) > 2:
        raise ValueError("may divide one quantity by another, once.")
    found = [_term(part) for part in parts]
    if len(found) == 2 and any(term.quantity != MEAN for term in found):
        raise ValueError("divides sums over people; a median or quantile cannot be a part of it.")
    return found


def _term(part: str) -> Term:
    if not part.startswith(COMPANY):
        return Term(*measured(part))
    name = part.removeprefix(COMPANY)
    if name not in COMPANY_MEASURES:
        raise ValueError(f"is not known of companies.{meant(name, COMPANY_MEASURES)}")
    return Term(name, MEAN, company=True)
