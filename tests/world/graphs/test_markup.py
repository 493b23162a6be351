"""GraphML and GEXF: people and ties, whatever else stands in the file."""

import io

import networkx as nx
import pytest

from sim.world.graphs.graph import GraphError
from sim.world.graphs.markup import read_gexf, read_graphml

READERS = {"graphml": read_graphml, "gexf": read_gexf}
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">\n'
NAMESPACES = [
    "http://www.gephi.org/gexf/1.1draft",
    "http://www.gexf.net/1.1draft",
    "http://www.gexf.net/1.2draft",
    "http://gexf.net/1.2draft",
    "http://www.gexf.net/1.3",
    "http://www.gexf.net/1.3draft",
    "http://gexf.net/1.3",
    "https://gexf.net/1.3",
    "urn:nobody-knows",
]
NODES = '<nodes><node id="a"/><node id="b"/><node id="c"/></nodes>'
EDGES = '<edges><edge id="0" source="a" target="b"/><edge id="1" source="b" target="c"/></edges>'


def content(graph, kind):
    file = io.BytesIO()
    getattr(nx, f"write_{kind}")(graph, file)
    return file.getvalue()


def read(reader, text):
    return reader(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "x")


def gexf(inside=NODES + EDGES, head="", namespace="http://gexf.net/1.3"):
    return f'<gexf xmlns="{namespace}" version="1.3"><graph {head}>{inside}</graph></gexf>'


def graphml(inside):
    return f"{GRAPHML}{inside}</graph></graphml>"


def named(reading):
    return sorted(tuple(sorted((reading.names[u], reading.names[v]))) for u, v in reading.pairs.tolist())


def failure(reader, text):
    with pytest.raises(GraphError) as error:
        read(reader, text)
    return str(error.value)


@pytest.mark.parametrize("kind", READERS)
def test_names_direction_and_lonely_nodes_are_kept(kind):
    source = nx.DiGraph([("anna", "böse"), ("böse", "anna"), ("böse", "李")])
    source.add_node("lonely")
    reading = read(READERS[kind], content(source, kind))
    assert reading.names == ["anna", "böse", "李", "lonely"]
    assert named(reading) == [("anna", "böse"), ("anna", "böse"), ("böse", "李")]
    assert reading.directed


@pytest.mark.parametrize("kind", READERS)
def test_parallel_ties_and_self_loops_are_counted(kind):
    source = nx.MultiGraph([(1, 2), (1, 2), (2, 2), (3, 1)])
    reading = read(READERS[kind], content(source, kind))
    assert named(reading) == [("1", "2"), ("1", "2"), ("1", "3"), ("2", "2")]
    assert not reading.directed


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("source", [nx.karate_club_graph(), nx.les_miserables_graph(), nx.florentine_families_graph()])
def test_networkx_reads_the_same(kind, source):
    reading = read(READERS[kind], content(source, kind))
    assert reading.names == [str(node) for node in source]
    assert named(reading) == sorted(tuple(sorted(map(str, edge))) for edge in source.edges())


@pytest.mark.parametrize("kind", READERS)
def test_weights_are_remarked(kind):
    source = nx.Graph()
    source.add_edge("a", "b", weight=2.5)
    assert read(READERS[kind], content(source, kind)).remarks == ["Weights are not used; every tie counts alike."]


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_gexf_of_every_version_is_read(namespace):
    reading = read(read_gexf, gexf(namespace=namespace))
    assert (reading.names, named(reading), reading.remarks) == (["a", "b", "c"], [("a", "b"), ("b", "c")], [])


def test_a_prefix_of_all_elements_is_no_hindrance():
    text = gexf().replace("<", "<g:").replace("<g:/", "</g:").replace("xmlns=", "xmlns:g=")
    assert named(read(read_gexf, text)) == [("a", "b"), ("b", "c")]


