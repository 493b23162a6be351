"""What each outcome is: its name in a sentence, its unit, and which way is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.core.money import UNITS
from sim.scenario.design import YEARS

Kind = Literal["money", "count", "share", "score", "day"]
SMALL_AMOUNT = 100.0


@dataclass(frozen=True)
class Outcome:
    """How an outcome is called and read.

    Attributes
    ----------
    name
        Column in a store; money outcomes also have a ``<name>_median`` column.
    label
        Name in tables, titles and sentences.
    kind
        ``money`` (currency units), ``count``, ``share`` (0..1),
        ``score`` (0..1) or ``day``.
    less_is_better
        Whether the smaller value wins a comparison.
    unit
        What the numbers of a count are counted in.
    """

    name: str
    label: str
    kind: Kind
    less_is_better: bool = False
    unit: str = ""

    @property
    def axis(self) -> str:
        """Label of an axis: the name with its unit."""
        units = {
            "money": "currency units",
            "share": "% of networkers",
            "score": "scale of 0 to 1",
            "day": "day",
        }
        return f"{self.label} ({self.unit or units.get(self.kind, 'number')})"

    @property
    def named(self) -> str:
        """The name in a sentence, with the unit of money, which :meth:`write` does not add."""
        return f"{self.label} ({UNITS})" if self.kind == "money" else self.label

    @property
    def is_share_of_people(self) -> bool:
        """Whether it is yes or no for a person, so that its mean is a share of people."""
        return self.kind == "share" and not self.unit and self.name in BUILT_IN

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


_ALL = (
    Outcome("recruits", "Recruits", "count", unit="direct recruits"),
    Outcome("downline", "Downline", "count", unit="people"),
    Outcome("sales", "Sales", "count", unit="customers"),
    Outcome("net_income", "Net income", "money"),
    Outcome("net_income_median", "Net income of a world's median person", "money"),
    Outcome("active_income", "Active income", "money"),
    Outcome("passive_income", "Passive income", "money"),
    Outcome("capital_income", "Capital income", "money"),
    Outcome("capital_result", "Result of shares", "money"),
    Outcome("gain", "Share with a gain on shares", "share"),
    Outcome("costs", "Costs", "money", less_is_better=True),
    Outcome("net_loss", "Share with a net loss", "share", less_is_better=True),
    Outcome("no_commission", "Share without commission", "share", less_is_better=True),
    Outcome("gini", "Gini of commissions", "score"),
    Outcome("top1_share", "Top 1 % of earners", "share", unit="% of commissions"),
    Outcome("top10_share", "Top 10 % of earners", "share", unit="% of commissions"),
    Outcome("concentration", "Concentration of income", "score", less_is_better=True),
    Outcome("income_at_stake", "Income at stake", "money", less_is_better=True),
    Outcome("ruin", "Share with savings gone", "share", less_is_better=True),
    *(Outcome(f"net_income_{n}y", f"Net income after {n} year{'s' * (n > 1)}", "money") for n in YEARS),
    Outcome("first_commission_day", "First commission", "day", less_is_better=True),
    Outcome("leads", "Leads by advertising", "count", unit="strangers reached"),
    Outcome("cross_posts", "Cross-posts", "count", unit="posts"),
    Outcome("group_leads", "Leads by cross-posts", "count", unit="readings"),
    Outcome("group_usefulness", "Usefulness of his groups", "score"),
    Outcome("bans", "Bans", "count", less_is_better=True, unit="positions lost"),
    Outcome("event_share", "Openings at events", "share", unit="% of openings"),
    Outcome("credibility", "Credibility", "score"),
    Outcome("credibility_spread", "Spread of credibility", "score", less_is_better=True),
    Outcome("knowledge", "Knowledge", "score"),
    Outcome("care", "Care received", "count", unit="hours a week"),
    Outcome("team_retention", "Recruits still in", "share", unit="% of recruits"),
    Outcome("worst_team_retention", "Worst team's retention", "share", unit="% of recruits"),
    Outcome("survival", "Still working", "share"),
    Outcome("months", "Months active", "count", unit="months"),
    Outcome("conversations", "Conversations", "count", unit="conversations"),
    Outcome("contradictions", "Contradictions", "count", less_is_better=True, unit="times noticed"),
    Outcome("contradictions_private", "Private contradictions", "count", less_is_better=True, unit="times noticed"),
    Outcome("contradictions_public", "Public contradictions", "count", less_is_better=True, unit="times noticed"),
    Outcome(
        "contradictions_hearsay",
        "Contradictions by hearsay",
        "count",
        less_is_better=True,
        unit="times noticed",
    ),
)
OUTCOMES = {outcome.name: outcome for outcome in _ALL}
BUILT_IN = frozenset(OUTCOMES)
SHOWN = (
    "recruits",
    "net_income",
    "net_income_median",
    "active_income",
    "passive_income",
    "capital_income",
    "costs",
    "net_loss",
    "credibility",
    "contradictions",
)


def know_own(scenario: dict[str, Any]) -> None:
    """Let a batch's own measures be read like outcomes that are built in, which are never replaced.

    Parameters
    ----------
    scenario
        The resolved scenario as it stands in a manifest.
    """
    kinds: dict[str, Kind] = {"0..1": "score", "share": "share", "day": "day", UNITS: "money"}
    for file in scenario.get("own", {}).get("files", []):
        for rule in file["rules"]:
            if rule["kind"] == "measure" and rule["name"] not in BUILT_IN:
                kind = kinds.get(rule["unit"], "count")
                label, unit = rule["name"].replace("_", " ").capitalize(), rule["unit"] if kind == "count" else ""
                OUTCOMES[rule["name"]] = Outcome(rule["name"], label, kind, rule["less_is_better"], unit)
