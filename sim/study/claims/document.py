"""What of the verdicts is kept beside the sources: the answer in words, the numbers behind it, and the maps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.analysis.headline import Map, from_told
from sim.core.files import probe, safe_name, write_text
from sim.lab.parts import write_json
from sim.study.claims.answer import answer
from sim.study.claims.errors import ClaimError

ANSWER, VERDICTS, CALIBRATION, DPI = "answer.md", "verdicts.json", "calibration.json", 110


def write_docs(claims: Sequence[dict[str, Any]], maps: Sequence[Map], wanted: Sequence[str], docs: Path) -> list[Path]:
    """Write answer, numbers and maps.

    Parameters
    ----------
    claims
        Entries of ``verdicts.json``.
    maps
        The headline.
    wanted
        Ids of all claims there are.
    docs
        Folder of the documents.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ClaimError
        If a claim has no verdict yet, or one of a quick test, or nothing was calibrated.
    """
    from sim.analysis.drawing.style import write_image
    from sim.analysis.plots.headline import headline

    full = {each["id"] for each in claims if not each["quick"]}
    missing = [each for each in wanted if each not in full]
    if missing:
        raise ClaimError(f"The answer needs a full verdict on every claim; there is none on {', '.join(missing)}.")
    probe(docs)
    files = [docs / VERDICTS, docs / ANSWER]
    told = {"claims": list(claims), "maps": [each.told() for each in maps], "balance": _balance(docs)}
    write_json(files[0], told)
    write_text(files[1], written_from(files[0]))
    for each in maps:
        files.append(docs / f"headline-{safe_name(each.yields)}.png")
        write_image(headline(each), files[-1], DPI)
    return files


def written_from(file: Path) -> str:
    """Return the answer as the numbers in a file give it.

    Parameters
    ----------
    file
        As :func:`write_docs` writes it.
    """
    stored = json.loads(file.read_text(encoding="utf-8"))
    return answer(stored["claims"], [from_told(each) for each in stored["maps"]], stored["balance"])


def _balance(docs: Path) -> dict[str, float]:
    """Shares of those who ever worked in the default world, as the calibration measured them."""
    file = docs / CALIBRATION
    if not file.is_file():
        raise ClaimError(f"The answer quotes {file}, which is not there; 'manyhats calibrate' writes it.")
    after = json.loads(file.read_text(encoding="utf-8"))["graphs"]["default"]["after"]
    return {name: after[name] for name in ("profit", "loss")}
