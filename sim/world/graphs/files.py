"""Graph files of any known format: recognized by how they begin, opened with care, refused by name.

A list of ties is anything that has rows, so that files of many other forms would pass as one and give people that
nobody meant. What announces itself as something else is recognized before, no matter what the file is called.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from sim.core.files import PACKED, binary_form, expanded, neighbor, opened, wide_encoding
from sim.world.graphs.graph import GraphError, SocialGraph
from sim.world.graphs.lists import read_list
from sim.world.graphs.plausible import Reading, to_social
from sim.world.graphs.rows import LONGEST_LINE, Text, decoded

HERE = "an edge list (two ids per row), GraphML, GEXF, GML or Pajek"
SAVE = f"save the graph as {HERE}"
NETWORKX_WRITES = "networkx.write_edgelist writes the ties, two ids per row"
NETWORKX = "networkx reads it ({}) and writes an edge list (networkx.write_edgelist)"

ADVICE = {
    b"PK\x03\x04": "save the table of ties as CSV",
    b"\xd0\xcf\x11\xe0": "save the table of ties as CSV",
    b"PAR1": "save the table of ties as CSV",
    b"ARROW1": "save the table of ties as CSV",
    b"SQLite format 3\0": "save the table of ties as CSV",
    b"\x89HDF": "save the table of ties as CSV",
    b"\x93NUMPY": "write the ties as text (numpy.savetxt)",
    b"\x1f\x8b": "give it a name that ends in .gz",
    b"BZh": "give it a name that ends in .bz2",
    b"\xfd7zXZ": "unpack it first",
    b"\x28\xb5\x2f\xfd": "unpack it first",
    b"7z\xbc\xaf": "unpack it first",
    b"Rar!": "unpack it first",
    b"%PDF": SAVE,
    b"\x89PNG": SAVE,
    b"\xff\xd8\xff": SAVE,
    b"GIF8": SAVE,
    b"{\\rtf": "save it as plain text",
}
"""What to do about a file that is no text, by its first bytes."""

OTHER_TEXT = (
    (r"\s*(?:nodedef|edgedef)\s*>", "a GDF file (GUESS)", "open it in Gephi and export it as GEXF or GraphML"),
    (r"\s*version https://git-lfs\.", "a pointer of Git LFS, not the file itself", "fetch it with git lfs pull"),
    (r"\s*\*\s*(?:node|tie)\s+(?:data|properties)\b", "a VNA file (NetDraw)", SAVE),
    (r"\s*%%MatrixMarket", "a MatrixMarket file", "scipy reads it (scipy.io.mmread); save its ties as an edge list"),
    (r"\s*dl\b[\s,]*(?:n[rcm]?\s*=|format|data|labels|rows?\b)", "a UCINET DL file", f"in UCINET, {SAVE}"),
    (
        r"(?:\s*//[^\n]*\n|\s*/\*.*?\*/)*\s*(?:strict\s+)?(?:di)?graph\b(?:\s*(?:[\w.]+|\"[^\"\n]*\"))?\s*\{",
        "a Graphviz (DOT) file",
        SAVE,
    ),
    (r"(?:\s*#[^\n]*\n)*\s*@(?:nodes|arcs|edges|attributes|graph)\b", "a LEMON graph (LGF)", SAVE),
    (r"\s*@(?:relation|data)\b", "an ARFF file (Weka)", "save the table of ties as CSV"),
    (r"\s*(?:#[^\n]*\n\s*)*LEDA\.GRAPH\b", "a LEDA graph", NETWORKX.format("networkx.read_leda")),
    (r"\s*>>(?:graph6|sparse6|digraph6|planar_code)<<", "a graph6 or sparse6 file", NETWORKX.format("read_graph6")),
    (r"\s*(?:\{|\[)\s*(?:[\[\{\"\]\}]|-?\d+\s*,)", "a JSON file", NETWORKX.format("networkx.node_link_graph")),
    (r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table)\b", "a web page (HTML)", SAVE),
    (r"\s*<(?:\?xml|!--)(?:(?!<graphml|<gexf).)*<html\b", "a web page (HTML)", SAVE),
    (r"\s*(?:@prefix\b|<\w+://)", "RDF (Turtle or N-Triples)", SAVE),
    (r"\s*\|", "a table in Markdown", "save the table of ties as CSV"),
    (r"\s*\([^()\n,]+,[^()\n,]+\)[ \t]*,?[ \t]*(?:\n|$)", "a list of Python tuples", NETWORKX_WRITES),
    (r"\s*(?:\[\s*\(|\{\s*(?:'|\d+\s*:))", "a Python list or dictionary", NETWORKX_WRITES),
    (
        r"\s*%[ \t]*bip\b",
        "a KONECT network of two kinds of nodes (bip), both of which are numbered from 1",
        "write a letter before the numbers of one kind, and take the first line away",
    ),
    (r"\s*\\(?:documentclass|begin)\b", "a LaTeX document", SAVE),
)
"""How a foreign text begins, what it is, and what to do."""

DIMACS = re.compile(r"^p\s+(?:edge|edges|col|sp|max|min|asn|aux|tw|td|cut|cep)\s+\d+", re.MULTILINE)
ENDINGS = {
    ".tgf": ("a TGF file (trivial graph format)", SAVE),
    ".gdf": ("a GDF file (GUESS)", "open it in Gephi and export it as GEXF or GraphML"),
    ".dl": ("a UCINET DL file", f"in UCINET, {SAVE}"),
    ".dot": ("a Graphviz (DOT) file", SAVE),
    ".gv": ("a Graphviz (DOT) file", SAVE),
    ".lgf": ("a LEMON graph (LGF)", SAVE),
    ".mtx": ("a MatrixMarket file", "scipy reads it (scipy.io.mmread); save its ties as an edge list"),
    ".g6": ("a graph6 file", NETWORKX.format("networkx.read_graph6")),
    ".s6": ("a sparse6 file", NETWORKX.format("networkx.read_sparse6")),
    ".graph6": ("a graph6 file", NETWORKX.format("networkx.read_graph6")),
    ".sparse6": ("a sparse6 file", NETWORKX.format("networkx.read_sparse6")),
    ".sif": ("a SIF file (Cytoscape)", "leave only the first and the third word of each row, the two ids"),
    ".lgl": ("an LGL file", "in igraph, write the graph as an edge list (two ids per row), GraphML, GML or Pajek"),
    ".metis": ("a METIS file", SAVE),
    ".dimacs": ("a DIMACS file", SAVE),
    ".json": ("a JSON file", NETWORKX.format("networkx.node_link_graph")),
    ".adjlist": ("an adjacency list", NETWORKX.format("networkx.read_adjlist")),
    ".pickle": ("a pickled object, which is never opened", SAVE),
    ".pkl": ("a pickled object, which is never opened", SAVE),
    ".xlsx": ("an Excel table", "save the table of ties as CSV"),
    ".xls": ("an Excel table", "save the table of ties as CSV"),
    ".ods": ("a LibreOffice table", "save the table of ties as CSV"),
    ".parquet": ("a Parquet table", "save the table of ties as CSV"),
}
"""Endings that tell more than the content can."""

KNOWN_ENDINGS = {".graphml": "graphml", ".gexf": "gexf", ".gml": "gml", ".net": "pajek", ".paj": "pajek"}
GML = re.compile(r"^[ \t]*graph\s*\[", re.MULTILINE)
PAJEK = re.compile(
    r"\s*(?:(?:%|/\*)[^\n]*\n\s*)*\*\s*(?:vertices|network|edges|arcs|matrix|edgeslist|arcslist)\b", re.IGNORECASE
)
LGL = re.compile(r"\s*#[ \t]+\S+[ \t]*\n")
BAR = re.compile(r"^[ \t]*#[# \t]*$", re.MULTILINE)


def kind_of(path: str, head: bytes, ending: str) -> str:
    """Return which reader a file needs: ``"list"``, ``"graphml"``, ``"gexf"``, ``"gml"`` or ``"pajek"``.

    Parameters
    ----------
    path
        Name of the file, for error sentences.
    head
        How it begins, unpacked.
    ending
        Its ending in small letters, without that of a packed file.

    Raises
    ------
    GraphError
        If it is something else; the sentence says what it is and what to do.
    """
    what = f"The graph file {path}"
    encoding = wide_encoding(head)
    if encoding:
        raise GraphError(f"{what} is {encoding} text; save it as UTF-8.")
    binary = next((mark for mark in ADVICE if head.startswith(mark)), None)
    if binary or b"\0" in head:
        raise GraphError(f"{what} is {binary_form(head)}; {ADVICE[binary] if binary else SAVE}.")
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    known = _known(text)
    foreign = None if known else _foreign(text) or ENDINGS.get(ending)
    if foreign:
        raise GraphError(f"{what} is {foreign[0]}; {foreign[1]}.")
    if known == "" or (known is None and text.lstrip().startswith("<?xml")):
        raise GraphError(f"{what} is XML, but neither GraphML nor GEXF.")
    return known or KNOWN_ENDINGS.get(ending, "list")


def _known(text: str) -> str | None:
    """Reader that the content asks for; empty for XML of another kind, None if it does not tell."""
    opening = text.lstrip()
    if re.match(r"<(?:\?xml|!|[\w:.-]+[\s>/])", opening):
        found = re.search(r"<(?:[\w.-]+:)?(graphml|gexf)\b", opening)
        return found[1] if found else None if _foreign(text) else ""
    if PAJEK.match(text):
        return "pajek"
    return "gml" if GML.search(text) else None


def _foreign(text: str) -> tuple[str, str] | None:
    for pattern, what, advice in OTHER_TEXT:
        if re.match(pattern, text, re.IGNORECASE | re.DOTALL):
            return what, advice
    if DIMACS.search(text):
        return ENDINGS[".dimacs"]
    if _is_lgl(text):
        return ENDINGS[".lgl"]
    return ENDINGS[".tgf"] if _is_tgf(text) else None


def _is_lgl(text: str) -> bool:
    """Whether people stand behind #, each above those whom they know."""
    if not LGL.match(text):
        return False
    heads, firsts = [], set()
    for row in filter(None, map(str.split, text.split("\n"))):
        if row[0] == "#" and len(row) == 2:
            heads.append(row[1])
        elif row[0][0] in "#%" or len(row) > 2 or row[0] == heads[-1]:
            return False
        else:
            firsts.add(row[0])
    return 1 < len(heads) == len(set(heads)) and 2 * sum(head in firsts for head in heads) >= len(heads)


