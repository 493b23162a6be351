"""Column names over ids of any kind."""

import pytest

from sim.world.graphs.lists import read_list

HEADER = "Line 1 is taken as a header."
HEADS = [
    "source,target",
    "from,to",
    "FromNodeId,ToNodeId",
    "src,dst",
    "ego,alter",
    "tail,head",
    "person_a,person_b",
    "user,friend",
    "user_id,friend_id",
    "u,v",
    "i,j",
    "a,b",
    "x,y",
    "node1,node2",
    "id1,id2",
    "Node_1,Node_2",
    "id_a,id_b",
    "personA,personB",
    "sender,receiver",
    "left,right",
    "p1,p2",
    "user1,user2",
    "follower,followee",
    "name1,name2",
]


def read(text):
    return read_list(text.splitlines(keepends=True), "x.csv")


def named(reading):
    return [(reading.names[u], reading.names[v]) for u, v in reading.pairs.tolist()]


@pytest.mark.parametrize(
    "head",
    HEADS,
)
@pytest.mark.parametrize("between", [",", ";", "\t", " "])
def test_the_usual_names_of_columns_are_nobody(head, between):
    reading = read(f"{head}\nann,bob\nbob,cy\n".replace(",", between))
    assert named(reading) == [("ann", "bob"), ("bob", "cy")]
    assert reading.remarks == [HEADER]


@pytest.mark.parametrize(
    "text",
    ["a,b\nb,c\nc,a\n", "u,v\nv,w\n", "head,tail\ntail,head\nx,tail\n", "node1,node2\nnode3,node4\nnode5,node1\n"],
)
def test_words_that_occur_again_are_people(text):
    reading = read(text)
    assert len(reading.pairs) == text.count("\n")
    assert HEADER not in reading.remarks


@pytest.mark.parametrize("text", ["node1,node2\nnode3,node4\n", "p1,p2\np3,p4\np5,p6\n"])
def test_ids_that_are_formed_alike_are_people(text):
    assert len(read(text).pairs) == text.count("\n")


def test_unknown_words_that_occur_nowhere_else_are_people_with_a_remark():
    reading = read("seller,buyer\nann,bob\nbob,cy\n")
    assert named(reading)[0] == ("seller", "buyer")
    assert reading.remarks == [
        'Line 1 ("seller", "buyer") is taken as a tie, although neither occurs again; if it names the columns, begin '
        "it with #."
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("seller,buyer,amount\nann,bob,3\nbob,cy,4\n", [("ann", "bob"), ("bob", "cy")]),
        ("t,i,j\n20,ann,bob\n40,ann,cy\n", [("ann", "bob"), ("ann", "cy")]),
        ("Id;Source;Target;Type\n7;ann;bob;Undirected\n", [("ann", "bob")]),
        ("weight,user,friend\n1,ann,bob\n", [("ann", "bob")]),
        ("Source;Target;Type;Id;Label;timeset;Weight\nann;bob;Directed;0;;;1.0\n", [("ann", "bob")]),
        ('"from","to"\n"1","2"\n', [("1", "2")]),
    ],
)
def test_names_over_more_columns(text, pairs):
    reading = read(text)
    assert named(reading) == pairs
    assert reading.remarks[0] == HEADER
