"""Edge lists and CSV."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.world.graphs.graph import GraphError
from sim.world.graphs.lists import read_list

ids = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=5).filter(
    lambda text: not set('#%",;').intersection(text)
)
ties = st.lists(st.tuples(ids, ids), min_size=2, max_size=20)


def read(text):
    return read_list(text.splitlines(keepends=True), "x.csv")


def named(reading):
    return [(reading.names[u], reading.names[v]) for u, v in reading.pairs.tolist()]


def failure(text):
    with pytest.raises(GraphError) as error:
        read(text)
    return str(error.value)


@pytest.mark.parametrize("between", [" ", "  \t ", "\t", ",", ";", ", "])
def test_ties_are_read_whatever_stands_between(between):
    reading = read(f"1{between}2\n\n# 7 8\n% 7 8\n2{between}10\n")
    assert named(reading) == [("1", "2"), ("2", "10")]
    assert reading.names == ["1", "2", "10"]
    assert reading.remarks == []


@settings(deadline=None)
@given(ties, st.sampled_from([" ", "\t", ",", ";"]))
def test_any_ids_come_back(pairs, between):
    text = f"source{between}target\n" + "".join(f"{u}{between}{v}\n" for u, v in pairs)
    assert named(read_list(text.split("\n"), "x")) == pairs


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=30))
def test_networkx_reads_the_same_graph(pairs):
    lines = [f"{u} {v} {{'weight': 1}}" for u, v in pairs]
    twin = nx.parse_edgelist(lines, create_using=nx.MultiGraph)
    mine = nx.MultiGraph(named(read_list(lines, "x")))
    assert nx.utils.graphs_equal(nx.Graph(mine), nx.Graph(twin.edges()))
    assert mine.number_of_edges() == twin.number_of_edges()
    assert list(mine) == list(twin)


def test_quoted_fields_may_hold_the_delimiter():
    reading = read('"Müller, Hans",李\n李 , "a ""b"""\n')
    assert named(reading) == [("Müller, Hans", "李"), ("李", 'a "b"')]


def test_names_with_spaces_between_tabs():
    assert named(read("Hans Müller\tEva\nEva\tBo Li\n")) == [("Hans Müller", "Eva"), ("Eva", "Bo Li")]


@pytest.mark.parametrize(
    ("text", "pairs", "remarks"),
    [
        ("a,b\n1,2\n2,3\n", [("1", "2"), ("2", "3")], ["Line 1 is taken as a header."]),
        ("# c\nfrom to\nann bob\n", [("ann", "bob")], ["Line 2 is taken as a header."]),
        ("ann,bob\nbob,cleo\n", [("ann", "bob"), ("bob", "cleo")], []),
        (
            "Id;Target;Weight;Source\n1;b;0,5;a\n",
            [("a", "b")],
            ["Line 1 is taken as a header.", "Columns other than 4 and 2 are not used."],
        ),
        ("1 2 0.5\n2 3 0.7\n", [("1", "2"), ("2", "3")], ["Columns other than 1 and 2 are not used."]),
    ],
)
def test_headers_and_further_columns_are_remarked(text, pairs, remarks):
    reading = read(text)
    assert named(reading) == pairs
    assert reading.remarks == remarks


def test_rows_of_delimiters_only_are_blank():
    assert named(read("1;2\n;\n2;3\n")) == [("1", "2"), ("2", "3")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "1 2\n\n3\n",
            "x.csv, line 3: the row has 1 column; the two ids of a tie stand in columns 1 and 2, between whitespace.",
        ),
        (
            "# c\n1,2\n2,3\n4\n",
            "x.csv, line 4: the row has 1 column; the two ids of a tie stand in columns 1 and 2, between commas.",
        ),
        (
            "id;source;target\n1;a;b\n2;a\n",
            "x.csv, line 3: the row has 2 columns; the two ids of a tie stand in columns 2 and 3, between semicolons.",
        ),
        ("1\t2\n\t3\n", "x.csv, line 2: an id is missing; the two ids of a tie stand in columns 1 and 2."),
        ('1,2\n"3,4\n', "x.csv, line 2: quotation marks do not match (unexpected end of data)."),
        ('1,2\n"3"x,4\n', "x.csv, line 2: quotation marks do not match (',' expected after '\"')."),
    ],
)
def test_a_bad_row_is_named_by_its_line(text, sentence):
    assert failure(text) == sentence


def test_nothing_is_read_from_comments_only():
    reading = read("# nothing\n\n")
    assert (reading.names, reading.pairs.shape) == ([], (0, 2))