@pytest.mark.parametrize("value", ["", "null", "NaN", "inf", "perhaps", " true ", "3.0", "&lt;node id='x'/&gt;"])
def test_values_nobody_needs_never_hinder(value):
    one = (
        '<attributes class="node"><attribute id="0" title="age" type="integer"><default>x</default></attribute>'
        f'</attributes><nodes><node id="a"><attvalues><attvalue for="0" value="{value}"/></attvalues></node>'
        f'<node id="b"/></nodes><edges><edge source="a" target="b"/></edges>'
    )
    assert named(read(read_gexf, gexf(one))) == [("a", "b")]
    key = '<key id="d" for="node" attr.name="x" attr.type="int"><default>y</default></key>'
    other = f'<node id="a"><data key="d">{value}</data></node><node id="b"/><edge source="a" target="b"/>'
    text = graphml(other).replace("<graph ", f"{key}<graph ", 1)
    assert named(read(read_graphml, text)) == [("a", "b")]


def test_defaults_cost_nothing():
    keys = "".join(
        f'<key id="d{n}" for="node" attr.name="x{n}"><default>{"v" * 500}</default></key>' for n in range(300)
    )
    nodes = "".join(f'<node id="{n}"/>' for n in range(3_000))
    text = graphml(f'{nodes}<edge source="0" target="1"/>').replace("<graph ", f"{keys}<graph ", 1)
    assert len(read(read_graphml, text).names) == 3_000


def test_nodes_inside_of_data_are_nobody():
    text = '<node id="a"><data key="d"><node id="x"/><y:Label>Ann</y:Label></data></node><edge source="a" target="b"/>'
    assert read(read_graphml, graphml(text)).names == ["a", "b"]


@pytest.mark.parametrize(
    ("ties", "directed", "remarks"),
    [
        ('<edge source="a" target="b" directed="true"/><edge source="b" target="c"/>', False, 1),
        ('<edge source="a" target="b" directed="true"/><edge source="b" target="c" directed="true"/>', True, 0),
        ('<edge source="a" target="b" directed="false"/><edge source="b" target="c"/>', False, 0),
    ],
)
def test_the_direction_may_differ_from_tie_to_tie(ties, directed, remarks):
    reading = read(read_graphml, graphml(f'<node id="a"/><node id="b"/><node id="c"/>{ties}'))
    assert named(reading) == [("a", "b"), ("b", "c")]
    assert reading.directed is directed
    assert reading.remarks == ["1 of 2 ties are arrows; all are taken as mutual."] * remarks


def test_people_inside_of_groups_are_people_and_groups_are_nobody():
    text = graphml(
        '<node id="n0"/><node id="n1"><graph edgedefault="directed"><node id="n1::n0"/><node id="n1::n1"/>'
        '<edge source="n1::n0" target="n1::n1"/></graph></node><edge source="n0" target="n1::n0"/>'
    )
    reading = read(read_graphml, text)
    assert reading.names == ["n0", "n1::n0", "n1::n1"]
    assert named(reading) == [("n0", "n1::n0"), ("n1::n0", "n1::n1")]
    assert reading.remarks == [
        "1 node only holds others (a group, without ties of its own) and counts as nobody.",
        "1 of 2 ties are arrows; all are taken as mutual.",
    ]


@pytest.mark.parametrize(
    "nodes",
    [
        '<nodes><node id="g"><nodes><node id="a"/><node id="b"/></nodes></node></nodes>',
        '<nodes><node id="g"/><node id="a" pid="g"/><node id="b" pid="g"/></nodes>',
    ],
)
def test_groups_of_gexf(nodes):
    tie = '<edges><edge source="a" target="b"/></edges>'
    assert read(read_gexf, gexf(nodes + tie)).names == ["a", "b"]
    tied = read(read_gexf, gexf(f'{nodes}<edges><edge source="a" target="g"/></edges>'))
    assert tied.names == ["g", "a", "b"]
    assert tied.remarks == ["1 group has ties of its own and counts as a person."]


