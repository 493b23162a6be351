"""The comparison as a table: means, shares and median persons, and paired differences with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.answers import SHOWN, Answers, kept
from sim.analysis.differences import effects, summarize, summarize_apart, tenths, variance_saved
from sim.analysis.people import counted, twins
from sim.analysis.samples import pooled
from sim.core.files import place, write_text
from sim.core.wording import csv_cell, markdown_cell
from sim.model.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

HEADS = ["Mean (median person)", "Difference", "95 % interval", "Effect", "Better"]
SHARE = "Share of all people"
TWINS = "Twins"
WORDS = ("Setting", "Outcome", "Variant", "Remark")
"""Columns with names that users choose, or words."""
REFERENCE = "reference"
ALIKE = " (seeds count alike, however many people they have, so that it may depart from the difference of the means)"
NOTE = (
    "Means over all people of all seeds, in brackets the median of all who worked on the first day; a share is one of "
    f"all people of all seeds. Mean difference to the reference, paired by seed{ALIKE}, with bootstrap interval; "
    "Better: share of seeds in which it does better than the reference (ties count half)."
)
NOTE_TWINS = (
    NOTE.replace("of all who worked on the first day", "of all these people")
    .replace(ALIKE, "")
    .replace("Better: share of seeds in which it does", "Twins: share of the same people who do")
)


@kept
def comparison(answers: Answers) -> pd.DataFrame:
    """Everything that is compared, as numbers.

    Returns
    -------
    pandas.DataFrame
        One row per setting, outcome and variant: ``seeds``, ``people``, ``mean``, ``mean_low``, ``mean_high`` of
        :func:`sim.analysis.samples.pooled`, then what :mod:`sim.analysis.differences` finds: ``n`` (worlds), the paired
        ``difference``, ``low``, ``high``, ``better`` and ``remark`` of ``summarize``, ``variance_saved``, the effect
        sizes of ``effects`` (nan for the reference, which ``reference`` names), how many of the same people do better
        of :func:`sim.analysis.people.counted`, and the quantiles of persons of ``tenths``. Money in currency units.
    """
    outcomes = shown(answers)
    table = beside(pooled(answers.levels, answers.weights, outcomes), _differences(answers, outcomes))
    table = beside(table.fillna({"remark": ""}), counted(twins(answers), outcomes))
    return beside(table, tenths(answers.individuals, outcomes))


def _differences(answers: Answers, outcomes: list[str]) -> pd.DataFrame:
    """Differences of pairs, then those between samples that have nobody in common."""
    paired = beside(summarize(answers.differences, outcomes), variance_saved(answers.levels, outcomes))
    paired = beside(paired, effects(answers.pairs, outcomes))
    parts = [part for part in (paired, summarize_apart(answers.apart, outcomes)) if not part.empty]
    return pd.concat(parts, ignore_index=True) if parts else paired


def shown(answers: Answers) -> list[str]:
    """Outcomes of the table: those the scenario names first, then the usual ones that are not all 0."""
    samples = answers.levels
    happened = [name for name in SHOWN if name in samples.columns and samples[name].any()]
    asked = [name for name in answers.outcomes if name in samples.columns]
    return list(dict.fromkeys([*asked, *happened]))


def beside(table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Put further columns, by setting, variant and outcome, beside a table whose rows stay as they are."""
    keys = ["setting", "variant", "outcome"]
    return table.merge(more.astype(dict.fromkeys(keys, object)), on=keys, how="left", validate="one_to_one")


def texts(table: pd.DataFrame) -> pd.DataFrame:
    """The comparison as a reader sees it.

    Returns
    -------
    pandas.DataFrame
        Text columns: setting, outcome, variant and those of ``HEADS``, ``TWINS``, then the remark.
    """
    return pd.DataFrame([_text(row) for row in records(table)])


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _text(row: dict[str, Any]) -> dict[str, str]:
    outcome = OUTCOMES[row["outcome"]]
    cells = [level(outcome, row), REFERENCE, "", "", ""]
    if row["variant"] != row["reference"]:
        mean, low, high = outcome.write_all([row["difference"], row["low"], row["high"]], sign=True)
        cells[1:] = [mean, f"{low} to {high}{outcome.suffix(sign=True)}", signed(row["effect"]), percent(row["better"])]
    return {
        "Setting": row["setting"],
        "Outcome": outcome.label,
        "Variant": row["variant"],
        **dict(zip(HEADS, cells, strict=True)),
        TWINS: between(row["beats"], row["beats_low"], row["beats_high"]),
        "Remark": row["remark"],
    }


