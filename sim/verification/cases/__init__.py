"""The cases, a file for each subject; importing a file declares its cases."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from sim.verification.case import CASES, Case


def all_cases() -> dict[str, Case]:
    """Import every file of this folder and return all cases by name, in the order of their kinds and files."""
    for file in iter_modules(__path__):
        import_module(f"{__name__}.{file.name}")
    kinds = ("identity", "event", "artefact", "ordinal", "target")
    return dict(sorted(CASES.items(), key=lambda entry: kinds.index(entry[1].kind)))
