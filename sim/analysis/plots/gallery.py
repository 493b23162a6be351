"""All pictures of a batch, by the register of plots, and those of a single run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.analysis.answers import Answers
from sim.analysis.drawing import fonts, sheets, style
from sim.analysis.plots import album
from sim.analysis.plots.circle import circle_of, who_heard_what
from sim.analysis.plots.differences import beside_each_other
from sim.analysis.plots.graphs import sponsor_trees
from sim.analysis.plots.subject import Picture, Subject
from sim.core.errors import UserError
from sim.core.files import aside, place, safe_name
from sim.core.registry import Declared, everything
from sim.core.wording import listed, meant, shown

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.figure import Figure

    from sim.analysis.sides import Sides
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
    for one in _ordered():
        if subject.suits(one.rule) and (example or one.rule.more.get("of") != "example"):
            yield from _in_both_forms(one.function, subject)


def figure_of(subject: Subject | Answers, name: str | None = None) -> Figure:
    """Draw one picture of a batch, by the name that its file has; without a name the first that applies.

    Raises
    ------
    UserError
        If the batch has no picture of this name; with the names of those it has.
    """
    subject = Subject(subject) if isinstance(subject, Answers) else subject
    with fonts.one_sentence():
        drawn = _drawn(subject, name)
        found = next((each for each in drawn if name in (None, each.name)), None)
        if found is None:
            known = [each.name for each in _drawn(subject)]
            if not known:
                raise UserError("There is nothing to draw: no picture applies to these results.")
            raise UserError(f"There is no picture {shown(name)} of these results: {listed(known)}.{meant(name, known)}")
        style.finish(found.figure)
    return found.figure


def _drawn(subject: Subject, name: str | None = None) -> Iterator[Picture]:
    """Draw what applies in its order, only by those plots that may draw a picture of the given name."""
    for one in _ordered():
        if subject.suits(one.rule) and (name is None or name.startswith(one.rule.name)):
            yield from one.function(subject)


def _ordered() -> list[Declared]:
    return sorted(everything("plot"), key=lambda each: each.rule.order or LAST)


def _in_both_forms(plot: Callable[[Subject], Iterable[Picture]], subject: Subject) -> Iterator[Picture]:
    """What a plot shows, for a page and for a telephone."""
    with sheets.on(sheets.NARROW):
        narrow = {picture.name: picture.figure for picture in plot(subject)}
    for picture in plot(subject):
        if not picture.caption:
            title = picture.figure.texts[0].get_text() if picture.figure.texts else ""
            raise KeyError(f"the figure '{title}' has no caption")
        yield picture._replace(narrow=narrow.get(picture.name))


def draw_all(subject: Subject | Answers, folder: Path, *, example: bool = True, svg: bool = False) -> list[Path]:
    """Draw :func:`pictures` as PNG, and as SVG if wanted, into a folder; return the files in the order of drawing.

    Of each there is a form for telephones beside it, whose name ends with ``-narrow``. What is said of each is kept
    beside them, so that a report shows these and need not draw its own.
    """
    subject = Subject(subject) if isinstance(subject, Answers) else subject
    files, prints = [], []
    with fonts.one_sentence():
        for picture in pictures(subject, example=example):
            print_ = album.printed(picture)
            file = place(folder, f"{safe_name(picture.name)}.png")
            small = file.with_stem(f"{file.stem}{sheets.NARROW.ending}")
            if svg:
                files.append(file.with_suffix(".svg"))
                style.write_image(picture.figure, files[-1])
            for image, target in ((print_.image, file), (print_.narrow, small)):
                with aside(target) as draft:
                    draft.write_bytes(image)
                files.append(target)
            prints.append((print_, file, small))
        album.keep(prints, subject.results, folder, example=example)
    return files


def draw_sides(sides: Sides, folder: Path, *, svg: bool = False) -> list[Path]:
    """Draw batches side by side, and their differences, into a folder, each for a page and for a telephone."""
    files: list[Path] = []
    with fonts.one_sentence():
        for form in (sheets.WIDE, sheets.NARROW):
            with sheets.on(form):
                for picture in beside_each_other(Subject(sides)):
                    wanted = svg and form is sheets.WIDE
                    files += style.save(picture.figure, folder, f"{picture.name}{form.ending}", svg=wanted)
    return files


def draw_run(sponsors: nx.DiGraph, social: nx.Graph, folder: Path, note: str) -> list[Path]:
    """Draw sponsor trees and one networker's circle, as :mod:`sim.world.export` gives the graphs of a run."""
    with fonts.one_sentence():
        files, circle = style.save(sponsor_trees(sponsors, note=note), folder, "sponsors"), circle_of(social)
        return files + (style.save(who_heard_what(circle, note=note), folder, "social") if circle else [])


def draw_evening(evening: Evening, folder: Path, note: str) -> list[Path]:
    """Draw one evening into a folder, with a note for the footer."""
    from sim.analysis.plots.evening import evening_figure  # needs the rules, which pictures of a batch do not

    return style.save(evening_figure(evening, note=note), folder, "evening")