@pytest.mark.parametrize(
    "time", ['start="2009-06-29" end="x"', 'timestamp="1"', 'startopen=""', 'end="nan"', 'label="b" start="0"']
)
def test_people_tied_at_any_time_are_tied(time):
    text = gexf(f'{NODES}<edges><edge source="a" target="b" {time}/></edges>', 'mode="dynamic" timeformat="date"')
    reading = read(read_gexf, text)
    assert named(reading) == [("a", "b")]
    assert reading.remarks == ["Times are not used; people tied at any time are tied."]
    spells = gexf(f'{NODES}<edges><edge source="a" target="b"><spells><spell start="1"/></spells></edge></edges>')
    assert read(read_gexf, spells).remarks == reading.remarks


def test_ports_are_parts_of_their_nodes():
    text = '<node id="a"><port name="N"/></node><edge source="a" target="b" sourceport="N"/>'
    assert read(read_graphml, graphml(text)).names == ["a", "b"]


def test_nodes_that_are_not_declared_or_declared_twice_are_remarked():
    one = read(read_graphml, graphml('<edge source="b" target="a"/><node id="a"/>'))
    assert one.names == ["a", "b"]
    assert one.remarks == ["1 node appears only in ties; all are people here."]
    two = read(read_graphml, graphml('<edge source="a" target="b"/>'))
    assert two.remarks == ["2 nodes appear only in ties; all are people here."]
    twice = read(read_graphml, graphml('<node id="a"/><node id="a"/><node id="b"/><edge source="a" target="b"/>'))
    assert twice.remarks == ["1 node has the id of an earlier one, which makes them the same person here."]


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<{}>\n<graph>", "x, line 2: no element found."),
        ("<{}>\n<a></b></{}>", "x, line 2: mismatched tag."),
        ("nothing", "x, line 1: syntax error."),
        ('<?xml version="1.0" encoding="utf-9"?><a/>', "x, line 1: unknown encoding: utf-9."),
        ('<?xml version="1.0" encoding="gbk"?><a/>', "x, line 1: multi-byte encodings are not supported."),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE bomb [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">\n]><{}>&b;</{}>',
            "x, line 2: a DOCTYPE is refused, with all the entities it could declare; a graph needs none.",
        ),
        (
            '<!DOCTYPE {} SYSTEM "http://nowhere/x.dtd"><{}/>',
            "x, line 1: a DOCTYPE is refused, with all the entities it could declare; a graph needs none.",
        ),
        ('<{}><graph>\n<node label="a"/></graph></{}>', "x, line 2: <node> has no id."),
        ('<{}><graph><node id="a"/>\n\n<edge source="a"/></graph></{}>', "x, line 3: <edge> has no target."),
        ("<{}>" + "<a>" * 200, "x, line 1: elements lie more than 100 deep in each other."),
        ("<{}><graph/>\n<graph/></{}>", "x, line 2: a second <graph> begins; keep one graph in a file."),
    ],
)
def test_bad_xml_is_refused_by_line(kind, text, sentence):
    assert failure(READERS[kind], text.replace("{}", kind)) == sentence


@pytest.mark.parametrize(
    ("reader", "text", "sentence"),
    [
        (read_graphml, "<graphml/>", "x cannot be read as GraphML: there is no <graph> in it."),
        (read_gexf, "<gexf/>", "x cannot be read as GEXF: there is no <graph> in it."),
        (read_gexf, "<graphml/>", "x cannot be read as GEXF: its outermost element is <graphml>."),
        (
            read_graphml,
            f"{GRAPHML}<hyperedge/></graph></graphml>",
            "x, line 2: a <hyperedge> ties more than two; write the ties between each two instead.",
        ),
    ],
)
def test_what_is_no_graph_of_two_by_two_is_refused(reader, text, sentence):
    assert failure(reader, text) == sentence
