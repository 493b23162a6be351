"""What is kept of a run: measures, series, columns only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.record.measures import gini as gini
    from sim.record.measures import top_share as top_share
    from sim.record.milestones import TWELVE_MONTHS as TWELVE_MONTHS
    from sim.record.milestones import costs_of as costs_of

_HOMES = {
    "TWELVE_MONTHS": "sim.record.milestones",
    "costs_of": "sim.record.milestones",
    "gini": "sim.record.measures",
    "top_share": "sim.record.measures",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)
