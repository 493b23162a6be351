"""How a finding says things: people per hundred, lists, names of ways, and what an outcome is called in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from sim.model.outcomes import Outcome

HUNDRED = 100
YEAR = 365


class Said(NamedTuple):
    """What people did in whose life an outcome was better, and worse; both follow "35 of 100 people"."""

    better: str
    worse: str


SAID = {
    "net_income": Said("ended up better off", "worse off"),
    "recruits": Said("won more recruits", "fewer"),
    "sales": Said("won more customers", "fewer"),
    "downline": Said("had more people below them", "fewer"),
    "costs": Said("paid less", "more"),
    "credibility": Said("were believed more", "less"),
    "contradictions": Said("were caught in fewer contradictions", "more"),
    "conversations": Said("held more conversations", "fewer"),
    "knowledge": Said("knew more", "less"),
    "hours": Said("worked more hours", "fewer"),
    "months": Said("worked for longer", "less long"),
    "active_income": Said("earned more by their own work", "less"),
    "passive_income": Said("earned more by others' work", "less"),
    "capital_income": Said("got more from shares", "less"),
    "care": Said("received more care", "less"),
    "leads": Said("reached more strangers by advertising", "fewer"),
}
"""By outcome; of any other it is said that they did better, or worse, in it."""
YES = {
    "net_loss": "ended with a net loss",
    "no_commission": "never earned a commission",
    "survival": "still worked at the end",
    "ruin": "lost their savings",
    "gain": "made a gain on shares",
}
"""What a person did of whom it is so; by outcome that is yes or no for a person."""


def said(outcome: Outcome) -> Said:
    """What people are said to have done better and worse in an outcome."""
    default = Said(f"did better in {name_in_text(outcome)}", "worse")
    return SAID.get(outcome.name, default)


def yes(outcome: Outcome) -> str:
    """What is so of a person, of an outcome that is yes or no for everybody."""
    return YES.get(outcome.name, f"have it that {name_in_text(outcome)}")


def name_in_text(outcome: Outcome) -> str:
    """The label within a sentence; a name that has capitals inside keeps them."""
    return outcome.label[:1].lower() + outcome.label[1:]


def is_plural(outcome: Outcome) -> bool:
    """Whether a label is a plural, by its first word's last letter."""
    return any(word.endswith("s") and not word.endswith("ss") for word in outcome.label.split())


def way(name: Any) -> str:
    """The name of a way, as somebody chose it."""
    return f"'{name}'"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """One text of several: ``a, b and c``."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


class Crowd(NamedTuple):
    """People who are counted: per hundred if there are a hundred or more, otherwise one by one."""

    people: int

    @property
    def base(self) -> int:
        """Of how many it is told."""
        return min(HUNDRED, self.people)

    def count(self, part: float) -> int:
        """A share as a number of people."""
        return round(part * self.base)

    def counts(self, *parts: float) -> list[int]:
        """Shares that add up to 1 as numbers of people that add up to all of them (largest remainders)."""
        exact = [part * self.base for part in parts]
        whole = [int(number + 1e-9) for number in exact]
        order = sorted(range(len(parts)), key=lambda at: whole[at] - exact[at])
        for at in order[: self.base - sum(whole)]:
            whole[at] += 1
        return whole

    def ends(self, low: float, high: float) -> str:
        """An interval in brackets with a blank before it; empty if there is none."""
        return "" if pd.isna(low) else f" ({self.count(low)} to {self.count(high)})"


def span(days: int) -> str:
    """A length of time: ``5 years`` or ``540 days``."""
    years, rest = divmod(days, YEAR)
    if rest or not years:
        return "1 day" if days == 1 else f"{days:,} days"
    return "1 year" if years == 1 else f"{years} years"
