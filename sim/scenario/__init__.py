"""What may be asked: the scenario file, its schema, and every mistake as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.core.errors import UserError as UserError
    from sim.scenario.checks_claim import compared_rows as compared_rows
    from sim.scenario.checks_claim import levels_of as levels_of
    from sim.scenario.checks_claim import switched as switched
    from sim.scenario.design import MEAN as MEAN
    from sim.scenario.design import MEDIAN as MEDIAN
    from sim.scenario.design import OVER as OVER
    from sim.scenario.design import Claim as Claim
    from sim.scenario.design import ClaimTest as ClaimTest
    from sim.scenario.design import Design as Design
    from sim.scenario.design import Term as Term
    from sim.scenario.design import level_of as level_of
    from sim.scenario.design import terms as terms
    from sim.scenario.designs import number_kind as number_kind
    from sim.scenario.designs import rows as rows
    from sim.scenario.designs import unit_problem as unit_problem
    from sim.scenario.designs import value_at as value_at
    from sim.scenario.errors import ScenarioError as ScenarioError
    from sim.scenario.reading import shipped as shipped
    from sim.scenario.reading.notes import MARK as MARK
    from sim.scenario.schema import Scenario as Scenario
    from sim.scenario.schema import fingerprint as fingerprint
    from sim.scenario.schema import load as load
    from sim.scenario.schema import resolved as resolved
    from sim.scenario.sections import SHARED as SHARED
    from sim.scenario.vary import Guess as Guess
    from sim.scenario.vary import guesses as guesses
    from sim.scenario.vary import value_of as value_of
    from sim.scenario.vary import values_by_name as values_by_name
    from sim.scenario.vary import with_values as with_values

_HOMES = {
    "Claim": "sim.scenario.design",
    "ClaimTest": "sim.scenario.design",
    "Design": "sim.scenario.design",
    "Guess": "sim.scenario.vary",
    "MARK": "sim.scenario.reading.notes",
    "MEAN": "sim.scenario.design",
    "MEDIAN": "sim.scenario.design",
    "OVER": "sim.scenario.design",
    "SHARED": "sim.scenario.sections",
    "Scenario": "sim.scenario.schema",
    "ScenarioError": "sim.scenario.errors",
    "Term": "sim.scenario.design",
    "UserError": "sim.core.errors",
    "compared_rows": "sim.scenario.checks_claim",
    "fingerprint": "sim.scenario.schema",
    "guesses": "sim.scenario.vary",
    "level_of": "sim.scenario.design",
    "levels_of": "sim.scenario.checks_claim",
    "load": "sim.scenario.schema",
    "number_kind": "sim.scenario.designs",
    "resolved": "sim.scenario.schema",
    "rows": "sim.scenario.designs",
    "shipped": "sim.scenario.reading.shipped:",
    "switched": "sim.scenario.checks_claim",
    "terms": "sim.scenario.design",
    "unit_problem": "sim.scenario.designs",
    "value_at": "sim.scenario.designs",
    "value_of": "sim.scenario.vary",
    "values_by_name": "sim.scenario.vary",
    "with_values": "sim.scenario.vary",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    """Show what is public, and not what happens to be imported."""
    return sorted(__all__)
