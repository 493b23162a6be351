"""The graphs of a batch's example run, whole and damaged."""

from __future__ import annotations

import os
from pathlib import Path

import networkx as nx
import pytest

from sim.core.errors import UserError
from sim.lab.stored.graphs import example_graphs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An example as a batch writes it."""
    sponsors, social = nx.DiGraph([(0, 1), (0, 2)]), nx.path_graph(4)
    nx.set_node_attributes(sponsors, 0.5, "credibility")
    nx.set_node_attributes(social, "prospect", "role")
    nx.write_graphml_xml(sponsors, tmp_path / "sponsors.graphml")
    nx.write_graphml_xml(social, tmp_path / "social.graphml")
    return tmp_path


def failure(folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        example_graphs(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_what_a_batch_keeps_comes_back(folder: Path) -> None:
    sponsors, social = example_graphs(folder)
    assert sorted(sponsors.edges()) == [("0", "1"), ("0", "2")]
    assert sponsors.nodes["1"]["credibility"] == 0.5
    assert sorted(social.edges()) == [("0", "1"), ("1", "2"), ("2", "3")]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("social", "</graphml>", "", "social.graphml, line 1: no element found."),
        ("social", "<graph ", "<!DOCTYPE a><graph ", "social.graphml, line 1: not well-formed (invalid token)."),
        (
            "social",
            "<graphml",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><graphml",
            "social.graphml, line 1: a DOCTYPE is refused.",
        ),
        ("social", "<graph ", "<hyperedge/><graph ", "social.graphml, line 1: no batch writes such a file."),
        (
            "social",
            "<key ",
            '<key id="x"><default>y</default></key><key ',
            "social.graphml, line 1: no batch writes such a file.",
        ),
        ("social", '"undirected"', '"directed"', "social.graphml holds no social graph, but arrows."),
        ("sponsors", '"directed"', '"undirected"', "sponsors.graphml holds no sponsor trees."),
        ("sponsors", 'source="0" target="2"', 'source="0" target="1"', "sponsors.graphml holds ties that stand twice."),
        ("sponsors", 'source="0" target="2"', 'source="2" target="1"', "sponsors.graphml holds no sponsor trees."),
        (
            "sponsors",
            'source="0" target="2"',
            'source="1" target="0"',
            "sponsors.graphml holds people who sponsor each other in a circle.",
        ),
        ("sponsors", ">0.5<", ">half<", "sponsors.graphml is damaged (could not convert string to float: 'half')."),
        ("sponsors", ">0.5<", ">inf<", "sponsors.graphml: the credibility of 0 is no number."),
        ("sponsors", '"double"', '"string"', "sponsors.graphml: the credibility of 0 is no number."),
    ],
)
def test_damage_is_told(folder: Path, name: str, old: str, new: str, said: str) -> None:
    path = folder / f"{name}.graphml"
    text = path.read_text().replace("\n", "")
    assert old in text
    path.write_text(text.replace(old, new, 1 if name == "social" else -1))
    assert failure(folder) == said


def test_a_pipe_in_the_place_of_a_graph_is_refused(folder: Path) -> None:
    (folder / "social.graphml").unlink()
    os.mkfifo(folder / "social.graphml")
    assert failure(folder) == "social.graphml is not a regular file but a device, a pipe or a socket."


def test_what_was_heard_is_of_its_kind(folder: Path) -> None:
    graph = nx.path_graph(2)
    graph.nodes[1].update(near=True, first="health", stories=2, noticed=1)
    nx.write_graphml_xml(graph, folder / "social.graphml")
    assert example_graphs(folder)[1].nodes["1"]["stories"] == 2
    graph.nodes[1]["stories"] = "many"
    nx.write_graphml_xml(graph, folder / "social.graphml")
    assert failure(folder) == "social.graphml: what 1 heard is not what a batch keeps."
