"""What moves: one evening, played in a browser from a single file."""

from sim.analysis.moving.page import write_evening
from sim.analysis.moving.twins import Twin, twin_evenings

__all__ = ["Twin", "twin_evenings", "write_evening"]
