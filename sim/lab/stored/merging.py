"""Sums of files that are being put in place and do not stand in the manifest yet: noted before, forgotten after."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.lab.stored.errors import DamagedError
from sim.lab.stored.shape import Sums
from sim.lab.stored.signing import Sum, is_intact
from sim.lab.stored.text import NotJsonError, read_json

PARTS, RECORD = "runs", "merging.json"


def recorded(folder: Path) -> dict[str, Sum]:
    """Sums of files that may have been put in place since the manifest was written; empty if none is noted."""
    return _read(folder / PARTS / RECORD)


def sums_of_part(folder: Path, name: str) -> dict[str, Sum]:
    """Sums of the files of a part; empty if they are damaged or missing."""
    return _read(folder / PARTS / f"{name}.json")


def _read(file: Path) -> dict[str, Sum]:
    if not os.path.lexists(file):
        return {}
    try:
        return _sums_in(read_json(file))
    except (NotJsonError, DamagedError):
        return {}


def _sums_in(found: Any) -> dict[str, Sum]:
    """Sums of files in a signed object; empty if it is damaged or something else."""
    try:
        told = Sums.model_validate(found).files
    except ValidationError:
        return {}
    return (
        {name: {"bytes": each.bytes, "sha256": each.sha256} for name, each in told.items()} if is_intact(found) else {}
    )
