"""Outcomes as everybody reads them: what a design may ask for, and how tables, plots and sentences write a value.

Each is declared once, with ``@outcome`` above the function in :mod:`sim.record` that measures it; here the declarations
are read without importing any of them, so that names and units are at hand when a scenario is checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.core.money import CENTS, UNITS
from sim.core.registry import Rule, rules

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["money", "count", "share", "score", "day"]
YEARS = (1, 2, 3, 5)  # after which net income is taken down
SMALL_AMOUNT = 100.0
MEDIAN = "_median"
OF_COMPANIES = frozenset(
    ("volume", "consumer_volume", "paid", "pool", "paid_in", "paid_out", "crowd_in", "crowd_out", "crowd_lost", "won")
)
"""Columns of companies that hold money."""


KINDS: dict[str, Kind] = {"0..1": "score", "share": "share", "day": "day", UNITS: "money"}
"""Units that say how a value is written; anything else is what is counted."""


@dataclass(frozen=True)
class Outcome:
    """How an outcome is called, read and measured.

    Attributes
    ----------
    name
        Column in a store.
    label
        Name in tables, titles and sentences.
    kind
        ``money`` (currency units), ``count``, ``share`` (0..1), ``score`` (0..1) or ``day``.
    less_is_better
        Whether the smaller value wins a comparison.
    unit
        What the numbers of a count are counted in.
    of
        ``persons``; ``medians`` or ``group`` where only a group of networkers has it.
    is_flow
        Whether groups have the median as well, as ``<name>_median``.
    is_own
        Whether a rule of the user's own declares it.
    """

    name: str
    label: str
    kind: Kind
    less_is_better: bool = False
    unit: str = ""
    of: str = "persons"
    is_flow: bool = False
    is_own: bool = False

    @property
    def axis(self) -> str:
        """Label of an axis: the name with its unit."""
        units = {"money": UNITS, "share": "% of networkers", "score": "scale of 0 to 1", "day": "day"}
        return f"{self.label} ({self.unit or units.get(self.kind, 'number')})"

    @property
    def named(self) -> str:
        """The name in a sentence, with the unit of money, which :meth:`write` does not add."""
        return f"{self.label} ({UNITS})" if self.kind == "money" else self.label

    @property
    def is_share_of_people(self) -> bool:
        """Whether it is yes or no for a person, so that its mean is a share of people."""
        return self.kind == "share" and not self.unit and not self.is_own

    def write(self, value: float, *, sign: bool = False) -> str:
        """One value as text with its unit; see :meth:`write_all`."""
        return self.write_all([value], sign=sign)[0] + ("" if value != value else self.suffix(sign=sign))

    def write_range(self, low: float, high: float, *, sign: bool = False) -> str:
        """Two ends as text: ``−3.4 to +1.2 points``."""
        return " to ".join(self.write_all([low, high], sign=sign)) + self.suffix(sign=sign)

    def write_all(self, values: Sequence[float], *, sign: bool = False) -> list[str]:
        """Values that are read together, with equally many decimals and true minus signs, without unit.

        Parameters
        ----------
        values
            Money in currency units, shares as 0..1; nan becomes a dash.
        sign
            Whether a plus is written as well.
        """
        numbers = [value * 100 if self.kind == "share" else value for value in values]
        decimals = self._decimals(numbers)
        return [_text(number, decimals, sign) for number in numbers]

    def suffix(self, *, sign: bool = False) -> str:
        """What follows a share: a percent sign, or points for a difference (``sign``)."""
        if self.kind != "share":
            return ""
        return " points" if sign else " %"

    def _decimals(self, numbers: list[float]) -> int:
        if self.kind == "money":
            return 0 if any(abs(number) >= SMALL_AMOUNT for number in numbers) else 2
        return {"count": 2, "share": 1, "score": 3, "day": 0}[self.kind]


def _text(number: float, decimals: int, sign: bool) -> str:
    if number != number:
        return "–"
    text = f"{number:{'+' if sign else ''},.{decimals}f}"
    if not text.strip("+-0.,"):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def of_rule(rule: Rule, *, is_own: bool = False) -> Outcome:
    """Read a declaration of an outcome, or of a measure of the user's own (``is_own``)."""
    kind = rule.more.get("scale") or KINDS.get(rule.unit, "count")
    label = rule.label or rule.name.replace("_", " ").capitalize()
    unit = "" if rule.unit in KINDS else rule.unit
    of, is_flow = rule.more.get("of", "persons"), bool(rule.more.get("flow"))
    return Outcome(rule.name, label, kind, rule.less_is_better, unit, of, is_flow, is_own)


OUTCOMES = {rule.name: of_rule(rule) for rule in rules("outcome")}
"""All outcomes by name, in the order of the columns of a run."""


def personal() -> dict[str, Outcome]:
    """Built-in outcomes that every networker has."""
    return {name: each for name, each in OUTCOMES.items() if each.of == "persons" and not each.is_own}


def of_groups() -> dict[str, Outcome]:
    """Built-in outcomes that only a group of networkers has, and that are no means or medians of theirs."""
    return {name: each for name, each in OUTCOMES.items() if each.of == "group"}


def flows() -> list[str]:
    """What came in and what it cost; of these, groups have medians as well."""
    return [name for name, each in OUTCOMES.items() if each.is_flow]


def money_in(frame: str) -> frozenset[str]:
    """Return the names of the columns of a frame that hold money; ``frame`` is its name, such as ``people``."""
    if frame == "companies":
        return OF_COMPANIES
    if frame == "flows":
        return frozenset(("amount",))
    plain = [name for name, each in OUTCOMES.items() if each.kind == "money" and not each.is_own]
    return frozenset((*plain, *(f"{name}{MEDIAN}" for name in flows())))


def in_units(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the money of a frame from cents to currency units."""
    return frame.assign(**_turned(name, dict(frame.items())))


def columns_in_units(name: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the money of a frame's columns, each an array, from cents to currency units."""
    return {**columns, **_turned(name, columns)}


def _turned(name: str, columns: Mapping[Any, Any]) -> dict[str, Any]:
    money = money_in(name)
    return {column: values / CENTS for column, values in columns.items() if column in money}


def know_own(scenario: dict[str, Any]) -> None:
    """Let a batch's own measures be read like outcomes that are built in, which are never replaced."""
    for file in scenario.get("own", {}).get("files", []):
        for told in file["rules"]:
            name = told["name"]
            if told["kind"] == "measure" and (name not in OUTCOMES or OUTCOMES[name].is_own):
                OUTCOMES[name] = of_rule(Rule.from_told(told), is_own=True)
