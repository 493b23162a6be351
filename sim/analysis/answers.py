"""What a batch answered: its stored frames, where they come from, and the samples that everything else is made of.

What is derived from the frames is derived once and kept: what is compared, seed by seed and person by person, and the
differences of both to the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar, cast

import pandas as pd

from sim.analysis.differences import subtract
from sim.analysis.naming import setting_in_words, short_names
from sim.analysis.samples import KEYS, mean_by_seed, ordered
from sim.core.money import holds_units
from sim.core.wording import visible
from sim.lab.stored.files import ResultsError, folder_named
from sim.lab.stored.folder import Folder
from sim.lab.stored.frames import read_frame, rows_of
from sim.lab.stored.manifest import file_of
from sim.model.outcomes import OUTCOMES, in_units, know_own

FRAMES = ("runs", "people", "series", "companies", "tenure")
STORED_KEYS = ("point", "seed", "strategy")
SHOWN = (
    *("recruits", "net_income", "net_income_median", "active_income", "passive_income", "capital_income", "costs"),
    *("net_loss", "credibility", "contradictions"),
)
"""Outcomes that a table has besides those of the scenario, if they are not all 0."""
T = TypeVar("T")
Names = pd.DataFrame | None
Only = Collection[str] | None


@dataclass(repr=False, eq=False)
class Answers:
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

    manifest: dict[str, Any]
    runs: pd.DataFrame
    people: pd.DataFrame
    series: pd.DataFrame
    companies: pd.DataFrame = field(default_factory=pd.DataFrame)
    tenure: pd.DataFrame = field(default_factory=pd.DataFrame)
    path: Path | None = None
    is_stored: ClassVar[bool] = False
    """Whether all of it is as it lies in the folder; of one that was changed by hand it is not."""

    @classmethod
    def opened(cls, path: str | Path) -> Self:
        """Open a folder; see :func:`sim.analysis.results.load`."""
        given = folder_named(path)
        folder = Folder.opened(given)
        know_own(folder.manifest["scenario"])
        for name in FRAMES:
            file = folder.there(file_of(folder.manifest, name))
            if not folder.has_sums:
                rows_of(file, name)
        if not rows_of(folder.frame("runs"), "runs"):
            raise ResultsError(f"'{given}' holds no finished run: look into its failures.json.")
        answers = cls(folder.manifest, pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), path=given)
        answers._folder = folder
        answers.__dict__["is_stored"] = True
        for name in FRAMES:
            delattr(answers, name)  # read when it is first asked for
        return answers

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

    @cached_property
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

    @property
    def units(self) -> dict[str, str]:
        """Unit of every varied parameter by its dotted name, as far as it is known."""
        return dict(self.manifest.get("units", {}))

    @property
    def compares_strategies(self) -> bool:
        """Whether strategies are compared; otherwise the values of a parameter are."""
        return self.worlds == "mixed" or any("strategy" in point["values"] for point in self.points)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """Which point is what.

        Columns ``point``, ``setting`` (the varied values that are equal among what is compared; may be empty) and
        ``variant`` (what is compared; empty in mixed worlds, where groups are).
        """
        names = short_names([name for point in self.points for name in point["values"]])
        alike = self._alike()
        names |= {group[0]: f"{names[group[0]]} and {len(group) - 1} more" for group in alike}
        hidden = {"strategy", *(name for group in alike for name in group[1:])}
        rows = []
        names = {key: name for key, name in names.items() if key not in hidden}
        for point in self.points:
            text = setting_in_words(point["values"], names, self.units)
            studied = point["strategy"] or ""
            rows.append((point["index"], *((text, studied) if self.compares_strategies else ("", text or studied))))
        return pd.DataFrame(rows, columns=["point", "setting", "variant"])

    def _alike(self) -> list[list[str]]:
        """Parameters that are varied together and have one value at every point; the first of them speaks for all."""
        groups = self.scenario["design"].get("together", [])
        values = [point["values"] for point in self.points]
        return [group for group in groups if all(len({str(each.get(name)) for name in group}) == 1 for each in values)]

    @cached_property
    def individuals(self) -> pd.DataFrame:
        """:meth:`individuals_of` for the outcomes of the scenario and the usual ones."""
        return self.individuals_of(only=[*self.outcomes, *SHOWN])

    @cached_property
    def levels(self) -> pd.DataFrame:
        """:meth:`levels_of` for the outcomes of the scenario and the usual ones."""
        if self.worlds == "focal":
            return mean_by_seed(self.individuals)
        return self.levels_of(only=[*self.outcomes, *SHOWN])

    @cached_property
    def weights(self) -> pd.DataFrame:
        """:meth:`weights_of` for the outcomes of the scenario and the usual ones."""
        if self.worlds == "focal":
            return _counts(self.individuals)
        return self.weights_of(only=[*self.outcomes, *SHOWN])

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Differences to the reference: in focal worlds a row per person and seed, in others a row per seed.

        The reference is the first variant (the first strategy, or the first varied value) of the same setting. In
        focal worlds the same person is compared in both worlds; in other worlds the strategies' means are.
        """
        if self.worlds == "focal":
            return subtract(self.individuals, ["seed", "person"])
        return subtract(self.levels, ["seed"])

    @cached_property
    def differences(self) -> pd.DataFrame:
        """:attr:`pairs`, persons being averaged within their seed: a row per setting, variant and seed."""
        return mean_by_seed(self.pairs)

    @property
    def apart(self) -> pd.DataFrame:
        """:attr:`levels` of what cannot be paired with the reference, and of the latter; none in a single batch."""
        return self.levels.iloc[:0]

    def individuals_of(self, names: Names = None, only: Only = None) -> pd.DataFrame:
        """Single persons under what is compared: the focal ones in focal worlds, otherwise all founders.

        Parameters
        ----------
        names
            Which point is what; by default as :attr:`labels` says.
        only
            Outcomes that are needed; by default all. Of many runs, few outcomes take much less memory.

        Returns
        -------
        pandas.DataFrame
            ``setting``, ``variant``, ``seed``, ``person`` and the outcomes of a person, money in currency units.
        """
        focal = self.worlds == "focal"
        return self._labeled(self._stored("people", ["person"], only, focal=focal), ["person"], names)

    def levels_of(self, names: Names = None, only: Only = None) -> pd.DataFrame:
        """What is compared, seed by seed: means over the focal people, or over a strategy's networkers.

        Returns
        -------
        pandas.DataFrame
            ``setting``, ``variant``, ``seed`` and outcomes, money in currency units; one row per run and variant.
        """
        if self.worlds == "focal":
            return mean_by_seed(self.individuals_of(names, only))
        return self._labeled(self._stored("runs", [], only), [], names)

    def weights_of(self, names: Names = None, only: Only = None) -> pd.DataFrame:
        """Of how many people each value of :meth:`levels_of` is the mean; 1 for what only a world has, as a Gini."""
        if self.worlds == "focal":
            return _counts(self.individuals_of(names, only))
        table = self.named(self._stored("runs", ["people"], only), names)
        people = table["people"] if "people" in table.columns else 1
        outcomes = [OUTCOMES[name] for name in table.columns if name in OUTCOMES]
        return table[KEYS].assign(**{each.name: people if each.of == "persons" else 1 for each in outcomes})

    @cached_property
    def over_time(self) -> pd.DataFrame:
        """The series of what is compared: of the focal people in focal worlds, otherwise of a strategy's networkers.

        They cover the people of :attr:`levels` on every day, whether they still work or not: ``setting``, ``variant``,
        ``seed``, ``day``, the recorded means, money in currency units, ``people`` (whom they cover) and ``at_work``
        (share of these who work on the day, 0..1). Results of versions before lack both: their means are over those
        who worked, whose number is ``people`` then.
        """
        series = self.series
        if {"networkers", "people"} <= set(series.columns):
            series = series.assign(at_work=series["networkers"] / series["people"])
        elif "networkers" in series.columns:
            series = series.rename(columns={"networkers": "people"})
        if self.worlds == "focal":
            series = series[series["focal"]]
        return self._labeled(series, ["day", *series.columns.intersection(["people", "at_work"])])

    def named(self, frame: pd.DataFrame, names: Names = None) -> pd.DataFrame:
        """Rows of a stored frame under what is compared.

        Returns
        -------
        pandas.DataFrame
            The rows of known points with the ordered categories ``setting`` and ``variant``.
        """
        names = self.labels if names is None else names
        table = frame.merge(names, on="point", how="inner", validate="many_to_one")
        variants = list(names["variant"])
        if self.worlds == "mixed":
            table["variant"], variants = table["strategy"], [each["name"] for each in self.scenario["strategy"]]
        table["setting"] = ordered(table["setting"], list(names["setting"]))
        table["variant"] = ordered(table["variant"], variants)
        return table

    def _stored(self, name: str, keep: list[str], only: Only, *, focal: bool = False) -> pd.DataFrame:
        """Rows of a stored frame; read as a whole, and kept in memory, only if all outcomes are needed."""
        if only is not None:
            return self.part(name, {*STORED_KEYS, *keep, *(set(only) & OUTCOMES.keys())}, focal=focal)
        frame: pd.DataFrame = getattr(self, name)
        return frame[frame["focal"]] if focal else frame

    def _labeled(self, frame: pd.DataFrame, keep: list[str], names: Names = None) -> pd.DataFrame:
        table = self.named(frame, names)
        outcomes = [name for name in table.columns if name in OUTCOMES]
        table = table[[*KEYS, *keep, *outcomes]].astype(dict.fromkeys(outcomes, "float64"))
        return table.sort_values([*KEYS, *keep], ignore_index=True)

    def part(self, name: str, columns: Collection[str], *, focal: bool = False) -> pd.DataFrame:
        """Some columns of a stored frame; one that is still on the disk stays there, and only they are read."""
        if name in self.__dict__ or self.path is None:
            frame = getattr(self, name)
            kept = [column for column in frame.columns if column in columns]
            return cast("pd.DataFrame", frame.loc[frame["focal"], kept] if focal else frame[kept])
        return self._read(name, columns, focal=focal)

    def rows(self, name: str) -> int:
        """How many rows a stored frame has; one that is still on the disk stays there."""
        if name in self.__dict__ or self.path is None:
            return len(getattr(self, name))
        return rows_of(self.intact(file_of(self.manifest, name)), name)

    def _read(self, name: str, columns: Only = None, *, focal: bool = False) -> pd.DataFrame:
        frame = read_frame(self.intact(file_of(self.manifest, name)), name, columns, focal=focal)
        return frame if holds_units(self.manifest) else in_units(name, frame)

    @cached_property
    def _folder(self) -> Folder:
        if self.path is None:
            raise ResultsError("These results have no folder.")
        return Folder(self.path, self.manifest)

    def intact(self, name: str) -> Path:
        """Where a file of the folder lies, every bit of which is what was written.

        Raises
        ------
        ResultsError
            If it is damaged or cannot be read.
        """
        return self._folder.intact(name)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Read a frame that was left on the disk when it is first asked for."""
        if name not in FRAMES or self.path is None:
            raise AttributeError(f"'{type(self).__name__}' has no attribute '{name}'")
        frame = self._read(name)
        setattr(self, name, frame)
        return frame


def kept(derive: Callable[[Answers], T]) -> Callable[[Answers], T]:
    """Let a function derive something from answers once; the answers keep it."""

    @wraps(derive)
    def once(answers: Answers) -> T:
        key = f"{derive.__module__}.{derive.__qualname__}"
        if key not in answers.__dict__:
            answers.__dict__[key] = derive(answers)
        return cast(T, answers.__dict__[key])

    return once


def _counts(persons: pd.DataFrame) -> pd.DataFrame:
    """Number of persons with a value, by setting, variant and seed."""
    outcomes = [name for name in persons.columns if name in OUTCOMES]
    return persons.groupby(KEYS, observed=True)[outcomes].count().reset_index()
