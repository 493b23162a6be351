"""Graph files of any known format: chosen by content or ending, opened with care, checked before they are believed."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from sim.core.files import PACKED, expanded, neighbor, opened
from sim.world.graphs.errors import GraphError
from sim.world.graphs.foreign import kind_of
from sim.world.graphs.graph import SocialGraph
from sim.world.graphs.lists import read_list
from sim.world.graphs.reading import Reading, to_social
from sim.world.graphs.text import LONGEST_LINE, Text, decoded

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
    from sim.world.graphs import gml, markup, pajek

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
