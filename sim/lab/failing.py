"""Runs that failed, as they lie in a store: a signed file each while a batch runs, one list in the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.lab.errors import Failure
from sim.lab.places import is_regular, listed
from sim.lab.stored.merging import PARTS
from sim.lab.stored.signing import DIGEST, is_intact, signed
from sim.lab.stored.text import NotJsonError, read_json

FAILURES = "failures.json"


def name_of(failure: Failure) -> str:
    """Name of the file of one failure while the batch runs."""
    return f"failed-{failure.point:06d}-{failure.seed:020d}.json"


def as_signed(failure: Failure) -> dict[str, Any]:
    """What is written into it."""
    return signed(dict(vars(failure)))


def read_failures(folder: Path) -> dict[tuple[int, int], Failure]:
    """Runs of a store that failed, by point and seed; damaged files are passed over.

    Raises
    ------
    ResultsError
        If a file may not be read.
    """
    files = [folder / FAILURES, *listed(folder / PARTS, "failed-*.json")]
    found = [failure for file in files if is_regular(file) for failure in failures_in(file)]
    return {(failure.point, failure.seed): failure for failure in found}


def failures_in(file: Path) -> list[Failure]:
    """Failures that a file tells of; empty if it is damaged."""
    if not is_regular(file):
        return []
    try:
        found = read_json(file)
    except NotJsonError:
        return []
    if isinstance(found, dict):
        found = [{name: value for name, value in found.items() if name != DIGEST}] if is_intact(found) else []
    try:
        return _failures().validate_python(found, strict=False)
    except ValidationError:
        return []


def _failures() -> TypeAdapter[list[Failure]]:
    return TypeAdapter(list[Failure])
