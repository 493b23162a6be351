"""A sampled batch explained: tables, sentences, files and figures in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.outcomes import OUTCOMES
from sim.analysis.sampled import Sample, sample_of
from sim.analysis.sensitivity import indices
from sim.analysis.table import records, write_csv
from sim.analysis.winning import dependence, grow
from sim.analysis.winning import told as told_of_tree
from sim.core.writing import place, write_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.analysis.load import Results

INDEXED = ("saltelli", "morris")
HEADS = {"first": "Alone", "total": "With interactions", "mu_star": "Size of the effect", "sigma": "Unevenness"}
NOTES = {
    "saltelli": (
        "Shares of the variance over the sampled ranges (Sobol indices) with 95 % bootstrap intervals: by a parameter "
        "alone, and with everything it interacts with."
    ),
    "morris": (
        "Change of the outcome if a parameter alone crosses its range (Morris): mean of the absolute changes, and how "
        "unevenly they are spread, with 95 % bootstrap intervals; the sign is that of the mean change."
    ),
}
CAUTION = "All of this holds in the model, within the ranges of this scenario."


@dataclass(frozen=True)
class Explanation:
    """What a sampled design says about its outcomes.

    Attributes
    ----------
    sample
        The points and answers.
    outcomes
        Outcomes of the scenario that the runs hold.
    frame
        As :func:`sim.analysis.sensitivity.indices` returns it, or for the samples without indices the rows of
        :func:`sim.analysis.winning.dependence` with ``outcome`` and ``target``.
    rules
        The trees told in words; empty for the samples with indices.
    note
        For footers: size and title.
    """

    sample: Sample
    outcomes: list[str]
    frame: pd.DataFrame
    rules: list[str]
    note: str

    def table(self) -> list[RenderableType]:
        """The explanation for a terminal."""
        from rich.text import Text

        if self.sample.design.kind not in INDEXED:
            return [Text("\n".join(["", *self.rules])), Text(f"\n{CAUTION}")]
        parts: list[RenderableType] = []
        for target in self.sample.targets:
            for name in self.outcomes:
                parts += self._one(name, target)
        return [*parts, Text(f"\n{NOTES[self.sample.design.kind]} {CAUTION}")]

    def _one(self, name: str, target: str) -> list[RenderableType]:
        from rich.table import Table
        from rich.text import Text

        rows = self.rows(name, target)
        heading = Text(f"\n{OUTCOMES[name].label}: {target}", style="bold")
        if rows["value"].isna().all():
            return [heading, Text(f"  {rows['remark'].iloc[0]}")]
        measures = [measure for measure in HEADS if measure in set(rows["measure"])]
        view = Table(box=None, pad_edge=False, header_style="dim")
        for head in ("", *(HEADS[measure] for measure in measures)):
            view.add_column(head, justify="right" if head else "left")
        for factor, cells in self.cells(rows).items():
            view.add_row(factor, *cells)
        return [heading, view]

    def rows(self, name: str, target: str) -> pd.DataFrame:
        """The rows of ``frame`` about one outcome of one target."""
        return self.frame[(self.frame["outcome"] == name) & (self.frame["target"] == target)]

    @staticmethod
    def cells(rows: pd.DataFrame) -> dict[str, list[str]]:
        """Texts by factor, the most important first, one for each of ``HEADS`` that was measured.

        Parameters
        ----------
        rows
            As :meth:`rows` returns them, with values.
        """
        measures = [measure for measure in HEADS if measure in set(rows["measure"])]
        known = {(row["factor"], row["measure"]): row for row in records(rows)}
        order = rows[rows["measure"] == measures[-1 if measures[-1] == "total" else 0]]
        factors = [str(name) for name in order.sort_values("value", ascending=False, kind="stable")["factor"]]
        cells: dict[str, list[str]] = {}
        for factor in factors:
            cells[factor] = [interval_text(known[factor, measure]) for measure in measures]
            if (factor, "mu") in known and known[factor, "mu"]["value"] < 0:
                cells[factor][0] = f"(−) {cells[factor][0]}"
        return cells

    def write(self, folder: Path) -> list[Path]:
        """Write ``sensitivity.csv`` and, where there are trees, ``sensitivity.txt``."""
        files = [place(folder, "sensitivity.csv")]
        write_csv(files[0], self.frame)
        if self.rules:
            files.append(place(folder, "sensitivity.txt"))
            write_text(files[1], "\n".join([*self.rules, CAUTION]) + "\n")
        return files


def interval_text(row: dict[str, float]) -> str:
    """A value with its interval: ``0.31 [0.22, 0.41]``."""
    value, low, high = (f"{row[name]:.3g}".replace("-", "−") for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def explain_sample(results: Results) -> Explanation:
    """Explain a sampled batch.

    Raises
    ------
    sim.analysis.load.ResultsError
        If the design is not sampled.
    """
    sample = sample_of(results)
    outcomes = [name for name in results.outcomes if (sample.answers["outcome"] == name).any()]
    parts = [f"{len(sample.unit)} points x {len(results.seeds)} seeds", f"{results.days} days", results.title]
    note = "  ·  ".join(filter(None, parts))
    if sample.design.kind in INDEXED:
        return Explanation(sample, outcomes, indices(sample, outcomes), [], note)
    frames, rules = [], []
    for target in sample.targets:
        for name in outcomes:
            answer = sample.answer(name, target)
            frames.append(dependence(sample, answer).assign(outcome=name, target=target))
            rules += told_of_tree(grow(sample.values, answer), sample.factors, OUTCOMES[name], target)
    frame = pd.concat(frames, ignore_index=True)
    first = ["outcome", "target"]
    return Explanation(sample, outcomes, frame[[*first, *frame.columns.drop(first)]], rules, note)
