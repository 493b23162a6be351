"""Colors for a value between 0 and 1: dark to light, readable in grayscale."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize

from sim.analysis.plots import style

STEP = 0.05


def values_of(graph: nx.Graph, name: str) -> dict[Any, float]:
    """An attribute of the nodes as numbers; nodes without it, or with nan, are left out."""
    numbers = ((node, float(value)) for node, value in graph.nodes(data=name) if value is not None)
    return {node: value for node, value in numbers if not math.isnan(value)}


def color_scale(values: dict[Any, float]) -> ScalarMappable:
    """A scale over the values' range, rounded outward to steps of 0.05, from dark (low) to light (high)."""
    known = np.array([*values.values()] or [0.0, 1.0])
    low, high = math.floor(known.min() / STEP) * STEP, math.ceil(known.max() / STEP) * STEP
    shades = colormaps["viridis"](np.linspace(0.0, 0.96, 256))
    scale = ScalarMappable(Normalize(low, max(high, low + STEP)), LinearSegmentedColormap.from_list("told", shades))
    scale.set_array([])
    return scale


def color_of(value: float | None, scale: ScalarMappable) -> Any:
    """The color of a value; paper for an unknown one."""
    return style.PAPER if value is None else scale.to_rgba(np.array([value]))[0]


def key_of(axes: Axes, scale: ScalarMappable) -> ScalarMappable:
    """Put the key of a scale of credibility beside the axes, and return the scale."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    bar = figure.colorbar(scale, ax=axes, shrink=0.55, aspect=26, pad=0.01, panchor=(0.5, 0.5))
    bar.set_label("Credibility (scale of 0 to 1)")
    bar.outline.set_visible(False)
    return scale
