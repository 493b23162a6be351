"""GML: what a social graph needs of it, whatever else it holds."""

import io

import networkx as nx
import pytest

from sim.world.graphs.errors import GraphError
from sim.world.graphs.gml import read_gml


def named(reading):
    return sorted(tuple(sorted((reading.names[u], reading.names[v]))) for u, v in reading.pairs.tolist())


def failure(text):
    with pytest.raises(GraphError) as error:
        read_gml(text, "x")
    return str(error.value)


def graph(inside):
    return f'graph [ {inside} node [ id 0 label "A" ] node [ id 1 label "B" ] edge [ source 0 target 1 ] ]'


@pytest.mark.parametrize("source", [nx.karate_club_graph(), nx.les_miserables_graph(), nx.davis_southern_women_graph()])
def test_networkx_reads_the_same(source):
    file = io.BytesIO()
    nx.write_gml(source, file)
    reading = read_gml(file.getvalue().decode(), "x")
    assert reading.names == [str(node) for node in source]
    assert named(reading) == sorted(tuple(sorted(map(str, edge))) for edge in source.edges())


def test_ties_may_repeat_and_stand_before_their_nodes():
    text = "graph\n[\n edge [ source 7 target 9 ] node [ id 7 ]\n node [ id 9 ]\n edge [ source 7 target 9 ]\n]\n"
    reading = read_gml(text, "x")
    assert reading.names == ["7", "9"]
    assert named(reading) == [("7", "9"), ("7", "9")]


@pytest.mark.parametrize(("label", "names"), [("b", ["a", "b"]), ("a", ["0", "1"])])
def test_labels_are_names_if_everybody_has_his_own(label, names):
    text = f'graph [ node [ id 0 label "a" ] node [ id 1 label "{label}" ] edge [ source 0 target 1 ] ]'
    assert read_gml(text, "x").names == names


@pytest.mark.parametrize(
    "inside",
    [
        "x -Inf y +Inf z nan",
        'comment "one\ntwo [ three"',
        "Creator yFiles graphics [ x 1 y [ ] ]",
        'x ""\n# a comment [ with brackets\n',
        "key9 1",
        "label 3 label 4 directed 0 directed 0",
        'viz [ node [ id 7 ] edge [ source 0 target 7 ] ] note "&lt;&#246;&gt;"',
    ],
)
def test_what_nobody_needs_is_passed_over(inside):
    reading = read_gml(graph(inside), "x")
    assert (reading.names, named(reading), reading.remarks) == (["A", "B"], [("A", "B")], [])


def test_entities_in_labels_are_letters():
    assert read_gml(graph("").replace('"A"', '"J&#246;rg &amp; Co"'), "x").names == ["Jörg & Co", "B"]
    odd = f"&#{'2' * 5_000};"
    assert read_gml(graph("").replace('"A"', f'"{odd}"'), "x").names == [odd, "B"]


def test_direction_weights_and_groups_are_noticed():
    assert read_gml(graph("directed 1"), "x").directed
    weighted = read_gml(graph("").replace("target 1", "target 1 weight -Inf"), "x")
    assert weighted.remarks == ["Weights are not used; every tie counts alike."]
    group = read_gml(graph('node [ id 2 label "All" isGroup 1 ]'), "x")
    assert group.names == ["A", "B"]
    assert group.remarks == ["1 node only holds others (a group, without ties of its own) and counts as nobody."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Creator 1", "x cannot be read as GML: there is no graph in it."),
        ("graph [\n node [ id 1", "x, line 2: the file ends inside of a list or after a key."),
        ("graph [\n node [ id 1 ] ]\n]", "x, line 3: a ] stands where none is expected."),
        (
            "graph [ node [ id 1 ]\n edge [ source 1 target 3 ] ]",
            'x, line 2: the tie leads to node "3", which is not there.',
        ),
        ("graph [\n node [ label 1 ] ]", "x, line 2: a node has no id."),
        ("graph [\n\n edge [ source 1 ] ]", "x, line 3: an edge has no target."),
        ("graph [ node [ id 1 ]\n node [ id 1 ] ]", 'x, line 2: there is another node with the id "1".'),
        ("graph [ ]\ngraph [ ]", "x, line 2: a second graph begins; keep one graph in a file."),
        ('graph [\n label "a', "x, line 2: a quotation mark is not closed."),
        ("graph [ 1 2 ]", 'x, line 1: "1" stands where a key is expected.'),
        ("graph " + "[ a " * 200, "x, line 1: lists lie more than 100 deep in each other."),
    ],
)
def test_what_is_no_gml_is_refused_by_line(text, sentence):
    assert failure(text) == sentence
