from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots import social
from sim.analysis.plots.social import layout, sample, social_graph

Overlaps = Callable[[Figure], list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social, "MOST_PEOPLE", 60)


@pytest.fixture
def town() -> nx.Graph:
    graph = nx.powerlaw_cluster_graph(200, 3, 0.3, seed=1)
    for node in graph:
        works = node % 10 == 3
        graph.nodes[node].update(
            {"role": "networker" if works else "prospect"} | ({"credibility": 0.6} if works else {})
        )
    return graph


def test_those_who_work_are_shown_with_their_nearest(town: nx.Graph) -> None:
    part = sample(town)
    assert part.number_of_nodes() <= 60
    assert nx.is_connected(part)
    assert sum(part.nodes[node]["role"] == "networker" for node in part) >= 15


def test_without_anybody_who_works_there_is_still_a_part() -> None:
    part = sample(nx.path_graph(100))
    assert list(part) == list(range(60))


def test_nobody_is_no_error() -> None:
    assert social_graph(nx.Graph()).texts[2].get_text() == "0 of 0 people  ·  0 of them known for a business  ·  1 run"


def test_places_are_the_same_every_time_and_kept(town: nx.Graph, tmp_path: Path) -> None:
    part = sample(town)
    places = layout(part, tmp_path / "layout.json")
    assert layout(part) == places
    stored = json.loads((tmp_path / "layout.json").read_text())
    moved = stored | {"places": {node: [0.0, 0.0] for node in stored["places"]}}
    (tmp_path / "layout.json").write_text(json.dumps(moved))
    assert set(layout(part, tmp_path / "layout.json").values()) == {(0.0, 0.0)}


@pytest.mark.parametrize("text", ["{", "[]", '{"edges": "other", "places": {}}'])
def test_a_layout_of_something_else_is_not_used(town: nx.Graph, tmp_path: Path, text: str) -> None:
    part = sample(town)
    (tmp_path / "layout.json").write_text(text)
    assert layout(part, tmp_path / "layout.json") == layout(part)


def test_those_who_work_are_drawn_large(town: nx.Graph, overlaps: Overlaps) -> None:
    figure = social_graph(town, note="seed 1")
    quiet, loud = figure.axes[0].collections[-2:]
    part = sample(town)
    working = sum(part.nodes[node]["role"] == "networker" for node in part)
    assert len(loud.get_offsets()) == working
    assert len(quiet.get_offsets()) == len(part) - working
    assert overlaps(figure) == []
