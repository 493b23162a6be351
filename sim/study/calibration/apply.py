"""Calibrated values written into a scenario file, so that what people wrote there stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sim.core.files import write_text, written
from sim.scenario.reading.notes import MARK
from sim.scenario.sections import SHARED

_HEAD = re.compile(r"^\[\[?\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w.]+)\s*=")


def toml_of(at: Mapping[str, float]) -> str:
    """Return values as one would write them into a scenario file, a section after the other."""
    lines: list[str] = []
    for section, values in _sections(at).items():
        lines += [f"[{section}]", *_lines(values), ""]
    return "\n".join(lines)


def applied(text: str, at: Mapping[str, float]) -> str:
    """Return a scenario file with calibrated values.

    Parameters
    ----------
    text
        The file.
    at
        Values by name, those of companies as ``company.<key>``.

    Returns
    -------
    str
        Keys that carry the mark of an earlier calibration are replaced, missing ones are added at the end of their
        section. Keys that were written by hand are replaced, but for those of single companies.
    """
    wanted = _sections(at)
    out: list[str] = []
    for section, lines in _blocks([line for line in text.splitlines() if MARK not in line]):
        values = wanted.pop(section, {})
        out += _with_keys([line for line in lines if _key(line) not in values], values)
    for section, values in wanted.items():
        out += ["", f"[{section}]", *_lines(values)]
    return "\n".join(out).rstrip("\n") + "\n"


def apply(base: Path, at: Mapping[str, float]) -> list[Path]:
    """Write calibrated values into the scenario file that the others extend.

    Parameters
    ----------
    base
        The default scenario.
    at
        Values by name.

    Returns
    -------
    list of Path
        The file, if it changed.
    """
    text = base.read_text(encoding="utf-8")
    new = applied(text, at)
    if new == text:
        return []
    with written(base):
        write_text(base.resolve(), new)
    return [base]


def _sections(at: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Values by section and key."""
    found: dict[str, dict[str, float]] = {}
    for name, value in at.items():
        section, _, key = name.partition(".")
        found.setdefault(SHARED if section == "company" else section, {})[key] = value
    return found


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _lines(values: Mapping[str, float]) -> list[str]:
    return [f"{key} = {_number(value)} {MARK}" for key, value in values.items()]


def _key(line: str) -> str:
    found = _KEY.match(line)
    return found[1] if found else ""


def _blocks(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Split a file at its section heads; what comes before the first has no name."""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        head = _HEAD.match(line)
        if head:
            blocks.append((head[1], []))
        blocks[-1][1].append(line)
    return blocks


def _with_keys(lines: list[str], values: Mapping[str, float]) -> list[str]:
    """Add keys after the last line of a section that is neither empty nor a comment."""
    last = max((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), default=-1)
    return [*lines[: last + 1], *_lines(values), *lines[last + 1 :]]
