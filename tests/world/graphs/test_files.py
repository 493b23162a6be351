"""Files of other forms are refused by their names, whatever they are called."""

from __future__ import annotations

import bz2
import gzip
import os

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.world.graphs import files
from sim.world.graphs.files import graph_from_file
from sim.world.graphs.graph import GraphError
from tests.places import DATA

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


SAVE = "save the graph as an edge list (two ids per row), GraphML, GEXF, GML or Pajek"
LATIN = "not UTF-8 text, but perhaps Latin-1 or Windows-1252; save the file as UTF-8."
TRIANGLE = nx.Graph([("a", "b"), ("b", "c"), ("a", "c")])


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def outcome(path):
    try:
        assert graph_from_file(str(path)).people >= 2
    except GraphError as error:
        return str(error)
    return ""


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder with shared data is absent")
def test_the_facebook_friendships():
    graph = graph_from_file(str(DATA / "facebook_combined.txt"))
    twin = nx.read_edgelist(DATA / "facebook_combined.txt", nodetype=int)
    assert (graph.people, len(graph.edges)) == (4_039, 88_234)
    assert graph.remarks == []
    assert graph.names == [str(i) for i in range(4_039)]
    assert graph.edges.tolist() == sorted([min(edge), max(edge)] for edge in twin.edges())


@pytest.mark.parametrize("name", ["x.txt", "x.csv", "x.tsv", "x.edges", "x.edgelist", "x", "x.anything"])
def test_lists_are_read_under_any_name(tmp_path, name):
    assert graph_from_file(put(tmp_path, name, "1 2\n3 1\n")).edges.tolist() == [[0, 1], [0, 2]]


@pytest.mark.parametrize("name", ["x.{}", "x.txt", "x"])
@pytest.mark.parametrize("kind", ["graphml", "gexf", "gml"])
def test_other_formats_are_known_by_extension_or_content(tmp_path, name, kind):
    path = tmp_path / name.format(kind)
    getattr(nx, f"write_{kind}")(TRIANGLE, path)
    graph = graph_from_file(str(path))
    assert (graph.names, len(graph.edges)) == (["a", "b", "c"], 3)


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
@pytest.mark.parametrize("kind", ["graphml", "gexf", "gml", "edgelist"])
def test_packed_files_are_unpacked(tmp_path, ending, pack, kind):
    path = tmp_path / f"x.{kind}"
    getattr(nx, f"write_{kind}")(TRIANGLE, path)
    packed = put(tmp_path, f"x.{kind}{ending}", pack(path.read_bytes()))
    assert graph_from_file(packed).names == ["a", "b", "c"]


def test_a_byte_order_mark_is_no_part_of_an_id(tmp_path):
    assert graph_from_file(put(tmp_path, "x.csv", "\ufeffa;b\r\nb;c\r\n")).names == ["a", "b", "c"]


def test_remarks_of_reader_and_shape_come_together(tmp_path):
    path = put(tmp_path, "x.csv", "from,to,weight\n1,2,5\n2,1,5\n3,3,1\n4,5,1\n")
    assert graph_from_file(path).remarks == [
        "Line 1 is taken as a header.",
        "Columns other than 1 and 2 are not used.",
        "1 self-loop was dropped.",
        "1 duplicate tie was dropped.",
        "1 person has no ties.",
        "It has 3 components; the largest holds 40 % of the people.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.txt", "", "The graph file {} is empty."),
        ("x.gml", " \n\n", "The graph file {} is empty."),
        ("x.txt", "# only a comment\n", "The graph file {} has no tie between two people."),
        ("x.txt", "1 1\n2 2\n", "The graph file {} has no tie between two people."),
        (
            "x.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            f"The graph file {{}} is a PNG image; {SAVE}.",
        ),
        ("x.txt", "1 2\n".encode("utf-16"), "The graph file {} is UTF-16 text; save it as UTF-8."),
        (
            "x.csv",
            b"a,b\nM\xfcller,b\n",
            "{}, line 2: " + LATIN,
        ),
        (
            "x.gml",
            b"graph [\n# \xff\n]",
            "{}, line 2: " + LATIN,
        ),
        ("x.xml", "<a/>", "The graph file {} is XML, but neither GraphML nor GEXF."),
        ("x.txt", "x" * 70_000, "{}, line 1: longer than 65,536 bytes; this is no list of ties."),
        ("x.txt.gz", b"no", "The graph file {} cannot be read: Not a gzipped file (b'no')."),
        (
            "x.txt.gz",
            gzip.compress(b"1 2\n2 3\n", mtime=0)[:-9],
            "The graph file {} cannot be read: Compressed file ended before the end-of-stream marker was reached.",
        ),
    ],
)
def test_a_file_that_is_no_graph_is_refused(tmp_path, name, content, sentence):
    path = put(tmp_path, name, content)
    assert failure(path) == sentence.format(path)


