"""What a varied parameter and its values are called by everybody: in tables, sentences, titles and figures.

Short names are declared here, once. ``manyhats explain`` has what each means; one without a short name is called by the
last part of its dotted name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

SHORT = {
    "company.customer_purchase": "purchase of a customer",
    "company.life.days": "length of life",
    "company.minimum_purchase": "minimum purchase",
    "company.plan.fast_start": "share of fee and first purchase for the sponsor",
    "company.plan.kind": "plan",
    "company.quality": "quality of the product",
    "company.regime": "rules on other networks",
    "company.revshare.deposits_growth": "growth of outside money",
    "conversation.avoid_recent": "time in which contacts are passed over",
    "conversation.guess_noise": "error in guessing what suits the listener",
    "conversation.memory_half_life": "memory halved after",
    "conversation.span_penalty": "clarity lost by distant topics",
    "conversation.topic_distance": "distance between topics",
    "credibility.ceiling_loss": "part of a contradiction that never heals",
    "credibility.contradiction": "weight of a contradiction",
    "decision.knowledge": "weight of knowledge",
    "decision.overload": "weight of too many offers",
    "events.share": "share of talks at events",
    "events.strangers": "weight of strangers at events",
    "gossip.rate": "chance of gossip",
    "graph.p": "rewired ties",
    "groups.cross_posters": "share who cross-post",
    "groups.wear": "wear of a group",
    "phases.care": "care for recruits",
    "policies.buy_back": "goods bought back",
    "policies.cooling_off": "time to withdraw",
    "policies.income_disclosure": "incomes disclosed",
    "policies.minimum_purchase_cap": "most that must be bought",
    "policies.recruiting_pay_cap": "most that is paid for recruiting",
    "population.honesty": "honesty",
    "population.part_time": "share of part-timers",
    "population.part_time_hours": "hours of part-timers",
    "strategy.portfolio.cash_out": "cashing out",
    "strategy.portfolio.held": "systems held",
    "study.aging": "knowledge made stale by an update",
    "study.founders": "knowledge on the first day",
    "teams.care_hours": "care per recruit",
    "teams.reaction": "how much uplines mind",
}
"""By dotted name, without the name of a company or strategy."""
NAMED = ("company", "strategy")
TELLING = 5  # letters; shorter names say nothing without their section
PER_CENT = ("share", "probability")
FOREVER = 1_000_000  # days


def general(dotted: str) -> tuple[str, str]:
    """A dotted name without the name of its company or strategy, and that name; empty if it has none."""
    first, _, rest = dotted.partition(".")
    name, dot, key = rest.partition(".")
    return (f"{first}.{key}", name) if first in NAMED and dot else (dotted, "")


def short_names(dotted: list[str]) -> dict[str, str]:
    """Readable names of parameters; those of several companies or strategies say whose they are.

    One that is not declared is called by its last part, where that is unique and says enough, with blanks.
    """
    unique = list(dict.fromkeys(dotted))
    last = Counter(name.rpartition(".")[2] for name in unique)
    shared = Counter(general(name)[0] for name in unique)
    found = {}
    for name in unique:
        key, whose = general(name)
        tail = name.rpartition(".")[2]
        plain = (tail if last[tail] == 1 and len(tail) >= TELLING else name.replace(".", " ")).replace("_", " ")
        declared = f"{SHORT[key]} of '{whose}'" if key in SHORT and shared[key] > 1 else SHORT.get(key)
        found[name] = declared or plain
    return found


def value_in_words(value: Any, unit: str = "") -> str:
    """A varied value with its unit: ``50 %``, ``7 days``, ``yes``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return "none" if value is None else str(value)
    first = unit.partition(" ")[0]
    if first in PER_CENT:
        rest = unit.removeprefix(first).strip()
        return f"{value * 100:.6g} %{f' {rest}' if rest.startswith('a ') else ''}"
    if unit == "per day":
        return f"{value * 100:.6g} % a day"
    if unit == "days" and value >= FOREVER:
        return "without end"
    text = f"{value:,.0f}" if abs(value) >= 1_000 and float(value).is_integer() else f"{value:.6g}"
    return f"{text} {unit}" if first in COUNTED else text


COUNTED = ("days", "hours", "months", "people", "currency", "weeks", "years")
"""First words of units that are read after a number; a scale or a factor is not."""


def setting_in_words(values: Mapping[str, Any], names: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Values of varied parameters as one text: ``share of talks at events 50 %, honesty 0.4``.

    Parameters
    ----------
    values
        By dotted name; those without a name are left out.
    names
        As :func:`short_names` gives them.
    units
        As a manifest has them.
    """
    return ", ".join(
        f"{names[name]} {value_in_words(value, units.get(name, ''))}" for name, value in values.items() if name in names
    )


def number_of(count: int, what: str) -> str:
    """A number of things: ``1 world``, ``40 worlds``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
