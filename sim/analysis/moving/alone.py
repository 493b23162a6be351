"""Pages that stand alone: what they show, what draws it and how it looks in one file that asks nobody for anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.core.errors import UserError
from sim.core.wording import listed, meant

LANGUAGES = ("en", "de")


class Alone(NamedTuple):
    """What a page is made of; ``title`` and ``data`` may hold anything, all else is ours and stands as it is."""

    title: str
    body: str  # HTML
    style: str  # CSS
    module: str  # an ES module without imports, which reads the element ``name``
    name: str
    data: dict[str, Any]


def alone(parts: Alone, language: str) -> str:
    """Return a page as text: no request leaves it, and nothing in its data can end the element that it stands in."""
    inside = {name: Markup(getattr(parts, name)) for name in ("body", "style", "module")}
    data = Markup(inert({**parts.data, "language": language}))
    told = {"language": language, "title": parts.title, "name": parts.name, "data": data}
    return templates(Path(__file__).parent).get_template("page.html").render(**told, **inside)


def templates(folder: Path) -> Environment:
    """Return what reads the templates of a folder; what is put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def inert(data: dict[str, Any]) -> str:
    """Write data as JSON without anything that a browser could take for markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def refuse_language(language: str) -> None:
    """Refuse a language that pages do not speak."""
    if language not in LANGUAGES:
        raise UserError(
            f"The page does not speak '{language}'; there are {listed(LANGUAGES)}.{meant(language, LANGUAGES)}"
        )
