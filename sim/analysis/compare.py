"""Several batches side by side, where that makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.load import Results, ResultsError, load
from sim.analysis.outcomes import OUTCOMES
from sim.analysis.paired import subtract, summarize
from sim.analysis.samples import KEYS, levels
from sim.analysis.table import as_rich, join, spread, write

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
    """

    frame: pd.DataFrame
    files: list[Path]

    def table(self) -> Group:
        """The comparison for a terminal."""
        return as_rich(self.frame)


def compare(paths: Sequence[str | Path], folder: str | Path | None = None) -> Comparison:
    """Compare what two or more batches have in common, seed by seed, with the first of them.

    Parameters
    ----------
    paths
        Folders of batches.
    folder
        Where table and plots go; None writes nothing.

    Raises
    ------
    sim.analysis.load.ResultsError
        If a folder cannot be read, there are fewer than two, or they differ in days, outcomes or seeds.
    """
    if len(paths) < 2:
        raise ResultsError("There is nothing to compare: name at least two folders of results.")
    batches = {name: load(path) for name, path in zip(_names(paths), paths, strict=True)}
    _refuse(batches)
    samples = together(batches)
    outcomes = next(iter(batches.values())).outcomes
    outcomes = [name for name in outcomes if name in samples.columns]
    pairs = subtract(samples, ["seed"])
    frame = join(spread(samples, outcomes), summarize(pairs, outcomes))
    files = _draw(samples, pairs, outcomes, frame, Path(folder), batches) if folder is not None else []
    return Comparison(frame, files)


def _names(paths: Sequence[str | Path]) -> list[str]:
    names = [Path(path).name for path in paths]
    full = [Path(path).as_posix() for path in paths]
    twice = next((path for number, path in enumerate(full) if path in full[:number]), None)
    if twice is not None:
        raise ResultsError(f"'{twice}' is named twice.")
    return names if len(set(names)) == len(names) else full


def _refuse(batches: dict[str, Results]) -> None:
    (first, reference), *others = batches.items()
    for name, results in others:
        for what, ours, theirs in (
            ("days", str(reference.days), str(results.days)),
            ("outcomes", ", ".join(reference.outcomes), ", ".join(results.outcomes)),
            ("seeds", seeds_text(reference.seeds), seeds_text(results.seeds)),
        ):
            if ours != theirs:
                raise ResultsError(
                    f"'{first}' and '{name}' cannot be compared: their {what} differ ({ours}; {theirs})."
                )


def seeds_text(seeds: list[int]) -> str:
    """Seeds as a reader would list them: ``1 to 20, 25``.

    Parameters
    ----------
    seeds
        In ascending order.
    """
    spans: list[list[int]] = []
    for seed in seeds:
        if spans and seed == spans[-1][1] + 1:
            spans[-1][1] = seed
        else:
            spans.append([seed, seed])
    return ", ".join(f"{low} to {high}" if high > low else str(low) for low, high in spans)


def together(batches: dict[str, Results]) -> pd.DataFrame:
    """Samples of several batches in one frame.

    Returns
    -------
    pandas.DataFrame
        ``setting`` (setting and variant inside a batch; empty if no batch has more than one), ``variant`` (the
        batch), ``seed`` and the outcomes that all batches have.
    """
    frames = []
    for name, results in batches.items():
        samples = levels(results)
        inside = samples["setting"].astype("str") + ", " + samples["variant"].astype("str")
        frames.append(samples.assign(setting=inside.str.removeprefix(", "), variant=name))
    if all(frame["setting"].nunique() == 1 for frame in frames):
        frames = [frame.assign(setting="") for frame in frames]
    common = [name for name in frames[0].columns if all(name in frame.columns for frame in frames)]
    table = pd.concat([frame[common] for frame in frames], ignore_index=True)
    for key in ("setting", "variant"):
        order = pd.CategoricalDtype(list(dict.fromkeys(table[key])), ordered=True)
        table[key] = table[key].astype(order)
    return table[[*KEYS, *(name for name in common if name in OUTCOMES)]].sort_values(KEYS, ignore_index=True)


def _draw(
    samples: pd.DataFrame,
    pairs: pd.DataFrame,
    outcomes: list[str],
    frame: pd.DataFrame,
    folder: Path,
    batches: dict[str, Results],
) -> list[Path]:
    from sim.analysis.plots import style
    from sim.analysis.plots.differences import forest
    from sim.analysis.plots.sides import side_by_side

    first = next(iter(batches))
    note = f"{batches[first].days} days"
    files = write(frame, folder)
    files += style.save(side_by_side(samples, outcomes, note=note), folder, "sides")
    if not pairs.empty:
        files += style.save(forest(pairs, outcomes, first, pairing="seed", note=note), folder, "differences")
    return files