def _is_tgf(text: str) -> bool:
    """Whether nodes, a line of # alone, and ties between these nodes follow each other."""
    parts = [[row.split() for row in part.split("\n") if row.strip()] for part in BAR.split(text, 2)]
    parts = [[row for row in part if not row[0].startswith(("#", "%"))] for part in parts]
    if len(parts) != 2 or not parts[0] or not parts[1]:
        return False
    nodes = {row[0] for row in parts[0]}
    ties = parts[1][:-1] or parts[1]  # the last row may be cut off
    return len(nodes) == len(parts[0]) and all(len(row) > 1 and set(row[:2]) <= nodes for row in ties)


LARGEST_LIST = 2_000_000_000
LARGEST_MARKUP = 200_000_000
HEAD = LONGEST_LINE


def graph_from_file(path: str) -> SocialGraph:
    """Read a graph file.

    Edge lists, CSV, GraphML, GEXF, GML and Pajek, also packed as .gz or .bz2; its content tells the format, and its
    ending where the content does not. Other formats are refused by their names. Lists of up to 2 GB and other
    formats of up to 200 MB are read, packed ones if they unpack to at most 200 times their size.

    Parameters
    ----------
    path
        The file, relative to the working directory or absolute; ``~`` is the home folder.

    Returns
    -------
    SocialGraph
        People are numbered by their ids if all are whole numbers, otherwise in order of appearance.

    Raises
    ------
    GraphError
        If there is no such file, it is too large, or it is not a graph.
    """
    place = str(path) if "\0" in str(path) else str(expanded(path))
    try:
        reading = _read(place)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GraphError(f"The graph file {place} cannot be read: {reason.rstrip('.')}.") from error
    return to_social(reading, f"The graph file {place}")


