"""Figures as parts of the page: drawn anew, as sharp as there is room for, each with a caption."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

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


CAPTIONS = {
    "differences": (
        "Each mark is a mean difference, its line the 95 % interval; where the line crosses 0, the two cannot be told "
        "apart. The dots show how far single seeds lie from each other."
    ),
    "sensitivity": (
        "The longer its bar, or the farther right its number, the more an outcome hangs on a parameter within the "
        "sampled range; where the interval reaches 0, it may not matter at all. The hatched part of a bar, or a number "
        "that stands high, says that it acts together with others."
    ),
    "tree": (
        "Read each line as a rule: where the condition holds, the outcome has the mean of its bar. Trust it as far as "
        "the share of the variance it predicts."
    ),
    "dependence": (
        "A line that rises or falls says that the parameter matters by itself; a flat one within its band, that it "
        "does not. Everything else varies as well, which is what makes the bands wide."
    ),
    "tipping": (
        "Where a line crosses that of the reference, the better of the two changes; only a thick ring is a crossing "
        "that the seeds bear out."
    ),
    "plane": (
        "The color says which of the two does better, and by how much; on the line they do equally well. Where the "
        "map is hatched, the seeds do not tell which is better."
    ),
    "map": (
        "Each cell is a mean over seeds. The framed one is the best; those marked as level with it cannot be told "
        "apart from it."
    ),
    "curve": (
        "How the outcomes move with what was varied, everything else as it is. Bands that overlap do not say that "
        "nothing differs: worlds of the same seed are compared more sharply in the paired differences."
    ),
    "distribution": (
        "Few have much and most have little, so a mean is nobody's: compare the boxes, which hold the middle half, "
        "and the tails."
    ),
    "winners": "Who pays more than he is paid loses; the share of losers matters as much as how much a winner makes.",
    "income": "Where the money comes from, day by day: what one has to work for, and what comes in without.",
    "credibility": (
        "How far people are believed, as time goes by. Lines that part early and stay apart are a lasting difference; "
        "a band shows how much worlds differ by chance."
    ),
    "survival": (
        "Where a line falls steeply, many leave; where it levels off, those who are left stay. The wider its band, the "
        "fewer members it rests on."
    ),
    "usefulness": "How much of what is posted in a group is worth reading; a line that falls is a group worn out.",
    "lifetimes": "The share of companies that live to an age: each step down is one or more that closed.",
    "sponsors": "One run only, kept to look at: who brought in whom. It shows shapes and proves nothing.",
    "social": "One run only, kept to look at: who knows whom. It shows shapes and proves nothing.",
}
"""How to read each kind of figure, in the order in which they stand on the page."""
ORDER = list(CAPTIONS)


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
        As :func:`sim.analysis.table.comparison` returns it, for the captions; empty for sampled designs.
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
    drawing = style.image(figure, "svg")
    if len(drawing) <= min(MOST_SVG, share):
        return f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"
    for dpi in SHARPNESS:
        drawing = style.image(figure, "png", dpi)
        if len(drawing) <= share:
            break
    return f"data:image/png;base64,{b64encode(drawing).decode()}"


def caption(name: str, table: pd.DataFrame) -> str:
    """What to see in a figure, with its numbers where a sentence can hold them.

    Parameters
    ----------
    name
        As the figure's file is called.
    table
        As for :func:`embedded`.
    """
    kind = kind_of(name)
    numbers = _of_persons(table[table["outcome"] == name.partition("-")[2]]) if kind == "distribution" else ""
    return f"{CAPTIONS[kind]} {numbers}".rstrip()


def kind_of(name: str) -> str:
    """Which of ``CAPTIONS`` a figure has: its name up to the outcome or parameter that it shows.

    Raises
    ------
    KeyError
        If there is none: a kind of figure was added and is not described.
    """
    kind, _, rest = name.partition("-")
    kind = "plane" if kind == "map" and rest not in OUTCOMES else kind
    if kind not in CAPTIONS:
        raise KeyError(f"no caption for the figure '{name}'")
    return kind


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
