"""Calibrated values written into scenario files, so that what people wrote there stays as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from sim.core.writing import write_text, written

MARK = "# calibrated: docs/calibration.md"
_HEAD = re.compile(r"^\[\[?\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([\w.]+)\s*=")


def toml_of(at: Mapping[str, float]) -> str:
    """Return values as one would write them into a scenario file, a section after the other."""
    lines: list[str] = []
    for section in dict.fromkeys(name.split(".")[0] for name in at):
        lines += [f"[{section}]" if section != "company" else "[[company]] # every product company"]
        lines += [f"{key} = {_number(value)} {MARK}" for key, value in _of(section, at).items()] + [""]
    return "\n".join(lines)


def applied(text: str, at: Mapping[str, float], *, sections: bool = True) -> str:
    """Return a scenario file with calibrated values.

    Parameters
    ----------
    text
        The file.
    at
        Values by name, those of companies as ``company.<key>``.
    sections
        Whether sections are written, or only product companies that the file declares.

    Returns
    -------
    str
        Keys that carry the mark of an earlier calibration are replaced, missing ones are added at the end of their
        section, and keys that were written by hand stay in companies and are replaced elsewhere.
    """
    blocks = _blocks([line for line in text.splitlines() if MARK not in line])
    written: set[str] = set()
    out: list[str] = []
    for name, lines in blocks:
        section = "company" if name == "company" else name
        takes = _is_product(lines) if section == "company" else sections
        wanted = _of(section, at) if takes else {}
        if section != "company":
            lines = [line for line in lines if _key(line) not in wanted]
            written.add(section)
        out += _with_keys(lines, {key: value for key, value in wanted.items() if _absent(key, lines)})
    if sections:
        missing = [name for name in dict.fromkeys(each.split(".")[0] for each in at) if name not in written]
        for section in missing:
            if section != "company":
                out += ["", f"[{section}]", *_lines(_of(section, at))]
    return "\n".join(out).rstrip("\n") + "\n"


def apply(base: Path, at: Mapping[str, float]) -> list[Path]:
    """Write calibrated values into a scenario file and into those beside and below it that extend it.

    Parameters
    ----------
    base
        The default scenario.
    at
        Values by name.

    Returns
    -------
    list of Path
        Files that changed.

    Notes
    -----
    A list of companies replaces the inherited one as a whole, so that files with companies of their own need the
    companies' values as well.
    """
    changed = []
    for path in sorted(base.parent.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        extends = path == base or _leads_to(path, base)
        new = applied(text, at, sections=path == base) if extends else text
        if new != text:
            with written(path):
                write_text(path.resolve(), new)
            changed.append(path)
    return changed


def _leads_to(path: Path, base: Path) -> bool:
    above = tomllib.loads(path.read_text(encoding="utf-8")).get("extends")
    if above is None:
        return False
    parent = path.parent / above
    return parent.resolve() == base.resolve() or _leads_to(parent, base)


def _of(section: str, at: Mapping[str, float]) -> dict[str, float]:
    return {name.partition(".")[2]: value for name, value in at.items() if name.split(".")[0] == section}


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _lines(values: Mapping[str, float]) -> list[str]:
    return [f"{key} = {_number(value)} {MARK}" for key, value in values.items()]


def _key(line: str) -> str:
    found = _KEY.match(line)
    return found[1] if found else ""


def _absent(key: str, lines: list[str]) -> bool:
    return all(_key(line) != key for line in lines)


def _is_product(lines: list[str]) -> bool:
    return not any(re.match(r'kind\s*=\s*"revshare"', line) for line in lines)


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
