"""What is said of a rule: its kind, its name, the numbers that a scenario may set, and all else but its function."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

from sim.core.errors import UserError
from sim.core.wording import number as written

Kind = Literal["pitch", "plan", "life", "phase", "measure", "outcome", "plot", "check"]
Value = bool | int | float

WORDS: dict[Kind, str] = {
    "pitch": "pitch policy",
    "plan": "compensation plan",
    "life": "law of a company's life",
    "phase": "phase",
    "measure": "measure",
    "outcome": "outcome",
    "plot": "plot",
    "check": "check",
}
"""What a rule of each kind is called in a sentence."""

ALWAYS = ("kind", "name", "meaning", "line", "unit")  # what is told of every rule; of the rest, what is not the default
CADENCES = ("daily", "weekly", "monthly")


class RuleError(UserError):
    """Something is wrong with a rule of the user's own; the text is a sentence."""


@dataclass(frozen=True)
class Number:
    """A number of a rule, which a scenario may set and a design may vary.

    Attributes
    ----------
    name
        By which the function takes it and ``[own.numbers.RULE]`` sets it.
    default
        A whole number takes only whole ones, a float any, a switch true or false.
    unit, meaning
        For the reader.
    ge, le
        Bounds; None for none.
    """

    name: str
    default: Value
    unit: str = ""
    meaning: str = ""
    ge: float | None = None
    le: float | None = None

    def wrong(self, value: object) -> str:
        """Say what is wrong with a value, as the end of a sentence; empty if nothing is."""
        unit = f" ({self.unit})" if self.unit else ""
        if isinstance(self.default, bool):
            return "" if isinstance(value, bool) else "must be true or false."
        whole = isinstance(self.default, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            return f"must be a {'whole ' if whole else ''}number{unit}."
        if isinstance(value, float) and not math.isfinite(value):
            return f"must be a finite number{unit}."
        if self.ge is not None and value < self.ge:
            return f"must be at least {written(self.ge)}{unit}."
        if self.le is not None and value > self.le:
            return f"must be at most {written(self.le)}{unit}."
        return ""

    def taken(self, value: Value) -> Value:
        """Return a value as the rule takes it: a whole number where a float is declared becomes one."""
        return float(value) if isinstance(self.default, float) else value


number = Number
"""How a decorator declares a number: ``numbers=[number("share", 0.1, unit="share", ge=0, le=1)]``."""


@dataclass(frozen=True)
class Rule:
    """What is said of a rule: all that can be known without running it.

    Attributes
    ----------
    kind, name
        What it is, and by which name it is asked for.
    meaning
        One line for the reader.
    line
        Where it stands in its file, from 1.
    module
        That declares it, of the package; empty for a file of the user's.
    compiled
        Whether it is compiled and takes the tables, instead of plain and given what a reader would look at.
    when, after, before
        Of a phase: how often it happens (:data:`CADENCES`), and the step of the day that it follows or precedes.
    label, unit, better
        Of a measure or outcome: how a reader calls it, what is counted, and which way is better: ``more``, ``less`` or
        neither.
    needs
        What it can do nothing without.
    reads
        Of a plan: parameters of a company's plan that it reads and not all plans do.
    order
        Its place among its kind: smaller numbers come first.
    numbers
        Which it declares.
    more
        Whatever else its decorator was told.
    """

    kind: Kind
    name: str
    meaning: str = ""
    line: int = 0
    module: str = ""
    compiled: bool = False
    when: str = ""
    after: str = ""
    before: str = ""
    label: str = ""
    unit: str = ""
    better: str = ""
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    order: float = 0.0
    numbers: tuple[Number, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def less_is_better(self) -> bool:
        """Whether the smaller value wins a comparison."""
        return self.better == "less"

    def told(self) -> dict[str, Any]:
        """Say it in plain JSON types."""
        plain = Rule(self.kind, self.name)
        said = {name: value for name, value in asdict(self).items() if value != getattr(plain, name) or name in ALWAYS}
        return {**said, "less_is_better": self.less_is_better}

    @classmethod
    def from_told(cls, table: Mapping[str, Any]) -> Rule:
        """Read back what :meth:`told` said, or an older version, which knew measures of which less is better."""
        known: dict[str, Any] = {name: value for name, value in table.items() if name != "less_is_better"}
        if table.get("less_is_better"):
            known["better"] = "less"
        known["needs"], known["reads"] = tuple(known.get("needs", ())), tuple(known.get("reads", ()))
        known["numbers"] = tuple(Number(**each) for each in known.get("numbers", ()))
        return cls(**known)


class Rulebook(Protocol):
    """Where rules are looked up by kind and name: the package's own, and those of the files that a scenario has."""

    def rule(self, kind: Kind, name: str) -> Rule:
        """Return what is said of a rule."""

    def function(self, kind: Kind, name: str) -> Callable[..., Any]:
        """Return the function of a rule, which is given the numbers that the scenario sets."""

    def place(self, kind: Kind, name: str) -> str:
        """Say where a rule stands and what it is, for the beginning of a sentence about it."""


@dataclass(frozen=True)
class Declared:
    """A rule with the function that carries it out."""

    rule: Rule
    function: Callable[..., Any]
