"""Graph files of any known format: chosen by extension or content, checked before they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from sim.core.wording import meant
from sim.world.graphs.errors import GraphError
from sim.world.graphs.graph import SocialGraph
from sim.world.graphs.lists import read_list
from sim.world.graphs.reading import Reading, to_social

LARGEST_LIST = 2_000_000_000
LARGEST_MARKUP = 200_000_000
HEAD = 65_536
PACKED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
FORMATS = {
    ".csv": "list",
    ".tsv": "list",
    ".edges": "list",
    ".edgelist": "list",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".gml": "gml",
}
GML = re.compile(rb"^\s*graph\s*\[", re.MULTILINE)


def graph_from_file(path: str) -> SocialGraph:
    """Read a graph file.

    Edge lists, CSV, GraphML, GEXF and GML, also packed as .gz or .bz2. The extension tells the format
    (.csv, .tsv, .edges, .edgelist, .graphml, .gexf, .gml); for any other, such as .txt, the beginning of
    the file does. Lists of up to 2 GB and other formats of up to 200 MB are read.

    Parameters
    ----------
    path
        The file, relative to the working directory or absolute.

    Returns
    -------
    SocialGraph
        People are numbered by their ids if all are whole numbers, otherwise in order of appearance.

    Raises
    ------
    GraphError
        If there is no such file, it is too large, or it is not a graph.
    """
    try:
        _check_is_file(path)
        reading = _read(path)
    except UnicodeDecodeError as error:
        raise GraphError(f"{path}, line {_undecodable(path)}: not UTF-8 text; save the file as UTF-8.") from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GraphError(f"The graph file {path} cannot be read: {reason.rstrip('.')}.") from error
    return to_social(reading, f"The graph file {path}")


def _check_is_file(path: str) -> None:
    if "\0" in path or not os.path.exists(path):
        raise GraphError(f"There is no graph file {path}.{_neighbor(path)}")
    if os.path.isdir(path):
        raise GraphError(f"{path} is a folder, not a graph file.")
    if not os.path.isfile(path):
        raise GraphError(f"{path} is not a regular file.")


def _neighbor(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        return meant(name, os.listdir(folder or "."))
    except (OSError, ValueError):
        return ""


def _read(path: str) -> Reading:
    with _opened(path) as file:
        head = file.read(HEAD)
    kind = _format(path, head)
    _check_size(path, LARGEST_LIST if kind == "list" else LARGEST_MARKUP)
    if kind == "list":
        with _opened(path) as file:
            return read_list(io.TextIOWrapper(file, encoding="utf-8-sig"), path)
    return _read_markup(kind, path)


def _read_markup(kind: str, path: str) -> Reading:
    from sim.world.graphs import markup

    readers: dict[str, Callable[[bytes, str], Reading]] = {
        "graphml": markup.read_graphml,
        "gexf": markup.read_gexf,
        "gml": markup.read_gml,
    }
    with _opened(path) as file:
        return readers[kind](file.read(), path)


def _opened(path: str) -> BinaryIO:
    return cast(BinaryIO, PACKED.get(Path(path).suffix.lower(), open)(path, "rb"))


def _format(path: str, head: bytes) -> str:
    if not head.strip():
        raise GraphError(f"The graph file {path} is empty.")
    if b"\0" in head:
        raise GraphError(f"The graph file {path} is not UTF-8 text.")
    suffixes = [suffix.lower() for suffix in Path(path).suffixes if suffix.lower() not in PACKED]
    kind = FORMATS.get(suffixes[-1] if suffixes else "") or _sniffed(path, head)
    if kind == "list" and len(head) == HEAD and not re.search(rb"[\r\n]", head):
        raise GraphError(f"{path}, line 1: longer than {HEAD:,} bytes; this is no list of ties.")
    return kind


def _sniffed(path: str, head: bytes) -> str:
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return "gml" if GML.search(head) else "list"
    found = next((kind for kind in ("graphml", "gexf") if f"<{kind}".encode() in head), None)
    if found is None:
        raise GraphError(f"The graph file {path} is XML, but neither GraphML nor GEXF.")
    return found


def _check_size(path: str, largest: int) -> None:
    size = _unpacked_size(path, largest) if Path(path).suffix.lower() in PACKED else os.path.getsize(path)
    if size > largest:
        advice = "" if largest == LARGEST_LIST else " Save it as an edge list, of which more is read."
        raise GraphError(f"The graph file {path} is larger than {largest // 1_000_000:,} MB.{advice}")


def _unpacked_size(path: str, largest: int) -> int:
    size = 0
    with _opened(path) as file:
        while size <= largest and (block := file.read(1 << 20)):
            size += len(block)
    return size


def _undecodable(path: str) -> int:
    """Line at which the text stops being UTF-8."""
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
