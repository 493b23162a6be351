"""What was found and how sure it is: people first, then money, then why, then what it rests on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import groupby

import pandas as pd

from sim.analysis.answers import Answers, kept
from sim.analysis.differences import tenths
from sim.analysis.explained import explain_sample
from sim.analysis.finding import sentences
from sim.analysis.finding.assumed import basis, carried, carried_by_all
from sim.analysis.finding.closing import closing
from sim.analysis.finding.judging import KINDS, MATTERS, NONE, OPEN, SMALL, Row, judged
from sim.analysis.finding.parts import Finding
from sim.analysis.finding.sampled import sampled_finding
from sim.analysis.finding.words import Crowd, listed, said, way, yes
from sim.analysis.sampled import is_sampled
from sim.analysis.samples import pooled
from sim.analysis.statistics import CONFIDENCE, FEW_SEEDS
from sim.analysis.table import beside, records
from sim.model.outcomes import OUTCOMES, Outcome

MOST_NAMED = 2
MOST_OUTCOMES = 5  # the first of the scenario; a paragraph holds no more
WHY = ("credibility", "contradictions")
IN_GROUPS = {
    MATTERS: "a difference that matters",
    SMALL: "a small difference",
    NONE: "no difference that matters",
    OPEN: "not enough worlds to say",
}


def finding(answers: Answers) -> str:
    """One plain paragraph about the scenario's outcomes.

    Says how many of the same people do better, the typical difference, the mean and how few people make it, which
    differences matter, are small or do not matter, where there are not enough worlds to say, and what it rests on.
    """
    return str(found(answers))


@kept
def found(answers: Answers) -> Finding:
    """The parts of :func:`finding`; of a sampled design, what its outcomes hang on."""
    if is_sampled(answers):
        return sampled_finding(explain_sample(answers), len(answers.seeds), answers.days)
    return compared(answers)


def compared(answers: Answers) -> Finding:
    """The parts of :func:`finding` of what is compared: ways of one batch, or batches side by side."""
    outcomes = [name for name in answers.outcomes if name in answers.levels.columns][:MOST_OUTCOMES]
    told = {*outcomes, *WHY}
    table = judged(answers)
    table = table[table["outcome"].isin(told)]
    rests = " ".join(filter(None, [basis(answers), carried_by_all(answers)]))
    if table.empty or not outcomes:
        return Finding(
            _alone(answers, outcomes), [], [], rests, "There is nothing to compare: the design has one point."
        )
    if table["setting"].nunique() > 1:
        lead, *others = [list(_over_settings(answers, name, table)) for name in outcomes]
        lead = _with_closing(answers, lead, _of(table, outcomes[0]))
        return Finding(lead, [], [text for each in others for text in each], rests, _chance(table))
    shown = _shown(_of(table, outcomes[0]))
    lead = [text for row in shown for text in _lead(answers, row, alone=len(shown) == 1)]
    more = [f"{text}." for row in shown if len(shown) > 1 and (text := sentences.typical_of(row, answers.worlds))]
    between = len(_of(table, outcomes[0])) - len(shown)
    lead += [f"{'The other lies' if between == 1 else f'The {between} others lie'} between these."] if between else []
    lead = _with_closing(answers, lead, _of(table, outcomes[0]))
    why = [f"{text}." for row in shown if (text := _why(table, row))]
    rest = [name for name in outcomes[1:] if not (why and name in WHY)]
    further = [_further(OUTCOMES[name], _of(table, name)) for name in rest]
    return Finding(lead, why, further, rests, _chance(table), more=more)


def _with_closing(answers: Answers, lead: list[str], table: pd.DataFrame) -> list[str]:
    """Add when companies close, if that differs: first of all where nothing else does."""
    told = [text for text in (closing(answers),) if text]
    return told + lead if (table["direction"] == "same").all() else lead + told


def precision(answers: Answers) -> list[str]:
    """Say how many seeds the precision took that the scenario wished for; nothing if it wished for none."""
    file = answers.path / "precision.json" if answers.path else None
    if file is None or not file.is_file():
        return []
    return [str(json.loads(file.read_text(encoding="utf-8"))["sentence"])]


def _of(table: pd.DataFrame, outcome: str) -> pd.DataFrame:
    return table[table["outcome"] == outcome]


def _shown(table: pd.DataFrame) -> list[Row]:
    """All rows if they are few; otherwise the one in which people do best, and the one in which they do worst."""
    rows = sorted(records(table), key=_gain, reverse=True)
    return rows if len(rows) <= MOST_NAMED else [rows[0], rows[-1]]


def _gain(row: Row) -> float:
    """By what ways are ordered: people ahead less people behind, or the difference where nobody lives twice."""
    outcome = OUTCOMES[row["outcome"]]
    if row["twins"] > 0 and not outcome.is_share_of_people:
        return float(row["ahead"] - row["behind"])
    size = 0.0 if math.isnan(row["difference"]) else float(row["difference"])
    return -size if outcome.less_is_better else size


def _lead(answers: Answers, row: Row, *, alone: bool) -> Iterator[str]:
    """Everything about the first outcome with the only way; of one of several, how many people and what it means."""
    outcome = OUTCOMES[row["outcome"]]
    rests = carried(answers, str(row["variant"]), str(row["reference"]))
    breath = f", {rests}" if rests else ""
    counted = sentences.people(outcome, row, answers.worlds)
    if not counted:
        yield f"{sentences.level(outcome, row)}{breath}."
        return
    yield f"{counted}{breath}."
    typical = sentences.typical(outcome, row, answers.worlds)
    if typical and alone:
        yield f"{typical}."
    yield f"{sentences.meaning(outcome, row, by_mean=bool(typical) and not alone)}."


def _why(table: pd.DataFrame, shown: Row) -> str:
    rows = {row["outcome"]: row for row in records(table[table["variant"] == shown["variant"]])}
    return sentences.credibility(rows, OUTCOMES) if shown["outcome"] not in WHY else ""


def _further(outcome: Outcome, table: pd.DataFrame) -> str:
    """A further outcome: in full if one or two ways are compared with the reference, otherwise grouped by answer."""
    rows = records(table)
    if len(rows) == 1:
        return f"{sentences.level(outcome, rows[0])}."
    ordered = sorted(rows, key=lambda row: (KINDS.index(row["answer"]), row["direction"]))
    parts = [
        _group(outcome, answer, towards, list(block))
        for (answer, towards), block in groupby(ordered, key=lambda row: (row["answer"], row["direction"]))
    ]
    return f"{outcome.named}, compared with {way(rows[0]['reference'])}: {'; '.join(parts)}."


def _group(outcome: Outcome, answer: str, towards: str, rows: list[Row]) -> str:
    """What is said of the ways that have one answer and direction."""
    rows = sorted(rows, key=lambda row: abs(row["difference"]))
    clear = towards in ("higher", "lower")
    head = {
        MATTERS: f"{towards}, which matters,",
        SMALL: f"a little {towards}",
        NONE: "exactly the same" if towards == "same" else "no difference that matters",
        OPEN: f"{towards}, and whether it matters is open," if clear else "no clear difference, for want of worlds,",
    }[answer]
    named = [f"{way(row['variant'])}{'' if towards == 'same' else sentences.in_brackets(outcome, row)}" for row in rows]
    if len(named) > MOST_NAMED and clear:
        return f"{head} with {len(named)} others, from {named[0]} to {named[-1]}"
    return f"{head} with {listed(named)}"


def _over_settings(answers: Answers, name: str, table: pd.DataFrame) -> Iterator[str]:
    """One sentence or two per way about an outcome in several settings."""
    outcome = OUTCOMES[name]
    for variant, block in _of(table, name).groupby("variant", sort=False):
        rows = records(block)
        rests = carried(answers, str(variant), str(rows[0]["reference"]))
        breath = f", {rests}" if rests and name == answers.outcomes[0] else ""
        yield f"{_range_of_people(outcome, rows, answers.worlds)}{breath}: {_answers(outcome, rows)}."


def _range_of_people(outcome: Outcome, rows: list[Row], worlds: str) -> str:
    """How many of the same people do better, from the worst setting to the best."""
    ways = f"with {way(rows[0]['variant'])} than with {way(rows[0]['reference'])}"
    if outcome.is_share_of_people:
        known = sorted(row["mean"] for row in rows if not math.isnan(row["mean"]))
        crowd = Crowd(min(int(row["people"]) for row in rows))
        if known and crowd.people:
            ends = _ends(crowd, known[0], known[-1])
            there = _ends(crowd, *_extremes(rows, "reference_mean"))
            ours, theirs = way(rows[0]["variant"]), way(rows[0]["reference"])
            return f"Of {crowd.base} people, {ends} {yes(outcome)} with {ours}, {there} with {theirs}, by setting"
    counted = [row for row in rows if row["twins"] > 0]
    if not counted or outcome.is_share_of_people:
        return f"{outcome.named} {ways.replace('than with', 'compared with')}"
    crowd, words = Crowd(min(int(row["twins"]) for row in counted)), said(outcome)
    ahead, behind = (_ends(crowd, *_extremes(counted, name)) for name in ("ahead", "behind"))
    who = sentences.FIRST_DAY if worlds == "population" else ""
    return f"Of the same {crowd.base} people{who}, {ahead} {words.better} {ways}, {behind} {words.worse}, by setting"


def _extremes(rows: list[Row], name: str) -> tuple[float, float]:
    known = [row[name] for row in rows if not math.isnan(row[name])] or [0.0]
    return min(known), max(known)


def _ends(crowd: Crowd, low: float, high: float) -> str:
    """Two shares as numbers of people: ``31 to 44``."""
    first, last = crowd.count(low), crowd.count(high)
    return f"{first}" if first == last else f"{first} to {last}"


def _answers(outcome: Outcome, rows: list[Row]) -> str:
    """In how many settings the mean gives which answer."""
    parts = []
    for kind in KINDS:
        block = [row for row in rows if row["answer"] == kind]
        if block:
            sizes = sorted(row["difference"] for row in block if not math.isnan(row["difference"]))
            span = f" ({_span(outcome, sizes)})" if sizes and kind != OPEN else ""
            parts.append(f"{IN_GROUPS[kind]} in {len(block)} of {len(rows)} settings{span}")
    needed = [row["needed"] for row in rows if row["needed"]]
    more = f"; {sentences.enough({'needed': max(needed)})}" if needed else ""
    return f"by the mean, {listed(parts)}{more}"


def _span(outcome: Outcome, sizes: list[float]) -> str:
    if sizes[0] == sizes[-1]:
        return outcome.write(sizes[0], sign=True)
    return outcome.write_range(sizes[0], sizes[-1], sign=True)


def _chance(table: pd.DataFrame) -> str:
    made = int(table["low"].notna().sum())
    expected = made * (1 - CONFIDENCE)
    about = f"about {expected:.0f}" if expected >= 1.5 else "about one" if expected >= 0.75 else "fewer than one"
    text = (
        f"{made} {'comparison was' if made == 1 else 'comparisons were'} made; if nothing differed, {about} would "
        "still look like a difference by chance alone."
    )
    return f"{text} With so few worlds the intervals are rough." if (table["n"] < FEW_SEEDS).any() else text


def _alone(answers: Answers, outcomes: list[str]) -> list[str]:
    """What a batch with nothing to compare tells: the median person and the mean over all people, or a share."""
    table = beside(pooled(answers.levels, answers.weights, outcomes), tenths(answers.individuals, outcomes))
    return [f"{_level(OUTCOMES[row['outcome']], row)}." for row in records(table)]


def _level(outcome: Outcome, row: Row) -> str:
    if outcome.is_share_of_people:
        return f"{outcome.named}: {outcome.write(row['mean'])} of {row['people']:,} people"
    if math.isnan(row["p50"]):
        return f"{outcome.named}: mean {outcome.write(row['mean'])}"
    mean, median = outcome.write_all([row["mean"], row["p50"]])
    return f"{outcome.named}: median person {median}, mean {mean}"
