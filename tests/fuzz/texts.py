"""Scenario files as they arrive when something went wrong: bytes, words, lines and values of good ones changed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from sim.core.errors import UserError
from sim.scenario.reading import shipped
from sim.scenario.reading.notes import InheritanceNote
from sim.scenario.schema import Scenario

ODD = (
    *("0", "-1", "1e308", "-1e308", "nan", "inf", "-inf", "30.0", "3e3", ".3", "0x10", "1_000", "9" * 400, "true"),
    *('""', '"x"', '"' + "y" * 300 + '"', '"$"', '"[/b]"', '"\\u001b[31m"', '"\\u202e"', '"../.."', '"=1+1"', '"é"'),
    *("[]", "[[]]", "[1, 2]", "{}", "{ a = 1 }", "1979-05-27", "07:32:00", "[" * 60 + "]" * 60, "''", "'''\n'''"),
)
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
VALUE = re.compile(r"(=\s*)([^#\n]+)")


def _byte(text: str, random: Random) -> bytes:
    data = bytearray(text.encode())
    for _ in range(random.randint(1, 8)):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def _cut(text: str, random: Random) -> bytes:
    data = text.encode()
    first, last = sorted(random.sample(range(len(data)), 2))
    return data[:first] + data[last:]


def _lines(text: str, random: Random) -> bytes:
    lines = text.splitlines(keepends=True)
    for _ in range(random.randint(1, 4)):
        move = random.choice(("drop", "double", "swap"))
        i, j = random.randrange(len(lines)), random.randrange(len(lines))
        if move == "drop" and len(lines) > 1:
            del lines[i]
        elif move == "double":
            lines.insert(j, lines[i])
        else:
            lines[i], lines[min(j, len(lines) - 1)] = lines[min(j, len(lines) - 1)], lines[i]
    return "".join(lines).encode()


def _words(text: str, random: Random) -> bytes:
    """A word takes the place of another, as after a slip with the mouse."""
    found = list(WORD.finditer(text))
    one, other = random.choice(found), random.choice(found)
    return (text[: one.start()] + other[0] + text[one.end() :]).encode()


def _values(text: str, random: Random) -> bytes:
    found = random.sample(list(VALUE.finditer(text)), 1)[0]
    return (text[: found.start(2)] + random.choice(ODD) + text[found.end(2) :]).encode()


WAYS: tuple[Callable[[str, Random], bytes], ...] = (_byte, _cut, _lines, _words, _values, _values)


def mutants(random: Random) -> Iterator[tuple[str, bytes]]:
    """Yield scenario files without end: the name of the shipped one, and what became of it."""
    texts = {name: (shipped.folder() / f"{name}.toml").read_text(encoding="utf-8") for name in shipped.names()}
    names = list(texts)
    while True:
        name = random.choice(names)
        text = re.sub(r'"(\.\./)?(\w+)\.toml"', r'"manyhats:\2"', texts[name])
        data = random.choice(WAYS)(text, random)
        yield name, data if random.random() < 0.7 else random.choice(WAYS)(data.decode(errors="replace"), random)


def read(data: bytes, folder: Path) -> Scenario | UserError:
    """Return the scenario that a file is read as, or the sentence it is refused with; anything else is raised."""
    file = folder / "mutant.toml"
    file.write_bytes(data)
    try:
        with warnings.catch_warnings(category=InheritanceNote, action="ignore"):
            return Scenario.load(file)
    except UserError as error:
        said = str(error)
        assert said.strip(), "an empty sentence"
        assert all(line.isprintable() for line in said.split("\n")), "a sentence that a terminal would obey"
        return error
