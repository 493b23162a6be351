"""The answer in a sentence, at a glance, and in numbers."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.answers import Answers
from sim.analysis.differences import summarize
from sim.analysis.explained import CAUTION, INDEXED, NOTES, PARTS, USELESS, Explanation, condition, dependence, grow
from sim.analysis.explained import HEADS as MEASURES
from sim.analysis.finding import MOST_OUTCOMES, SHORT, Finding, direction
from sim.analysis.sampled import MINUS
from sim.analysis.statistics import ROUGH
from sim.analysis.table import HEADS, TWINS, records, signed, texts
from sim.model.outcomes import OUTCOMES, Outcome

MOST_GLANCED, MOST_ROWS = 24, 240
MOST_NAMED = 3
SIGNS = {"higher": "▲", "lower": "▼", "level": "≈", "same": "=", "unknown": "?"}
AGAINST = {"level": "from that under", "same": "in every seed as under", "unknown": "against"}
FIFTHS = ["Lowest fifth", "Second", "Middle", "Fourth", "Highest fifth"]
NOTE_FIFTHS = (
    "Mean of the outcome at the points whose parameter lies in this fifth of its range, over everything else, with "
    "95 % intervals over points. A parameter whose row hardly changes does not matter by itself."
)
MOVED = {
    "saltelli": ("total", "most of the variance hangs on", "no parameter is told apart from one that does not matter"),
    "morris": ("mu_star", "most moved by", "no parameter is told apart from one that does not matter"),
}
SENSE = {
    "saltelli": " In brackets: the share of the variance that hangs on it, interactions included, with its interval.",
    "morris": (
        " In brackets: by how much it changes on average if the parameter alone crosses its range, with the interval."
    ),
}


class Cell(NamedTuple):
    """What was found for one variant and outcome; texts are empty where there is nothing to say."""

    direction: str
    """As :func:`sim.analysis.finding.direction` says."""
    gain: str
    """``better``, ``worse``, or empty if it is neither."""
    sign: str
    """A letter that says the direction."""
    difference: str
    interval: str
    words: str
    """The direction in words."""


class Glance(NamedTuple):
    """Everything told apart, or not, in one table: a row (setting, variant) a variant, a column an outcome."""

    reference: str
    heads: list[str]
    rows: list[tuple[str, str, list[Cell]]]
    hidden: int
    """Rows that are left out."""


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
    return Glance(reference, heads, rows[:MOST_GLANCED], max(0, len(rows) - MOST_GLANCED))


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


class Block(NamedTuple):
    """Rows of texts, one per column, under a heading: the outcome, and the setting if there is one."""

    heading: str
    rows: list[list[str]]


class Sheet(NamedTuple):
    """A table of the page, and how many rows are left out because the page would be too long."""

    heads: list[str]
    blocks: list[Block]
    hidden: int


def differences_table(table: pd.DataFrame) -> Sheet:
    """Means or shares, and paired differences, of what :func:`sim.analysis.table.comparison` returns."""
    rows = texts(table)
    rows["Effect"] = [_effect(row) for row in records(table)]
    heads = [head for head in [*HEADS, TWINS] if rows[head].any()]
    rows[HEADS[2]] = [f"{row[HEADS[2]]}\n{_told(row['Remark'])}".strip() for row in records(rows)]
    return _sheet(rows, heads)


def persons_table(table: pd.DataFrame) -> Sheet:
    """How persons fare: means or shares with intervals, and quantiles of the outcomes that persons have by degrees."""
    heads = ["Mean or share", "The lowest tenth ends at", "Median person", "The highest tenth begins at"]
    columns = ("mean", "p10", "p50", "p90")
    cells = [
        {
            "Setting": row["setting"],
            "Outcome": OUTCOMES[row["outcome"]].label,
            "Variant": row["variant"],
            **{head: _quantile(OUTCOMES[row["outcome"]], row, p) for head, p in zip(heads, columns, strict=True)},
        }
        for row in records(table)
        if not pd.isna(row["p50"]) or OUTCOMES[row["outcome"]].is_share_of_people
    ]
    return _sheet(pd.DataFrame(cells, columns=["Setting", "Outcome", "Variant", *heads]), heads)


def _sheet(rows: pd.DataFrame, heads: list[str]) -> Sheet:
    shown = rows.head(MOST_ROWS)
    blocks = [
        Block(
            f"{outcome} ({setting})" if setting else str(outcome),
            [[row["Variant"], *(row[head] for head in heads)] for row in records(block)],
        )
        for (setting, outcome), block in shown.groupby(["Setting", "Outcome"], sort=False)
    ]
    return Sheet(["", *heads], blocks, len(rows) - len(shown))


def _told(remark: str) -> str:
    """A remark without what is said of the batch as a whole."""
    return "; ".join(part for part in remark.split("; ") if not part.endswith(ROUGH))


def _effect(row: dict[str, Any]) -> str:
    if pd.isna(row["effect_low"]) or direction(row) == "same":
        return signed(row["effect"])
    return f"{signed(row['effect'])} ({signed(row['effect_low'])} to {signed(row['effect_high'])})"


def _quantile(outcome: Outcome, row: dict[str, Any], name: str) -> str:
    if pd.isna(row[name]):
        return ""
    value, low, high = outcome.write_all([row[name], row[f"{name}_low"], row[f"{name}_high"]])
    ends = "" if pd.isna(row[f"{name}_low"]) else f" ({low} to {high})"
    return f"{value}{outcome.suffix()}{ends}"


def sampled_finding(explanation: Explanation, seeds: int, days: int) -> Finding:
    """The parts of a finding, one sentence an outcome and target."""
    sample = explanation.sample
    basis = (
        f"{len(sample.unit):,} points of {len(sample.factors)} parameters ({sample.design.kind}) were run with "
        f"{seeds:,} {'seed' if seeds == 1 else 'seeds'} of {days:,} days each."
    )
    pairing = "Differences are taken at the same point and seed." if sample.differences else ""
    sense = SENSE.get(sample.design.kind, "")
    sentences = [_sentence(explanation, name, target) for name, target in _pairs(explanation)]
    return Finding(basis, f"{pairing}{sense}".strip(), sentences, "", "", f"{CAUTION} It is no evidence about people.")


def sampled_lead(explanation: Explanation) -> str:
    """The answer for the first outcome."""
    return _sentence(explanation, *_pairs(explanation)[0]) if explanation.outcomes else ""


def sampled_sheet(explanation: Explanation) -> tuple[Sheet, str]:
    """Everything in numbers, and what is to be known about them."""
    pairs = _pairs(explanation)
    if explanation.sample.design.kind in INDEXED:
        heads = [head for measure, head in MEASURES.items() if measure in set(explanation.frame["measure"])]
        rows = [_indices(explanation.rows(*pair), len(heads)) for pair in pairs]
        note = NOTES[explanation.sample.design.kind]
    else:
        heads, note = FIFTHS, NOTE_FIFTHS
        rows = [_fifths(explanation, *pair) for pair in pairs]
    blocks = [Block(f"{OUTCOMES[name].axis}: {target}", part) for (name, target), part in zip(pairs, rows, strict=True)]
    return Sheet(["", *heads], blocks, 0), note


def _pairs(explanation: Explanation) -> list[tuple[str, str]]:
    return [(name, target) for target in explanation.sample.targets for name in explanation.outcomes]


def _indices(rows: pd.DataFrame, columns: int) -> list[list[str]]:
    if rows["value"].isna().all():
        return [[str(rows["remark"].iloc[0]), *[""] * columns]]
    return [[factor, *cells] for factor, cells in Explanation.cells(rows).items()]


def _fifths(explanation: Explanation, name: str, target: str) -> list[list[str]]:
    rows = records(dependence(explanation.sample, explanation.sample.answer(name, target)))
    texts = []
    for start in range(0, len(rows), PARTS):
        cells = []
        for row in rows[start : start + PARTS]:
            mean, low, high = OUTCOMES[name].write_all([row["mean"], row["low"], row["high"]], sign=MINUS in target)
            cells.append(mean if np.isnan(row["low"]) else f"{mean}\n{low} to {high}")
        texts.append([str(rows[start]["factor"]), *cells])
    return texts


def _sentence(explanation: Explanation, name: str, target: str) -> str:
    """The level of an outcome over all points, and what it hangs on."""
    outcome, answer, sign = OUTCOMES[name], explanation.sample.answer(name, target), MINUS in target
    known = answer[~np.isnan(answer)]
    head = f"{outcome.label} ({target})"
    if not known.size:
        return f"{head}: no value at any point."
    unit = " currency units" if outcome.kind == "money" else ""
    share = f" and above 0 at {100 * float(np.mean(known > 0)):.0f} % of them" if sign else ""
    level = f"{outcome.write(known.mean(), sign=sign)}{unit} on average over {known.size:,} points{share}"
    why = (
        _moved(explanation, name, target)
        if explanation.sample.design.kind in INDEXED
        else _ruled(explanation, name, target)
    )
    return f"{head}: {level}; {why}."


def _moved(explanation: Explanation, name: str, target: str) -> str:
    """Name the parameters that matter most, as far as they are told apart from nothing."""
    measure, words, nothing = MOVED[explanation.sample.design.kind]
    rows = explanation.rows(name, target)
    if rows["value"].isna().all():
        return str(rows["remark"].iloc[0])
    outcome = OUTCOMES[name] if measure == "mu_star" else None
    chosen = rows[(rows["measure"] == measure) & (rows["low"] > 0.0)].sort_values("value", ascending=False)
    down = set(rows[(rows["measure"] == "mu") & (rows["value"] < 0.0)]["factor"])
    named = [
        f"{row['factor']} ({_with_ends(row, outcome)}{', mostly downward' if row['factor'] in down else ''})"
        for row in records(chosen.head(MOST_NAMED))
    ]
    return f"{words} {', '.join(named)}" if named else nothing


def _with_ends(row: dict[str, Any], outcome: Outcome | None) -> str:
    """A value and its interval, in the unit of an outcome if it has one."""
    numbers = [row[name] for name in ("value", "low", "high")]
    value, low, high = outcome.write_all(numbers) if outcome else [f"{number:.2f}" for number in numbers]
    return f"{value}, {low} to {high}"


def _ruled(explanation: Explanation, name: str, target: str) -> str:
    """Say where a tree finds the least and the most, if it predicts anything."""
    sample, outcome, sign = explanation.sample, OUTCOMES[name], MINUS in target
    tree = grow(sample.values, sample.answer(name, target))
    if tree is None:
        return "too few points with different values to say what it hangs on"
    trust = f"cross-validated R² = {tree.share}"
    if tree.explained < USELESS:
        return f"no simple rule predicts it at points it has not seen ({trust})"
    ends = [(tree.leaves[0], "least"), (tree.leaves[-1], "most")]
    parts = [
        f"{word} where {condition(leaf, sample.factors)} ({outcome.write(leaf.mean, sign=sign)})" for leaf, word in ends
    ]
    return f"{' and '.join(parts)}, by a tree with {trust}"