def level(outcome: Outcome, row: dict[str, Any]) -> str:
    """Mean and, where persons have the outcome, the median person in brackets: ``−29 (−310)``; a share by itself."""
    if pd.isna(row["p50"]):
        return outcome.write(row["mean"])
    mean, median = outcome.write_all([row["mean"], row["p50"]])
    return f"{mean} ({median})"


def signed(value: float) -> str:
    """An effect size with two decimals and its sign; empty for nan."""
    text = "" if pd.isna(value) else f"{value:+.2f}".replace("-", "−")
    return text.lstrip("+−") if text[1:] == "0.00" else text


def percent(value: float) -> str:
    """A share in whole per cent; empty for nan."""
    return "" if pd.isna(value) else f"{value * 100:.0f} %"


def between(value: float, low: float, high: float) -> str:
    """A share with its interval: ``31 % (26 to 36)``; empty for nan, and without an interval if there is none."""
    ends = "" if pd.isna(low) else f" ({low * 100:.0f} to {high * 100:.0f})"
    return percent(value) + ends if percent(value) else ""


def as_rich(table: pd.DataFrame, notes: Sequence[str] = ()) -> Group:
    """The comparison for a terminal: one table per setting."""
    from rich.console import Group
    from rich.text import Text

    rows = texts(table)
    twins = bool(rows[TWINS].any())
    heads = [*HEADS[:3], TWINS if twins else HEADS[-1]]
    rows[TWINS] = rows[TWINS].str.partition(" (")[0]
    widths = {head: max(len(head), int(rows[head].str.len().max())) for head in heads}
    parts: list[RenderableType] = []
    for (setting, outcome), block in rows.groupby(["Setting", "Outcome"], sort=False):
        name = f"{outcome} ({setting})" if setting else str(outcome)
        shares = OUTCOMES[table["outcome"].iloc[block.index[0]]].is_share_of_people
        parts += [Text(f"\n{name}", style="bold"), _rich(block, widths, SHARE if shares else HEADS[0])]
    return Group(*parts, Text(f"\n{NOTE_TWINS if twins else NOTE}"), *(Text(f"Note: {note}") for note in notes))


def _rich(rows: pd.DataFrame, widths: dict[str, int], first: str) -> Table:
    """One outcome, a row per variant, in columns as wide as in every other table; the first column by its name."""
    from rich.table import Table
    from rich.text import Text

    view = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    view.add_column("", ratio=1)
    for head, width in widths.items():
        view.add_column(first if head == HEADS[0] else head, justify="right", no_wrap=True, min_width=width)
    for row in records(rows):
        view.add_row(*map(Text, (row["Variant"], *(row[head] for head in widths))))
    return view


def as_html(table: pd.DataFrame, notes: Sequence[str] = ()) -> str:
    """The comparison as an HTML table with escaped texts, for a notebook; parameters as for :func:`as_rich`."""
    rows = texts(table)
    filled = rows[_filled(rows)]
    below = "".join(f"<p>Note: {escape(note)}</p>" for note in notes)
    return f"{filled.to_html(index=False, escape=True, border=0)}\n{below}"


def _filled(rows: pd.DataFrame) -> list[str]:
    """Columns of the texts that say something."""
    return [name for name in rows.columns if name not in ("Setting", TWINS, "Remark") or rows[name].any()]


def as_markdown(table: pd.DataFrame, notes: Sequence[str] = ()) -> str:
    """The comparison as a Markdown table, remarks included; parameters as for :func:`as_rich`."""
    rows = texts(table)
    filled = _filled(rows)
    lines = [filled, ["---" if name in ("Setting", "Outcome", "Variant") else "---:" for name in filled]]
    lines += [
        [markdown_cell(str(row[name])) if name in WORDS else str(row[name]).replace("|", "\\|") for name in filled]
        for row in records(rows)
    ]
    below = "".join(f"\nNote: {markdown_cell(note)}\n" for note in notes)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n{below}"


def write(table: pd.DataFrame, folder: Path, notes: Sequence[str] = ()) -> list[Path]:
    """Write ``table.csv`` (numbers) and ``table.md`` (text)."""
    numbers, text = place(folder, "table.csv"), place(folder, "table.md")
    write_csv(numbers, table)
    write_text(text, as_markdown(table, notes))
    return [numbers, text]


def write_csv(file: Path, table: pd.DataFrame, *, index: bool = False) -> None:
    """Write a table as CSV, in which no text is taken for a formula; as a whole or not at all."""
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [csv_cell(value) for value in safe[name]]
    safe.columns = pd.Index([csv_cell(name) for name in safe.columns])
    write_text(file, safe.to_csv(index=index, lineterminator="\n"))
