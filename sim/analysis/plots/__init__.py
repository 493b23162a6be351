"""Pictures of a batch and of a run, all in one style."""

from sim.analysis.plots.gallery import draw_all, draw_evening, draw_run

__all__ = ["draw_all", "draw_evening", "draw_run"]
