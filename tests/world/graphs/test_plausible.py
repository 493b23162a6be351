"""From what was read to a social graph."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from sim.world.graphs.graph import GraphError
from sim.world.graphs.lists import read_list
from sim.world.graphs.plausible import Reading, from_networkx, to_social


def reading(names, pairs):
    return Reading(names, np.array(pairs, dtype=np.uint32))


def test_whole_numbers_are_put_in_order():
    graph = to_social(reading(["10", "-1", "9"], [(0, 1), (1, 2)]), "x")
    assert graph.names == ["-1", "9", "10"]
    assert graph.edges.tolist() == [[0, 1], [0, 2]]


@pytest.mark.parametrize("names", [["b", "a", "c"], ["2", "1", "c"], ["2.5", "1.5", "3"], ["2", "1", "9" * 5000]])
def test_other_ids_keep_their_order(names):
    graph = to_social(reading(names, [(0, 1), (1, 2)]), "x")
    assert graph.names == names
    assert graph.edges.tolist() == [[0, 1], [1, 2]]


def test_people_without_ties_are_kept():
    graph = to_social(reading(["a", "b", "lonely"], [(0, 1)]), "x")
    assert graph.people == 3
    assert graph.remarks[0] == "1 person has no ties."


def test_a_graph_without_ties_between_two_people_is_refused():
    for pairs in ([(0, 0)], np.empty((0, 2))):
        with pytest.raises(GraphError, match=r"^The graph file x has no tie between two people\.$"):
            to_social(reading(["a"], pairs), "The graph file x")


@pytest.mark.parametrize(("name", "shown"), [("a\x01", '"a\\\\u0001"'), ("\ufffe", '"\\\\ufffe"')])
def test_control_characters_are_refused(name, shown):
    with pytest.raises(GraphError, match=f"^x: the id {shown} holds control characters\\.$"):
        to_social(reading([name, "b"], [(0, 1)]), "x")


def test_any_networkx_graph_is_taken_in_its_order():
    source = nx.MultiDiGraph([("b", 1), (1, ("t", 2)), ("b", 1)])
    taken = from_networkx(source, ["Before."])
    assert taken.names == ["b", "1", "('t', 2)"]
    assert sorted(taken.pairs.tolist()) == [[0, 1], [0, 1], [1, 2]]
    assert taken.directed
    assert taken.remarks == ["Before."]


def test_weights_are_remarked():
    source = nx.Graph()
    source.add_edge("a", "b", weight=2.0)
    assert from_networkx(source).remarks == ["Weights are not used; every tie counts alike."]


MATRIX = (
    "The graph file x looks like an adjacency matrix, not like a list of ties: {}. Save it as an edge list, two ids "
    "per row (networkx.from_numpy_array and networkx.write_edgelist do it)."
)
CONTACTS = (
    "The graph file x looks like a contact list (seconds, person, person), not like ties: its first column is a time "
    "that never falls. Replay it with manyhats replay; for a social graph, leave only the two ids in each row."
)
NUMBERED = (
    "The graph file x has numbers that never fall in its first column, and people in its second and third. Leave only "
    "the two ids in each row; if the first column is a time, manyhats replay reads the list."
)
TALKS = (
    "The graph file x looks like a list of talks (from, to, person, person), not of ties: its first two columns are "
    "times. Leave only the two ids in each row; manyhats replay measures such an event, a row for each slot."
)
BINARY, SQUARE = "there is nothing in it but 0 and 1", "it has as many columns as rows, all of numbers"
HEADS = "the names at the head of the columns are those at the head of the rows"


def read(text):
    return read_list(text.splitlines(keepends=True), "x")


def failure(text):
    with pytest.raises(GraphError) as error:
        read(text)
    return str(error.value)


def named(text):
    reading = read(text)
    return [(reading.names[u], reading.names[v]) for u, v in reading.pairs.tolist()]


@pytest.mark.parametrize("between", [",", " ", "\t", ";", ", "])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0,1,0,1\n1,0,1,0\n0,1,0,1\n1,0,1,0\n", BINARY),
        ("0,1,1\n1,0,0\n", BINARY),
        ("0,2.5,0\n2.5,0,1\n0,1,0\n", SQUARE),
        ("1,2,3\n2,1,4\n3,4,1\n", SQUARE),
        ("-1,ann,bob,cy\nann,0,1,0\nbob,1,0,1\ncy,0,1,0\n".replace("-1", "x"), HEADS),
        ("ann,bob,cy\n0,1,0\n1,0,7\n0,7,0\n", SQUARE),
        ("a,b,c\n0,1,1\n1,0,1\n1,1,0\n", BINARY),
        ("ann,0,1,4\nbob,1,0,1\ncy,4,1,0\n", "a name and as many numbers as there are rows"),
        ("0,0,3,0,1\n0,5,0,0,0\n0,0,1,0,2\n", "most of its cells are 0"),
    ],
)
def test_matrices(between, text, why):
    assert failure(text.replace(",", between)) == MATRIX.format(why)


def test_large_matrices():
    graph = nx.gnm_random_graph(1_100, 5_000, seed=1)
    rows = nx.to_numpy_array(graph, dtype=int).tolist()
    assert failure("".join(",".join(map(str, row)) + "\n" for row in rows)) == MATRIX.format(BINARY)


def test_a_matrix_with_empty_cells_and_names():
    assert failure(",ann,bob,cy\nann,,1,\nbob,1,,1\ncy,,1,\n") == MATRIX.format(HEADS)


@pytest.mark.parametrize(
    "text",
    [
        "1 2 5\n2 3 4\n1 3 6\n",
        "0 1 1\n0 2 1\n0 3 1\n1 2 1\n",
        "7 8 0 1\n8 9 1 1\n7 9 0 0\n9 5 1 0\n",
        "1 2 0.5\n2 3 0.25\n3 1 0.125\n",
    ],
)
def test_weights_are_no_matrix(text):
    assert len(named(text)) == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "20 1 2\n40 1 2\n40 1 3\n60 2 3\n80 2 3\n",
        "20 1 2\n40 1 2\n",
        "1240913019 1 4\n1240913039 2 5\n1240913041 3 4\n",
        "1240913019000,1,4\n1240913039000,2,5\n",
        "0 1 2 5A 5B\n10 1 2 5A 5B\n30 3 2 5A 5B\n",
        "1560396500\tARIELLE\tFANA\n1560396520\tARIELLE\tFANA\n",
        "20.0;1;2\n40.0;1;3\n60.0;2;3\n",
        "t,p,q\n20,1,2\n40,1,3\n60,3,2\n".replace("p,q", "who,whom"),
    ],
)
def test_contact_lists(text):
    assert failure(text) == CONTACTS


@pytest.mark.parametrize(
    "text",
    [
        "20 60 1 2\n40 100 1 3\n",
        "1240913019 1240913059 1 2\n1240913021 1240913100 1 3\n",
        "0,300,ann,bob\n300,900,ann,cy\n",
    ],
)
def test_talks(text):
    assert failure(text) == TALKS


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("1 2 5\n1 3 2\n2 3 4\n5 1 1\n", [("1", "2"), ("1", "3"), ("2", "3"), ("5", "1")]),
        ("10 20 1\n20 30 1\n30 10 2\n", [("10", "20"), ("20", "30"), ("30", "10")]),
        (
            "1000000001 1000000002 1\n1000000003 1000000001 7\n",
            [("1000000001", "1000000002"), ("1000000003", "1000000001")],
        ),
        ("1 2 20\n1 2 40\n1 3 60\n", [("1", "2"), ("1", "2"), ("1", "3")]),
        ("t i j\n20 1 2\n40 1 3\n", [("1", "2"), ("1", "3")]),
        ("1 2 20 60\n1 3 40 100\n", [("1", "2"), ("1", "3")]),
    ],
)
def test_ties_with_numbers_beside_them(text, pairs):
    assert named(text) == pairs


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0 1 2 3\n1 2\n2\n3\n", "1 to 4"),
        ("3 2\n2\n1 3\n2\n", None),
        ("5 4\n2 3\n1 4\n1 4 5\n2 3\n3 2\n", "2 to 3"),
        ("ann,bob,cy\nbob,cy\ncy,ann\n", "2 to 3"),
        ("ann,bob,cy\nbob,cy,ann\ncy,ann,bob\n", "3"),
    ],
)
def test_adjacency_lists(text, rows):
    if rows is None:
        assert failure(text).startswith("x, line 2: the row has 1 column;")
        return
    assert failure(text) == (
        f"The graph file x has rows of {rows} ids; that looks like an adjacency list or a METIS file, not like a list "
        "of ties. Save it as an edge list, two ids per row (networkx.read_adjlist reads the former)."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee Bob Ray\nBob Ray Cy Dee\n",
        "Ann Lee Bob\nBob Cy Dee\nCy Dee Ann Lee\n",
        "Ann Bob Lee\nBob Cy\nDi Ed\n",
        "Ann Lee Bob Ray\nBob Ray Cy Dee\nCy Dee Ann Lee friend\n",
        "Jörg Ödön Élise Ñu\nÉlise Ñu Jörg Ödön\n",
    ],
)
def test_names_cut_at_their_blanks(text):
    widest = max(len(line.split()) for line in text.splitlines())
    assert failure(text) == (
        f"The graph file x has rows of up to {widest} words between blanks, so that names of several words cannot be "
        'told apart. Put names between quotation marks ("Ann Lee" "Bob Ray"), or separate the columns by tabs or '
        "commas."
    )


@pytest.mark.parametrize(
    "text",
    [
        "ann bob friend\nbob cy kin\n",
        "1 2 good friend\n1 3 kin\n",
        "ann bob 2020-01-01 10:00\nbob cy 2020-01-02 11:00\n",
    ],
)
def test_words_beside_ties(text):
    assert len(named(text)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "e 1 2\ne 2 3\n",
            "looks like a DIMACS file (every row is e or a and two numbers). Leave only the two ids in each row.",
        ),
        (
            "a 1 2 5\na 2 3 6\n",
            "looks like a DIMACS file (every row is e or a and two numbers). Leave only the two ids in each row.",
        ),
        (
            "4 3\n1 2\n2 3\n3 4\n",
            "begins with 4 3, which look like the numbers of people and of ties (3 rows follow). Begin that line with "
            "#; if it is a tie, move it down.",
        ),
        (
            "4 4 3\n1 2\n2 3\n3 4\n",
            "begins with 4 4 3, which look like the numbers of people and of ties (3 rows follow). Begin that line "
            "with #; if it is a tie, move it down.",
        ),
        (
            "3 2\n1 2\n1 3\n",
            "begins with 3 2, which look like the numbers of people and of ties (2 rows follow). Begin that line with "
            "#; if it is a tie, move it down.",
        ),
        (
            "50 10\n" + "".join(f"{n} {n + 1}\n" for n in range(1, 11)),
            "begins with 50 10, which look like the numbers of people and of ties (10 rows follow). Begin that line "
            "with #; if it is a tie, move it down.",
        ),
        (
            "1 2,2 3,3 4\n",
            'has two numbers in every cell, such as "1 2". The two ids of a tie stand in columns of their own, with '
            "the same between them in every row.",
        ),
        (
            '"SUID","interaction","name"\n"10","pp","Ann (pp) Bob"\n"11","pp","Bob (pp) Cid"\n',
            "is a table of ties as Cytoscape exports it, with both ids in one cell. Export the network as GraphML.",
        ),
        (
            "1: 2 3\n2: 3\n",
            "looks like an adjacency list (a person, a colon, and all contacts). Save it as an edge list, two ids "
            "per row.",
        ),
        (
            "ann: bob, cy\ncy: dot, bob\n",
            "looks like an adjacency list (a person, a colon, and all contacts). Save it as an edge list, two ids "
            "per row.",
        ),
        (
            "0.5 1\n0.25 2\n",
            'has decimal numbers such as "0.5" where an id is expected, in column 1. The two ids of a tie stand in '
            "columns 1 and 2.",
        ),
        (
            "Id,Label,timeset\n1,Ann,\n2,Bob,\n",
            "is a table of people (an id and a label per row), not of ties. Give the table of their ties instead.",
        ),
        (
            "Id;Label;Modularity Class\nann;Ann;1\n",
            "is a table of people (an id and a label per row), not of ties. Give the table of their ties instead.",
        ),
        (
            "1 Ann\n2 Bob\n3 Cy\n#\n1 2\n2 3\n",
            "is a TGF file (trivial graph format): people, a line of # alone, and ties. Keep only the ties, two ids "
            "per row.",
        ),
    ],
)
def test_other_forms(text, said):
    assert failure(text) == f"The graph file x {said}"


def test_comments_of_a_hash_alone_are_comments():
    assert named("#\n# ties\n#\n1 2\n2 3\n#\n3 4\n") == [("1", "2"), ("2", "3"), ("3", "4")]


def test_a_tgf_of_many_people_is_known():
    people = "".join(f"{n} p{n}\n" for n in range(3_000))
    assert failure(f"{people}#\n1 2\n2 3\n").startswith("The graph file x is a TGF file (trivial graph format)")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a\tpp\tb\nb\tpp\tc\n", "pp"),
        ("a -> b\nb -> c\n", "->"),
        ("1 -- 2\n2 -- 3\n", "--"),
    ],
)
def test_kinds_of_ties_are_nobody(text, kind):
    assert failure(text) == (
        f'The graph file x looks as if its second column said what kind of tie it is ("{kind}"), as in SIF files of '
        "Cytoscape. Leave only the two ids in each row."
    )


@pytest.mark.parametrize("text", ["a,hub,x\nb,hub2,y\nc,hub3,z\n", "a,b,friend\nc,b,friend\nd,b,friend\n"])
def test_a_second_column_of_people_is_no_kind(text):
    assert named(text) == [tuple(row.split(",")[:2]) for row in text.split()]


def test_rows_of_several_people_are_no_ties():
    assert failure("a;b;c\nb;c\nc;d;e\n") == (
        "The graph file x has rows of 2 to 3 ids; that looks like an adjacency list or a METIS file, not like a list "
        "of ties. Save it as an edge list, two ids per row (networkx.read_adjlist reads the former)."
    )
    assert named("a,b,friend\nb,c\nc,d\n") == [("a", "b"), ("b", "c"), ("c", "d")]


def test_matrices_behind_numbers_of_rows():
    assert failure('"","V1","V2","V3"\n"1",0,1,0\n"2",1,0,1\n"3",0,1,0\n') == MATRIX.format(BINARY)
    assert failure(",0,1,2\n0,0,4,0\n1,4,0,1\n2,0,1,0\n") == MATRIX.format(SQUARE)
    attended = "beside the names there is nothing but 0 and 1"
    assert failure("person,e1,e2,e3\na,1,0,1\nb,0,1,1\nc,1,1,0\nd,1,1,0\n") == MATRIX.format(attended)


@pytest.mark.parametrize(
    "text",
    ["1 2 3\n2 3 4\n3 4 5\n", "0 1 2\n1 2 0\n2 0 1\n", "0 1 1\n1 0 1\n0 2 1\n1 3 2\n"],
)
def test_small_weighted_lists_are_no_matrix(text):
    assert named(text) == [tuple(row.split()[:2]) for row in text.splitlines()]


def test_named_columns_are_no_matrix():
    assert named("source,target,weight\n0,1,1\n1,0,1\n") == [("0", "1"), ("1", "0")]


@pytest.mark.parametrize("text", ["5 3\n1 2\n2 3\n3 4\n", "4 3\n1 2\n1 3\n2 3\n", "5 4\n5 1\n5 2\n4 1\n4 2\n"])
def test_a_first_row_that_may_count_is_remarked(text):
    assert len(named(text)) == text.count("\n")
    assert read(text).remarks == [
        f"The first row ({text[:3]}) is taken as a tie; if it says how many people and ties there are, begin it with #."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-01,a,b\n2020-01-02,b,c\n",
        "2020-01-01 10:00:00,1,2\n2020-01-01 10:05:00,2,3\n",
        "13/06/2019 05:28\tA\tB\n13/06/2019 05:29\tA\tC\n",
        "9:05 a b\n9:10 b c\n",
        "1.2.2020;a;b\n2.2.2020;b;c\n",
    ],
)
def test_dates_are_nobody(text):
    assert failure(text) == (
        "The graph file x has dates or times in its first column, where an id is expected. Leave only the two ids in "
        "each row; manyhats replay reads contacts, with times in seconds."
    )


def test_addresses_are_no_dates():
    assert named("10.0.12.1,10.0.12.2,3\n10.0.12.2,10.0.12.3,4\n") == [
        ("10.0.12.1", "10.0.12.2"),
        ("10.0.12.2", "10.0.12.3"),
    ]


@pytest.mark.parametrize("text", ["0 a b\n1 b c\n2 a c\n", "1,a,b\n2,b,c\n3,c,d\n", "5\ta\tb\n5\ta\tc\n6\tb\tc\n"])
def test_numbers_before_names_are_nobody(text):
    assert failure(text) == NUMBERED


def test_slots_before_pairs():
    pairs = [(a, b) for b in range(6) for a in range(b)]
    rows = [f"{n // 3} {a} {b}\n" for n, (a, b) in enumerate(pairs)]
    assert failure("".join(rows)) == NUMBERED
    short = read("".join(rows[:9]))
    assert short.remarks[0] == (
        "The first two columns are taken as ties; if the first counts time (slot, person, person), leave only the two "
        "ids in each row."
    )
    assert failure("0,0,-1,0\n0,1,-1,0\n0,2,3,-71\n300,2,3,-70\n300,4,-2,-80\n") == CONTACTS


def test_weights_between_two_ids_are_no_slots():
    rows = [f"{a} {b} {1 + (a * b) % 5}\n" for a in range(8) for b in range(a + 1, 8)]
    assert len(named("".join(rows))) == len(rows)
    assert read("".join(rows)).remarks == ["Columns other than 1 and 2 are not used."]
    assert len(named("1000 1 1\n2000 1 1\n3000 2 1\n")) == 3


def test_konect_mixes_blanks_and_tabs():
    assert named("% asym weighted\n1 2\t3 1082008561\n1 3\t1 1082008562\n") == [("1", "2"), ("1", "3")]
    assert named("Ann Lee\tBob\nBob\tAnn Lee\n") == [("Ann Lee", "Bob"), ("Bob", "Ann Lee")]


@pytest.mark.parametrize(
    "text", ["a,b,c\nb,c,d\nc,d,e\n", "e1,a,b\ne2,b,c\ne3,a,c\n", "circle0\t71\t215\t54\ncircle1\t173\n"]
)
def test_rows_of_ids_are_no_ties(text):
    assert "that looks like an adjacency list or a METIS file, not like a list of ties." in failure(text)


@pytest.mark.parametrize("person", ["Ann: sales", "urn:ann", "12:30", "ann:"])
def test_a_colon_in_some_names_is_no_list_of_contacts(person):
    assert named(f"{person},bob\nbob,cy\n") == [(person, "bob"), ("bob", "cy")]


def test_features_of_people_are_no_ties():
    beside = "beside the first column there is nothing but 0 and 1"
    assert failure("1 0 0 1 0\n2 0 1 0 0\n3 1 0 0 0\n") == MATRIX.format(beside)


def test_a_weight_is_no_number_of_ties():
    assert named("20 1 2\n20 1 3\n20 2 3\n") == [("20", "1"), ("20", "1"), ("20", "2")]


@pytest.mark.parametrize(
    "text",
    [
        "10 30 3 2\n10 40 1 4\n10 60 5 5\n20 30 4 4\n30 40 5 1\n",
        "100 200 92\n300 500 61\n500 400 98\n",
        "10 30 1\n10 40 0\n30 40 1\n",
        "0 1 0\n0 3 0\n0 4 0\n0 5 1\n1 2 0\n1 3 0\n1 5 0\n2 4 1\n2 5 1\n3 4 1\n",
        "1 3 2\n1 4 1\n1 5 2\n1 6 1\n2 4 1\n2 5 3\n2 6 3\n3 4 3\n3 6 5\n4 5 4\n4 6 1\n5 6 1\n",
        "3 2\n3 1\n2 1\n",
        "4 3\n3 2\n2 1\n1 0\n",
    ],
)
def test_sorted_ties_are_no_times(text):
    assert named(text) == [tuple(row.split()[:2]) for row in text.splitlines()]


def test_rows_that_end_before_the_columns_of_their_header_are_told():
    text = "a;b;c;source;target\n" + "1;ann;bob\n" * 30
    assert failure(text) == (
        "x, line 2: the row has 3 columns; the two ids of a tie stand in columns 4 and 5, between semicolons."
    )
