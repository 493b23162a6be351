"""Calibrated values in the scenario file that the others extend."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from sim.core.files import write_text, written
from sim.scenario import MARK, SHARED


def toml_of(at: Mapping[str, float]) -> str:
    """Return values as one would write them into a scenario file, a section after the other."""
    return applied("", at)


def applied(text: str, at: Mapping[str, float]) -> str:
    """Return a scenario file with calibrated values, by name; those of companies are called ``company.<key>``.

    Everything else stays as it was written. Values get the mark of the calibration, whether they were there or are
    added at the end of their section; what an earlier calibration left elsewhere goes. Single companies keep what was
    written by hand.
    """
    document = tomlkit.parse(text)
    wanted: dict[str, dict[str, float]] = {}
    for name, value in at.items():
        section, _, key = name.partition(".")
        wanted.setdefault(SHARED if section == "company" else section, {})[key] = value
    _forget(document, wanted)
    for section, values in wanted.items():
        if section not in document:
            if document:
                document.add(tomlkit.nl())
            document.add(section, tomlkit.table())
        for key, value in values.items():
            whole = float(value).is_integer()
            document[section][key] = tomlkit.item(int(value) if whole else value).comment(MARK.lstrip("# "))
    return tomlkit.dumps(document)


def _forget(table: Any, wanted: Mapping[str, Any]) -> None:
    """Remove values with the mark of an earlier calibration, but for those that are written anew in their place."""
    for key, item in list(table.items()):
        if isinstance(item, tomlkit.items.AoT):
            for each in item:
                _forget(each, {})
        elif isinstance(item, tomlkit.items.Table):
            _forget(item, wanted.get(key, {}))
        elif getattr(item, "trivia", None) and item.trivia.comment == MARK and key not in wanted:
            table.remove(key)


def apply(base: Path, at: Mapping[str, float]) -> list[Path]:
    """Write calibrated values into the scenario file that the others extend; return it if it changed."""
    text = base.read_text(encoding="utf-8")
    new = applied(text, at)
    if new == text:
        return []
    with written(base):
        write_text(base.resolve(), new)
    return [base]
