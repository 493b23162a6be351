"""The one registry: what may be added to the model, by the package and by a user's file alike.

A decorator above a function says what it is and what it is called; nothing else has to be told of it. The package's own
rules are found where they lie (:data:`HOMES`) and read without being imported, so that a scenario can be checked before
anything is compiled; the function itself is imported when it is first asked for. A file of a user's own declares its
rules in the same words while :mod:`sim.own` runs it.
"""

from sim.core.registry.declare import (
    check,
    collecting,
    law,
    life,
    measure,
    outcome,
    phase,
    pitch,
    plan,
    plot,
    registered,
)
from sim.core.registry.package import HOMES, SHIPPED, declared, everything, names, numbered, rules
from sim.core.registry.rule import CADENCES, WORDS, Declared, Kind, Number, Rule, Rulebook, RuleError, Value, number

__all__ = [
    "CADENCES",
    "HOMES",
    "SHIPPED",
    "WORDS",
    "Declared",
    "Kind",
    "Number",
    "Rule",
    "RuleError",
    "Rulebook",
    "Value",
    "check",
    "collecting",
    "declared",
    "everything",
    "law",
    "life",
    "measure",
    "names",
    "number",
    "numbered",
    "outcome",
    "phase",
    "pitch",
    "plan",
    "plot",
    "registered",
    "rules",
]
