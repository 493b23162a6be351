"""A replay as tables for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from sim.replay.intervals import Estimate
from sim.replay.policies import Outcome
from sim.replay.statistics import Statistics
from sim.scenario.conduct import Conversation

HALF = Conversation().memory_half_life
NOTE = (
    "Everybody is once the networker; whoever faces him as a talk begins hears his opening. Stories meet: share of the "
    "first talks of a day in which somebody stands by who was, or will be, told another story that day. Noticed: "
    "contradictions that listeners notice, per networker and day, with a story of the same day and of an earlier day. "
    "Credibility: what those who heard him that day think of him at its end. In brackets: 95 % bootstrap intervals over "
    f"people. Half of a story is forgotten in {HALF:g} days, so nearly nothing within an evening."
)


def statistics_table(found: Statistics) -> Table:
    """Lay out the measures of an event, one a row.

    Parameters
    ----------
    found
        From :func:`sim.replay.statistics.measure`.
    """
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for meaning, value in _measures(found):
        table.add_row(Text(meaning), Text(value))
    return table


def _measures(found: Statistics) -> list[tuple[str, str]]:
    tailored = f"first talks with a contradiction, as expected of {found.businesses} businesses told by fit"
    return [
        ("circles of 2 / 3 / 4 / 5 and more people", _shares([found.share_of_circles(n) for n in (2, 3, 4, 5)])),
        ("people in a circle, mean", f"{found.mean_circle:.2f}"),
        ("seconds of a talk, mean", f"{found.mean_seconds:.0f}"),
        ("talks of 60 seconds and more / over 300 seconds", _shares([found.long, found.very_long])),
        ("partners of a person and day, talks of 60 seconds and more", _number(found.mean_partners, 1)),
        ("first talks of a day with a witness", _shares([found.witness])),
        (tailored, _shares([found.contradiction])),
        ("talks joined by an earlier partner of 10 / 60 minutes ago", _shares(found.rejoined)),
    ]


def _shares(values: Sequence[float]) -> str:
    return " / ".join(_number(value, 3) for value in values)


def _number(value: float, decimals: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{decimals}f}"


def policies_table(outcomes: Sequence[Outcome]) -> Table:
    """Lay out pitch policies side by side, one a row.

    Parameters
    ----------
    outcomes
        From :func:`sim.replay.policies.play`.
    """
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("pitch policy", overflow="fold", ratio=1)
    for head in ("stories meet", "noticed", "of earlier days", "credibility"):
        table.add_column(head, justify="right", no_wrap=head not in ("of earlier days",))
    for outcome in outcomes:
        table.add_row(
            Text(outcome.policy.name),
            _bracketed(outcome.contradiction),
            f"{outcome.within.mean:.2f}",
            f"{outcome.earlier.mean:.2f}",
            _bracketed(outcome.credibility),
        )
    return table


def _bracketed(found: Estimate) -> Text:
    return Text(f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]")


def as_group(title: str, found: Statistics, outcomes: Sequence[Outcome]) -> Group:
    """Put both tables below each other, with a note on what the columns mean.

    Parameters
    ----------
    title
        What was replayed.
    found, outcomes
        As the two tables take them.
    """
    told = "1 business" if found.businesses == 1 else f"{found.businesses} businesses"
    return Group(
        Text(title, style="bold"),
        Text(),
        statistics_table(found),
        Text(f"\nThe same event with networkers of {told}\n", style="bold"),
        policies_table(outcomes),
        Text(f"\n{NOTE}"),
    )
