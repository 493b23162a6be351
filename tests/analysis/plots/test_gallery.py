"""Which pictures a batch gets, that each shows all settings or names what it shows, and how a plot is added."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from matplotlib.figure import Figure

from sim.analysis import plots
from sim.analysis.designs import held
from sim.analysis.plots import draw_all, draw_run, pictures
from sim.analysis.plots.circle import circle_of, who_heard_what
from sim.analysis.plots.graphs import sponsor_trees
from sim.analysis.plots.subject import Picture, Subject
from sim.analysis.report.page import MOST_BYTES, embedded, page
from sim.analysis.results import Results, load
from sim.core.registry import declare
from sim.core.registry import package as registry
from tests.analysis.plots.conftest import visible_texts
from tests.analysis.plots.frames import words
from tests.analysis.plots.whole import whole

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
TWO = {"gossip.rate": [0.0, 0.2], "conversation.memory_half_life": [7, 30]}
MANY = {"gossip.rate": [0.0, 0.1, 0.2], "conversation.memory_half_life": [7, 30, 90]}
NAMED = ("Shown only where", "One run only", "Shown:", "The first ", "at all ", "Gray: ")


@pytest.fixture(scope="module")
def few() -> Subject:
    return Subject(whole(TWO))


@pytest.fixture(scope="module")
def many() -> Subject:
    return Subject(whole(MANY))


@pytest.fixture(scope="module")
def drawn(few: Subject, many: Subject) -> dict[str, dict[str, Picture]]:
    """Every picture of both batches, each drawn once."""
    return {name: {each.name: each for each in pictures(of)} for name, of in (("few", few), ("many", many))}


def names(results: Results) -> list[str]:
    return [each.name for each in pictures(results)]


def town() -> nx.Graph:
    """One who works in the middle, who told the others of two things."""
    graph = nx.star_graph(4)
    graph.add_edge(1, 2)
    graph.nodes[0].update(watched=True, role="networker")
    for node in (1, 2, 3, 4):
        graph.nodes[node].update(
            near=node < 3, first=("health", "beauty")[node % 2], stories=node % 3, noticed=node % 2
        )
    return graph


def test_all_outcomes_have_one_distribution(made: Made) -> None:
    assert names(made(strategies=2, seeds=2)) == ["differences", "distribution", "winners", "credibility"]


def test_varied_numbers_have_curves_and_one_point_no_differences(made: Made) -> None:
    vary = {"conversation.memory_half_life": [7, 30]}
    assert names(made(strategies=2, seeds=2, vary=vary, outcomes=["recruits"])) == [
        "differences",
        "map-recruits",
        "curve-conversation.memory_half_life",
        "distribution",
        "credibility",
    ]
    assert names(made(strategies=1, seeds=2, outcomes=["recruits"])) == ["distribution", "credibility"]


def test_outside_of_focal_worlds_it_is_said_whose_persons_are_drawn(made: Made) -> None:
    said = "those who worked on the first day"
    for worlds in ("population", "mixed", "focal"):
        found = list(pictures(made(worlds=worlds, strategies=2, seeds=2, outcomes=["recruits", "net_loss"])))
        assert [each.name for each in found] == ["differences", "distribution", "winners", "credibility"]
        assert {each.name for each in found if said in words(each.figure)[2]} == (
            set() if worlds == "focal" else {"distribution", "winners"}
        )


def test_files_are_written_with_the_example_run(made: Made, stored: Callable[..., Path]) -> None:
    folder = stored(made(strategies=1, seeds=2, outcomes=["recruits"]), "town")
    (folder / "example").mkdir()
    nx.write_graphml(nx.DiGraph([(0, 1)]), folder / "example" / "sponsors.graphml")
    nx.write_graphml(town(), folder / "example" / "social.graphml")
    files = draw_all(load(folder), folder / "plots", svg=True)
    assert [file.name for file in files] == [
        f"{name}{ending}"
        for name in ("distribution", "credibility", "sponsors", "social")
        for ending in (".svg", ".png", "-narrow.png")
    ]
    assert all(file.stat().st_size > 0 for file in files)


def test_a_run_is_drawn_by_itself(tmp_path: Path) -> None:
    files = draw_run(nx.DiGraph([(0, 1)]), town(), tmp_path, "seed 7")
    assert [file.name for file in files] == ["sponsors.svg", "sponsors.png", "social.svg", "social.png"]
    files = draw_run(nx.DiGraph([(0, 1)]), nx.path_graph(4), tmp_path / "silent", "seed 7")
    assert [file.name for file in files] == ["sponsors.svg", "sponsors.png"]


def test_a_damaged_example_costs_no_other_picture(
    made: Made, stored: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = stored(made(strategies=1, seeds=2, outcomes=["recruits"]), "town")
    (folder / "example").mkdir()
    for name in ("sponsors", "social"):
        (folder / "example" / f"{name}.graphml").write_text("<graphml>")
    assert names(load(folder)) == ["distribution", "credibility"]
    sponsors = folder / "example" / "sponsors.graphml"
    assert caplog.messages == [f"The pictures of the example run are left out: {sponsors}, line 1: no element found."]


def seen(figure: Figure) -> tuple[str, set[str]]:
    """Everything that is written in a figure, and the texts at the ticks of its axes."""
    axes = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    ticks = {label.get_text() for axis in axes for label in axis.get_ticklabels()}
    return " ".join(" ".join(text.get_text() for text in visible_texts(figure)).split()), ticks


def lacking(text: str, ticks: set[str], results: Results) -> Iterator[str]:
    """Strategies and values of the design of which a figure says nothing."""
    known = results.labels
    yield from (name for name in known["variant"].unique()[1:] if name not in text)
    for setting in known["setting"].unique():
        for name, _, value in (part.rpartition(" ") for part in setting.split(", ")):
            if f"{name} {value}" not in text and not ticks & {value, f"{float(value):g}"}:
                yield setting


@pytest.mark.parametrize("batch", ["few", "many"])
def test_every_figure_shows_all_settings_or_names_those_it_shows(
    drawn: dict[str, dict[str, Picture]], few: Subject, many: Subject, batch: str
) -> None:
    kinds = {"distribution", "credibility", "usefulness", "winners", "income", "survival", "lifetimes"}
    found = drawn[batch]
    assert kinds | {"differences", "curve-gossip.rate", "map-gossip.rate-conversation.memory_half_life"} <= set(found)
    for name, picture in found.items():
        text, ticks = seen(picture.figure)
        lost = list(lacking(text, ticks, (few if batch == "few" else many).results))
        assert not lost or any(sign in text for sign in NAMED), (name, lost)


def test_lifetimes_show_every_point(drawn: dict[str, dict[str, Picture]], few: Subject) -> None:
    (axes,) = drawn["few"]["lifetimes"].figure.axes
    rows = zip(few.results.labels["variant"], few.results.labels["setting"], strict=True)
    assert {line.get_label() for line in axes.lines if ", chance of gossip" in str(line.get_label())} == {
        f"{variant}, {setting}" for variant, setting in rows
    }


def test_of_many_lines_the_values_that_stay_are_named(
    drawn: dict[str, dict[str, Picture]], few: Subject, many: Subject
) -> None:
    assert held(many.results, "gossip.rate") == "memory halved after 7"
    said = words(drawn["many"]["curve-gossip.rate"].figure)[1]
    assert "Shown only where memory halved after 7." in said
    assert held(few.results, "gossip.rate") == ""


def redesigned(results: Results, **design: Any) -> Results:
    told = {**results.scenario, "design": {**results.scenario["design"], **design}}
    return replace(results, manifest={**results.manifest, "scenario": told})


def test_one_at_a_time_names_what_stays(few: Subject) -> None:
    results = redesigned(few.results, kind="one-at-a-time")
    assert held(results, "conversation.memory_half_life") == "chance of gossip 0"


def test_what_varies_together_is_not_called_held(many: Subject) -> None:
    results = redesigned(many.results, together=[["gossip.rate", "conversation.memory_half_life"]])
    assert held(results, "gossip.rate") == ""


def test_a_single_run_is_named(few: Subject) -> None:
    assert few.example == "seed 1, under study: focus, chance of gossip 0, memory halved after 7"
    run = few.example
    circle = circle_of(town())
    assert circle is not None
    for figure in (sponsor_trees(nx.DiGraph([(0, 1)]), run=run), who_heard_what(circle, run=run)):
        assert words(figure)[1].startswith(f"One run only: {run}.")


def test_no_two_figures_share_a_caption(drawn: dict[str, dict[str, Picture]]) -> None:
    captions = [each.caption for each in drawn["few"].values()]
    assert len(captions) >= 10
    assert len(set(captions)) == len(captions)
    assert all(caption.endswith(".") for caption in captions)


def test_the_report_shows_the_figures_captions(made: Made) -> None:
    of = Subject(made(strategies=2, seeds=2, outcomes=["recruits"]))
    shown, _ = embedded(of, MOST_BYTES)
    assert {each.name: each.caption for each in shown} == {each.name: each.caption for each in pictures(of)}


PIE = """
from matplotlib.figure import Figure

