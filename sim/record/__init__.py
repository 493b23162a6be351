"""What is kept of a run: outcomes and series, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.record.lived import TWELVE_MONTHS as TWELVE_MONTHS
    from sim.record.lived import costs_of as costs_of
    from sim.record.outcomes import gini as gini
    from sim.record.outcomes import top_share as top_share

_HOMES = {
    "TWELVE_MONTHS": "sim.record.lived",
    "costs_of": "sim.record.lived",
    "gini": "sim.record.outcomes",
    "top_share": "sim.record.outcomes",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)
