"""The whole model: published figures that one default scenario meets together, or does not.

All cases look at the same worlds: ``scenarios/base.toml`` over two years, with seeds that its calibration has not seen
(docs/calibration.md says where each ended, and why some are missed).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from sim.scenario.schema import Scenario
from sim.study.targets import balance, coming, levels
from sim.study.targets.table import TARGETS
from sim.study.targets.worlds import VERDICT_SEEDS, Worlds
from sim.verification.case import Check, Findings, case
from sim.verification.data import scenario_file

BASE = scenario_file("base.toml")
SHORT = 4  # seeds of the short form
TITLES: dict[str, str] = {
    "retention": "Half of a cohort stay for a year, and whoever stayed stays on",
    "neglected-team": "A team that nobody cares for melts away",
    "who-works": "Most sign-ups only buy",
    "commission": "Most members get no commission, and a few get most of it",
    "balance": "After costs few working members win, and most winners win little",
    "fee-heavy": "Under a plan that pays for recruiting nearly all lose",
    "full-time": "Full-timers earn several times what part-timers do",
    "who-recruits": "Nearly half are won by friends and family",
    "levels": "Commission comes from near by, and the median earner lives from own sales",
    "variance-shares": "Expertise and credibility weigh in decisions as in experiments",
}


@cache
def lived(short: bool) -> Worlds:
    """Return the worlds of all cases: ten seeds, or four."""
    return Worlds(Scenario.load(BASE), VERDICT_SEEDS[: SHORT if short else None])


def checks(group: str, worlds: Worlds) -> tuple[Check, ...]:
    """Return the targets of a group, as measured."""
    return tuple(
        Check(target.what, target.get(worlds), target.low, target.high, target.expected)
        for target in TARGETS.values()
        if target.group == group
    )


def remark(group: str, worlds: Worlds) -> str:
    """Return what else a reader should know of a group."""
    return REMARKS[group](worlds) if group in REMARKS else ""


def _shares(found: Sequence[float]) -> str:
    return " / ".join(f"{share:.2f}" for share in found)


def _zero(worlds: Worlds) -> str:
    world = worlds.default
    return (
        "Even is within a tenth of what one paid. Profit / even / loss within a quarter: "
        f"{_shares(balance.outcome(world, even=0.25))}; within the joining fee of 35: "
        f"{_shares(balance.outcome(world, within=35))}; within a month's purchase of 100: "
        f"{_shares(balance.outcome(world, within=100))}. What is left over runs without a gap from minus all that "
        "was paid to many times of it, so that no narrow band around nothing holds a quarter of those who worked: a "
        f"share of .27 would take {balance.band_of(world, 0.27):.2f} of what was paid. Where so few come out "
        "even, profit and loss cannot both be what they should be, and the search ends between them. Profits are small "
        "because most people know about ten others, and soon have asked them all."
    )


def _deep(worlds: Worlds) -> str:
    every = levels.within(levels.paid_from(worlds.default), 9)
    return f"If every level were paid alike, however deep, {every:.3f} would come from within nine levels."


def _joined(worlds: Worlds) -> str:
    one, two = (coming.joined(worlds.default, days) for days in (365, 730))
    return f"{one:.3f} of all people had signed up after one year, {two:.3f} after two."


REMARKS: dict[str, Callable[[Worlds], str]] = {
    "balance": _zero,
    "levels": _deep,
    "full-time": lambda _: (
        "Full-timers have four times the hours of part-timers and hold three times as many conversations, but have no "
        "larger address books: they talk to the same people again, and win twice as many of them. Longer conversations "
        "would make hours count for more, and at the same time lower the share of the best paid."
    ),
    "who-works": _joined,
    "who-recruits": lambda _: (
        "The model knows close contacts and acquaintances; it does not tell family (12 %) from friends (a third)."
    ),
}


def _declare(group: str) -> None:
    sources = dict.fromkeys(target.source for target in TARGETS.values() if target.group == group)

    @case(
        group,
        kind="target",
        title=TITLES[group],
        setup="scenarios/base.toml for 730 days, ten seeds from 910001 pooled (short: four).",
        source="; ".join(sources),
        tolerance="The accepted range covers what the sources differ by; the search saw other seeds.",
    )
    def run(short: bool) -> Findings:
        worlds = lived(short)
        return Findings(checks(group, worlds), remark=remark(group, worlds))


for _group in TITLES:
    _declare(_group)
