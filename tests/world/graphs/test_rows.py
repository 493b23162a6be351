"""What quotation marks and brackets hold together."""

from __future__ import annotations

import networkx as nx
import pytest

from sim.world.graphs.graph import GraphError
from sim.world.graphs.lists import read_list


def named(text):
    reading = read_list(text.splitlines(keepends=True), "x")
    return [(reading.names[u], reading.names[v]) for u, v in reading.pairs.tolist()]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ('"Ann Lee" "Bob Ray"\n"Bob Ray" "Cy Dee"\n', [("Ann Lee", "Bob Ray"), ("Bob Ray", "Cy Dee")]),
        ("'Ann Lee' 'Bob Ray'\n'Bob Ray' Cy\n", [("Ann Lee", "Bob Ray"), ("Bob Ray", "Cy")]),
        ('"Lee, Ann" "Ray; Bob"\n', [("Lee, Ann", "Ray; Bob")]),
        ('"a ""b""" c\n', [('a "b"', "c")]),
        ("(0, 0) (0, 1)\n(0, 1) (1, 1) {}\n", [("(0, 0)", "(0, 1)"), ("(0, 1)", "(1, 1)")]),
        ("(0, (1, 2)) [3, 4]\n", [("(0, (1, 2))", "[3, 4]")]),
        ("(0, 0),(0, 1)\n(0, 1),(1, 1)\n", [("(0,0)", "(0,1)"), ("(0,1)", "(1,1)")]),
        ("O'Brien D'Arcy\nD'Arcy O'Hara\n", [("O'Brien", "D'Arcy"), ("D'Arcy", "O'Hara")]),
        ("Ann (née Lee)\tBob\nBob\tCy\n", [("Ann (née Lee)", "Bob"), ("Bob", "Cy")]),
        (":( :)\n:) :|\n", [(":(", ":)"), (":)", ":|")]),
    ],
)
def test_names_with_blanks_and_separators(text, pairs):
    assert named(text) == pairs


@pytest.mark.parametrize(
    "attributes",
    [
        "{}",
        "{'weight': 4}",
        "{'weight': 4, 'kind': 'friend'}",
        "{'a': {'b': 1}, 'c': [1, 2]}",
        "{'text': 'she said: \"no\", and left'}",
        "{'weight': 4, 'kind': 'friend; kin', 'since': (2001, 2)}",
    ],
)
@pytest.mark.parametrize("between", [" ", ",", ";", "\t"])
def test_dictionaries_of_attributes_are_passed_over(attributes, between):
    lines = "".join(f"{u}{between}{v}{between}{attributes}\n" for u, v in ((0, 1), (1, 2), (2, 0)))
    if between != " " and '"' in attributes:
        return
    assert named(lines) == [("0", "1"), ("1", "2"), ("2", "0")]


@pytest.mark.parametrize("source", [nx.grid_2d_graph(3, 3), nx.karate_club_graph(), nx.path_graph(4)])
def test_the_default_form_of_networkx_comes_back(source):
    for u, v in source.edges():
        source[u][v].update(weight=1.5, kind="a, b")
    lines = list(nx.generate_edgelist(source))
    assert named("\n".join(lines)) == [(str(u), str(v)) for u, v in source.edges()]


def test_a_dictionary_far_down_is_seen():
    text = "1 2\n" * 3_000 + "\"Ann Lee\" 2 {'a': 1, 'b': 2}\n"
    assert named(text)[-1] == ("Ann Lee", "2")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('"Ann Lee Bob\n', "x, line 1: quotation marks do not match; a name with blanks stands between two."),
        ('1 2\n"Ann" "Bob\n', "x, line 2: quotation marks do not match; a name with blanks stands between two."),
        ("((0, 0) (0, 1)\n", "x, line 1: brackets do not match."),
        ("(0, 1 2)) 3\n".replace("))", ")x"), "x, line 1: brackets do not match."),
    ],
)
def test_what_does_not_match_is_refused_by_line(text, sentence):
    with pytest.raises(GraphError) as error:
        named(text)
    assert str(error.value) == sentence
