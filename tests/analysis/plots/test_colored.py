from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from sim.analysis.plots import style
from sim.analysis.plots.colored import color_of, color_scale, values_of


def test_nodes_without_a_value_are_left_out() -> None:
    graph = nx.Graph()
    graph.add_node("a", credibility=0.5)
    graph.add_node("b", credibility=float("nan"))
    graph.add_node("c")
    assert values_of(graph, "credibility") == {"a": 0.5}


def test_the_scale_spans_the_values_in_round_steps() -> None:
    scale = color_scale({"a": 0.52, "b": 0.78})
    assert (scale.norm.vmin, scale.norm.vmax) == (pytest.approx(0.5), pytest.approx(0.8))
    alone = color_scale({"a": 0.5})
    assert alone.norm.vmax > alone.norm.vmin


def test_more_is_lighter_and_unknown_is_paper() -> None:
    scale = color_scale({"a": 0.0, "b": 1.0})
    gray = [float(np.dot(color_of(value, scale)[:3], [0.2126, 0.7152, 0.0722])) for value in np.linspace(0, 1, 11)]
    assert (np.diff(gray) > 0).all()
    assert color_of(None, scale) == style.PAPER
