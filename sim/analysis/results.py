"""The results of a batch as a reader meets them: alone, and side by side with others.

Nothing in this package imports this module but the package's face: it stands above tables, findings, plots and report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.answers import FRAMES, Answers
from sim.analysis.finding import Finding, Glance, at_a_glance, compared, finding
from sim.analysis.naming import number_of
from sim.analysis.sides import Sides, agreed
from sim.analysis.table import as_html, as_rich, comparison, write
from sim.core.files import expanded, probe, written
from sim.lab.stored.files import ResultsError, folder_named

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Group

__all__ = ["FRAMES", "Comparison", "Results", "ResultsError", "compare", "load"]


class Results(Answers):
    """The answers of a batch with what they mean; see :class:`sim.analysis.answers.Answers` for the stored frames."""

    def frame(self) -> pd.DataFrame:
        """Samples in long form: one row per ``setting``, ``variant`` and ``seed``, with all outcomes."""
        return self.levels_of()

    def persons(self) -> pd.DataFrame:
        """The compared persons: one row per ``setting``, ``variant``, ``seed`` and ``person``; as :meth:`frame`."""
        return self.individuals_of()

    def table(self) -> pd.DataFrame:
        """The comparison as numbers, see :func:`sim.analysis.table.comparison`."""
        return comparison(self)

    def finding(self) -> str:
        """What was found and how sure it is: the sentences of the finding, in one paragraph."""
        return finding(self)

    def plot(self, name: str | None = None) -> Figure:
        """Draw one of the pictures of the batch, such as ``"differences"``; without a name the first that applies.

        Returns
        -------
        matplotlib.figure.Figure
            Nobody has shown or closed it; a notebook shows it as the last value of a cell.

        Raises
        ------
        sim.core.errors.UserError
            If there is no picture of this name; with the names of those that there are.
        """
        from sim.analysis.plots import figure_of

        return figure_of(self, name)

    def report(self, file: str | Path | None = None) -> Path:
        """Write everything into one HTML file, see :func:`sim.analysis.report.page.write_report`."""
        from sim.analysis.report import write_report

        return write_report(self, file)

    def _repr_html_(self) -> str:
        """Title, size and comparison for a notebook."""
        return f"<h3>{escape(self.title)}</h3>\n<p>{escape(repr(self))}</p>\n{as_html(self.table())}"

    def __repr__(self) -> str:
        """Name the results and their size, without reading more than that."""
        size = f"{number_of(len(self.points), 'setting')} x {number_of(len(self.seeds), 'seed')}"
        what = f"{size}, {self.days} days, {self.worlds} worlds"
        rows = ", ".join(f"{name} {self.rows(name):,}" for name in FRAMES)
        return f"<Results {self.name!r}: {what}; rows of frames: {rows}>"


def load(path: str | Path) -> Results:
    """Open the results of a batch; its frames are read when they are asked for.

    Raises
    ------
    ResultsError
        If the folder is missing, unfinished or damaged.
    """
    return Results.opened(path)


@dataclass(frozen=True)
class Comparison:
    """Batches side by side.

    Attributes
    ----------
    frame
        As :func:`sim.analysis.table.comparison` returns it; ``variant`` is the batch, ``setting`` what is
        compared in it, the reference is the first batch.
    files
        Table and plots that were written.
    notes
        Sentences about what is doubtful in it; mostly none.
    found
        What was found, in sentences, as of a single batch.
    glance
        The same in a small table; None if the batches have nothing in common.
    """

    frame: pd.DataFrame
    files: list[Path]
    notes: list[str]
    found: Finding
    glance: Glance | None

    def finding(self) -> str:
        """What was found and how sure it is, in one paragraph, with what is doubtful in it."""
        return " ".join([str(self.found), *self.notes])

    def __repr__(self) -> str:
        """Name the batches and how much is compared."""
        batches = ", ".join(repr(str(name)) for name in self.frame["variant"].unique())
        return f"<Comparison of {batches}: {len(self.frame):,} rows, {len(self.notes)} notes>"

    def table(self) -> Group:
        """The comparison for a terminal."""
        return as_rich(self.frame, self.notes)

    def _repr_html_(self) -> str:
        """The comparison for a notebook."""
        return f"<p>{escape(str(self.found))}</p>\n{as_html(self.frame, self.notes)}"


Batch = str | Path | Results


def compare(
    paths: Sequence[Batch] | Batch, folder: str | Path | None = None, *, anyway: bool = False, svg: bool = False
) -> Comparison:
    """Compare what two or more batches have in common with the first of them.

    Where seeds and people agree, differences are taken seed by seed, in focal worlds person by person; where they do
    not, the batches count as independent samples, and a note says so.

    Parameters
    ----------
    paths
        Folders of batches, or batches that were read already.
    folder
        Where table and plots go; None writes nothing.
    anyway
        Whether to compare what is doubtful too: other seeds, or another version of the model.
    svg
        Whether plots are written as SVG beside PNG.

    Raises
    ------
    ResultsError
        If a folder cannot be read, there are fewer than two, they differ in days, outcomes or worlds, or, unless
        ``anyway``, in seeds or versions of the model.
    sim.core.errors.DiskTrouble
        If the folder cannot be written.
    """
    paths = [paths] if isinstance(paths, Batch) or not isinstance(paths, Iterable) else list(paths)
    for path in paths:
        if not isinstance(path, Results):
            folder_named(path)
    if len(paths) < 2:
        raise ResultsError("There is nothing to compare: name at least two folders of results.")
    batches = {
        name: path if isinstance(path, Results) else load(path)
        for name, path in zip(_names(_places(paths)), paths, strict=True)
    }
    notes = agreed(batches, anyway=anyway)
    if folder is not None:
        probe(expanded(folder))
    side_by_side = Sides(batches)
    frame = comparison(side_by_side)
    files = [] if folder is None else _written(side_by_side, frame, expanded(folder), notes, svg=svg)
    return Comparison(frame, files, notes, compared(side_by_side), at_a_glance(side_by_side))


def _written(sides: Sides, frame: pd.DataFrame, folder: Path, notes: list[str], *, svg: bool) -> list[Path]:
    """Write table and plots of batches side by side."""
    from sim.analysis.plots.gallery import draw_sides

    with written(folder):
        return [*write(frame, folder, notes), *draw_sides(sides, folder, svg=svg)]


def _places(batches: Sequence[Batch]) -> list[str | Path]:
    """Say by which folder each batch is called; one without any by its title, and by its number if others share it."""
    by_hand = [isinstance(batch, Results) and batch.path is None for batch in batches]
    places = [batch.path or batch.name or "batch" if isinstance(batch, Results) else batch for batch in batches]
    return [
        f"{place} ({number})" if made and places.count(place) > 1 else place
        for number, (place, made) in enumerate(zip(places, by_hand, strict=True), 1)
    ]


def _names(paths: Sequence[str | Path]) -> list[str]:
    names = [Path(path).name for path in paths]
    full = [Path(path).as_posix() for path in paths]
    twice = next((path for number, path in enumerate(full) if path in full[:number]), None)
    if twice is not None:
        raise ResultsError(f"'{twice}' is named twice.")
    return names if len(set(names)) == len(names) else full
