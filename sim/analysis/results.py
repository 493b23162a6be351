"""The results of a batch as a reader meets them: alone, and side by side with others.

Nothing in this package imports this module but the package's face: it stands above tables, findings, plots and report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.answers import FRAMES, Answers
from sim.analysis.differences import effects, subtract, summarize, summarize_apart, tenths
from sim.analysis.finding import finding
from sim.analysis.samples import KEYS, mean_by_seed, pooled, seeds_text
from sim.analysis.table import as_html, as_rich, beside, comparison, join, write
from sim.core.files import expanded, probe, written
from sim.lab.stored.files import ResultsError
from sim.model.outcomes import OUTCOMES

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
        what = f"{len(self.points)} settings x {len(self.seeds)} seeds, {self.days} days, {self.worlds} worlds"
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
    """

    frame: pd.DataFrame
    files: list[Path]
    notes: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        """Name the batches and how much is compared."""
        batches = ", ".join(repr(str(name)) for name in self.frame["variant"].unique())
        return f"<Comparison of {batches}: {len(self.frame):,} rows, {len(self.notes)} notes>"

    def table(self) -> Group:
        """The comparison for a terminal."""
        return as_rich(self.frame, self.notes)

    def _repr_html_(self) -> str:
        """The comparison for a notebook."""
        return as_html(self.frame, self.notes)


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
    from sim.analysis.drawing import style
    from sim.analysis.drawing.fonts import one_sentence
    from sim.analysis.plots.differences import forest, side_by_side

    paths = [paths] if isinstance(paths, Batch) else paths
    if len(paths) < 2:
        raise ResultsError("There is nothing to compare: name at least two folders of results.")
    batches = {
        name: path if isinstance(path, Results) else load(path)
        for name, path in zip(_names(_places(paths)), paths, strict=True)
    }
    notes = agreed(batches, anyway=anyway)
    if folder is not None:
        probe(expanded(folder))
    outcomes = next(iter(batches.values())).outcomes
    samples = together(batches, lambda each: each.levels_of(only=outcomes))
    outcomes = [name for name in outcomes if name in samples.columns]
    summary, pairs = _differences(batches, samples, outcomes)
    frame = beside(
        join(pooled(samples, together(batches, lambda each: each.weights_of(only=outcomes)), outcomes), summary),
        tenths(together(batches, lambda each: each.individuals_of(only=outcomes)), outcomes),
    )
    if folder is None:
        return Comparison(frame, [], notes)
    with written(folder), one_sentence():
        files = write(frame, expanded(folder), notes)
        first = next(iter(batches))
        note = f"{batches[first].days} days"
        files += style.save(side_by_side(samples, frame, outcomes, note=note), expanded(folder), "sides", svg=svg)
        if not pairs.empty:
            chart = forest(pairs, outcomes, first, pairing="seed", note=note)
            files += style.save(chart, expanded(folder), "differences", svg=svg)
    return Comparison(frame, files, notes)


