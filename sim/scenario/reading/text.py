"""Reading one scenario file: whole, small, UTF-8 and TOML, or a sentence why not and what was probably meant."""

from __future__ import annotations

import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.core.wording import cut, meant, shown
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.reading.shipped import PREFIX, names

MOST_BYTES = 1_000_000
LONGEST_LINE = 1_000
"""Dotted keys cost the parser the square of their length, so a line has an end."""

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_PAIR = re.compile(r"\s*(?P<key>[^=]*?)\s*=\s*(?P<value>.*?)\s*")
_WORD = re.compile(
    r"(?:^|[\[{,=])\s*(?!(?i:true|false|inf|nan|infinity|none|null)\b)([A-Za-z_~][^\[\]{},=#\"']*?)\s*(?=$|[\]},])"
)
_CURLY = re.compile("[\u2018-\u201f\u00ab\u00bb\u2039\u203a\u2033]")
_SECTION = re.compile(r"[Cc]annot declare \((?P<path>.*)\) twice")
_TWICE = re.compile(r"[Cc]annot (overwrite a value|mutate immutable|redefine)")

_VALUES: list[tuple[str, Callable[[str], str]]] = [
    (r"[+-]?[0-9.,]+ *%", lambda value: f"Shares are numbers without a percent sign: {_share(value)}."),
    (r"[+-]?[0-9]+,[0-9]+", lambda value: f"Numbers have a point, not a comma: {value.replace(',', '.')}."),
    (r"[+-]?[0-9]{1,3}([ ,.'’][0-9]{3})+", lambda value: f"Thousands are written {_grouped(value)}."),
    (r"[+-]?(\.[0-9]+|[0-9]+\.)", lambda value: f"A point has digits on both sides: {_with_zeros(value)}."),
    (r"[+-]?0+[0-9]+", lambda value: f"Numbers have no zeros in front: {int(value)}."),
    (
        r"[+-]?[0-9][0-9._]*(?![eExXoObB_]) *[A-Za-z€$]+.*",
        lambda value: "A number stands alone; its unit is fixed (manyhats explain).",
    ),
    (r"(?i:true|false|yes|no|on|off)", lambda value: "Switches are true or false, in small letters."),
    (r"", lambda value: "A value is missing."),
]


def read(path: Path, name: str) -> str:
    """Content of a scenario file, which the user calls by a name.

    Raises
    ------
    ScenarioError
        If the file is missing, not a file, not readable, too large, not UTF-8 or empty.
    """
    text = _decoded(_bytes(path, name), name)
    if not text.strip():
        raise refusal(name, 'is empty. A scenario begins with extends = "manyhats:base" or states its companies.')
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise refusal(name, f"the line is longer than {LONGEST_LINE} characters; break it.", number)
    return text


def parsed(text: str, name: str) -> dict[str, Any]:
    """Parse TOML.

    Raises
    ------
    ScenarioError
        If the text is not TOML, nested too deeply, or holds a number no parser reads.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), text, name) from None
    except RecursionError:
        raise refusal(name, "the brackets are nested too deeply.") from None
    except ValueError:
        raise refusal(name, "a whole number has too many digits.") from None


def refusal(name: str, message: str, line: int | None = None) -> ScenarioError:
    """Build the error for a file that cannot be read at all."""
    return ScenarioError([Problem(message, file=name, line=line)])


def _bytes(path: Path, name: str) -> bytes:
    """Read at most one byte more than is allowed; devices and pipes are not opened."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise refusal(name, "is a folder, not a scenario file.")
        if not stat.S_ISREG(found.st_mode):
            raise refusal(name, "is not a regular file but a device, a pipe or a socket.")
        if found.st_size > MOST_BYTES:
            raise _too_large(name)
        if found.st_size == 0:  # as files of the kernel say too, some of which wait for ever
            return b""
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise refusal(name, f"there is no such file.{_similar(path, name)}") from None
    except OSError as error:
        raise refusal(name, f"cannot be read ({error.strerror or error}).") from None
    except ValueError:
        raise refusal(name, "has a name that no file can have.") from None
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> ScenarioError:
    """Build the error for a file that nobody has written by hand."""
    return refusal(name, f"is too large: a scenario file has at most {MOST_BYTES // 1_000_000} MB.")


