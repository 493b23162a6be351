"""What it means: stores are read, compared, put into words and drawn; the engine is unknown here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.analysis.drawing import style as style
    from sim.analysis.drawing.fonts import one_sentence as one_sentence
    from sim.analysis.moving import alone as alone
    from sim.analysis.sampled import sobol as sobol
    from sim.analysis.statistics import CONFIDENCE as CONFIDENCE
    from sim.analysis.statistics import RESAMPLING_SEED as RESAMPLING_SEED
    from sim.analysis.statistics import draws as draws
    from sim.analysis.statistics import interval as interval
    from sim.analysis.statistics import student as student
    from sim.analysis.statistics import wilson as wilson

_HOMES = {
    "CONFIDENCE": "sim.analysis.statistics",
    "RESAMPLING_SEED": "sim.analysis.statistics",
    "alone": "sim.analysis.moving.alone:",
    "draws": "sim.analysis.statistics",
    "interval": "sim.analysis.statistics",
    "one_sentence": "sim.analysis.drawing.fonts",
    "sobol": "sim.analysis.sampled",
    "student": "sim.analysis.statistics",
    "style": "sim.analysis.drawing.style:",
    "wilson": "sim.analysis.statistics",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    """Show what is public, and not what happens to be imported."""
    return sorted(__all__)