def _differences(
    batches: dict[str, Results], samples: pd.DataFrame, outcomes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sum up the batches that have the people of the first, then those that have not; with the former's pairs."""
    (first, reference), *others = batches.items()
    twins = [name for name, results in others if same_people(reference, results)]
    by_seed = paired = subtract(_only(samples, [first, *twins]), ["seed"])
    if reference.worlds == "focal":
        persons = together(batches, lambda each: each.individuals_of(only=outcomes))
        paired = subtract(_only(persons, [first, *twins]), ["seed", "person"])
        by_seed = mean_by_seed(paired)
    together_with = beside(summarize(by_seed, outcomes), effects(paired, outcomes))
    strangers = [first, *(name for name, _ in others if name not in twins)]
    parts = [part for part in (together_with, summarize_apart(_only(samples, strangers), outcomes)) if not part.empty]
    return (pd.concat(parts, ignore_index=True) if parts else together_with), by_seed


def _only(samples: pd.DataFrame, variants: list[str]) -> pd.DataFrame:
    return samples[samples["variant"].isin(variants)]


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


def together(batches: dict[str, Results], sampled: Callable[[Results], pd.DataFrame]) -> pd.DataFrame:
    """Samples of several batches in one frame.

    Returns
    -------
    pandas.DataFrame
        ``setting`` (setting and variant inside a batch; empty if no batch has more than one), ``variant`` (the
        batch), ``seed``, ``person`` if single persons are sampled, and the outcomes that all batches have.
    """
    frames = []
    for name, results in batches.items():
        samples = sampled(results)
        inside = samples["setting"].astype("str") + ", " + samples["variant"].astype("str")
        frames.append(samples.assign(setting=inside.str.removeprefix(", "), variant=name))
    if all(frame["setting"].nunique() == 1 for frame in frames):
        frames = [frame.assign(setting="") for frame in frames]
    common = [name for name in frames[0].columns if all(name in frame.columns for frame in frames)]
    table = pd.concat([frame[common] for frame in frames], ignore_index=True)
    for key in ("setting", "variant"):
        order = pd.CategoricalDtype(list(dict.fromkeys(table[key])), ordered=True)
        table[key] = table[key].astype(order)
    keys = [*KEYS, *(["person"] if "person" in common else [])]
    return table[[*keys, *(name for name in common if name in OUTCOMES)]].sort_values(keys, ignore_index=True)


def agreed(batches: dict[str, Results], *, anyway: bool = False) -> list[str]:
    """Refuse batches that cannot be compared with the first of them.

    Returns
    -------
    list of str
        Sentences about what is doubtful: other seeds, another version of the model, other people.

    Raises
    ------
    ResultsError
        If days, outcomes or kinds of worlds differ, or, unless ``anyway``, seeds or versions of the model.
    """
    (first, reference), *others = batches.items()
    notes = []
    for name, results in others:
        pair = f"'{first}' and '{name}'"
        against = _differing(_needed(reference), _needed(results))
        if against:
            raise ResultsError(f"{pair} cannot be compared: {against}.")
        doubts = _differing(_doubtful(reference), _doubtful(results))
        if doubts and not anyway:
            raise ResultsError(f"{pair} are compared only with --anyway (in Python: anyway=True): {doubts}.")
        if doubts:
            notes.append(f"{pair} are compared anyway: {doubts}.")
        notes += _pairing(pair, reference, results)
    return notes


def _needed(results: Results) -> dict[str, str]:
    return {"days": str(results.days), "outcomes": ", ".join(results.outcomes), "kinds of worlds": results.worlds}


def _doubtful(results: Results) -> dict[str, str]:
    model = str(results.manifest.get("model", "unknown"))
    return {"seeds": seeds_text(results.seeds), "versions of the model": model}


def _differing(ours: dict[str, str], theirs: dict[str, str]) -> str:
    return ", and ".join(
        f"their {what} differ ({ours[what]}; {theirs[what]})" for what in ours if ours[what] != theirs[what]
    )


def _pairing(pair: str, ours: Results, theirs: Results) -> list[str]:
    common = set(ours.seeds) & set(theirs.seeds)
    if not common:
        return [f"{pair} have no seed in common: their worlds count as independent."]
    if not same_people(ours, theirs):
        return [f"{pair} are not about the same people: their worlds count as independent, whatever their seeds."]
    if len(common) < max(len(ours.seeds), len(theirs.seeds)):
        return [f"{pair} are paired in the {len(common)} seeds that both have."]
    return []


def same_people(ours: Results, theirs: Results) -> bool:
    """Whether two batches compare the same people in the seeds that both have; False if they have none."""
    common = list(set(ours.seeds) & set(theirs.seeds))
    mine, others = (_people(results, common) for results in (ours, theirs))
    return not mine.empty and mine.equals(others)


def _people(results: Results, seeds: list[int]) -> pd.DataFrame:
    persons = results.individuals_of(only=[])[["seed", "person"]].drop_duplicates()
    return persons[persons["seed"].isin(seeds)].sort_values(["seed", "person"], ignore_index=True)
