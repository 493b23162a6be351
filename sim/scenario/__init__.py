"""What may be asked: the scenario file, its schema, and every mistake as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.scenario import shipped as shipped
    from sim.scenario.calibrated import MARK as MARK
    from sim.scenario.claim import Claim as Claim
    from sim.scenario.claim import ClaimTest as ClaimTest
    from sim.scenario.claim_fit import compared_rows as compared_rows
    from sim.scenario.claim_fit import levels_of as levels_of
    from sim.scenario.claim_fit import switched as switched
    from sim.scenario.claim_measure import OVER as OVER
    from sim.scenario.claim_measure import Term as Term
    from sim.scenario.claim_measure import terms as terms
    from sim.scenario.design import Design as Design
    from sim.scenario.designs import rows as rows
    from sim.scenario.errors import ScenarioError as ScenarioError
    from sim.scenario.errors import UserError as UserError
    from sim.scenario.identity import fingerprint as fingerprint
    from sim.scenario.identity import resolved as resolved
    from sim.scenario.loading import load as load
    from sim.scenario.names import SHARED as SHARED
    from sim.scenario.plausible import Guess as Guess
    from sim.scenario.plausible import guesses as guesses
    from sim.scenario.precision import MEAN as MEAN
    from sim.scenario.precision import MEDIAN as MEDIAN
    from sim.scenario.precision import level_of as level_of
    from sim.scenario.sampling import number_kind as number_kind
    from sim.scenario.sampling import value_at as value_at
    from sim.scenario.schema import Scenario as Scenario
    from sim.scenario.vary import values_by_name as values_by_name
    from sim.scenario.vary import with_values as with_values

_HOMES = {
    "Claim": "sim.scenario.claim",
    "ClaimTest": "sim.scenario.claim",
    "Design": "sim.scenario.design",
    "Guess": "sim.scenario.plausible",
    "MARK": "sim.scenario.calibrated",
    "MEAN": "sim.scenario.precision",
    "MEDIAN": "sim.scenario.precision",
    "OVER": "sim.scenario.claim_measure",
    "SHARED": "sim.scenario.names",
    "Scenario": "sim.scenario.schema",
    "ScenarioError": "sim.scenario.errors",
    "Term": "sim.scenario.claim_measure",
    "UserError": "sim.scenario.errors",
    "compared_rows": "sim.scenario.claim_fit",
    "fingerprint": "sim.scenario.identity",
    "guesses": "sim.scenario.plausible",
    "level_of": "sim.scenario.precision",
    "levels_of": "sim.scenario.claim_fit",
    "load": "sim.scenario.loading",
    "number_kind": "sim.scenario.sampling",
    "resolved": "sim.scenario.identity",
    "rows": "sim.scenario.designs",
    "shipped": "sim.scenario.shipped:",
    "switched": "sim.scenario.claim_fit",
    "terms": "sim.scenario.claim_measure",
    "value_at": "sim.scenario.sampling",
    "values_by_name": "sim.scenario.vary",
    "with_values": "sim.scenario.vary",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)
