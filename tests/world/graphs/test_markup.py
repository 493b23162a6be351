"""GraphML, GEXF and GML."""

import io

import networkx as nx
import pytest

from sim.world.graphs.errors import GraphError
from sim.world.graphs.markup import read_gexf, read_gml, read_graphml

READERS = {"graphml": read_graphml, "gexf": read_gexf, "gml": read_gml}
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">\n'


def content(graph, kind):
    file = io.BytesIO()
    getattr(nx, f"write_{kind}")(graph, file)
    return file.getvalue()


def named(reading):
    return sorted(tuple(sorted((reading.names[u], reading.names[v]))) for u, v in reading.pairs.tolist())


def failure(reader, text):
    with pytest.raises(GraphError) as error:
        reader(text.encode(), "x")
    return str(error.value)


@pytest.mark.parametrize("kind", READERS)
def test_names_direction_and_lonely_nodes_are_kept(kind):
    source = nx.DiGraph([("anna", "böse"), ("böse", "anna"), ("böse", "李")])
    source.add_node("lonely")
    reading = READERS[kind](content(source, kind), "x")
    assert reading.names == ["anna", "böse", "李", "lonely"]
    assert named(reading) == [("anna", "böse"), ("anna", "böse"), ("böse", "李")]
    assert reading.directed


@pytest.mark.parametrize("kind", READERS)
def test_parallel_ties_and_self_loops_are_counted(kind):
    source = nx.MultiGraph([(1, 2), (1, 2), (2, 2), (3, 1)])
    reading = READERS[kind](content(source, kind), "x")
    assert named(reading) == [("1", "2"), ("1", "2"), ("1", "3"), ("2", "2")]
    assert not reading.directed


@pytest.mark.parametrize("kind", READERS)
def test_weights_are_remarked(kind):
    source = nx.Graph()
    source.add_edge("a", "b", weight=2.5)
    assert READERS[kind](content(source, kind), "x").remarks == ["Weights are not used; every tie counts alike."]


def test_gml_may_repeat_ties_without_announcing_it():
    text = "graph\n[\n node [ id 7 ]\n node [ id 9 ]\n" + " edge [ source 7 target 9 ]\n" * 2 + "]\n"
    reading = read_gml(text.encode(), "x")
    assert reading.names == ["7", "9"]
    assert len(reading.pairs) == 2


@pytest.mark.parametrize(("label", "names"), [("b", ["a", "b"]), ("a", ["0", "1"])])
def test_gml_labels_are_names_if_everybody_has_his_own(label, names):
    text = f'graph [ node [ id 0 label "a" ] node [ id 1 label "{label}" ] edge [ source 0 target 1 ] ]'
    assert read_gml(text.encode(), "x").names == names


def test_nodes_that_are_not_declared_are_remarked():
    one = read_graphml(f'{GRAPHML}<node id="a"/><edge source="a" target="b"/></graph></graphml>'.encode(), "x")
    assert one.names == ["a", "b"]
    assert one.remarks == ["1 node appears only in ties; all are people here."]
    two = read_graphml(f'{GRAPHML}<edge source="a" target="b"/></graph></graphml>'.encode(), "x")
    assert two.remarks == ["2 nodes appear only in ties; all are people here."]


@pytest.mark.parametrize("reader", [read_graphml, read_gexf])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<graphml>\n<graph>", "x, line 2: no element found."),
        ("<graphml>\n<a></b></graphml>", "x, line 2: mismatched tag."),
        ("nothing", "x, line 1: syntax error."),
        ('<?xml version="1.0" encoding="utf-9"?><a/>', "x, line 1: unknown encoding: utf-9."),
        ('<?xml version="1.0" encoding="gbk"?><a/>', "x, line 1: multi-byte encodings are not supported."),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE bomb [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">\n]><graphml>&b;</graphml>',
            "x, line 3: entity declarations are refused; a graph needs none.",
        ),
        ('<graph>\n<node label="a"/></graph>', "x, line 2: <node> has no id."),
        ('<graph><node id="a"/>\n\n<edge source="a"/></graph>', "x, line 3: <edge> has no target."),
    ],
)
def test_bad_xml_is_refused_by_line(reader, text, sentence):
    assert failure(reader, text) == sentence


@pytest.mark.parametrize(
    ("reader", "text", "sentence"),
    [
        (read_graphml, "<graphml/>", "x cannot be read as GraphML: file not successfully read as graphml."),
        (
            read_graphml,
            f"{GRAPHML}<hyperedge/></graph></graphml>",
            "x cannot be read as GraphML: GraphML reader doesn't support hyperedges.",
        ),
        (read_gexf, "<gexf/>", "x cannot be read as GEXF: No <graph> element in GEXF file."),
        (
            read_gml,
            "graph [ node [ id 1 ] edge [ source 1 target 3 ] ]",
            "x cannot be read as GML: edge #0 has undefined target 3.",
        ),
        (
            read_gml,
            "graph [\n node [ id 1",
            "x cannot be read as GML: expected ']', found EOF at (3, 1).",
        ),
        (read_gml, "Creator 1", "x cannot be read as GML: input contains no graph."),
    ],
)
def test_what_networkx_cannot_read_is_refused_in_its_words(reader, text, sentence):
    assert failure(reader, text) == sentence


def test_a_stumble_of_networkx_is_a_sentence():
    keys = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="k" for="node" attr.name="b" attr.type='
    node = '<graph><node id="a"><data key="k">perhaps</data></node></graph></graphml>'
    assert failure(read_graphml, f'{keys}"boolean"/>{node}') == ("x cannot be read as GraphML: unexpected 'perhaps'.")
