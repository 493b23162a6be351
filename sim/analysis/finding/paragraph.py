"""What was found and how sure it is, in one paragraph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from sim.analysis.answers import Answers, kept
from sim.analysis.differences import effects, summarize, tenths, variance_saved
from sim.analysis.finding.judging import direction
from sim.analysis.samples import pooled
from sim.analysis.statistics import CONFIDENCE, FEW_SEEDS, ROUGH
from sim.analysis.table import beside, between, percent, records
from sim.model.outcomes import OUTCOMES, Outcome

CAUTION = "All of this holds in the model, with the parameters of this scenario; it is no evidence about real people."
MOST_NAMED = 2
WORTH_SAYING = 1.05  # times as many runs
MOST_OUTCOMES = 5  # the first of the scenario; a paragraph holds no more
WORDS = {
    "higher": "higher under",
    "lower": "lower under",
    "level": "cannot be told apart under",
    "same": "exactly the same in every seed under",
    "unknown": "cannot be judged under",
}
SHORT = {
    "higher": "is higher",
    "lower": "is lower",
    "level": "cannot be told apart",
    "same": "is the same",
    "unknown": "cannot be judged",
}


@dataclass(frozen=True)
class Finding:
    """The parts of a finding, in the order in which they are read; each is a sentence or two, or empty.

    Attributes
    ----------
    basis
        How much was run.
    pairing
        What the numbers are compared with, and how.
    outcomes
        One sentence per outcome.
    persons
        For how many of the same people the first outcome is better.
    chance
        What shared seeds saved, and how many comparisons were made.
    caution
        What it does not say.
    """

    basis: str
    pairing: str
    outcomes: list[str]
    persons: str
    chance: str
    caution: str = CAUTION

    def __str__(self) -> str:
        """All of it as one paragraph."""
        parts = [self.basis, self.pairing, *self.outcomes, self.persons, self.chance, self.caution]
        return " ".join(filter(None, parts))


def finding(answers: Answers) -> str:
    """One plain paragraph about the scenario's outcomes.

    Says how much was run, which differences to the reference are told apart from nothing and how large they
    are, which are not, and how many comparisons were made.
    """
    return str(found(answers))


@kept
def found(answers: Answers) -> Finding:
    """The parts of :func:`finding`."""
    samples = answers.levels
    outcomes = [name for name in answers.outcomes if name in samples.columns][:MOST_OUTCOMES]
    summary = summarize(answers.differences, outcomes)
    if summary.empty:
        *told, nothing = _alone(answers, outcomes)
        return Finding(_basis(answers), "", told, "", nothing)
    reference = str(samples["variant"].cat.categories[0])
    sentences = [_about(OUTCOMES[name], summary[summary["outcome"] == name]) for name in outcomes]
    persons = _persons(effects(answers.pairs, outcomes[:1]), reference)
    chance = " ".join([*_saved(variance_saved(samples, outcomes)["variance_saved"]), _chance(summary)])
    return Finding(_basis(answers), _against(answers, reference), sentences, persons, chance)


def precision(answers: Answers) -> list[str]:
    """Say how many seeds the precision took that the scenario wished for; nothing if it wished for none."""
    file = answers.path / "precision.json" if answers.path else None
    if file is None or not file.is_file():
        return []
    return [str(json.loads(file.read_text(encoding="utf-8"))["sentence"])]


def _persons(table: pd.DataFrame, reference: str) -> str:
    """For how many of the same people the first outcome is better; only of twins in one setting."""
    rows = sorted(records(table[table["beats"].notna()]), key=lambda row: row["beats"])
    if not rows or table["setting"].nunique() > 1:
        return ""
    label = OUTCOMES[rows[0]["outcome"]].label.lower()
    named = [f"{between(row['beats'], row['beats_low'], row['beats_high'])} under '{row['variant']}'" for row in rows]
    if len({percent(row["beats"]) for row in rows}) == 1 and len(rows) > 1:
        named = [f"{percent(rows[0]['beats'])} under each of {len(rows)} others"]
    elif len(rows) > MOST_NAMED:
        named = [f"from {named[0]} to {named[-1]}"]
    return f"Share of the same people who do better in {label} than under '{reference}': {_list(named)}."


def _basis(answers: Answers) -> str:
    seeds = len(answers.seeds)
    runs = f"1 seed of {answers.days} days was run" if seeds == 1 else f"{seeds} seeds of {answers.days} days were run"
    if answers.worlds != "focal":
        return f"{runs} ({answers.worlds} worlds)."
    people = len(answers.individuals[["seed", "person"]].drop_duplicates())
    return f"{runs} (focal worlds, {people / seeds:.3g} focal people a seed, {people:,} in all)."


def _against(answers: Answers, reference: str) -> str:
    pairs = {
        "focal": "the same person in the same world with another {what}, averaged within the seed",
        "mixed": "strategies that live side by side in the same world",
        "population": "worlds of the same seed",
    }
    what = "strategy" if answers.compares_strategies else "value"
    pair = pairs[answers.worlds].format(what=what)
    return f"Compared with '{reference}' ({pair}; mean difference, {CONFIDENCE:.0%} interval):".replace("%", " %")


def _about(outcome: Outcome, rows: pd.DataFrame) -> str:
    if rows["setting"].nunique() > 1:
        parts = [_over_settings(outcome, str(name), block) for name, block in rows.groupby("variant", sort=False)]
    else:
        ordered = sorted(records(rows), key=_rank)
        parts = [_together(outcome, kind, list(block)) for kind, block in groupby(ordered, key=direction)]
    return f"{outcome.named}: {'; '.join(parts)}."


def _together(outcome: Outcome, kind: str, rows: list[dict[str, Any]]) -> str:
    rows = sorted(rows, key=lambda row: abs(row["difference"]))
    if len(rows) > MOST_NAMED and kind in ("higher", "lower"):
        ends = " to ".join(_named(outcome, kind, row) for row in (rows[0], rows[-1]))
        return f"{kind} under {len(rows)} others, from {ends}"
    if len(rows) > MOST_NAMED and kind == "same":
        return f"{WORDS[kind]} {len(rows)} others"
    return f"{WORDS[kind]} {_list([_named(outcome, kind, row) for row in rows])}"


def _named(outcome: Outcome, kind: str, row: dict[str, Any]) -> str:
    if kind == "same":
        return f"'{row['variant']}'"
    if kind == "unknown":
        return f"'{row['variant']}' ({row['remark']})"
    mean, low, high = outcome.write_all([row["difference"], row["low"], row["high"]], sign=True)
    remarks = [part for part in row["remark"].split("; ") if part and not part.endswith(ROUGH)]
    size = "; ".join([f"{mean}, {low} to {high}{outcome.suffix(sign=True)}", *remarks])
    return f"'{row['variant']}' ({size})"


def _over_settings(outcome: Outcome, variant: str, rows: pd.DataFrame) -> str:
    ordered = sorted(records(rows), key=_rank)
    parts = []
    for kind, group in groupby(ordered, key=direction):
        sizes = sorted(row["difference"] for row in group)
        parts.append(f"{SHORT[kind]} in {len(sizes)}{'' if kind in ('same', 'unknown') else _span(outcome, sizes)}")
    return f"'{variant}' {_list(parts)} of {len(ordered)} settings"


def _span(outcome: Outcome, sizes: list[float]) -> str:
    if len(sizes) == 1:
        return f" ({outcome.write(sizes[0], sign=True)})"
    return f" ({outcome.write_range(sizes[0], sizes[-1], sign=True)})"


def _list(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _rank(row: dict[str, Any]) -> int:
    return list(WORDS).index(direction(row))


def _saved(ratios: pd.Series[float]) -> list[str]:
    """Say what shared seeds are worth, if they are worth anything."""
    ratio = ratios.dropna().median()
    if not WORTH_SAYING <= ratio < float("inf"):
        return []
    return [f"Without shared seeds, intervals as narrow would take {ratio:.1f} times as many runs (median)."]


def _chance(summary: pd.DataFrame) -> str:
    made = int(summary["low"].notna().sum())
    expected = made * (1 - CONFIDENCE)
    about = f"about {expected:.0f}" if expected >= 1.5 else "about one" if expected >= 0.75 else "fewer than one"
    text = (
        f"{made} {'comparison was' if made == 1 else 'comparisons were'} made; if nothing differed, {about} would "
        "still look like a difference by chance alone."
    )
    return f"{text} With so few seeds the intervals are rough." if (summary["n"] < FEW_SEEDS).any() else text


def _alone(answers: Answers, outcomes: list[str]) -> list[str]:
    """What a batch with nothing to compare tells: the mean over all people and the median person, or a share."""
    table = beside(pooled(answers.levels, answers.weights, outcomes), tenths(answers.individuals, outcomes))
    texts = [_level(OUTCOMES[row["outcome"]], row) for row in records(table)]
    return ["; ".join(texts) + ".", "There is nothing to compare: the design has one point."]


def _level(outcome: Outcome, row: dict[str, Any]) -> str:
    if outcome.is_share_of_people:
        return f"{outcome.named}: {outcome.write(row['mean'])} of {row['people']:,} people"
    if pd.isna(row["p50"]):
        return f"{outcome.named}: mean {outcome.write(row['mean'])}"
    mean, median = outcome.write_all([row["mean"], row["p50"]])
    return f"{outcome.named}: mean {mean}, median person {median}"
