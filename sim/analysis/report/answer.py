"""The answer in a sentence, and at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sim.analysis.answers import Answers
from sim.analysis.differences import summarize
from sim.analysis.finding import MOST_OUTCOMES, SHORT, direction
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome

MOST_ROWS = 24
MOST_NAMED = 3
SIGNS = {"higher": "▲", "lower": "▼", "level": "≈", "same": "=", "unknown": "?"}
AGAINST = {"level": "from that under", "same": "in every seed as under", "unknown": "against"}


@dataclass(frozen=True)
class Cell:
    """What was found for one variant and outcome.

    Attributes
    ----------
    direction
        As :func:`sim.analysis.finding.direction` says.
    gain
        ``better``, ``worse``, or empty if it is neither.
    sign
        A letter that says the direction.
    difference, interval
        Numbers as text; empty where there are none.
    words
        The direction in words.
    """

    direction: str
    gain: str
    sign: str
    difference: str
    interval: str
    words: str


@dataclass(frozen=True)
class Glance:
    """Everything told apart, or not, in one table: a row a variant, a column an outcome.

    Attributes
    ----------
    reference
        What everything is compared with.
    heads
        Outcomes with units.
    rows
        Setting, variant and one cell an outcome.
    hidden
        Rows that are left out.
    """

    reference: str
    heads: list[str]
    rows: list[tuple[str, str, list[Cell]]]
    hidden: int


def at_a_glance(results: Answers) -> Glance | None:
    """Directions and sizes of the scenario's first outcomes; None if there is nothing to compare."""
    samples, outcomes, summary = _summary(results)
    if summary.empty:
        return None
    groups = {
        key: [_cell(OUTCOMES[row["outcome"]], row) for row in rows]
        for key, rows in groupby(records(summary), key=lambda row: (str(row["setting"]), str(row["variant"])))
    }
    rows = [(setting, variant, cells) for (setting, variant), cells in groups.items()]
    reference = str(samples["variant"].cat.categories[0])
    heads = [OUTCOMES[name].axis for name in outcomes]
    return Glance(reference, heads, rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS))


def lead(results: Answers) -> str:
    """The answer for the first outcome, in a sentence or two; empty if there is nothing to compare."""
    samples, outcomes, summary = _summary(results)
    if summary.empty:
        return ""
    outcome = OUTCOMES[outcomes[0]]
    reference = str(samples["variant"].cat.categories[0])
    rows = records(summary[summary["outcome"] == outcome.name])
    if summary["setting"].nunique() > 1:
        return _over_settings(outcome, reference, rows)
    ordered = sorted(rows, key=lambda row: (list(SHORT).index(direction(row)), abs(row["difference"])))
    parts = [_part(outcome, reference, kind, list(block), len(rows)) for kind, block in groupby(ordered, key=direction)]
    again = " They " if _is_plural(outcome) else " It "
    return again.join([f"{outcome.label} {parts[0]}", *parts[1:]])


def _is_plural(outcome: Outcome) -> bool:
    return any(word.endswith("s") and not word.endswith("ss") for word in outcome.label.split())


def _verb(outcome: Outcome, kind: str) -> str:
    """What a direction is called, in the number of the outcome's label."""
    return SHORT[kind].replace("is ", "are ", 1) if _is_plural(outcome) else SHORT[kind]


def _summary(results: Answers) -> tuple[Any, list[str], Any]:
    samples = results.levels_of(only=results.outcomes)
    outcomes = [name for name in results.outcomes if name in samples.columns][:MOST_OUTCOMES]
    return samples, outcomes, summarize(results.differences, outcomes)


def _part(outcome: Outcome, reference: str, kind: str, rows: list[dict[str, Any]], others: int) -> str:
    """What is said of the variants that differ from the reference in the same direction."""
    names = [f"'{row['variant']}'" for row in rows]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if len(rows) <= MOST_NAMED else ""
    whom = listed or (f"all {others} others" if len(rows) == others else f"{len(rows)} others")
    if kind not in ("higher", "lower"):
        return f"{_verb(outcome, kind)} {AGAINST[kind]} '{reference}' under {whom}."
    if len(rows) == 1:
        return f"{_verb(outcome, kind)} under {whom} than under '{reference}', by {_size(outcome, rows[0])}."
    ends = f"by {_size(outcome, rows[0])} under {names[0]} to {_size(outcome, rows[-1])} under {names[-1]}"
    return f"{_verb(outcome, kind)} under {whom} than under '{reference}', {ends}."


def _size(outcome: Outcome, row: dict[str, Any]) -> str:
    """The size of a difference without its sign, its interval from small to large."""
    ends = sorted(abs(row[name]) for name in ("low", "high"))
    mean, low, high = outcome.write_all([abs(row["difference"]), *ends])
    unit = {"money": " currency units", "share": " points"}.get(outcome.kind, "")
    return f"{mean}{unit} (95 % interval {low} to {high})"


def _over_settings(outcome: Outcome, reference: str, rows: list[dict[str, Any]]) -> str:
    parts = []
    for variant, block in groupby(sorted(rows, key=lambda row: str(row["variant"])), key=lambda row: row["variant"]):
        kinds = [direction(row) for row in block]
        first, *others = [f"{_verb(outcome, kind)} in {kinds.count(kind)}" for kind in SHORT if kind in kinds]
        counted = " and ".join(
            filter(None, [", ".join([f"{first} of {len(kinds)} settings", *others[:-1]]), *others[-1:]])
        )
        parts.append(f"under '{variant}' {counted}")
    return f"Compared with '{reference}', {outcome.label.lower()} {'; '.join(parts)}."


def _cell(outcome: Outcome, row: dict[str, Any]) -> Cell:
    kind = direction(row)
    gain = ""
    if kind in ("higher", "lower"):
        gain = "worse" if (kind == "higher") == outcome.less_is_better else "better"
    mean, low, high = outcome.write_all([row["difference"], row["low"], row["high"]], sign=True)
    interval = "" if kind in ("same", "unknown") else f"{low} to {high}"
    return Cell(kind, gain, SIGNS[kind], "" if kind == "same" else mean, interval, SHORT[kind])
