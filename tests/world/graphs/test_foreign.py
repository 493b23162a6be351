"""Files of other forms are refused by their names, whatever they are called."""

import gzip

import pytest

from sim.world.graphs.errors import GraphError
from sim.world.graphs.files import graph_from_file

SAVE = "save the graph as an edge list (two ids per row), GraphML, GEXF, GML or Pajek"
CSV = "save the table of ties as CSV"
GDF = "a GDF file (GUESS); open it in Gephi and export it as GEXF or GraphML"
LGL = "an LGL file; in igraph, write the graph as an edge list (two ids per row), GraphML, GML or Pajek"
PYTHON = "a Python list or dictionary; networkx.write_edgelist writes the ties, two ids per row"
FORMS = {
    "nodedef>name VARCHAR,label VARCHAR\na,Ann\nedgedef>node1,node2\na,b\n": GDF,
    "edgedef>node1,node2\na,b\n": GDF,
    "a Ann\nb Bob\n# #\na b 1\n": f"a TGF file (trivial graph format); {SAVE}",
    "1\n2\n3\n#\n1 2\n2 3\n": f"a TGF file (trivial graph format); {SAVE}",
    "dl n=3\nformat=edgelist1\ndata:\n1 2\n": f"a UCINET DL file; in UCINET, {SAVE}",
    "DL N = 3 NM = 2\nlabels:\nann,bob,cy\ndata:\n0 1 0\n": f"a UCINET DL file; in UCINET, {SAVE}",
    "c comment\np edge 3 2\ne 1 2\ne 2 3\n": f"a DIMACS file; {SAVE}",
    "p sp 3 2\na 1 2 4\n": f"a DIMACS file; {SAVE}",
    "graph G {\n a -- b;\n b -- c;\n}\n": f"a Graphviz (DOT) file; {SAVE}",
    "strict digraph {\n a -> b\n}\n": f"a Graphviz (DOT) file; {SAVE}",
    'digraph "my graph"\n{ a -> b }\n': f"a Graphviz (DOT) file; {SAVE}",
    "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n": (
        "a MatrixMarket file; scipy reads it (scipy.io.mmread); save its ties as an edge list"
    ),
    "@nodes\nlabel\n0\n1\n@arcs\n label\n0 1 0\n": f"a LEMON graph (LGF); {SAVE}",
    "LEDA.GRAPH\nvoid\nvoid\n-2\n": (
        "a LEDA graph; networkx reads it (networkx.read_leda) and writes an edge list (networkx.write_edgelist)"
    ),
    ">>graph6<<DQc\n": "a graph6 or sparse6 file; networkx reads it (read_graph6) and writes an edge list "
    "(networkx.write_edgelist)",
    '{"directed": false, "nodes": [{"id": 0}], "links": []}': (
        "a JSON file; networkx reads it (networkx.node_link_graph) and writes an edge list (networkx.write_edgelist)"
    ),
    "[[0, 1], [1, 2]]": (
        "a JSON file; networkx reads it (networkx.node_link_graph) and writes an edge list (networkx.write_edgelist)"
    ),
    "<!DOCTYPE html><html><body>404</body></html>": f"a web page (HTML); {SAVE}",
    "<html>\n<head>": f"a web page (HTML); {SAVE}",
    "| source | target |\n| --- | --- |\n| a | b |\n": f"a table in Markdown; {CSV}",
    "<http://a> <http://knows> <http://b> .\n": f"RDF (Turtle or N-Triples); {SAVE}",
    "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n": f"RDF (Turtle or N-Triples); {SAVE}",
    "[(0, 1), (1, 2)]\n": PYTHON,
    "{'Ann': ['Bob', 'Cid']}\n": PYTHON,
    "{0: [1, 2]}\n": PYTHON,
    "('a', 'b'),\n('b', 'c'),\n": "a list of Python tuples; networkx.write_edgelist writes the ties, two ids per row",
    "# Ann\nBob\nCid\n# Bob\nDee\n# Cid\nDee\n# Dee\n": LGL,
    "# 1\n2 1\n3 2\n# 2\n4 2\n# 3\n4 1\n": LGL,
    "% bip unweighted\n% 3 2 2\n1 1\n1 2\n2 1\n": (
        "a KONECT network of two kinds of nodes (bip), both of which are numbered from 1; write a letter before the "
        "numbers of one kind, and take the first line away"
    ),
    "{\\rtf1\\ansi 1 2}": "a document in RTF; save it as plain text",
}
BYTES = {
    b"PK\x03\x04\x14\0": f"a zip archive, as Excel and LibreOffice write them; {CSV}",
    b"\xd0\xcf\x11\xe0\xa1": f"an old Excel or Word file; {CSV}",
    b"PAR1\x15\x04": f"a Parquet table; {CSV}",
    b"%PDF-1.7\n1 2\n": f"a PDF; {SAVE}",
    gzip.compress(b"1 2\n", mtime=0): "packed by gzip; give it a name that ends in .gz",
    b"1 2\n\0\x01\x02": f"binary, not text; {SAVE}",
    "1 2\n2 3\n".encode("utf-16"): "UTF-16 text; save it as UTF-8",
    "1 2\n2 3\n".encode("utf-16-be"): "UTF-16 text; save it as UTF-8",
    "1 2\n".encode("utf-32"): "UTF-32 text; save it as UTF-8",
}
CASES = [(form.encode(), what) for form, what in FORMS.items()] + list(BYTES.items())


