"""A user's mistakes in a scenario, each a sentence: where, which key, which value, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sim.core.errors import KeyPath, UserError
from sim.core.wording import printable, shown

MOST_PROBLEMS = 30


class _Absent:
    """Stands for *no value was given*."""


ABSENT: Final = _Absent()


@dataclass(frozen=True)
class Problem:
    """One mistake in a scenario.

    Attributes
    ----------
    message
        What is wrong and what is allowed; continues the sentence that key and value begin.
    key
        Dotted name, companies and strategies by name; empty if the whole file is meant.
    value
        What was given; ABSENT if nothing was.
    file
        File as the user would write it, or the ``--set`` that states the value.
    line
        Line in the file, counted from 1; found by ``path``.
    """

    message: str
    key: str = ""
    value: Any = ABSENT
    file: str = ""
    line: int | None = None
    path: KeyPath = field(default=(), compare=False)

    def __str__(self) -> str:
        """Render the sentence."""
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        subject = self.key if self.value is ABSENT else f"{self.key} = {shown(self.value)}"
        head = ": ".join(filter(None, [place, subject if self.key else ""]))
        joint = " " if self.message.startswith("is ") else ": "
        return printable(joint.join(filter(None, [head, self.message])))


class ScenarioError(UserError):
    """A scenario that cannot be run, with every mistake in the order they are to be read."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Render one line a problem, the first few dozen of them."""
        lines = [str(problem) for problem in self.problems[:MOST_PROBLEMS]]
        hidden = len(self.problems) - MOST_PROBLEMS
        return "\n".join([*lines, f"... and {hidden} more problems."] if hidden > 0 else lines)
