"""A store read back: one value that holds a batch's answers and where they come from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.analysis.outcomes import know_own
from sim.core.files import expanded
from sim.core.money import holds_units, in_units
from sim.core.wording import visible
from sim.lab.stored.files import ResultsError
from sim.lab.stored.folder import Folder
from sim.lab.stored.frames import read_frame, rows_of
from sim.lab.stored.manifest import file_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FRAMES", "Results", "ResultsError", "load"]

FRAMES = ("runs", "people", "series", "companies", "tenure")


def _nothing() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


@dataclass(frozen=True, repr=False)
class Results:
    """The answers of a batch; money in currency units everywhere, also where an older version stored cents.

    Attributes
    ----------
    manifest
        What was asked and where it was computed: scenario, points, seeds, versions, machine.
    runs
        One row per point, seed, strategy and whether focal: means over everybody who ever worked.
    people
        One row per point, seed and person who worked on the first day.
    series
        One row per point, seed, day, strategy and whether focal: means over the same people as in ``runs``, on every
        day, also after they left; see :class:`sim.record.series.Series`.
    companies
        One row per point, seed, day and company; empty unless given.
    tenure
        One row per point, seed, strategy, whether focal, and month of tenure; empty unless given.
    path
        The folder, or None for frames made by hand.
    """

    manifest: dict[str, Any] = field(compare=False)
    runs: pd.DataFrame = field(compare=False)
    people: pd.DataFrame = field(compare=False)
    series: pd.DataFrame = field(compare=False)
    companies: pd.DataFrame = field(compare=False, default_factory=_nothing)
    tenure: pd.DataFrame = field(compare=False, default_factory=_nothing)
    path: Path | None = None
    _folder: Folder | None = field(default=None, init=False, compare=False)

    @property
    def scenario(self) -> dict[str, Any]:
        """The resolved scenario as it stands in the manifest."""
        return cast("dict[str, Any]", self.manifest["scenario"])

    @property
    def name(self) -> str:
        """Name of the folder; without one, the title."""
        return self.path.name if self.path else self.title

    @property
    def title(self) -> str:
        """The scenario's question in one line; may be empty."""
        return visible(str(self.scenario.get("title", "")))

    @property
    def worlds(self) -> str:
        """``population``, ``mixed`` or ``focal``."""
        return str(self.scenario["design"]["worlds"])

    @property
    def days(self) -> int:
        """Length of a run."""
        return int(self.scenario["time"]["days"])

    @property
    def seeds(self) -> list[int]:
        """Seeds of the runs that are there, in ascending order."""
        return sorted(int(seed) for seed in self.part("runs", ["seed"])["seed"].unique())

    @property
    def outcomes(self) -> list[str]:
        """Outcomes the scenario wants to see first."""
        return list(self.scenario["design"]["outcomes"])

    @property
    def points(self) -> list[dict[str, Any]]:
        """The design's points: ``index``, ``strategy`` under study (or None) and varied ``values``."""
        return list(self.manifest["points"])

    def part(self, name: str, columns: Collection[str], *, focal: bool = False) -> pd.DataFrame:
        """Some columns of a stored frame; one that is still on the disk stays there, and only they are read.

        Parameters
        ----------
        name
            One of ``FRAMES``.
        columns
            Those that the frame lacks are left out.
        focal
            Whether to take the focal rows only.
        """
        if name in self.__dict__ or self.path is None:
            frame = getattr(self, name)
            kept = [column for column in frame.columns if column in columns]
            return cast("pd.DataFrame", frame.loc[frame["focal"], kept] if focal else frame[kept])
        return self._read(name, columns, focal=focal)

    def _read(self, name: str, columns: Collection[str] | None = None, *, focal: bool = False) -> pd.DataFrame:
        frame = read_frame(self.intact(file_of(self.manifest, name)), name, columns, focal=focal)
        return frame if holds_units(self.manifest) else in_units(name, frame)

    def intact(self, name: str) -> Path:
        """Where a file of the folder lies, every bit of which is what was written.

        Parameters
        ----------
        name
            Relative to the folder, with ``/``.

        Raises
        ------
        ResultsError
            If it is damaged or cannot be read.
        """
        if self.path is None:
            raise ResultsError("These results have no folder.")
        if self._folder is None:
            object.__setattr__(self, "_folder", Folder(self.path, self.manifest))
        return cast(Folder, self._folder).intact(name)

    def frame(self) -> pd.DataFrame:
        """Samples in long form: one row per ``setting``, ``variant`` and ``seed``.

        See :func:`sim.analysis.samples.levels`.
        """
        from sim.analysis.samples import levels

        return levels(self)

    def persons(self) -> pd.DataFrame:
        """The compared persons: one row per ``setting``, ``variant``, ``seed`` and ``person``; as :meth:`frame`."""
        from sim.analysis.samples import individuals

        return individuals(self)

    def table(self) -> pd.DataFrame:
        """The comparison as numbers, see :func:`sim.analysis.table.comparison`."""
        from sim.analysis.table import comparison

        return comparison(self)

    def finding(self) -> str:
        """What was found and how sure it is, in one paragraph."""
        from sim.analysis.finding import finding

        return finding(self)

    def report(self, file: str | Path | None = None) -> Path:
        """Write everything into one HTML file, see :func:`sim.analysis.report.page.write_report`."""
        from sim.analysis.report import write_report

        return write_report(self, file)

    def _repr_html_(self) -> str:
        """Title, size and comparison for a notebook."""
        from html import escape

        from sim.analysis.table import as_html

        return f"<h3>{escape(self.title)}</h3>\n<p>{escape(repr(self))}</p>\n{as_html(self.table())}"

    def __repr__(self) -> str:
        """Name the results and their size."""
        what = f"{len(self.points)} points x {len(self.seeds)} seeds, {self.days} days, {self.worlds} worlds"
        return (
            f"<Results {self.name!r}: {what}; frames runs {self.runs.shape}, people {self.people.shape}, "
            f"series {self.series.shape}, companies {self.companies.shape}, tenure {self.tenure.shape}>"
        )

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Read a frame that :func:`load` left on the disk when it is first asked for."""
        if name not in FRAMES or self.path is None:
            raise AttributeError(f"'Results' has no attribute '{name}'")
        frame = self._read(name)
        object.__setattr__(self, name, frame)
        return frame


def load(path: str | Path) -> Results:
    """Open the results of a batch; its frames are read when they are asked for.

    Parameters
    ----------
    path
        The folder that ``manyhats batch`` wrote.

    Raises
    ------
    ResultsError
        If the folder is missing, unfinished or damaged.
    """
    given = expanded(path)
    folder = Folder.opened(given)
    know_own(folder.manifest["scenario"])
    for name in FRAMES:
        file = folder.there(file_of(folder.manifest, name))
        if not folder.has_sums:
            rows_of(file, name)
    if not rows_of(folder.frame("runs"), "runs"):
        raise ResultsError(f"'{given}' holds no finished run: look into its failures.json.")
    results = Results(folder.manifest, **{name: _nothing() for name in FRAMES}, path=given)
    object.__setattr__(results, "_folder", folder)
    for name in FRAMES:
        object.__delattr__(results, name)
    return results
