"""The smallest difference that would matter to anybody, outcome by outcome.

All of them are assumed: they are conventions, and another may hold others. ``design.matters`` of a scenario replaces
them, in the unit of the outcome. Money that adds up over a life matters from ten currency units a month on, a tenth of
a monthly purchase of a hundred; a share from 5 points; what is counted from a tenth of what it is compared with.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.analysis.answers import Answers
from sim.model.outcomes import OUTCOMES, YEARS

MONTH = 30  # days
A_MONTH = "month"
REFERENCE = "reference"
MONTHS_A_YEAR = 12


class Least(NamedTuple):
    """A difference from which on it matters, in the unit of the outcome.

    Attributes
    ----------
    size
        The amount; a month, or a share of the reference, if ``per`` says so.
    per
        ``month``, ``reference`` or nothing.
    """

    size: float
    per: str = ""


BY_KIND = {
    "money": Least(10.0, A_MONTH),
    "share": Least(0.05),
    "score": Least(0.05),
    "day": Least(30.0),
    "count": Least(0.1, REFERENCE),
}
BY_NAME = {
    "credibility": Least(0.02),
    "credibility_spread": Least(0.02),
    "net_per_month": Least(10.0),
    "net_per_hour": Least(1.0),
    "recruits_net": Least(10.0, A_MONTH),
    **{f"net_income_{year}y": Least(10.0 * MONTHS_A_YEAR * year) for year in YEARS},
}


def matters(answers: Answers, outcome: str, reference: float) -> float:
    """Smallest difference of an outcome that matters, in its unit; 0 if that is a share of nothing.

    Parameters
    ----------
    outcome
        Its name.
    reference
        Mean of what it is compared with.
    """
    stated = answers.scenario["design"].get("matters", {})
    if outcome in stated:
        return float(stated[outcome])
    least = BY_NAME.get(outcome, BY_KIND[OUTCOMES[outcome].kind])
    times = {A_MONTH: months(answers.scenario), REFERENCE: abs(reference)}
    return least.size * times.get(least.per, 1.0)


def months(scenario: dict[str, Any]) -> float:
    """How many months the people under study are watched for."""
    days = int(scenario["time"]["days"]) - int(scenario["design"].get("focal_entry", 0))
    return max(1.0, days / MONTH)
