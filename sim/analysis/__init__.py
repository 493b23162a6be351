"""What it means: stores are read, compared, put into words and drawn; the engine is unknown here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.analysis.outcomes import OUTCOMES as OUTCOMES
    from sim.analysis.outcomes import Outcome as Outcome
    from sim.analysis.plots import style as style
    from sim.analysis.plots.fonts import one_sentence as one_sentence
    from sim.analysis.resampling import CONFIDENCE as CONFIDENCE
    from sim.analysis.samples import individuals as individuals
    from sim.analysis.samples import levels as levels

_HOMES = {
    "CONFIDENCE": "sim.analysis.resampling",
    "OUTCOMES": "sim.analysis.outcomes",
    "Outcome": "sim.analysis.outcomes",
    "individuals": "sim.analysis.samples",
    "levels": "sim.analysis.samples",
    "one_sentence": "sim.analysis.plots.fonts",
    "style": "sim.analysis.plots.style:",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)
