"""Prints: pictures as they lie in a folder, each with what is said of it, kept so that a report need not draw again."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from sim.analysis.answers import Answers
from sim.analysis.drawing import fonts, style
from sim.analysis.plots.subject import Picture
from sim.core.files import opened, place
from sim.core.registry import everything
from sim.core.sources import PACKAGE, digest
from sim.lab.stored.files import DIGEST, ResultsError, about, fits, is_intact, read_json, signed, sum_of, write_json

INDEX = "pictures.json"
LARGEST = 50_000_000
TEXTS = ("name", "title", "seen", "caption")


class Print(NamedTuple):
    """A picture that was drawn."""

    name: str
    title: str
    seen: str
    """Title and subtitle, for those who do not see it."""
    caption: str
    image: bytes
    """PNG of :data:`sim.analysis.drawing.style.DPI` dots an inch."""
    narrow: bytes
    """The same for a telephone."""


def printed(picture: Picture) -> Print:
    """Draw a picture."""
    title, *below = [" ".join(text.get_text().split()) for text in picture.figure.texts] or [picture.name]
    seen = f"Chart: {f'{title}. {below[0] if below else str()}'.strip()}"
    wide, narrow = (style.image(each, "png", style.DPI) for each in (picture.figure, picture.narrow or picture.figure))
    return Print(picture.name, title, seen, picture.caption, wide, narrow)


def keep(prints: list[tuple[Print, Path, Path]], answers: Answers, folder: Path, *, example: bool) -> None:
    """Note in a folder what is said of the pictures in it, unless letters were missing, which may be there later."""
    edition = _edition(answers, example=example)
    if edition and not fonts.is_lacking():
        told = [
            {name: getattr(one, name) for name in TEXTS} | {"files": {file.name: sum_of(file) for file in files}}
            for one, *files in prints
        ]
        write_json(place(folder, INDEX), signed({"edition": edition, "pictures": told}))


def kept(answers: Answers, *, example: bool) -> list[Print] | None:
    """The prints in a batch's folder, if they are those that would be drawn now; otherwise None."""
    folder, edition = Path(answers.path or "") / "plots", _edition(answers, example=example)
    if not edition or not (folder / INDEX).is_file():
        return None
    try:
        told = read_json(folder / INDEX)
        if not is_intact(told) or told["edition"] != edition:
            return None
        return [_read(folder, one) for one in told["pictures"]]
    except (ResultsError, OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # damaged, or a stranger's: it can be drawn


def _read(folder: Path, told: dict[str, Any]) -> Print:
    image, narrow = (_intact(folder / Path(name).name, known) for name, known in told["files"].items())
    return Print(**{name: str(told[name]) for name in TEXTS}, image=image, narrow=narrow)


def _intact(file: Path, known: Any) -> bytes:
    if not fits(file, known):
        raise about(file)("is not what was drawn")
    with opened(file, LARGEST, about(file)) as content:
        return content.read()


def _edition(answers: Answers, *, example: bool) -> str:
    """What pictures hang on: results, plots, and all that draws them; empty for results that cannot be told apart."""
    results = answers.manifest.get(DIGEST)
    if not answers.is_stored or not results:
        return ""
    plots = [f"{one.rule.module}.{one.rule.name}" for one in everything("plot")]
    told = [results, example, version("manyhats"), version("matplotlib"), *sorted(plots)]
    sources = [*PACKAGE.joinpath("analysis").rglob("*.py"), *PACKAGE.joinpath("model").glob("*.py")]
    return digest(sorted(sources), repr(told))
