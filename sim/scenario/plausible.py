"""Parameters that are guesses, and the ranges in which other guesses would have been as good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.scenario.explain import Explained, explain
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Guess:
    """A parameter with a plausible range.

    Parameters
    ----------
    name
        Dotted name in the schema; of a company's value without the company (``company.quality``).
    low, high
        Smallest and largest value that would not surprise, in the unit of the parameter.
    whole
        Whether only whole numbers are allowed.
    """

    name: str
    low: float
    high: float
    whole: bool

    def at(self, scenario: Scenario) -> list[str]:
        """Return the names under which a scenario holds it: one for every product company, or its own."""
        section, _, key = self.name.partition(".")
        if section != "company":
            return [self.name]
        return [f"company.{company.name}.{key}" for company in scenario.company if company.kind == "product"]


def guesses() -> list[Guess]:
    """Return all parameters with a plausible range, in the order of the schema."""
    return [
        Guess(each.name, *each.plausible, whole=each.type == "whole number")
        for each in _values(explain())
        if each.plausible is not None
    ]


def _values(explained: Explained) -> Iterator[Explained]:
    for field in explained.fields:
        if field.fields:
            yield from _values(field)
        else:
            yield field
