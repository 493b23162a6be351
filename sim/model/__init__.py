"""What exists and happens, one folder per mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.model.membership.offers import BELIEF as BELIEF
    from sim.model.membership.offers import EXPERTISE as EXPERTISE
    from sim.model.membership.offers import SCORE as SCORE
    from sim.model.membership.offers import weigh as weigh
    from sim.model.outcomes import OF_COMPANIES as OF_COMPANIES
    from sim.model.outcomes import OUTCOMES as OUTCOMES
    from sim.model.outcomes import Outcome as Outcome
    from sim.model.outcomes import money_in as money_in
    from sim.model.plans.companies import Company as Company
    from sim.model.plans.parameters import Plan as Plan
    from sim.model.tables import MONTH as MONTH
    from sim.model.tables import NONE as NONE
    from sim.model.tables import Tables as Tables

_HOMES = {
    "BELIEF": "sim.model.membership.offers",
    "Company": "sim.model.plans.companies",
    "EXPERTISE": "sim.model.membership.offers",
    "MONTH": "sim.model.tables",
    "NONE": "sim.model.tables",
    "OF_COMPANIES": "sim.model.outcomes",
    "OUTCOMES": "sim.model.outcomes",
    "Outcome": "sim.model.outcomes",
    "Plan": "sim.model.plans.parameters",
    "SCORE": "sim.model.membership.offers",
    "Tables": "sim.model.tables",
    "money_in": "sim.model.outcomes",
    "weigh": "sim.model.membership.offers",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)