def _read(path: str) -> Reading:
    with _opened(path, LARGEST_LIST, "") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise GraphError(f"The graph file {path} is empty.")
    kind = kind_of(path, head, _ending(path))
    if kind == "list":
        with _opened(path, LARGEST_LIST, "") as file:
            return _by_lines(read_list, file, path)
    with _opened(path, LARGEST_MARKUP, " Save it as an edge list, of which more is read.") as file:
        return _reader(kind)(file, path)


def _reader(kind: str) -> Callable[[BinaryIO, str], Reading]:
    from sim.world.graphs import markup
    from sim.world.graphs import vertices as gml
    from sim.world.graphs import vertices as pajek

    readers: dict[str, Callable[[BinaryIO, str], Reading]] = {
        "graphml": markup.read_graphml,
        "gexf": markup.read_gexf,
        "gml": lambda file, path: gml.read_gml(decoded(file.read(), path), path),
        "pajek": lambda file, path: _by_lines(pajek.read_pajek, file, path),
    }
    return readers[kind]


def _by_lines(read: Callable[[Iterable[str], str], Reading], file: BinaryIO, path: str) -> Reading:
    text = Text(file, path)
    try:
        return read(text, path)
    except UnicodeDecodeError as error:
        raise text.blame(error) from error


def _ending(path: str) -> str:
    suffixes = [suffix.lower() for suffix in Path(path).suffixes if suffix.lower() not in PACKED]
    return suffixes[-1] if suffixes else ""


def _opened(path: str, most: int, advice: str) -> BinaryIO:
    def refusal(what: str) -> GraphError:
        if what == "does not exist":
            return GraphError(f"There is no graph file {path}.{neighbor(path)}")
        return GraphError(f"The graph file {path} {what}.{advice * what.startswith('is larger')}")

    file = opened(path, most, refusal)
    size = os.path.getsize(path)
    if size == 0:  # nor is anything read that the system only pretends to be a file, as in /proc
        file.close()
        raise GraphError(f"The graph file {path} is empty.")
    if size > most:
        file.close()
        raise refusal(f"is larger than {most // 1_000_000:,} MB")
    return file