def test_what_is_no_file_is_refused(tmp_path):
    put(tmp_path, "friends.txt", "1 2\n")
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path) == f"The graph file {tmp_path} is a folder, not a file."
    for odd in (tmp_path / "pipe", "/dev/zero"):
        assert failure(odd) == f"The graph file {odd} is not a regular file but a device, a pipe or a socket."
    assert failure("/proc/version") == "The graph file /proc/version is empty."
    assert outcome("/proc/kcore")  # 128 TB, if it is there
    assert failure(tmp_path / "friend.txt") == (
        f'There is no graph file {tmp_path}/friend.txt. Did you mean "friends.txt"?'
    )
    assert failure("/nowhere/x.txt") == "There is no graph file /nowhere/x.txt."
    assert failure("a\0b") == "The graph file a\\x00b has a name that no file can have."


@pytest.mark.parametrize("pack", [None, gzip.compress])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch, pack):
    monkeypatch.setattr(files, "LARGEST_LIST", 1_000_000)
    monkeypatch.setattr(files, "LARGEST_MARKUP", 1_000_000)
    ending = ".gz" if pack else ""
    pack = pack or bytes
    path = put(tmp_path, f"x.txt{ending}", pack(b"1 2\n" * 250_001))
    assert failure(path) == f"The graph file {path} is larger than 1 MB."
    monkeypatch.setattr(files, "LARGEST_LIST", 2_000_000)
    path = put(tmp_path, f"x.gml{ending}", pack(b"graph [ ]\n" * 100_001))
    assert failure(path) == (
        f"The graph file {path} is larger than 1 MB. Save it as an edge list, of which more is read."
    )
    path = put(tmp_path, f"y.txt{ending}", pack(b"1 2\n" * 250_000))
    np.testing.assert_array_equal(graph_from_file(path).edges, [[0, 1]])


def test_small_files_that_unpack_to_huge_ones_are_refused(tmp_path):
    for ending, pack in ((".gz", gzip.compress), (".bz2", bz2.compress)):
        path = put(tmp_path, f"x.txt{ending}", pack(b"1 2\n" * 500_000))
        said = f"The graph file {path} unpacks to more than 200 times its size, which no ordinary file does."
        assert failure(path) == said


def test_the_home_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    put(tmp_path, "x.txt", "a b\n")
    assert graph_from_file("~/x.txt").names == ["a", "b"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["graphml", "gexf", "gml", "edgelist"]),
    st.integers(0, 400),
    st.integers(0, 60),
    st.binary(max_size=8) | st.text(max_size=8).map(str.encode),
)
def test_a_damaged_file_is_read_or_refused_but_never_fails(tmp_path, kind, start, length, patch):
    path = tmp_path / f"x.{kind}"
    getattr(nx, f"write_{kind}")(TRIANGLE, path)
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + patch + whole[start + length :])
    sentence = outcome(path)
    assert sentence == "" or (sentence.isprintable() and str(path) in sentence)
