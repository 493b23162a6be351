"""What is drawn of a batch and of a run: a plot is registered beside its caption and what it needs."""

from sim.analysis.plots.gallery import draw_all, draw_evening, draw_run, figure_of, pictures

__all__ = ["draw_all", "draw_evening", "draw_run", "figure_of", "pictures"]