from sim.analysis.plots.subject import Picture, Subject
from sim.core.registry import plot


@plot("pie", needs=("series",))
def of_seeds(of: Subject):
    figure = Figure()
    figure.text(0.0, 0.0, "A pie of seeds")
    figure.add_subplot().pie([1] * len(of.results.seeds))
    yield Picture("pie-seeds", figure, "{caption}")
"""


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts one more file into a copy of the package's plots."""
    package = tmp_path / "sim"
    shutil.copytree(registry.PACKAGE / "analysis" / "plots", package / "analysis" / "plots")
    for room in registry.PACKAGE.iterdir():
        if room.name != "analysis":
            (package / room.name).symlink_to(room)
    monkeypatch.setattr(registry, "PACKAGE", package)
    monkeypatch.setattr(plots, "__path__", [*plots.__path__, str(package / "analysis" / "plots")])
    registry.rules.cache_clear()

    def add(caption: str) -> None:
        (package / "analysis" / "plots" / "pie.py").write_text(PIE.replace("{caption}", caption))

    yield add
    sys.modules.pop("sim.analysis.plots.pie")
    declare.kept.pop(("plot", "pie"))
    registry.rules.cache_clear()


def test_a_new_plot_is_one_file(made: Made, added: Callable[[str], None], tmp_path: Path) -> None:
    added("Every slice is a seed.")
    results = made(strategies=1, seeds=3, outcomes=["recruits"])
    files = [file.name for file in draw_all(results, tmp_path / "plots")]
    assert files[-4::2] == ["credibility.png", "pie-seeds.png"]
    assert (tmp_path / "plots" / "pie-seeds.png").stat().st_size > 0
    assert "A pie of seeds. Every slice is a seed." in " ".join(page(results).split()).replace("</b>", "")
    assert "pie-seeds" not in names(replace(results, series=results.series[:0]))