def _similar(path: Path, name: str) -> str:
    """Offer the shipped scenario of that name, or the file of the same folder whose name is nearest."""
    plain = path.name.removesuffix(".toml")
    shipped = next((name for name in names() if name.rpartition("/")[2] == plain), None)
    if shipped is not None:
        return f" The shipped scenario is {shown(PREFIX + shipped)}."
    try:
        beside = sorted(other.name for other in path.parent.glob("*.toml"))
    except OSError:
        return ""
    with_ending = f"{path.name}.toml"
    return meant(with_ending if with_ending in beside else path.name, beside)


def _decoded(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"is not UTF-8 text (byte 0x{data[error.start]:02x}). Save the file as UTF-8."
        raise refusal(name, message, line) from None
    if "\0" in text:
        raise refusal(name, "is not UTF-8 text (it holds zeros, as UTF-16 does). Save the file as UTF-8.")
    return text if "\n" in text else text.replace("\r", "\n")


def _syntax(message: str, text: str, name: str) -> ScenarioError:
    """Say where the text stops being TOML."""
    place = _PLACE.search(message)
    what = cut(message[: place.start()] if place else message)
    what = what[:1].lower() + what[1:]
    lines = text.rstrip().split("\n")
    number = int(place["line"]) if place and place["line"] else len(lines)
    where = f"column {place['column']}" if place and place["column"] else "end of file"
    meant = hint(message, lines[number - 1] if number <= len(lines) else "")
    return refusal(name, f"is not valid TOML: {what} ({where}). {meant}".rstrip(), number)


def beside(name: str, other: str) -> str:
    """What to call a file that another names relative to itself."""
    return os.path.normpath(other if other.startswith("~") else os.path.join(os.path.dirname(name), other))


def hint(message: str, line: str) -> str:
    """Sentence: what to write instead on the line where the parser stops with a message; empty if nothing is clear."""
    section = _SECTION.search(message)
    if section:
        name = ".".join(re.findall(r"'([^']*)'", section["path"]))
        return f"Put the keys of {cut(name)} under one header."
    if _TWICE.search(message):
        return "The key, or the table that holds it, is stated above already."
    if "\\" in line and re.search("escape|hex|backslash", message, re.IGNORECASE):
        return "A backslash in \"quotes\" begins an escape: write / in its place, or put the text in 'single quotes'."
    bare = _STRINGS.sub("''", line).partition("#")[0].strip()
    return _odd_characters(bare) or _in_line(bare)


def _odd_characters(bare: str) -> str:
    """Find characters outside of quotes that look like those of TOML."""
    curly = _CURLY.search(bare)
    if curly:
        return f'Quotes are straight ones ("), not {curly[0]}.'
    odd = next((c for c in bare if unicodedata.category(c) in ("Zs", "Cf", "Pd", "Sm") and not c.isascii()), "")
    return f"U+{ord(odd):04X} only looks like a character of TOML: type it anew." if odd else ""


def _in_line(bare: str) -> str:
    """Find what is wrong with the form of a line, its strings left out."""
    if '"' in bare or "'" in bare.replace("''", ""):
        return "A quote is not closed."
    if bare.startswith(("//", ";", "--", "%")):
        return "Comments begin with #."
    pair = _PAIR.fullmatch(bare)
    if pair is None:
        return "Between key and value stands =." if re.match(r"[\w.'-]+\s*:", bare) else ""
    if re.search(r"[^.\s]\s+[^.\s]", pair["key"]):
        return f"Names with blanks need quotes: {shown(pair['key'])}."
    for pattern, told in _VALUES:
        if re.fullmatch(pattern, pair["value"]):
            return told(pair["value"])
    if pair["value"].startswith("{") and "}" not in pair["value"]:
        return "A table in braces stands on one line."
    word = _WORD.search(pair["value"])
    return f"Text needs quotes: {shown(word[1])}." if word else ""


def _share(value: str) -> str:
    """A percentage as a share, as far as it can be read."""
    try:
        return f"{float(value.rstrip('% ').replace(',', '.')) / 100:.6g}"
    except ValueError:
        return "0.03 for 3 %"


def _grouped(value: str) -> str:
    return re.sub(r"[^0-9+-]", "_", value)


def _with_zeros(value: str) -> str:
    return re.sub(r"\.$", ".0", re.sub(r"^([+-]?)\.", r"\g<1>0.", value))
