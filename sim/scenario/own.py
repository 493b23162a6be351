"""Rules of the user's own: what a scenario knows of the files that declare them.

A scenario names such rules and never runs them; which files there are is said on the command line, not in a scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, PrivateAttr, ValidationInfo, model_validator

from sim.core.parameters import Section, param
from sim.core.registry import Kind, Rule

OwnName = Annotated[str, Field(min_length=1, max_length=60)]


@dataclass(frozen=True)
class RuleFile:
    """A file of rules.

    Attributes
    ----------
    path
        As the user wrote it.
    sha256
        Of its content, 64 hexadecimal digits.
    rules
        What it declares, in its order.
    text
        Its content; empty where only its name is known, as in a manifest. Only who was given the file has it.
    """

    path: str
    sha256: str
    rules: tuple[Rule, ...]
    text: str = field(default="", repr=False, compare=False)

    def told(self) -> dict[str, Any]:
        """Say everything but the content in plain JSON types."""
        return {"path": self.path, "sha256": self.sha256, "rules": [rule.told() for rule in self.rules]}

    @classmethod
    def from_told(cls, table: dict[str, Any]) -> RuleFile:
        """Read back what :meth:`told` said."""
        return cls(str(table["path"]), str(table["sha256"]), tuple(Rule.from_told(rule) for rule in table["rules"]))


class Own(Section):
    """Rules of the user's own that are no value of another section."""

    phases: list[OwnName] = param(
        [], max_length=100, meaning="Own phases, in the order in which they end the day; need --rules FILE."
    )
    measures: list[OwnName] = param(
        [], max_length=100, meaning="Own measures of networkers, recorded like built-in outcomes; need --rules FILE."
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
        """Return what is said of an own rule.

        Raises
        ------
        KeyError
            If none of the files has it.
        """
        return next(rule for rule in self.file(kind, name).rules if (rule.kind, rule.name) == (kind, name))

    def file(self, kind: Kind, name: str) -> RuleFile:
        """Return the file that declares a rule.

        Raises
        ------
        KeyError
            If none does.
        """
        for file in self._files:
            if any((rule.kind, rule.name) == (kind, name) for rule in file.rules):
                return file
        raise KeyError(name)


def with_files(scenario_table: dict[str, Any], files: Sequence[RuleFile]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Prepare a table for validation with files of rules: what to validate, and the context for it."""
    return {"own": {}, **scenario_table}, {"rules": tuple(files)}
