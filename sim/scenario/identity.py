"""What a scenario is when every default is written out, and the hash it is known by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sim.core.files import refuse_odd_file
from sim.scenario.design import VARIES
from sim.scenario.own_fit import used_files
from sim.scenario.sections import Sections

MOST_HASHED = 2_000_000_000
"""Bytes of a graph file that are read for its hash; no reader takes a larger one."""
CHUNK = 1 << 20
_NO_PART_OF_A_RUN = ("seeds", "first_seed", "outcomes", "precision", *VARIES)


def resolved(scenario: Sections) -> dict[str, Any]:
    """A scenario with all its defaults as plain JSON types, in the order of the schema.

    Equal scenarios give equal dictionaries. Files of own rules that it names stand in ``own.files``, without content.
    """
    table = scenario.model_dump(mode="json")
    table["own"]["files"] = [file.told() for file in used_files(scenario)]
    return table


def fingerprint(scenario: Sections) -> str:
    """SHA-256 (64 hexadecimal digits) of everything that determines a run but its seed.

    The title, a claim, which seeds there are, what varies, how precise it must be and which outcomes are shown first
    do not count. Of a graph file, and of a file of own rules that is used, the content counts, not where it lies.
    """
    table = resolved(scenario)
    del table["title"]
    del table["claim"]
    for key in _NO_PART_OF_A_RUN:
        del table["design"][key]
    if scenario.graph.kind == "file" and scenario.graph.path:
        table["graph"]["path"] = _content(Path(scenario.graph.path))
    table["own"]["files"] = sorted(file["sha256"] for file in table["own"]["files"])
    if not table["own"]["numbers"]:  # runs that were made before rules had numbers keep their names
        del table["own"]["numbers"]
    canonical = json.dumps(table, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _content(path: Path) -> str:
    """Hash of a file's content; of its path if it cannot be read, which is a sentence when the graph is."""
    try:
        refuse_odd_file(path, OSError)
        size = path.stat().st_size
        if size > MOST_HASHED:
            return str(path)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while size > 0 and (chunk := file.read(min(size, CHUNK))):
                digest.update(chunk)
                size -= len(chunk)
        return digest.hexdigest()
    except (OSError, ValueError):
        return str(path)
