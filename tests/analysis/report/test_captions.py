"""Every figure has a caption of its own, and a place on the page."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.analysis.captions import caption_of, captioned
from sim.analysis.plots import explained, gallery
from sim.analysis.report.figures import MOST_BYTES, ORDER, embedded, kind_of
from sim.analysis.results import Results
from tests.analysis.plots.whole import whole

Made = Callable[..., Results]


def drawn() -> set[str]:
    """Names of all figures that the sources yield, up to what differs from batch to batch."""
    found = set()
    for module in (gallery, explained):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                name = node.value.elts[0]
                first = name.values[0] if isinstance(name, ast.JoinedStr) else name
                assert isinstance(first, ast.Constant)
                found.add(str(first.value))
    return found


def test_every_figure_has_a_place_on_the_page() -> None:
    names = drawn()
    assert len(names) >= 16
    assert {kind_of(name) for name in names} | {"map"} == set(ORDER)


def test_no_two_figures_share_a_caption() -> None:
    results = whole({"gossip.rate": [0.0, 0.2], "conversation.memory_half_life": [7, 30]})
    captions = {name: caption_of(figure) for name, figure in gallery.figures(results)}
    assert len(captions) >= 12
    assert len(set(captions.values())) == len(captions)
    assert all(caption.endswith(".") for caption in captions.values())


def test_the_report_shows_the_figures_captions(made: Made) -> None:
    results = made(strategies=2, seeds=2, outcomes=["recruits"])
    captions = {name: caption_of(figure) for name, figure in gallery.figures(results)}
    pictures, _ = embedded(results, MOST_BYTES)
    assert {each.name: each.caption for each in pictures} == captions


def test_maps_of_an_outcome_are_told_from_those_of_two_parameters() -> None:
    assert kind_of("map-recruits") == "map"
    assert kind_of("map-gossip.rate-decision.interest") == "plane"
    assert kind_of("tree-net_income-2") == "tree"


def test_a_figure_without_a_place_or_a_caption_is_refused() -> None:
    with pytest.raises(KeyError, match="no place on the page for the figure 'pie-recruits'"):
        kind_of("pie-recruits")
    figure = Figure()
    figure.text(0.0, 0.0, "A pie")
    with pytest.raises(KeyError, match="the figure 'A pie' has no caption"):
        caption_of(figure)
    assert caption_of(captioned(figure, "Half is eaten.")) == "Half is eaten."
