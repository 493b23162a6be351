"""The page: an evening, what draws it and what plays it, in one file that asks nobody for anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.analysis.moving.alone import LANGUAGES, Alone, alone, refuse_language, templates
from sim.analysis.moving.told import told
from sim.analysis.moving.twins import Twin
from sim.core.files import expanded, probe_file, write_text, written

HERE = Path(__file__).parent
PLAY = 'play(document, JSON.parse(document.getElementById("evening").textContent));'
"""How an evening begins that has a page to itself."""
IMPORT = 'import * as evening from "./evening.js";'
"""How the player finds what draws, where both are files of their own; in the page they stand in one module."""


def write_evening(
    twins: Sequence[Twin], file: str | Path, *, title: str = "", seed: int = 1, language: str = "en"
) -> Path:
    """Write an evening under one or more pitch policies as a self-contained page, and return where.

    Parameters
    ----------
    twins
        The same evening, a twin a policy; see :func:`sim.analysis.moving.twins.twin_evenings`.
    file
        Where to.
    title, seed
        Of the scenario and of its world, told beside the evening.
    language
        ``en`` or ``de``: the one that the page opens in; it carries both.

    Raises
    ------
    sim.core.errors.UserError
        If the language is another, or the file cannot be written.
    """
    refuse_language(language)
    target = expanded(file)
    probe_file(target)
    with written(target):
        write_text(target, page(told(twins, title=title, seed=seed), language))
    return target


def page(data: dict[str, Any], language: str = "en") -> str:
    """Return the page as text, from an evening as :func:`sim.analysis.moving.told.told` writes it."""
    words = spoken()
    body = _markup(data["title"], language, LANGUAGES)
    parts = Alone(words[language]["title"], body, style(), f"{module()}\n{PLAY}", "evening", {**data, "words": words})
    return alone(parts, language)


def spoken() -> dict[str, Any]:
    """Return all words of the page, by language."""
    found: dict[str, Any] = json.loads(_read("words.json"))
    return found


def style() -> str:
    """Return how the page looks."""
    return _read("evening.css")


def module() -> str:
    """Return what draws and what plays an evening as one ES module; ``play(where, data)`` begins."""
    return _read("evening.js") + _read("player.js").replace(IMPORT, _namespace())


def drawing() -> str:
    """Return what draws alone, without what plays: an ES module for other pictures of people."""
    return _read("evening.js")


def stage(title: str, language: str) -> str:
    """Return the markup in which an evening plays, without data, for a page of other things."""
    return _markup(title, language, ())


def _markup(title: str, language: str, languages: Sequence[str]) -> str:
    told = {"language": language, "title": title, "words": spoken()[language], "languages": languages}
    return templates(HERE).get_template("stage.html").render(**told)


def _namespace() -> str:
    """Return a line that gathers what draws under the name by which the player knows it."""
    names = [line.split("(")[0].split()[-1] for line in _read("evening.js").splitlines() if _is_exported(line)]
    return f"const evening = {{ {', '.join(names)} }};"


def _is_exported(line: str) -> bool:
    return line.startswith("export function ")


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
