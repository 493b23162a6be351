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
    "Quelle,Ziel",
    "Von,Nach",
    "Knoten1,Knoten2",
    "origen,destino",
    "desde,hasta",
    "de,vers",
    "от,до",
    "来源,目标",
    "label1,label2",
    "row,col",
    ":START_ID,:END_ID",
    "Respondent,Nominee",
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


@pytest.mark.parametrize(
    "text",
    [
        '"","from","to"\n"1","a","b"\n"2","b","c"\n',
        '"","V1","V2"\n"1","a","b"\n"2","b","c"\n',
        ",who,whom,weight\n0,a,b,7\n1,b,c,8\n",
        ",0,1\n0,a,b\n1,b,c\n",
        "Unnamed: 0,Mensch,Mitmensch\n0,a,b\n1,b,c\n",
        "Nr;Mensch;Mitmensch\n1;a;b\n2;b;c\n",
        "id,origen,destino\n1,a,b\n2,b,c\n",
        '"from" "to"\n"1" "a" "b"\n"2" "b" "c"\n',
        '"from" "to" "weight"\n"1" "a" "b" 3\n"2" "b" "c" 4\n',
        "who\twhom\n1\ta\tb\n2\tb\tc\n",
    ],
)
def test_numbers_of_rows_are_nobody(text):
    reading = read(text)
    assert named(reading) == [("a", "b"), ("b", "c")]
    assert reading.remarks == [HEADER, "Columns other than 2 and 3 are not used."]


@pytest.mark.parametrize(
    "text", ["id,nachbar,gewicht\n1,2,3\n2,3,4\n", "row,col,data\n1,2,3\n2,3,4\n", "id,friend,since\n1,2,9\n2,3,9\n"]
)
def test_ids_that_count_are_people(text):
    assert named(read(text)) == [("1", "2"), ("2", "3")]


def test_the_first_line_of_excel_tells_the_separator_only():
    reading = read("sep=;\nsource;target\na;b\nb;c\n")
    assert named(reading) == [("a", "b"), ("b", "c")]
    assert reading.remarks == ["Line 2 is taken as a header."]
