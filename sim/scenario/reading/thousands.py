"""Numbers that a reader may take for thousands: 1.000 is one, though points part thousands in some languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.scenario.reading.layers import Layers, Source

_NUMBER = re.compile(r"^(?P<key>[^=#]*?)\s*=\s*(?P<value>[1-9][0-9]{0,2}\.000)\s*(?:#.*)?$", re.MULTILINE)
SETS = "--set "


def thousands(layers: Layers) -> list[str]:
    """Sentences about numbers with a point and three zeros behind it, each with its place and both ways to write it."""
    return [sentence for laid in layers.history for sentence in _in(laid.source)]


def _in(source: Source) -> Iterator[str]:
    text = source.name.removeprefix(SETS) if source.lines is None else source.lines.text
    for found in _NUMBER.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        place = source.name if source.lines is None else f"{source.name}, line {line}: {found['key'].strip()}"
        one, thousand = found["value"].partition(".")[0], found["value"].replace(".", "_")
        said = "" if source.lines is None else f" = {found['value']}"
        yield f"{place}{said} is {one}: a point begins decimals. A thousand times as much is written {thousand}."
