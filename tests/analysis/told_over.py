"""Reads back what is said of several settings at once, of credibility, of titles, and of what a finding rests on."""

from __future__ import annotations

import re
from typing import Any

from sim.analysis.answers import Answers
from sim.analysis.finding import Finding, title
from sim.analysis.finding.judging import KINDS, MOST_WORLDS, OPEN
from sim.analysis.finding.paragraph import IN_GROUPS, MOST_OUTCOMES
from sim.analysis.finding.titles import leaning
from sim.model.outcomes import OUTCOMES
from tests.analysis.reading import NUMBER, close

Row = dict[str, Any]
RANGE = r"(\d+)(?: to (\d+))?"
PEOPLE = re.compile(rf"^Of the same (\d+) people(?: who .*?)?, {RANGE} [^,]*? with '.+?' than with '.+?', {RANGE} ")
SHARES = re.compile(rf"^Of (\d+) people, {RANGE} [^']*? with '.+?', {RANGE} with '.+?', by setting")
GROUP = re.compile(rf"({'|'.join(IN_GROUPS.values())}) in (\d+) of (\d+) settings(?: \((.*?)\))?")
ENOUGH = re.compile(r"about ([\d,]+) worlds would decide it")
CREDIBLE = re.compile(
    rf"^Credibility ended at {NUMBER} with '(.+?)', at {NUMBER} with '.+?' \({NUMBER}(?:, {NUMBER} to {NUMBER})?\), "
    rf".*?(?:; {NUMBER} contradictions per person were noticed, against {NUMBER}|; no contradiction was noticed)?\.$"
)
CHANCE = re.compile(r"^(\d+) comparisons? w(?:as|ere) made")
RESTS = re.compile(
    r"^This rests on ([\d,]+) worlds? of .*?(?:: ([\d.]+) (?:person|people) in each .*?; ([\d,]+) in all)?\."
)
OF_PEOPLE = re.compile(r"^Of (\d+) people, (\d+) .*?, (\d+) ")
SO_MANY = re.compile(r"^(\d+) of (\d+) people [^']*?(?: with '.+?')?, (\d+) (?:with|otherwise)")
WAY = re.compile(r": (?:a little )?(higher|lower)(?: with '.+?')?(?: than with '.+?')?$")
IN_MANY = re.compile(
    r"(lower|higher|more people did worse than better|more people did better than worse) (?:in|with) (both|all \d+|\d+)"
)


def over_settings(answers: Answers, said: Finding, rows: list[Row]) -> int:
    """Look up ranges of people, and in how many settings the mean says what, outcome by outcome and way by way."""
    names = [name for name in answers.outcomes if name in answers.levels.columns][:MOST_OUTCOMES]
    blocks = [
        [row for row in rows if (row["outcome"], row["variant"]) == (name, way)]
        for name in names
        for way in dict.fromkeys(row["variant"] for row in rows if row["outcome"] == name)
    ]
    return sum(_over(sentence, block) for sentence, block in zip([*said.lead, *said.outcomes], blocks, strict=True))


def _over(sentence: str, rows: list[Row]) -> int:
    outcome, count = OUTCOMES[rows[0]["outcome"]], 0
    groups = GROUP.findall(sentence)
    assert sum(int(number) for _, number, _, _ in groups) == len(rows), sentence
    for words, number, of, span in groups:
        kind = next(kind for kind in KINDS if IN_GROUPS[kind] == words)
        block = [row["difference"] for row in rows if row["answer"] == kind]
        assert (int(number), int(of)) == (len(block), len(rows)), sentence
        assert bool(span) == (kind != OPEN)
        ends = re.findall(NUMBER, span)
        assert not ends or close(ends[0], min(block), outcome), sentence
        assert not ends or close(ends[-1], max(block), outcome), sentence
        count += 1 + len(ends)
    if (enough := ENOUGH.search(sentence)) is not None:
        assert int(enough[1].replace(",", "")) == max(row["needed"] for row in rows) <= MOST_WORLDS
    return count + _range_of_people(sentence, rows)


