"""Rules of the user's own: what a scenario knows of the files that declare them.

A scenario names such rules and never runs them; which files there are is said on the command line, not in a scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any

from pydantic import Field, PrivateAttr, ValidationInfo, model_validator

from sim.core.parameters import Section, param
from sim.core.registry import WORDS, Kind, Rule, Value, declared, names, rules
from sim.core.rulefile import RuleFile
from sim.core.wording import shown

OwnName = Annotated[str, Field(min_length=1, max_length=60)]


class Own(Section):
    """Rules of the user's own that are no value of another section."""

    phases: list[OwnName] = param(
        [], max_length=100, meaning="Own phases, in the order in which they end the day; need --rules FILE."
    )
    measures: list[OwnName] = param(
        [], max_length=100, meaning="Own measures of networkers, recorded like built-in outcomes; need --rules FILE."
    )
    numbers: dict[str, dict[str, Any]] = param(
        {}, meaning="Numbers of rules of your own: a table for each rule, with the values it shall have."
    )
    _files: tuple[RuleFile, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _take_files(self, info: ValidationInfo) -> Own:
        """Keep the files that were given beside the scenario."""
        if info.context and "rules" in info.context:
            self._files = tuple(info.context["rules"])
        return self

    @property
    def files(self) -> tuple[RuleFile, ...]:
        """The files that were given with the scenario."""
        return self._files

    def names(self, kind: Kind) -> list[str]:
        """Names of the own rules of a kind that were given."""
        return [rule.name for file in self._files for rule in file.rules if rule.kind == kind]

    def rule(self, kind: Kind, name: str) -> Rule:
        """Return what is said of a rule, the package's or one of the files'.

        Raises
        ------
        KeyError
            If there is none.
        """
        return self._found(kind, name)[0]

    def function(self, kind: Kind, name: str) -> Callable[..., Any]:
        """Return the function of a rule, which is given the numbers that the scenario sets.

        Raises
        ------
        sim.core.registry.RuleError
            If the content of its file is not at hand.
        KeyError
            If there is no such rule.
        """
        rule, file = self._found(kind, name)
        called = file.function(rule) if file else declared(kind, name).function
        return partial(called, **self.values(rule)) if rule.numbers else called

    def place(self, kind: Kind, name: str) -> str:
        """Say where a rule stands and what it is, for the beginning of a sentence about it."""
        rule, file = self._found(kind, name)
        return file.place(rule) if file else f"the {WORDS[kind]} {shown(name)}"

    def values(self, rule: Rule) -> dict[str, Value]:
        """The numbers of a rule, those that the scenario does not set as the rule declares them."""
        stated = self.numbers.get(rule.name, {})
        return {each.name: each.taken(stated.get(each.name, each.default)) for each in rule.numbers}

    def known(self, kind: Kind) -> list[str]:
        """Names of all rules of a kind that the scenario may ask for: the package's own, then those of the files."""
        return [*names(kind), *self.names(kind)]

    def _found(self, kind: Kind, name: str) -> tuple[Rule, RuleFile | None]:
        """Find a rule, and the file that declares it if it is not the package's."""
        for rule in rules(kind):
            if rule.name == name:
                return rule, None
        for file in self._files:
            found = file.rule(kind, name)
            if found:
                return found, file
        raise KeyError(name)


def with_files(scenario_table: dict[str, Any], files: Sequence[RuleFile]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Prepare a table for validation with files of rules: what to validate, and the context for it."""
    return {"own": {}, **scenario_table}, {"rules": tuple(files)}