def test_a_figure_without_a_caption_is_refused(made: Made, added: Callable[[str], None]) -> None:
    added("")
    with pytest.raises(KeyError, match="the figure 'A pie of seeds' has no caption"):
        names(made(strategies=1, seeds=1))


@pytest.mark.parametrize("batch", ["few", "many"])
def test_every_figure_has_a_title_what_is_shown_and_a_narrow_form(
    drawn: dict[str, dict[str, Picture]], batch: str
) -> None:
    for name, picture in drawn[batch].items():
        assert picture.narrow is not None, name
        for figure in (picture.figure, picture.narrow):
            title, shown, footer = words(figure)
            assert len(title) > 15, name
            assert len(shown) > 40, name
            assert footer, name
        assert picture.narrow.get_figwidth() < 5.0 < picture.figure.get_figwidth(), name
        places = [axes.get_subplotspec() for axes in picture.narrow.axes]
        assert {place.get_gridspec().ncols for place in places if place} <= {1}, name


@pytest.mark.parametrize("batch", ["few", "many"])
def test_no_text_of_any_figure_is_clipped_or_covers_another(
    drawn: dict[str, dict[str, Picture]], overlaps: Overlaps, batch: str
) -> None:
    for name, picture in drawn[batch].items():
        for form, figure in (("wide", picture.figure), ("narrow", picture.narrow)):
            assert figure is not None
            assert overlaps(figure) == [], (name, form)
