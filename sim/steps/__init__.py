"""Steps of a day: what is said of each, what it needs, when it is due; and what own phases may do."""

from sim.steps.due import (
    advertises,
    anything_said,
    enters_late,
    gossips,
    has_own,
    is_out,
    lets_enter,
    may_close,
    month_begins,
    month_ends,
    posts,
    sells_shares,
    week_begins,
)
from sim.steps.stepping import Lived, Step, declared, hand_over, handed, never, refuse, step
from sim.steps.today import Today, end_day, is_due, own_step

__all__ = [
    "Lived",
    "Step",
    "Today",
    "advertises",
    "anything_said",
    "declared",
    "end_day",
    "enters_late",
    "gossips",
    "hand_over",
    "handed",
    "has_own",
    "is_due",
    "is_out",
    "lets_enter",
    "may_close",
    "month_begins",
    "month_ends",
    "never",
    "own_step",
    "posts",
    "refuse",
    "sells_shares",
    "step",
    "week_begins",
]
