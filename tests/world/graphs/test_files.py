"""Graph files: found, recognized, checked."""

import bz2
import gzip
import os

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.world.graphs import files
from sim.world.graphs.errors import GraphError
from sim.world.graphs.files import graph_from_file
from tests.places import DATA

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


def failure(path):
    with pytest.raises(GraphError) as error:
        graph_from_file(str(path))
    return str(error.value)


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
