"""Checksums: of whole files, and of a JSON object inside itself."""

from __future__ import annotations

import hashlib
import json
import stat
from pathlib import Path
from typing import Any, TypedDict

DIGEST = "digest"


class Sum(TypedDict):
    """What a file was when it was written."""

    bytes: int
    sha256: str


def sum_of(file: Path) -> Sum:
    """Size and SHA-256 of a file."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return {"bytes": content.tell(), "sha256": digest}


def fits(file: Path, told: Sum) -> bool:
    """Whether a file is there and every bit of it is what was written; another size is seen without reading.

    Raises
    ------
    OSError
        If it is there and cannot be read.
    """
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(found.st_mode) or found.st_size != told["bytes"]:
        return False
    return sum_of(file) == told


def signed(value: dict[str, Any]) -> dict[str, Any]:
    """Put the digest of its own content into a JSON object."""
    content = {name: part for name, part in value.items() if name != DIGEST}
    return {**content, DIGEST: _digest(content)}


def is_intact(value: dict[str, Any]) -> bool:
    """Whether an object is what was signed; one that was never signed is not."""
    content = {name: part for name, part in value.items() if name != DIGEST}
    return value.get(DIGEST) == _digest(content)


def _digest(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
