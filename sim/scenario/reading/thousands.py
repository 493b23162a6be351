"""Numbers that a reader may take for thousands: 1.000 is one, though points part thousands in some languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.scenario.reading.layers import Layers
from sim.scenario.reading.lines import Lines

_NUMBER = re.compile(r"^(?P<key>[^=#\n]*?)[ \t]*=[ \t]*(?P<value>[1-9][0-9]{0,2}\.000)[ \t]*(?:#.*)?$", re.MULTILINE)


def thousands(layers: Layers) -> list[str]:
    """Sentences about numbers with a point and three zeros behind it, each with its place and both ways to write it."""
    files = [(laid.source.name, laid.source.lines) for laid in layers.history]
    return [sentence for name, lines in files if lines is not None for sentence in _in(name, lines)]


def _in(file: str, lines: Lines) -> Iterator[str]:
    for found in _NUMBER.finditer(lines.text):
        key, value = found["key"].strip(), found["value"]
        line = lines.text.count("\n", 0, found.start()) + 1
        one, thousand = value.partition(".")[0], value.replace(".", "_")
        yield (
            f"{file}, line {line}: {key} = {value} is {one}: a point begins decimals. "
            f"A thousand times as much is written {thousand}."
        )
