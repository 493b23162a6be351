"""A replay as tables for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from sim.model.talk.parameters import Conversation
from sim.replay.intervals import Estimate
from sim.replay.policies import Outcome
from sim.replay.statistics import Statistics

HALF = Conversation().memory_half_life
NOTE = (
    "Everybody is once the networker; whoever faces him as a talk begins hears his opening. Stories meet: share of the "
    "first talks of a day at which somebody stands by who was, or will be, told another story that day. Noticed: "
    "contradictions that listeners notice, a networker and day, with a story of the same day and of an earlier day. "
    "Credibility: of the networker at the end of a day, among those who heard him. In brackets: 95 % bootstrap "
    f"intervals over people. Half of a story is forgotten in {HALF:g} days, so nearly nothing within an evening."
)
MEASURES = (
    "circles of 2 / 3 / 4 / 5 and more people",
    "people in a circle, mean",
    "seconds of a talk, mean",
    "talks of 60 s and more / over 300 s",
    "partners of a person and day (60 s and more)",
    "first talks of a day with a witness",
    "first talks with a contradiction, if tailored",
    "talks joined by a partner of 10 / 60 minutes ago",
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
    for meaning, value in zip(MEASURES, _values(found), strict=True):
        table.add_row(Text(meaning), Text(value))
    return table


def _values(found: Statistics) -> list[str]:
    return [
        _shares([found.share_of_circles(size) for size in (2, 3, 4, 5)]),
        f"{found.mean_circle:.2f}",
        f"{found.mean_seconds:.0f}",
        _shares([found.long, found.very_long]),
        _number(found.mean_partners, 1),
        _number(found.witness, 3),
        _number(found.contradiction, 3),
        _shares(found.rejoined),
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
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("\npitch policy")
    for head in ("\nstories meet", "noticed\nsame day", "noticed\nearlier", "\ncredibility"):
        table.add_column(head, justify="right", no_wrap=True)
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
