"""Figures as parts of the page: drawn anew, as sharp as there is room for, each with a caption."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.outcomes import OUTCOMES
from sim.analysis.plots import style
from sim.analysis.plots.gallery import example_figures, figures
from sim.analysis.table import records

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.load import Results

MOST_BYTES = 4_900_000
MOST_SVG = 150_000
SHARPNESS = (160, 120, 90)
SHARES = (900_000, 400_000, 200_000, 100_000)
"""Bytes of one picture; the next share is tried if all of them do not fit. Less sharp, letters run into each other."""
MOST_IN_CAPTION = 6


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


def embedded(results: Results, table: pd.DataFrame, room: int) -> tuple[list[Embedded], int]:
    """Draw a batch's figures into data URIs.

    Parameters
    ----------
    results
        What to draw.
    table
        As :func:`sim.analysis.table.comparison` returns it, for the captions.
    room
        Bytes that all of them may take.

    Returns
    -------
    tuple
        The figures in the order of the page, and how many had to be left out.
    """
    drawn = sorted(chain(figures(results), example_figures(results)), key=lambda each: each[0] != "differences")
    for share in SHARES:
        sources = [_source(figure, share) for _, figure in drawn]
        if sum(map(len, sources)) <= room:
            break
    kept = [number for number in range(len(drawn)) if sum(map(len, sources[: number + 1])) <= room]
    pictures = [
        _picture(name, figure, number + 1, sources[number], table)
        for number, (name, figure) in enumerate(drawn)
        if number in kept
    ]
    return pictures, len(drawn) - len(kept)


def _picture(name: str, figure: Figure, number: int, source: str, table: pd.DataFrame) -> Embedded:
    title, *below = (" ".join(text.get_text().split()) for text in figure.texts)
    described = f"{title}. {below[0] if below else ''}".strip()
    return Embedded(name, number, source, f"Chart: {described}", title, caption(name, table))


def _source(figure: Figure, share: int) -> str:
    drawing = _drawn(figure, "svg", metadata={"Date": None, "Creator": None})
    if len(drawing) <= min(MOST_SVG, share):
        return f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"
    for dpi in SHARPNESS:
        drawing = _drawn(figure, "png", dpi=dpi, metadata={"Software": None})
        if len(drawing) <= share:
            break
    return f"data:image/png;base64,{b64encode(drawing).decode()}"


def _drawn(figure: Figure, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    with style.styled():
        figure.savefig(file, format=kind, **options)
    return file.getvalue()


def caption(name: str, table: pd.DataFrame) -> str:
    """What to see in a figure, with its numbers where a sentence can hold them.

    Parameters
    ----------
    name
        As the figure's file is called.
    table
        As :func:`sim.analysis.table.comparison` returns it.
    """
    kind, _, rest = name.partition("-")
    if kind == "distribution":
        return _of_persons(table[table["outcome"] == rest])
    return {
        "differences": "Each mark is a mean difference; where its line crosses 0, nothing can be told apart.",
        "credibility": "Means over seeds, with the spread of the seeds around them.",
        "curve": "How the outcomes move with what was varied; everything else stays as it is.",
        "tipping": "Where the lines cross, the better strategy changes.",
        "sponsors": "One run only, kept to look at: who brought in whom.",
        "social": "One run only, kept to look at: who knows whom.",
    }.get(kind, "")


def _of_persons(rows: pd.DataFrame) -> str:
    known = records(rows[rows["p50"].notna()])
    if not known or rows["setting"].nunique() > 1:
        return ""
    outcome = OUTCOMES[known[0]["outcome"]]
    if len(known) > MOST_IN_CAPTION:
        return ""
    parts = []
    for row in known:
        half, low, high = outcome.write_all([row["p50"], row["p10"], row["p90"]])
        parts.append(f"{half} ({low} to {high}) under '{row['variant']}'")
    return f"The median person, and the middle eight of ten: {', '.join(parts)}."
