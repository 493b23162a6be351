"""GML: what a social graph needs of it, whatever else it holds."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from sim.world.graphs.graph import GraphError
from sim.world.graphs.vertices import read_gml, read_pajek


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
def test_labels_are_names_if_all_differ(label, names):
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


THREE = '*Vertices 3\n1 "Ann"\n2 "Bob Ray"\n3 Cy\n'


def read(text):
    return read_pajek(text.splitlines(keepends=True), "x")


def pajek_failure(text):
    with pytest.raises(GraphError) as error:
        read(text)
    return str(error.value)


@pytest.mark.parametrize(
    ("ties", "directed"),
    [
        ("*Edges 2\n1 2\n2 3\n", False),
        ("*Edges\n1 2 1\n2 3 1 c Blue\n", False),
        ("*Arcs\n1 2\n3 2\n", True),
        ("*arcs :1 \"friends\"\n1 2 1 l 'a'\n*arcs :2\n2 3\n", True),
        ("*Edgeslist\n2 1 3\n", False),
        ("*Arcslist\n2 1\n2 3\n", True),
        ("*Matrix\n0 1 0\n0 0 1\n0 0 0\n", True),
        ("% a comment\n\n*Edges\n1 2\n*Arcslist\n2 3\n", False),
    ],
)
def test_every_way_of_writing_ties(ties, directed):
    reading = read(f"*Network friends\n{THREE}{ties}")
    assert reading.names == ["Ann", "Bob Ray", "Cy"]
    assert named(reading) == [("Ann", "Bob Ray"), ("Bob Ray", "Cy")]
    assert reading.directed is directed


@pytest.mark.parametrize("source", [nx.karate_club_graph(), nx.path_graph(5), nx.DiGraph([("a b", "c"), ("c", "d")])])
def test_networkx_writes_what_is_read(source):
    plain = source.__class__(source.edges())
    file = io.BytesIO()
    nx.write_pajek(plain, file)
    reading = read(file.getvalue().decode())
    assert reading.names == [str(node) for node in plain]
    assert named(reading) == sorted(tuple(sorted(map(str, edge))) for edge in plain.edges())
    assert reading.directed is plain.is_directed()


def test_vertices_without_lines_are_people_too():
    reading = read("*Vertices 4\n*Edges\n1 3\n")
    assert reading.names == ["1", "2", "3", "4"]


def test_two_people_with_one_label_stay_two():
    reading = read('*Vertices 3\n1 "Ann"\n2 "Ann"\n3 "Bob"\n*Edges\n1 3\n2 3\n')
    assert named(reading) == [("1", "3"), ("2", "3")]
    assert reading.remarks == ["Some vertices have the same label, so that people are called by their numbers."]


def test_partitions_and_vectors_are_passed_over():
    text = f"{THREE}*Edges\n1 2\n*Partition sex\n*Vertices 3\n1\n2\n1\n*Vector x\n*Vertices 3\n0.5\n1\n2\n"
    assert named(read(text)) == [("Ann", "Bob Ray")]


def test_vertices_of_two_kinds_are_remarked():
    reading = read('*Vertices 3 2\n1 "Ann"\n2 "Bob"\n3 "Party"\n*Matrix\n1\n1\n')
    assert named(reading) == [("Ann", "Party"), ("Bob", "Party")]
    assert reading.remarks == ["The network has vertices of two kinds; both stand in it as people."]


def test_weights_and_mixed_directions_are_remarked():
    assert read(f"{THREE}*Edges\n1 2 5\n*Arcs\n2 3 1\n").remarks == [
        "1 of 2 ties are arrows; all are taken as mutual.",
        "Weights are not used; every tie counts alike.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("*Edges\n1 2\n", "x, line 1: *Edges comes before *Vertices."),
        ("*Network a\n", "x cannot be read as Pajek: there is no line *Vertices in it."),
        ("*Vertices\n", "x, line 1: *Vertices needs the number of vertices."),
        ("*Vertices many\n", "x, line 1: *Vertices needs the number of vertices."),
        ("*Vertices 3\n1\n*Edges\n1 4\n", "x, line 4: there is no vertex 4; they are numbered from 1 to 3."),
        ("*Vertices 3\n*Edges\n0 1\n", "x, line 3: there is no vertex 0; they are numbered from 1 to 3."),
        ("*Vertices 3\n*Edges\na b\n", 'x, line 3: "a" is no number of a vertex.'),
        ("*Vertices 3\n*Edges\n1\n", "x, line 3: a tie takes the numbers of two vertices."),
        ("*Vertices 3\n1 a\n1 b\n", "x, line 3: there is another vertex 1."),
        ("*Vertices 2\n*Matrix\n0 1 1\n", "x, line 3: a row of *Matrix takes 2 numbers."),
        ("*Vertices 1\n*Matrix\n0\n0\n", "x, line 4: *Matrix has more rows than vertices."),
        ("*Vertices 2\n*Network b\n", "x, line 2: a second network begins; keep one network in a file."),
        ("*Vertices 2\n*Edges\n1 2\n*Vertices 2\n", "x, line 4: a second network begins; keep one network in a file."),
        (
            "*Vertices 2\n*Triangles\n",
            "x, line 2: *Triangles is unknown; *Vertices, *Edges, *Arcs, *Edgeslist, *Arcslist and *Matrix are read.",
        ),
        ("*Vertices 99999999999\n", "The graph file x has more than 20,000,000 people, the most a world can have."),
        (
            "*Vertices 20000000\n*Edges\n1 2\n",
            "x, line 3: *Vertices announces 20,000,000 vertices, of which hardly any appear.",
        ),
    ],
)
def test_what_is_no_pajek_is_refused_by_line(text, sentence):
    assert pajek_failure(text) == sentence


def test_tabs_stand_between_words_too():
    reading = read_pajek(["*vertices\t2\n", '1\t"Ann Lee"\n', '2\t"Bob"\n', "* edges\n", "1\t2\n"], "x")
    assert reading.names == ["Ann Lee", "Bob"]
    assert reading.pairs.tolist() == [[0, 1]]


@pytest.mark.parametrize("blank", ["", " ", "&#32;"])
def test_a_label_that_shows_nothing_is_no_name(blank):
    text = f'graph [ node [ id 0 label "{blank}" ] node [ id 1 label "b" ] edge [ source 0 target 1 ] ]'
    assert read_gml(text, "x").names == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("*Vertices 2\n*Matrix\n0 1\n", "x, line 3: *Matrix ends after 1 of 2 rows."),
        ("*Vertices 2\n*Matrix\n0 1\n*Edges\n1 2\n", "x, line 4: *Matrix ends after 1 of 2 rows."),
        ("*Vertices 2\n*Matrix\n0 nan\n1 0\n", "x, line 3: a row of *Matrix takes 2 numbers."),
        ("*Vertices 2\n*Matrix\n0 1\ninf 0\n", "x, line 4: a row of *Matrix takes 2 numbers."),
        ("*Vertices 3 9\n*Matrix\n1 1\n", "x, line 1: of 3 vertices fewer are of the first kind, not 9."),
    ],
)
def test_a_matrix_that_lacks_something_is_refused(text, sentence):
    with pytest.raises(GraphError) as caught:
        read_pajek(text.splitlines(keepends=True), "x")
    assert str(caught.value) == sentence
