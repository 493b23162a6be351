"""Which claims there are: one scenario file each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sim.core.wording import listed, meant
from sim.scenario.reading import shipped
from sim.scenario.schema import Scenario, load
from sim.study.claims.errors import ClaimError

_STATED = re.compile(r"^\s*id\s*=\s*\"([A-Z][0-9]{1,3})\"", re.MULTILINE)


def catalogue(folder: Path | None = None) -> dict[str, Path]:
    """Find the claims of a folder; None means those that are shipped.

    Returns
    -------
    dict
        Files by the claim's id, in the order of its letter and number.

    Raises
    ------
    ClaimError
        If there are none, or two files state the same id.
    """
    folder = shipped.folder() / "claims" if folder is None else folder
    found: dict[str, Path] = {}
    for file in sorted(file for file in folder.glob("*.toml") if file.is_file()):
        stated = _STATED.search(file.read_text(encoding="utf-8", errors="replace"))
        if stated is None:
            continue
        if stated[1] in found:
            raise ClaimError(f"'{file}' and '{found[stated[1]]}' both state the claim {stated[1]}.")
        found[stated[1]] = file
    if not found:
        raise ClaimError(f"'{folder}' holds no scenario with a [claim].")
    return dict(sorted(found.items(), key=lambda item: (item[0][0], int(item[0][1:]))))


def chosen(known: dict[str, Path], ids: Sequence[str]) -> dict[str, Path]:
    """Choose claims by their ids, in capitals or not; all of them if none is named.

    Raises
    ------
    ClaimError
        If there is no such claim.
    """
    for each in ids:
        if each.upper() not in known:
            raise ClaimError(f"There is no claim {each} ({listed(known)}).{meant(each.upper(), known)}")
    wanted = {each.upper() for each in ids}
    return {name: file for name, file in known.items() if not wanted or name in wanted}


def claimed(file: Path) -> Scenario:
    """Read a claim's scenario.

    Raises
    ------
    ClaimError
        If it claims nothing.
    sim.scenario.errors.ScenarioError
        If it is no valid scenario.
    """
    scenario = load(file)
    if scenario.claim is None:
        raise ClaimError(f"'{file}' has no [claim].")
    return scenario
