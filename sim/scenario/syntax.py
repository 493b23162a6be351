"""What a line that is not TOML was probably meant to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from sim.core.wording import cut, shown

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


def hint(message: str, line: str) -> str:
    """Say what to write instead.

    Parameters
    ----------
    message
        What the parser says.
    line
        The line where it stops.

    Returns
    -------
    str
        One sentence; empty if nothing is recognized.
    """
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
