"""Damaged files of every form that is read, without end: for the bounded test here, and for long runs elsewhere."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import networkx as nx

TALES = (
    b"",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b'"',
    b"'",
    b"(",
    b")",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"&#0;",
    b"%",
    b"#\n",
    b"*",
    b",",
    b";",
    b"\t",
    b" " * 40,
    b"-1",
    b"0",
    b"nan",
    b"inf",
    b"1e400",
    b"4294967296",
    b"9" * 30,
    b"2" * 5_000,
    b"<graph>",
    b"</graph>",
    b"<node id='x'>",
    b"<hyperedge/>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"*Matrix\n",
    b"*Vertices 20000000\n",
    b"*Vertices 99999999999\n",
    b"graph [",
    b"node [ id 1 ]",
    b"\xe2\x80\xa8",
    "ü".encode("latin-1"),
    "李".encode(),
)
CONTACTS = b"".join(b"%d %d %d\n" % (20 * slot, slot % 3, 3 + slot % 4) for slot in range(12))
LISTS = {
    "ties.txt": b"1 2\n2 3\n3 4\n4 1\n",
    "names.txt": b'"Ann Lee" "Bob Ray"\n"Bob Ray" (1,2)\n(1, 2) \'Cy Dee\'\n',
    "attributes.edgelist": b"0 1 {'weight': 4, 'kind': 'kin'}\n1 2 {}\n2 0 {'a': {'b': 1}}\n",
    "header.csv": b'Source,Target,Type\n"Lee, Ann",Bob,Undirected\nBob,Cy,Directed\n',
    "semicolons.csv": b"id;source;target\n1;ann;bob\n2;bob;cy\n",
    "tabs.tsv": b"Ann Lee\tBob\nBob\tCy\n",
    "pajek.net": b'*Vertices 4\n1 "Ann"\n2 "Bob" 0.1 0.2\n*Arcs\n1 2 1\n2 3\n*Edgeslist\n3 4 1\n',
    "matrix.net": b"*Vertices 3\n*Matrix\n0 1 0\n1 0 2\n0 1 0\n",
    "matrix.csv": b"0,1,0\n1,0,1\n0,1,0\n",
    "tgf.txt": b"1 Ann\n2 Bob\n#\n1 2\n",
    "gdf.txt": b"nodedef>name VARCHAR\na\nb\nedgedef>node1 VARCHAR,node2 VARCHAR\na,b\n",
    "contacts.txt": CONTACTS,
    "talks.txt": b"0 40 1 2\n20 80 1 3\n",
}
GROUPS = (
    b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d" for="edge" attr.name="weight" '
    b'attr.type="double"/>\n<graph id="G" edgedefault="undirected"><node id="a"/><node id="g"><graph id="g:" '
    b'edgedefault="directed">\n<node id="g::a"/><node id="g::b"/><edge source="g::a" target="g::b"><data key="d">1'
    b'</data></edge></graph></node>\n<edge source="a" target="g::a"/></graph></graphml>'
)
CONTACT_LISTS = {
    "contacts.txt": CONTACTS,
    "names.tsv": b"t\ti\tj\n20\tann\tbob\n40\tann\tcy\n60\tann\tcy\n",
    "wide.csv": b'"t";"i";"j";"Ci"\n20.0;1;2;"5A"\n40.0;1;3;"5B"\n',
    "milliseconds.txt": b"".join(b"%d 1 2\n" % (1_240_913_019_000 + 20_000 * slot) for slot in range(5)),
    "talks.txt": b"0 40 1 2\n20 80 1 3\n",
    "self.txt": b"# c\n20 1 2 x\n20 2 1\n40 3 3\n60 1 2\n",
}


def graph_files() -> dict[str, bytes]:
    """A small sound file of every form, by name."""
    graph = nx.DiGraph([("anna", "böse"), ("böse", "anna"), ("böse", "李")])
    graph.add_edge("anna", "李", weight=2.5)
    made = {f"x.{kind}": _written(getattr(nx, f"write_{kind}"), graph) for kind in ("graphml", "gexf", "gml")}
    return {**LISTS, **made, "groups.graphml": GROUPS}


def mutants(random: Random) -> Iterator[tuple[str, bytes]]:
    """Names and contents of damaged graph files, without end.

    Parameters
    ----------
    random
        Decides what is damaged, and how.
    """
    return _damaged(graph_files(), random)


def contact_mutants(random: Random) -> Iterator[tuple[str, bytes]]:
    """The same of contact lists."""
    return _damaged(CONTACT_LISTS, random)


def _written(write: Callable[..., Any], graph: nx.DiGraph) -> bytes:
    file = io.BytesIO()
    write(graph, file)
    return file.getvalue()


def _damaged(sound: dict[str, bytes], random: Random) -> Iterator[tuple[str, bytes]]:
    names = sorted(sound)
    while True:
        name = random.choice(names)
        content = sound[name]
        for _ in range(random.choice((1, 1, 2, 4, 8))):
            content = random.choice(WAYS)(content, random, sound[random.choice(names)])
        if random.random() < 0.1:
            name = f"x.{random.choice(('txt', 'csv', 'gml', 'net', 'graphml', 'gexf', 'json', 'anything'))}"
        if random.random() < 0.03:
            name, content = random.choice((f"{name}.gz", f"{name}.bz2")), _packed(content, random)
        yield name, content


def _packed(content: bytes, random: Random) -> bytes:
    packed = random.choice((gzip.compress, bz2.compress))(content)
    return _flipped(packed, random, b"") if random.random() < 0.5 else packed


def _flipped(content: bytes, random: Random, _: bytes) -> bytes:
    if not content:
        return content
    place = random.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << random.randrange(8)]) + content[place + 1 :]


def _cut(content: bytes, random: Random, _: bytes) -> bytes:
    start, end = _stretch(content, random)
    return content[:start] + content[end:]


def _repeated(content: bytes, random: Random, _: bytes) -> bytes:
    start, end = _stretch(content, random)
    return content[:end] + content[start:end] * random.choice((1, 1, 2, 30)) + content[end:]


def _told(content: bytes, random: Random, _: bytes) -> bytes:
    start, end = _stretch(content, random)
    return content[:start] + random.choice(TALES) + content[random.choice((start, end)) :]


def _spliced(content: bytes, random: Random, other: bytes) -> bytes:
    start, end = _stretch(other, random)
    place = random.randrange(len(content) + 1)
    return content[:place] + other[start:end] + content[place:]


def _shuffled(content: bytes, random: Random, _: bytes) -> bytes:
    rows = content.splitlines(keepends=True)
    random.shuffle(rows)
    return b"".join(rows)


def _encoded(content: bytes, random: Random, _: bytes) -> bytes:
    text = content.decode(errors="replace")
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig")), errors="replace")


def _ended(content: bytes, random: Random, _: bytes) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"")))


def _stretch(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.choice((1, 2, 5, 20, 100)))


WAYS = (_flipped, _flipped, _cut, _cut, _repeated, _told, _told, _told, _spliced, _shuffled, _encoded, _ended)
"""Ways of damaging a file."""
