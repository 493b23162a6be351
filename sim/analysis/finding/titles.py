"""What a figure's title says: the finding about one outcome; and beneath, what is shown and of how many."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.analysis.answers import Answers
from sim.analysis.finding.judging import NONE, SMALL, judged
from sim.analysis.finding.words import Crowd, name_in_text, said, span, way, yes
from sim.analysis.naming import number_of
from sim.analysis.sampled import is_sampled
from sim.analysis.table import comparison, level, records
from sim.model.outcomes import OUTCOMES, Outcome

LONGEST = 90
Row = dict[str, Any]


def title(answers: Answers, outcome_name: str) -> str:
    """Say what was found about an outcome, in at most ``LONGEST`` letters."""
    outcome = OUTCOMES[outcome_name]
    found = next((text for text in _titles(answers, outcome) if len(text) <= LONGEST), outcome.label)
    return found[:1].upper() + found[1:]


def subtitle(answers: Answers, outcome_name: str) -> str:
    """Say what is shown of an outcome, and of how many people in how many worlds."""
    worlds = number_of(len(answers.seeds), "world")
    lasting = f"{worlds} of {span(answers.days)}"
    if is_sampled(answers):
        return f"{OUTCOMES[outcome_name].named}, {number_of(len(answers.points), 'setting')}, {lasting} each"
    rows = [row for row in records(comparison(answers)) if row["outcome"] == outcome_name]
    people = max((int(row["people"]) for row in rows), default=0)
    whom = {
        "focal": f"the same {number_of(people, 'person').replace('persons', 'people')} with each",
        "mixed": "all strategies side by side",
        "population": "everybody follows the same",
    }[answers.worlds]
    return f"{OUTCOMES[outcome_name].named}: {whom}, {lasting}"


def _titles(answers: Answers, outcome: Outcome) -> Iterator[str]:
    """Titles, the fullest first."""
    if is_sampled(answers):
        yield f"what {name_in_text(outcome)} depends on"
        return
    rows = [row for row in records(judged(answers)) if row["outcome"] == outcome.name]
    if not rows:
        yield from _alone(answers, outcome)
    elif len(rows) == 1:
        yield from _one(outcome, rows[0])
    else:
        yield from _many(outcome, rows)


def _alone(answers: Answers, outcome: Outcome) -> Iterator[str]:
    rows = [row for row in records(comparison(answers)) if row["outcome"] == outcome.name]
    if len(rows) == 1 and not pd.isna(rows[0]["mean"]):
        median = "" if pd.isna(rows[0]["p50"]) else " (median person in brackets)"
        yield f"{outcome.label}: {level(outcome, rows[0])}{median}"
        yield f"{outcome.label}: {outcome.write(rows[0]['mean'])}"


def _one(outcome: Outcome, row: Row) -> Iterator[str]:
    """Titles of a single comparison, with shorter names of the ways at last."""
    for here, there in ((way(row["variant"]), way(row["reference"])), (way(row["variant"]), ""), ("", "")):
        ours, theirs = f" with {here}" if here else "", f" than with {there}" if there else ""
        if row["direction"] == "unknown":
            yield f"{outcome.label}: too few worlds to judge{ours}{theirs.replace('than with', 'against')}"
        elif is_clear(row):
            yield from _clear(outcome, row, ours, theirs)
        else:
            between = f" between {here} and {there}" if there else ours
            yield f"{outcome.label}: {_none(row)}{between}"


def _none(row: Row) -> str:
    return "no difference" if row["direction"] == "same" else NO_DIFFERENCE.get(row["answer"], "no clear difference")


NO_DIFFERENCE = {NONE: "no difference that matters", SMALL: "a small difference"}


def _clear(outcome: Outcome, row: Row, ours: str, theirs: str) -> Iterator[str]:
    if outcome.is_share_of_people:
        crowd = Crowd(int(row["people"]))
        here, there = crowd.count(row["mean"]), crowd.count(row["reference_mean"])
        than = theirs.replace("than ", "")
        if here != there:
            yield f"{here} of {crowd.base} people {yes(outcome)}{ours}, {there}{than or ' otherwise'}"
    elif leaning(row):
        crowd, words = Crowd(int(row["twins"])), said(outcome)
        ahead, behind, _ = crowd.counts(row["ahead"], row["behind"], row["alike"])
        yield f"of {crowd.base} people, {ahead} {words.better}{ours}{theirs}, {behind} {words.worse}"
    higher = "higher" if row["difference"] > 0 else "lower"
    yield f"{outcome.label}: {'a little ' if row['answer'] == SMALL else ''}{higher}{ours}{theirs}"


def is_clear(row: Row) -> bool:
    """Whether a row says who does better: by the mean, or by the numbers of people who do better and worse."""
    return row["direction"] in ("higher", "lower") or bool(leaning(row))


def leaning(row: Row) -> str:
    """``better`` if surely more of the same people do better than worse, ``worse`` the other way, or empty."""
    if math.isnan(row["ahead_low"]):
        return ""
    if row["ahead_low"] > row["behind_high"]:
        return "better"
    return "worse" if row["behind_low"] > row["ahead_high"] else ""


def _many(outcome: Outcome, rows: list[Row]) -> Iterator[str]:
    """Titles of several comparisons: in how many of them more people do worse than better, or the mean is lower."""
    lean = [] if outcome.is_share_of_people else list(map(leaning, rows))
    kinds = [str(row["direction"]) for row in rows]
    parts = [("lower", kinds.count("lower")), ("higher", kinds.count("higher"))]
    if any(lean):
        parts = [(f"more people did {kind} than {other}", lean.count(kind)) for kind, other in OPPOSITE.items()]
    if not any(count for _, count in parts):
        kind = "no difference that matters" if all(row["answer"] == NONE for row in rows) else "no clear difference"
        yield f"{outcome.label}: {kind} {_where(rows, len(rows)).replace(' all ', ' any of ')}"
        return
    against = f", compared with {way(rows[0]['reference'])}"
    (first, most), *rest = sorted((part for part in parts if part[1]), key=lambda part: -part[1])
    text = ", ".join([f"{first} {_where(rows, most)}", *(f"{words} in {count}" for words, count in rest)])
    ways = dict.fromkeys(row["variant"] for row in rows)
    ours = f" with {way(next(iter(ways)))}" if len(ways) == 1 else ""
    for more in (ours + against, against, ""):
        yield f"{outcome.label}: {text}{more}"


OPPOSITE = {"worse": "better", "better": "worse"}


def _where(rows: list[Row], count: int) -> str:
    """In how many settings, or with how many of the others, something holds."""
    settings, ways = len({row["setting"] for row in rows}), len({row["variant"] for row in rows})
    place, what = ("with", "others") if settings == 1 else ("in", "settings" if ways == 1 else "cases")
    if count < len(rows):
        return f"{place} {count} of {len(rows)} {what}"
    return f"{place} both {what}" if count == 2 else f"{place} all {count} {what}"
