"""Every figure of a batch shows all settings and strategies of the design, or names what it shows."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.analysis.designs import gaps, held
from sim.analysis.plots import gallery
from sim.analysis.plots.boundaries import difference_map
from sim.analysis.plots.social import social_graph
from sim.analysis.plots.trees import sponsor_trees
from sim.analysis.results import Results
from tests.analysis.plots.conftest import shown_texts
from tests.analysis.plots.whole import whole

TWO = {"gossip.rate": [0.0, 0.2], "conversation.memory_half_life": [7, 30]}
MANY = {"gossip.rate": [0.0, 0.1, 0.2, 0.3], "conversation.memory_half_life": [7, 30, 90, 365]}
NAMED = ("Shown only where", "One run only", "Shown:", "The first ", "at all ")


def words(figure: Figure) -> tuple[str, set[str]]:
    """Everything that is written in a figure, and the texts at the ticks of its axes."""
    figure.draw_without_rendering()
    seen = [text for text, _ in shown_texts(figure)]
    ticks = {label.get_text() for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in _labels(axis)}
    return " ".join(" ".join(seen).split()), ticks


def _labels(axis: object) -> Iterator[Text]:
    yield from axis.get_ticklabels()  # type: ignore[attr-defined]


def lacking(figure: Figure, results: Results) -> list[str]:
    """Strategies and values of the design of which a figure says nothing."""
    text, ticks = words(figure)
    names = results.labels
    lost = [name for name in names["variant"].unique()[1:] if name not in text]
    for setting in names["setting"].unique():
        values = [part.rpartition(" = ") for part in setting.split(", ")]
        lost += [setting for name, _, value in values if f"{name} = {value}" not in text and not ticks & _typed(value)]
    return lost


def _typed(value: str) -> set[str]:
    return {value, f"{float(value):g}"}


@pytest.mark.parametrize("vary", [TWO, MANY], ids=["few", "many"])
def test_every_figure_shows_all_settings_or_names_those_it_shows(vary: dict[str, list[float]]) -> None:
    results = whole(vary)
    found = dict(gallery.figures(results))
    kinds = {"distribution-recruits", "credibility", "usefulness", "winners", "income", "survival", "lifetimes"}
    assert kinds | {"differences", "curve-gossip.rate", "map-gossip.rate-conversation.memory_half_life"} <= set(found)
    for name, figure in found.items():
        lost = lacking(figure, results)
        text, _ = words(figure)
        assert not lost or any(sign in text for sign in NAMED), (name, lost)


def test_lifetimes_show_every_point() -> None:
    results = whole(TWO)
    figure = dict(gallery.figures(results))["lifetimes"]
    titles = [axes.get_title(loc="left").replace("\n", " ") for axes in figure.axes]
    assert titles == list(results.labels["setting"].unique())
    lines = [[line.get_label() for line in axes.lines] for axes in figure.axes]
    assert lines == [["focus", "two, disclosed", "two, tailored"]] * 4


def test_of_many_lines_the_values_that_stay_are_named() -> None:
    results = whole(MANY)
    assert held(results, "gossip.rate") == "memory half life = 7"
    text, _ = words(dict(gallery.figures(results))["curve-gossip.rate"])
    assert "Shown only where memory half life = 7." in text
    assert held(whole(TWO), "gossip.rate") == ""


def test_one_at_a_time_names_what_stays() -> None:
    results = whole(TWO, kind="one-at-a-time")
    assert held(results, "conversation.memory_half_life") == "gossip rate = 0.0"


def test_what_varies_together_is_not_called_held() -> None:
    results = whole(MANY, together=[["gossip.rate", "conversation.memory_half_life"]])
    assert held(results, "gossip.rate") == ""


def test_a_map_of_some_strategies_and_outcomes_names_them() -> None:
    results = whole(TWO, strategies=5)
    plane = ("gossip.rate", "conversation.memory_half_life")
    figure = difference_map(gaps(results, plane), ["recruits"] * 1, "focus", labels=("rate", "days"))
    assert figure is not None
    told = "Shown: two, disclosed, two, tailored, two, one topic each (3 of 4 that are compared); the table has all."
    assert told in words(figure)[0]


def test_a_single_run_is_named() -> None:
    results = whole(TWO)
    named = gallery._example_run(results)
    assert named == "seed 1, under study: focus, gossip rate = 0.0, memory half life = 7"
    for figure in (sponsor_trees(nx.DiGraph([(0, 1)]), run=named), social_graph(nx.path_graph(4), run=named)):
        assert f"One run only: {named}." in words(figure)[0]
