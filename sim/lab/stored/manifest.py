"""The manifest: written with a digest of itself and the sums of all files, checked whenever it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from sim.core.wording import cut, printable
from sim.lab.stored.errors import ResultsError
from sim.lab.stored.shape import wrong
from sim.lab.stored.signing import DIGEST, Sum, is_intact
from sim.lab.stored.text import NotJsonError, read_json

MANIFEST = "manifest.json"
SUMS = "files"


def read(file: Path) -> dict[str, Any]:
    """Read a manifest.

    Returns
    -------
    dict
        As it is written, keys that this version does not know included. One of before there were digests is taken as
        it is.

    Raises
    ------
    ResultsError
        If it cannot be read, is damaged, or is of another shape than ours.
    """
    try:
        found = read_json(file)
    except NotJsonError as error:
        raise _damaged(file, f"it {error}") from None
    why = wrong(found)
    if not why and (DIGEST in found or SUMS in found) and not is_intact(found):
        why = "it is not what was written"
    if why:
        raise _damaged(file, why)
    return cast("dict[str, Any]", found)


def sums(manifest: dict[str, Any]) -> dict[str, Sum] | None:
    """Sums of the files of a folder, by name; None if it was written before there were any."""
    return manifest.get(SUMS)


def _damaged(file: Path, why: str) -> ResultsError:
    advice = f"put it back from a copy, or remove the folder '{file.parent}' and run the batch again"
    return ResultsError(f"'{file}' is damaged ({printable(cut(why, 300))}): {advice}.")
