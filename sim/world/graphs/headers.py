"""Whether the first row of a list names the columns, and which columns hold the two ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sim.world.graphs.rows import wholes

NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:nan|inf)", re.IGNORECASE)
CERTAIN_PAIRS = (
    ("source", "target"),
    ("from", "to"),
    ("src", "dst"),
    ("src", "dest"),
    ("fromnodeid", "tonodeid"),
    ("fromnode", "tonode"),
    ("fromid", "toid"),
    ("sourceid", "targetid"),
    ("sourcenode", "targetnode"),
    ("sourcename", "targetname"),
    ("sourcelabel", "targetlabel"),
    ("fromname", "toname"),
    ("srcid", "dstid"),
    ("ego", "alter"),
    ("egoid", "alterid"),
    ("startid", "endid"),
    ("quelle", "ziel"),
    ("origen", "destino"),
    ("origem", "destino"),
    ("origine", "destination"),
    ("origine", "destinazione"),
)
PAIRS = (
    ("tail", "head"),
    ("user", "friend"),
    ("userid", "friendid"),
    ("person", "friend"),
    ("person", "contact"),
    ("id", "friend"),
    ("name", "friend"),
    ("name", "contact"),
    ("node", "neighbor"),
    ("node", "neighbour"),
    ("person", "neighbor"),
    ("user", "follower"),
    ("user", "contact"),
    ("follower", "followee"),
    ("follower", "followed"),
    ("respondent", "nominee"),
    ("sender", "receiver"),
    ("sender", "recipient"),
    ("caller", "callee"),
    ("sponsor", "recruit"),
    ("parent", "child"),
    ("citing", "cited"),
    ("left", "right"),
    ("out", "in"),
    ("u", "v"),
    ("i", "j"),
    ("a", "b"),
    ("x", "y"),
    ("p", "q"),
    ("von", "nach"),
    ("von", "zu"),
    ("von", "an"),
    ("start", "ziel"),
    ("person", "kontakt"),
    ("name", "kontakt"),
    ("person", "freund"),
    ("desde", "hasta"),
    ("fuente", "destino"),
    ("persona", "contacto"),
    ("de", "vers"),
    ("de", "para"),
    ("source", "cible"),
    ("row", "col"),
    ("row", "column"),
    ("van", "naar"),
    ("bron", "doel"),
    ("от", "до"),
    ("от", "к"),
    ("源", "目标"),
    ("来源", "目标"),
)
STEMS = (
    "",
    "node",
    "id",
    "person",
    "user",
    "name",
    "vertex",
    "actor",
    "member",
    "player",
    "individual",
    "people",
    "student",
    "employee",
    "character",
    "agent",
    "entity",
    "friend",
    "label",
    "knoten",
    "nodo",
    "persona",
    "personne",
    "p",
    "n",
    "v",
)
TAILS = (("1", "2"), ("a", "b"), ("i", "j"), ("0", "1"), ("x", "y"), ("one", "two"), ("first", "second"), ("u", "v"))
ROW_NUMBERS = {"", "unnamed0", "id", "nr", "no", "num", "number", "index", "idx", "row", "rowid", "rownames", "edgeid"}
NODE_WORDS = {"label", "name", "timeset", "interval", "labels"}


class Standing(Enum):
    """What the first row is."""

    TIE = "a tie"
    PERHAPS = "column names, if its two words occur nowhere else"
    HEADER = "column names"


@dataclass(frozen=True)
class Header:
    """What the first row says.

    Attributes
    ----------
    standing
        What it is.
    columns
        Places of the two ids.
    named
        Whether the columns were chosen by their names.
    """

    standing: Standing
    columns: tuple[int, int] = (0, 1)
    named: bool = False


def header_of(rows: Sequence[list[str]]) -> Header:
    """Judge the first row of a list.

    It names the columns if it has one of the usual pairs of names (source and target, from and to, ...), or holds
    words only and some column below holds numbers only. A pair of names that could be people (tail and head,
    user and friend, a and b, ...) names the columns if neither word occurs again as an id.

    Parameters
    ----------
    rows
        Cells of the first rows.
    """
    if not rows:
        return Header(Standing.TIE)
    words = _words(rows[0])
    if _numbers_rows(rows, words[0]):
        after = _places(words, CERTAIN_PAIRS) or _places(words, PAIRS) or _stemmed(words)
        return Header(Standing.HEADER, after or (1, 2), named=after is not None)
    if any(NUMBER.fullmatch(cell) for cell in rows[0]):
        return Header(Standing.TIE)
    certain = _places(words, CERTAIN_PAIRS)
    if certain:
        return Header(Standing.HEADER, certain, named=True)
    found = _places(words, PAIRS) or _stemmed(words)
    if _words_over_numbers(rows):
        return Header(Standing.HEADER, found or (0, 1), named=found is not None)
    if found is None:
        return Header(Standing.TIE)
    if found == (0, 1):
        return Header(Standing.PERHAPS)
    again = {cells[place] for cells in rows[1:] for place in found if place < len(cells)}
    if again.isdisjoint(rows[0][place] for place in found):
        return Header(Standing.HEADER, found, named=True)
    return Header(Standing.TIE)


def is_node_table(cells: Sequence[str]) -> bool:
    """Whether column names are those of a table of people, as Gephi exports it beside that of ties."""
    words = set(_words(cells))
    return bool(words & {"id", "nodeid"}) and bool(words & NODE_WORDS)


def is_certain(cells: Sequence[str]) -> bool:
    """Whether column names name the two ends of a tie, and nothing else."""
    return _places(_words(cells), CERTAIN_PAIRS) is not None


def with_row_names(rows: list[list[str]]) -> list[list[str]]:
    """Rows with an empty name over the first column, if R has written none over the names of its rows.

    Parameters
    ----------
    rows
        Cells of the first rows.
    """
    if len(rows) < 2 or any(NUMBER.fullmatch(cell) for cell in rows[0]):
        return rows
    if len(rows[0]) < 2 or set(map(len, rows[1:])) != {len(rows[0]) + 1} or not _rising(rows[1:]):
        return rows
    return [["", *rows[0]], *rows[1:]]


def _numbers_rows(rows: Sequence[list[str]], word: str) -> bool:
    """Whether the first column only numbers the rows: programs write it, and nobody is meant."""
    below = [cells for cells in rows[1:] if len(cells) > 2]
    if len(rows[0]) < 3 or word not in ROW_NUMBERS or not below or not _rising(below):
        return False
    numbers, ones, twos = ({cells[place] for cells in below} for place in range(3))
    return rows[0][0] == "" or (numbers.isdisjoint(ones) and not ones.isdisjoint(twos))


def _rising(rows: Sequence[list[str]]) -> bool:
    numbers = wholes([cells[0] for cells in rows])
    return numbers is not None and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _words(cells: Sequence[str]) -> list[str]:
    return [re.sub(r"[\W_]", "", cell.casefold()) for cell in cells]


def same_stem(word: str) -> re.Pattern[str]:
    """Ids that are formed like a column name: ``node7`` like ``node1``."""
    return re.compile(re.escape(re.sub(r"[0-9]+$", "", word)) + r"[0-9]+")


def _places(words: list[str], pairs: tuple[tuple[str, str], ...]) -> tuple[int, int] | None:
    return next(((words.index(a), words.index(b)) for a, b in pairs if a in words and b in words), None)


def _stemmed(words: list[str]) -> tuple[int, int] | None:
    """Columns called alike but for their ends: node1 and node2, person_a and person_b, id_i and id_j."""
    for stem in STEMS:
        ends = [tail for tail in TAILS if stem or not tail[0].isdigit()]
        found = _places(words, tuple((stem + a, stem + b) for a, b in ends)) or _places(
            words, tuple((a + stem, b + stem) for a, b in ends)
        )
        if found:
            return found
    return None


def _words_over_numbers(rows: Sequence[list[str]]) -> bool:
    below = [cells for cells in rows[1:] if len(cells) >= len(rows[0])]
    if not below:
        return False
    numeric = [all(NUMBER.fullmatch(cells[place]) for cells in below) for place in range(len(rows[0]))]
    return all(numeric[:2]) or any(numeric[2:]) or (len(below) > 1 and len(rows[0]) > 2 and any(numeric))
