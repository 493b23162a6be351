from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.analysis.designs import gaps
from sim.analysis.plots import gallery
from sim.analysis.plots.boundaries import difference_map
from sim.analysis.results import Results

Made = Callable[..., Results]
PLANE = ("conversation.memory_half_life", "gossip.rate")
TWO = {PLANE[0]: [7, 30, 90], PLANE[1]: [0.0, 50.0, 100.0]}


@pytest.fixture(scope="module")
def results(made: Made) -> Results:
    return made(strategies=3, seeds=6, vary=TWO, outcomes=["recruits", "net_loss"])


def test_a_grid_of_two_numbers_gets_a_map(results: Results) -> None:
    names = [name for name, _ in gallery.figures(results)]
    assert names[-1] == "map-conversation.memory_half_life-gossip.rate"


def test_a_map_has_a_panel_for_every_outcome_and_variant(results: Results) -> None:
    figure = difference_map(gaps(results, PLANE), ["recruits", "net_loss"], "focus", labels=("days", "rate"), note="x")
    assert figure is not None
    panels = [axes for axes in figure.axes if axes.get_title(loc="left")]
    assert [axes.get_title(loc="left") for axes in panels] == [
        "Recruits\ntwo, disclosed",
        "Share with a net loss\ntwo, disclosed",
        "Recruits\ntwo, tailored",
        "Share with a net loss\ntwo, tailored",
    ]
    assert panels[0].get_xscale() == "log"
    assert [text.get_text() for text in panels[2].get_xticklabels()] == ["7", "30", "90"]
    assert panels[2].get_xlabel() == "days"
    assert panels[0].get_ylabel() == "rate"
    assert "n = 6 seeds a point  ·  x" in [text.get_text() for text in figure.texts]


def test_the_colors_are_even_around_zero(results: Results) -> None:
    figure = difference_map(gaps(results, PLANE), ["recruits"], "focus", labels=("days", "rate"))
    assert figure is not None
    mesh = figure.axes[0].collections[0]
    low, high = mesh.get_clim()
    assert low == -high < 0


def test_without_any_value_there_is_no_map(results: Results) -> None:
    frame = gaps(results, PLANE).assign(recruits=float("nan"))
    assert difference_map(frame, ["recruits"], "focus", labels=("days", "rate")) is None
