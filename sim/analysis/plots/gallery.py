"""All pictures of a batch, by the register of plots, and those of a single run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.answers import Answers
from sim.analysis.drawing import fonts, style
from sim.analysis.plots import album
from sim.analysis.plots.graphs import social_graph, sponsor_trees
from sim.analysis.plots.subject import Picture, Subject
from sim.core.files import aside, place, safe_name
from sim.core.registry import everything

if TYPE_CHECKING:
    import networkx as nx

    from sim.record.evening import Evening

LAST = float("inf")  # place of a plot that claims none


def pictures(subject: Subject | Answers, *, example: bool = True) -> Iterator[Picture]:
    """Draw all that applies to a batch, one after the other, in the order in which it stands on the page.

    Without ``example`` the run that is kept to look at is left out.

    Raises
    ------
    KeyError
        If a picture has no caption.
    """
    subject = Subject(subject) if isinstance(subject, Answers) else subject
    for one in sorted(everything("plot"), key=lambda each: each.rule.order or LAST):
        wanted = subject.suits(one.rule) and (example or one.rule.more.get("of") != "example")
        for picture in one.function(subject) if wanted else ():
            if not picture.caption:
                title = picture.figure.texts[0].get_text() if picture.figure.texts else ""
                raise KeyError(f"the figure '{title}' has no caption")
            yield picture


def draw_all(subject: Subject | Answers, folder: Path, *, example: bool = True, svg: bool = False) -> list[Path]:
    """Draw :func:`pictures` as PNG, and as SVG if wanted, into a folder; return the files in the order of drawing.

    What is said of each is kept beside them, so that a report shows these and need not draw its own.
    """
    subject = Subject(subject) if isinstance(subject, Answers) else subject
    files, prints = [], []
    with fonts.one_sentence():
        for picture in pictures(subject, example=example):
            print_ = album.printed(picture)
            file = place(folder, f"{safe_name(picture.name)}.png")
            with aside(file) as draft:
                draft.write_bytes(print_.image)
            if svg:
                files.append(file.with_suffix(".svg"))
                style.write_image(picture.figure, files[-1])
            files.append(file)
            prints.append((print_, file))
        album.keep(prints, subject.results, folder, example=example)
    return files


def draw_run(sponsors: nx.DiGraph, social: nx.Graph, folder: Path, note: str) -> list[Path]:
    """Draw sponsor trees and social graph of one run, whose nodes say ``credibility``, ``role`` and ``strategy``."""
    with fonts.one_sentence():
        trees = style.save(sponsor_trees(sponsors, note=note), folder, "sponsors")
        return trees + style.save(social_graph(social, note=note), folder, "social")


def draw_evening(evening: Evening, folder: Path, note: str) -> list[Path]:
    """Draw one evening into a folder, with a note for the footer."""
    from sim.analysis.plots.evening import evening_figure  # needs the rules, which pictures of a batch do not

    return style.save(evening_figure(evening, note=note), folder, "evening")
