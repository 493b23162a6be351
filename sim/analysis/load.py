"""A store read back: one value that holds a batch's answers and where they come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.analysis.outcomes import know_own
from sim.core.cells import visible
from sim.core.writing import expanded
from sim.scenario.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

FRAMES = ("runs", "people", "series", "companies", "tenure")


class ResultsError(UserError):
    """A results folder that cannot be read, or results that cannot be compared; the text is a sentence."""


def _nothing() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


@dataclass(frozen=True, repr=False)
class Results:
    """The answers of a batch.

    Attributes
    ----------
    manifest
        What was asked and where it was computed: scenario, points, seeds, versions, machine.
    runs
        One row per point, seed, strategy and whether focal: means over these networkers, money in cents.
    people
        One row per point, seed and person who worked on the first day.
    series
        One row per point, seed, day, strategy and whether focal.
    companies
        One row per point, seed, day and company, money in cents; empty unless given.
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
        return _frame(self.path / f"{name}.parquet", columns, focal=focal)

    def frame(self) -> pd.DataFrame:
        """Samples in long form: one row per ``setting``, ``variant`` and ``seed``, money in currency units.

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
        frame = _frame(self.path / f"{name}.parquet")
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
    folder = expanded(path)
    manifest = _manifest(folder)
    know_own(manifest["scenario"])
    _refuse_unfinished(folder)
    rows = {name: _rows(folder / f"{name}.parquet") for name in FRAMES}
    if not rows["runs"]:
        raise ResultsError(f"'{folder}' holds no finished run: look into its failures.json.")
    results = Results(manifest, **{name: _nothing() for name in FRAMES}, path=folder)
    for name in FRAMES:
        object.__delattr__(results, name)
    return results


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    if not folder.is_dir():
        raise ResultsError(f"There is no folder '{folder}': run 'manyhats batch FILE --out {folder}' first.")
    if not file.is_file():
        raise ResultsError(f"'{folder}' is not a results folder: it has no manifest.json.")
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        manifest["scenario"]["design"], manifest["scenario"]["time"], manifest["points"]
    except (ValueError, KeyError, TypeError) as error:
        raise ResultsError(f"'{file}' is damaged ({error}): remove the folder and run the batch again.") from error
    return cast("dict[str, Any]", manifest)


def _refuse_unfinished(folder: Path) -> None:
    if not (folder / "runs.parquet").is_file():
        raise ResultsError(
            f"'{folder}' is not finished: run the same 'manyhats batch' command again; it goes on where it stopped."
        )


def _frame(file: Path, columns: Collection[str] | None = None, *, focal: bool = False) -> pd.DataFrame:
    import pandas as pd

    def read(file: Path) -> pd.DataFrame:
        if columns is None:
            return pd.read_parquet(file)
        known = [name for name in _metadata(file).schema.names if name in columns]
        return pd.read_parquet(file, columns=known, filters=[("focal", "==", True)] if focal else None)

    return cast("pd.DataFrame", _read(read, file))


def _rows(file: Path) -> int:
    """Count the rows of a file, refusing one that is missing or was cut, without reading what is in it."""
    return int(_read(_metadata, file).num_rows)


def _metadata(file: Path) -> Any:
    from pyarrow.parquet import read_metadata

    return read_metadata(file)


def _read(by: Callable[[Path], Any], file: Path) -> Any:
    try:
        return by(file.absolute())  # Arrow takes other names with a colon for addresses
    except FileNotFoundError as error:
        raise ResultsError(f"'{file}' is missing: remove the folder and run the batch again.") from error
    except (OSError, ValueError) as error:
        raise ResultsError(f"'{file}' is damaged: remove the folder and run the batch again.") from error
