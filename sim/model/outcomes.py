"""Outcomes: each declared once, with its name, label, unit, which way is better, and how it is measured.

What a design may ask for, the columns of a run, tables, plots, sentences and precision all read :data:`OUTCOMES`.
Nothing here needs numpy before anything is measured, so that names and units are at hand when a scenario is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sim.core.money import CENTS, UNITS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.model.measured import Lived

Kind = Literal["money", "count", "share", "score", "day"]
YEARS = (1, 2, 3, 5)  # after which net income is taken down
SMALL_AMOUNT = 100.0
MEDIAN = "_median"
NOTICED = "times noticed"
OF_COMPANIES = frozenset(("volume", "consumer_volume", "paid", "pool", "paid_in", "paid_out"))
"""Columns of companies that hold money."""


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
    measure
        Gives a value for each networker, money in cents; None where persons have none.
    of_group
        Gives the value of a group from the commissions of its networkers, in cents; None where it is their mean.
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
    measure: Callable[[Lived], NDArray[Any]] | None = field(default=None, repr=False, compare=False)
    of_group: Callable[[NDArray[np.int64]], float] | None = field(default=None, repr=False, compare=False)
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


def _after(year: int) -> Callable[[Lived], NDArray[Any]]:
    return lambda of: of.net_income_after(year)


def _gini(commissions: NDArray[np.int64]) -> float:
    from sim.model.measured import gini

    return gini(commissions)


def _top(share: float) -> Callable[[NDArray[np.int64]], float]:
    def measured(commissions: NDArray[np.int64]) -> float:
        from sim.model.measured import top_share

        return top_share(commissions, share)

    return measured


_ALL = (
    Outcome("recruits", "Recruits", "count", unit="direct recruits", measure=lambda of: of.counted("recruits")),
    Outcome("downline", "Downline", "count", unit="people", measure=lambda of: of.downline),
    Outcome("sales", "Sales", "count", unit="customers", measure=lambda of: of.counted("sales")),
    Outcome("net_income", "Net income", "money", measure=lambda of: of.income - of.costs, is_flow=True),
    Outcome("net_income_median", "Net income of a world's median person", "money"),
    Outcome("active_income", "Active income", "money", measure=lambda of: of.purse.active, is_flow=True),
    Outcome("passive_income", "Passive income", "money", measure=lambda of: of.purse.passive, is_flow=True),
    Outcome("capital_income", "Capital income", "money", measure=lambda of: of.purse.capital, is_flow=True),
    Outcome(
        "capital_result",
        "Result of shares",
        "money",
        measure=lambda of: of.purse.capital - of.purse.stakes,
        is_flow=True,
    ),
    Outcome("gain", "Share with a gain on shares", "share", measure=lambda of: of.gain),
    Outcome("costs", "Costs", "money", True, measure=lambda of: of.costs, is_flow=True),
    Outcome("credibility", "Credibility", "score", measure=lambda of: of.believed[0]),
    Outcome("credibility_spread", "Spread of credibility", "score", True, measure=lambda of: of.believed[1]),
    Outcome("knowledge", "Knowledge", "score", measure=lambda of: of.per_position("knowledge")),
    Outcome("care", "Care received", "count", unit="hours a week", measure=lambda of: of.care),
    Outcome("team_retention", "Recruits still in", "share", unit="% of recruits", measure=lambda of: of.retention[0]),
    Outcome(
        "worst_team_retention",
        "Worst team's retention",
        "share",
        unit="% of recruits",
        measure=lambda of: of.retention[1],
    ),
    Outcome("survival", "Still working", "share", measure=lambda of: of.works != 0),
    Outcome("months", "Months active", "count", unit="months", measure=lambda of: of.counted("months")),
    Outcome(
        "conversations", "Conversations", "count", unit="conversations", measure=lambda of: of.counted("conversations")
    ),
    Outcome(
        "contradictions",
        "Contradictions",
        "count",
        True,
        NOTICED,
        lambda of: of.counted("private", "public", "hearsay"),
    ),
    Outcome(
        "contradictions_private", "Private contradictions", "count", True, NOTICED, lambda of: of.counted("private")
    ),
    Outcome("contradictions_public", "Public contradictions", "count", True, NOTICED, lambda of: of.counted("public")),
    Outcome(
        "contradictions_hearsay", "Contradictions by hearsay", "count", True, NOTICED, lambda of: of.counted("hearsay")
    ),
    Outcome("first_commission_day", "First commission", "day", True, measure=lambda of: of.first_commission),
    Outcome("event_share", "Openings at events", "share", unit="% of openings", measure=lambda of: of.at_events),
    Outcome("leads", "Leads by advertising", "count", unit="strangers reached", measure=lambda of: of.counted("leads")),
    Outcome("cross_posts", "Cross-posts", "count", unit="posts", measure=lambda of: of.counted("cross_posts")),
    Outcome(
        "group_leads", "Leads by cross-posts", "count", unit="readings", measure=lambda of: of.counted("group_leads")
    ),
    Outcome("group_usefulness", "Usefulness of his groups", "score", measure=lambda of: of.group_usefulness),
    Outcome("bans", "Bans", "count", True, "positions lost", lambda of: of.counted("bans")),
    Outcome("no_commission", "Share without commission", "share", True, measure=lambda of: of.income == 0),
    Outcome("net_loss", "Share with a net loss", "share", True, measure=lambda of: of.income < of.costs),
    Outcome("concentration", "Concentration of income", "score", True, measure=lambda of: of.concentration),
    Outcome("income_at_stake", "Income at stake", "money", True, measure=lambda of: of.income_at_stake),
    Outcome("ruin", "Share with savings gone", "share", True, measure=lambda of: of.ruined),
    *(
        Outcome(f"net_income_{n}y", f"Net income after {n} year{'s' * (n > 1)}", "money", measure=_after(n))
        for n in YEARS
    ),
    Outcome("gini", "Gini of commissions", "score", of_group=_gini),
    Outcome("top1_share", "Top 1 % of earners", "share", unit="% of commissions", of_group=_top(0.01)),
    Outcome("top10_share", "Top 10 % of earners", "share", unit="% of commissions", of_group=_top(0.1)),
)
OUTCOMES = {each.name: each for each in _ALL}
"""All outcomes by name, in the order of the columns of a run."""


def personal() -> dict[str, Outcome]:
    """Built-in outcomes that every networker has."""
    return {name: each for name, each in OUTCOMES.items() if each.measure}


def of_groups() -> dict[str, Outcome]:
    """Built-in outcomes that only a group of networkers has, and that are no means or medians of theirs."""
    return {name: each for name, each in OUTCOMES.items() if each.of_group}


def flows() -> list[str]:
    """What came in and what it cost; of these, groups have medians as well."""
    return [name for name, each in OUTCOMES.items() if each.is_flow]


def money_in(frame: str) -> frozenset[str]:
    """Return the names of the columns of a frame that hold money; ``frame`` is its name, such as ``people``."""
    if frame == "companies":
        return OF_COMPANIES
    plain = [name for name, each in OUTCOMES.items() if each.kind == "money" and not each.is_own]
    return frozenset((*plain, *(f"{name}{MEDIAN}" for name in flows())))


def in_units(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the money of a frame from cents to currency units.

    Parameters
    ----------
    name
        Of the frame: ``groups``, ``runs``, ``people``, ``series``, ``companies`` or ``tenure``.
    frame
        Any of its columns; it stays as it is.
    """
    return frame.assign(**{column: frame[column] / CENTS for column in frame.columns if column in money_in(name)})


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
            name = rule["name"]
            if rule["kind"] == "measure" and (name not in OUTCOMES or OUTCOMES[name].is_own):
                kind = kinds.get(rule["unit"], "count")
                label, unit = name.replace("_", " ").capitalize(), rule["unit"] if kind == "count" else ""
                OUTCOMES[name] = Outcome(name, label, kind, rule["less_is_better"], unit, is_own=True)
