"""Several batches side by side, where that makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.agreement import agreed, same_people
from sim.analysis.apart import summarize_apart
from sim.analysis.effects import effects, tenths
from sim.analysis.load import Results, ResultsError, load
from sim.analysis.outcomes import OUTCOMES
from sim.analysis.paired import subtract, summarize
from sim.analysis.samples import KEYS, individuals, levels, mean_by_seed, weights
from sim.analysis.table import as_html, as_rich, beside, join, pooled, write
from sim.core.writing import expanded, probe, written

if TYPE_CHECKING:
    from rich.console import Group


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

    def table(self) -> Group:
        """The comparison for a terminal."""
        return as_rich(self.frame, self.notes)

    def _repr_html_(self) -> str:
        """The comparison for a notebook."""
        return as_html(self.frame, self.notes)


Batch = str | Path | Results


def compare(paths: Sequence[Batch] | Batch, folder: str | Path | None = None, *, anyway: bool = False) -> Comparison:
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

    Raises
    ------
    sim.analysis.load.ResultsError
        If a folder cannot be read, there are fewer than two, they differ in days, outcomes or worlds, or, unless
        ``anyway``, in seeds or versions of the model.
    sim.core.errors.DiskTrouble
        If the folder cannot be written.
    """
    from sim.analysis.drawing.fonts import one_sentence

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
    samples = together(batches, partial(levels, only=outcomes))
    outcomes = [name for name in outcomes if name in samples.columns]
    summary, pairs = _differences(batches, samples, outcomes)
    frame = beside(
        join(pooled(samples, together(batches, partial(weights, only=outcomes)), outcomes), summary),
        tenths(together(batches, partial(individuals, only=outcomes)), outcomes),
    )
    if folder is None:
        return Comparison(frame, [], notes)
    with written(folder), one_sentence():
        files = _draw(samples, pairs, outcomes, frame, notes, expanded(folder), batches)
    return Comparison(frame, files, notes)


def _differences(
    batches: dict[str, Results], samples: pd.DataFrame, outcomes: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sum up the batches that have the people of the first, then those that have not; with the former's pairs."""
    (first, reference), *others = batches.items()
    twins = [name for name, results in others if same_people(reference, results)]
    by_seed = paired = subtract(_only(samples, [first, *twins]), ["seed"])
    if reference.worlds == "focal":
        persons = together(batches, partial(individuals, only=outcomes))
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


def together(batches: dict[str, Results], sampled: Callable[[Results], pd.DataFrame] = levels) -> pd.DataFrame:
    """Samples of several batches in one frame.

    Parameters
    ----------
    batches
        By the names they are called by.
    sampled
        Takes the samples of one: :func:`sim.analysis.samples.levels` or
        :func:`sim.analysis.samples.individuals`.

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


def _draw(
    samples: pd.DataFrame,
    pairs: pd.DataFrame,
    outcomes: list[str],
    frame: pd.DataFrame,
    notes: list[str],
    folder: Path,
    batches: dict[str, Results],
) -> list[Path]:
    from sim.analysis.drawing import style
    from sim.analysis.plots.differences import forest, side_by_side

    first = next(iter(batches))
    note = f"{batches[first].days} days"
    files = write(frame, folder, notes)
    files += style.save(side_by_side(samples, frame, outcomes, note=note), folder, "sides")
    if not pairs.empty:
        files += style.save(forest(pairs, outcomes, first, pairing="seed", note=note), folder, "differences")
    return files
