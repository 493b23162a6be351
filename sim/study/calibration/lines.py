"""What a search has done, line by line in a file that may be cut off at any moment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from sim.core.errors import UserError
from sim.core.files import opened, write_text, written

MOST_BYTES = 200_000_000


class Line(BaseModel):
    """A point that was tried: its number, where it is, and what was measured there; a figure may be nan."""

    model_config = ConfigDict(strict=True)

    number: Annotated[int, Field(ge=0)]
    at: dict[str, FiniteFloat]
    figures: dict[str, float]


def stored(file: Path, head: dict[str, Any]) -> list[Line]:
    """Read what was done; a new file gets its head, and a last line that was torn when it was written is dropped.

    Parameters
    ----------
    file
        Where it lies.
    head
        What search it is of; its first line.

    Raises
    ------
    UserError
        If it holds another search, is damaged or cannot be read.
    DiskTrouble
        If it cannot be written.
    """
    _refuse_link(file)
    with written(file):
        if not os.path.lexists(file):
            write_text(file, json.dumps(head) + "\n")
            return []
    with opened(file, MOST_BYTES, lambda rest: UserError(f"{file} {rest}.")) as stream:
        lines = stream.read().decode("utf-8", "replace").split("\n")
    if _parsed(lines[0]) != json.loads(json.dumps(head)):
        raise UserError(f"{file} holds another search. Choose another folder with --out.")
    if lines.pop():
        with written(file):
            write_text(file, "".join(f"{line}\n" for line in lines))
    return [_line(file, number, text) for number, text in enumerate(lines[1:], 2)]


def store(file: Path, number: int, at: dict[str, float], figures: dict[str, float]) -> None:
    """Add a line.

    Raises
    ------
    DiskTrouble
        If it cannot be written.
    """
    _refuse_link(file)
    with written(file), file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"number": number, "at": at, "figures": figures}) + "\n")


def _refuse_link(file: Path) -> None:
    if file.is_symlink():
        raise UserError(f"'{file}' is a link that leads elsewhere; nothing is written through it. Remove it.")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _line(file: Path, number: int, text: str) -> Line:
    try:
        return Line.model_validate(_parsed(text))
    except ValidationError:
        raise UserError(
            f"{file}, line {number}: is damaged. Remove it and the lines below; they are computed again."
        ) from None