def failure(path):
    with pytest.raises(GraphError) as error:
        graph_from_file(str(path))
    return str(error.value)


@pytest.mark.parametrize("name", ["x.txt", "x.csv", "x.graphml", "x"])
@pytest.mark.parametrize(("content", "what"), CASES)
def test_other_forms_are_named(tmp_path, name, content, what):
    (tmp_path / name).write_bytes(content)
    assert failure(tmp_path / name) == f"The graph file {tmp_path / name} is {what}."


@pytest.mark.parametrize("ending", ["tgf", "gdf", "dl", "dot", "mtx", "g6", "s6", "json", "adjlist", "pkl", "xlsx"])
def test_some_endings_are_enough(tmp_path, ending):
    path = tmp_path / f"x.{ending}"
    path.write_text("1 2\n2 3\n")
    assert failure(path).startswith(f"The graph file {path} is a")


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("x.txt", '*Vertices 2\n1 "Ann"\n2 "Bob"\n*Edges\n1 2\n', ["Ann", "Bob"]),
        ("x.csv", "% made by hand\n*Network\n*Vertices 2\n*Arcs\n1 2\n", ["1", "2"]),
        ("x.net", '*vertices 2\r\n1 "Ann"\r\n2 "Bob"\r\n*edges\r\n1 2\r\n', ["Ann", "Bob"]),
        ("x.csv", "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]", ["1", "2"]),
        ("x.gml", '<gexf><graph><edges><edge source="a" target="b"/></edges></graph></gexf>', ["a", "b"]),
        ("x.edges", "%%% KONECT\n% sym unweighted\n1 2\n", ["1", "2"]),
        ("x.txt", "{a} [b]\n[b] {c}\n".replace("{a}", "a").replace("{c}", "c"), ["a", "[b]", "c"]),
        ("x.txt", "dl ann\nann bob\n", ["dl", "ann", "bob"]),
        ("x.txt", "graph ann\nann bob\n", ["graph", "ann", "bob"]),
        ("x.txt", "p edge\nedge e\n", ["p", "edge", "e"]),
    ],
)
def test_content_comes_before_the_ending(tmp_path, name, content, names):
    (tmp_path / name).write_text(content, newline="")
    assert graph_from_file(str(tmp_path / name)).names == names


def test_endings_tell_a_sif_and_an_lgl_file(tmp_path):
    for name, what in (("x.sif", SIF), ("x.lgl", LGL)):
        path = tmp_path / name
        path.write_text("Ann pp Bob\nBob pp Cid\n")
        assert failure(path) == f"The graph file {path} is {what}."


@pytest.mark.parametrize(
    "text",
    [
        "# Family\na b\n# Friends\nb c\n",
        "# a\na b\n# b\nb c\n",
        "# Nodes: 3 Edges: 2\na b\nb c\n",
        "# ties\na b\nb c\n",
    ],
)
def test_comments_over_ties_are_no_lgl(tmp_path, text):
    path = tmp_path / "x.txt"
    path.write_text(text)
    assert graph_from_file(str(path)).names == ["a", "b", "c"]


SIF = "a SIF file (Cytoscape); leave only the first and the third word of each row, the two ids"
