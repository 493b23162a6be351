from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from sim.analysis.plots import draw_all, draw_run, gallery
from sim.analysis.results import Results, load

Made = Callable[..., Results]


def names(results: Results) -> list[str]:
    return [name for name, _ in gallery.figures(results)]


def test_every_outcome_has_its_distribution(made: Made) -> None:
    assert names(made(strategies=2, seeds=2)) == [
        "distribution-recruits",
        "distribution-net_income",
        "distribution-net_loss",
        "distribution-credibility",
        "distribution-contradictions",
        "credibility",
        "winners",
        "differences",
    ]


def test_varied_numbers_have_curves_and_one_point_no_differences(made: Made) -> None:
    vary = {"conversation.memory_half_life": [7, 30]}
    assert names(made(strategies=2, seeds=2, vary=vary, outcomes=["recruits"])) == [
        "distribution-recruits",
        "credibility",
        "differences",
        "map-recruits",
        "curve-conversation.memory_half_life",
    ]
    assert names(made(strategies=1, seeds=2, outcomes=["recruits"])) == [
        "distribution-recruits",
        "credibility",
    ]


@pytest.mark.parametrize("worlds", ["mixed", "population"])
def test_all_worlds_can_be_drawn(made: Made, worlds: str) -> None:
    assert names(made(worlds=worlds, strategies=2, seeds=2, outcomes=["net_loss"])) == [
        "distribution-net_loss",
        "credibility",
        "winners",
        "differences",
    ]


def test_outside_of_focal_worlds_it_is_said_whose_persons_are_drawn(made: Made) -> None:
    said = "those who worked on the first day"
    for worlds in ("population", "focal"):
        found = dict(gallery.figures(made(worlds=worlds, strategies=2, seeds=2, outcomes=["recruits", "net_loss"])))
        footers = {name: " ".join(figure.texts[2].get_text().split()) for name, figure in found.items()}
        assert {name for name, text in footers.items() if said in text} == (
            {"distribution-recruits", "winners"} if worlds == "population" else set()
        )


def test_files_are_written_with_the_example_run(made: Made, stored: Callable[..., Path]) -> None:
    folder = stored(made(strategies=1, seeds=2, outcomes=["recruits"]), "town")
    (folder / "example").mkdir()
    nx.write_graphml(nx.DiGraph([(0, 1)]), folder / "example" / "sponsors.graphml")
    nx.write_graphml(nx.path_graph(4), folder / "example" / "social.graphml")
    files = draw_all(load(folder), folder / "plots")
    assert [file.name for file in files] == [
        f"{name}.{ending}"
        for name in ("distribution-recruits", "credibility", "sponsors", "social")
        for ending in ("svg", "png")
    ]
    assert all(file.stat().st_size > 0 for file in files)
    assert (folder / "example" / "layout.json").is_file()


def test_a_run_is_drawn_by_itself(tmp_path: Path) -> None:
    files = draw_run(nx.DiGraph([(0, 1)]), nx.path_graph(4), tmp_path, "seed 7")
    assert [file.name for file in files] == ["sponsors.svg", "sponsors.png", "social.svg", "social.png"]


def test_a_damaged_example_costs_no_other_picture(
    made: Made, stored: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = stored(made(strategies=1, seeds=2, outcomes=["recruits"]), "town")
    (folder / "example").mkdir()
    for name in ("sponsors", "social"):
        (folder / "example" / f"{name}.graphml").write_text("<graphml>")
    files = draw_all(load(folder), folder / "plots")
    assert [file.name for file in files if file.suffix == ".svg"] == ["distribution-recruits.svg", "credibility.svg"]
    sponsors = folder / "example" / "sponsors.graphml"
    assert caplog.messages == [f"The pictures of the example run are left out: {sponsors}, line 1: no element found."]