def _range_of_people(sentence: str, rows: list[Row]) -> int:
    for pattern, columns in ((PEOPLE, ("ahead", "behind")), (SHARES, ("mean", "reference_mean"))):
        if (found := pattern.search(sentence)) is not None:
            base, *ends = found.groups()
            for name, (low, high) in zip(columns, (ends[:2], ends[2:]), strict=True):
                known = [row[name] * int(base) for row in rows if row[name] == row[name]]
                assert abs(int(low) - min(known)) <= 0.5001, sentence
                assert abs(int(high or low) - max(known)) <= 0.5001, sentence
            return 4
    assert not sentence.startswith("Of "), sentence
    return 0


def credibility(said: Finding, rows: dict[tuple[str, str], Row]) -> int:
    """Look up how credible people ended up, and how often their stories met."""
    for sentence in said.why:
        found = CREDIBLE.search(sentence)
        assert found is not None, sentence
        here, way, there, *sizes, caught, other = found.groups()
        row, why = rows["credibility", way], rows.get(("contradictions", way), {})
        keys = ("mean", "reference_mean", "difference", "low", "high")
        for text, key in zip((here, there, *sizes), keys, strict=True):
            assert text is None or close(text, row[key], OUTCOMES["credibility"]), sentence
        for text, key in ((caught, "mean"), (other, "reference_mean")):
            assert text is None or close(text, why[key], OUTCOMES["contradictions"]), sentence
        if "no contradiction was noticed" in sentence:
            assert why["mean"] == why["reference_mean"] == 0.0
    return 3 * len(said.why)


def what_it_rests_on(answers: Answers, said: Finding, rows: list[Row]) -> int:
    """Look up worlds, people and comparisons."""
    outcomes = [name for name in answers.outcomes if name in answers.levels.columns][:MOST_OUTCOMES]
    made = [row for row in rows if row["outcome"] in {*outcomes, "credibility", "contradictions"}]
    comparisons, rests = CHANCE.search(said.chance), RESTS.search(said.basis)
    if made:
        assert comparisons is not None, said.chance
        assert int(comparisons[1]) == sum(row["low"] == row["low"] for row in made)
    assert rests is not None, said.basis
    assert int(rests[1].replace(",", "")) == len(answers.seeds)
    if rests[3]:
        everybody = len(answers.individuals[["seed", "person"]].drop_duplicates())
        assert int(rests[3].replace(",", "")) == everybody
        assert abs(float(rests[2]) - everybody / len(answers.seeds)) < 0.01 * float(rests[2])
    return 2


def titled(answers: Answers, name: str, rows: list[Row]) -> int:
    """Look up the numbers of people, the direction, and the numbers of settings that stand in the title of a figure."""
    text, of = title(answers, name), [row for row in rows if row["outcome"] == name]
    if len(of) == 1 and (found := OF_PEOPLE.search(text)) is not None:
        base, ahead, behind = map(int, found.groups())
        assert base == min(100, of[0]["twins"])
        assert max(abs(ahead - of[0]["ahead"] * base), abs(behind - of[0]["behind"] * base)) < 1.0, text
        return 3
    if len(of) == 1 and (found := SO_MANY.search(text)) is not None:
        here, base, there = map(int, found.groups())
        assert max(abs(here - of[0]["mean"] * base), abs(there - of[0]["reference_mean"] * base)) <= 0.5001, text
        return 2
    if len(of) == 1 and (found := WAY.search(text)) is not None:
        assert (found[1] == "higher") == (of[0]["difference"] > 0), text
        return 1
    counts = IN_MANY.findall(text) if len(of) > 1 else []
    for words, number in counts:
        kind = {"w": "worse", "b": "better"}.get(words.partition("did ")[2][:1], words)
        there = [row for row in of if (leaning(row) if "people" in words else row["direction"]) == kind]
        assert len(there) == (2 if number == "both" else int(re.sub(r"\D", "", number))), text
    return len(counts)
