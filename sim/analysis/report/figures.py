"""Figures as parts of the page: drawn anew, as sharp as there is room for, each with a caption."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from sim.analysis.captions import caption_of
from sim.analysis.plots import style
from sim.analysis.plots.gallery import example_figures, figures
from sim.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.answers import Answers

MOST_BYTES = 4_900_000
MOST_SVG = 150_000
SHARPNESS = (160, 120, 90)
SHARES = (900_000, 400_000, 200_000, 100_000)
"""Bytes of one picture; the next share is tried if all of them do not fit. Less sharp, letters run into each other."""
ORDER = (
    "differences", "sensitivity", "tree", "dependence", "tipping", "plane", "map", "curve", "distribution", "winners",
    "income", "credibility", "survival", "usefulness", "lifetimes", "sponsors", "social",
)  # fmt: skip
"""Kinds of figures in the order in which they stand on the page."""


@dataclass(frozen=True)
class Embedded:
    """A figure inside the page.

    Attributes
    ----------
    name
        As its file is called.
    number
        From 1, in the order of the page.
    source
        A data URI.
    alt
        What is to be seen, for those who do not see it.
    title, caption
        What stands below it.
    """

    name: str
    number: int
    source: str
    alt: str
    title: str
    caption: str


def embedded(results: Answers, room: int) -> tuple[list[Embedded], int]:
    """Draw a batch's figures into data URIs.

    Parameters
    ----------
    results
        What to draw.
    room
        Bytes that all of them may take.

    Returns
    -------
    tuple
        The figures in the order of the page, and how many had to be left out.
    """
    drawn = sorted(chain(figures(results), example_figures(results)), key=lambda each: ORDER.index(kind_of(each[0])))
    for share in SHARES:
        sources = [_source(figure, share) for _, figure in drawn]
        if sum(map(len, sources)) <= room:
            break
    kept = [number for number in range(len(drawn)) if sum(map(len, sources[: number + 1])) <= room]
    pictures = [
        _picture(name, figure, number + 1, sources[number])
        for number, (name, figure) in enumerate(drawn)
        if number in kept
    ]
    return pictures, len(drawn) - len(kept)


def _picture(name: str, figure: Figure, number: int, source: str) -> Embedded:
    title, *below = (" ".join(text.get_text().split()) for text in figure.texts)
    described = f"{title}. {below[0] if below else ''}".strip()
    return Embedded(name, number, source, f"Chart: {described}", title, caption_of(figure))


def _source(figure: Figure, share: int) -> str:
    drawing = style.image(figure, "svg")
    if len(drawing) <= min(MOST_SVG, share):
        return f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"
    for dpi in SHARPNESS:
        drawing = style.image(figure, "png", dpi)
        if len(drawing) <= share:
            break
    return f"data:image/png;base64,{b64encode(drawing).decode()}"


def kind_of(name: str) -> str:
    """Which of ``ORDER`` a figure is: its name up to the outcome or parameter that it shows.

    Raises
    ------
    KeyError
        If it is none of them: a kind of figure was added that has no place on the page.
    """
    kind, _, rest = name.partition("-")
    kind = "plane" if kind == "map" and rest not in OUTCOMES else kind
    if kind not in ORDER:
        raise KeyError(f"no place on the page for the figure '{name}'")
    return kind
