"""Reads a finding back: every number and direction in its sentences is looked up in the table and in the people."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from sim.analysis.answers import Answers
from sim.analysis.finding import at_a_glance, found, judged, subtitle, title
from sim.analysis.finding.judging import MOST_WORLDS
from sim.analysis.sides import Sides
from sim.analysis.table import comparison, records
from sim.model.outcomes import OUTCOMES, Outcome
from tests.analysis.reading import NUMBER, close
from tests.analysis.told_over import credibility, over_settings, titled, what_it_rests_on

PEOPLE = re.compile(
    r"Of the same (\d+) people(?: who worked on the first day)?, (\d+)(?: \((\d+) to (\d+)\))? [^,]*? with '(.+?)' "
    r"than with '(.+?)', (\d+)(?: \((\d+) to (\d+)\))? [^,]*?, (\d+) the same"
)
TYPICAL = re.compile(rf"[Tt]he typical difference is {NUMBER}(?: [a-z ]+)?(?: \({NUMBER} to {NUMBER}\))?;")
OF_WAY = re.compile(r"^'(.+?)' compared with '(.+?)': the typical difference is ")
MEANING = re.compile(
    rf"^(?:By the mean \({NUMBER}(?:, {NUMBER} to {NUMBER}(?: points)?)?\), that is|That is|There (?:is|are)) (.*?)"
    rf"(?: \(|: |, ){NUMBER}(?: points)? or more (?:does|would)(?:; (.*)\))?\.$"
)
MEAN = re.compile(rf"^By the mean \({NUMBER}, {NUMBER} to {NUMBER}(?: points)?\), that is (.*)\.$")
MEAN = re.compile(
    rf"the mean(?: over all who ever worked)? is {NUMBER}(?: \({NUMBER} to {NUMBER}(?: points)?\))?"
    r"(?:, and ([\d,]+) of the ([\d,]+) p.*)?\.$"
)
LEVEL = re.compile(
    rf"^(.+?): {NUMBER}(?: %)? with '(.+?)', {NUMBER}(?: %)? with '.+?'"
    rf"(?: \({NUMBER}, {NUMBER} to {NUMBER}(?: points)?\)|, (\d+) % (more|fewer|less) \((\d+) to (\d+)\))?: (.*)$"
)
SIZED = re.compile(rf"'([^']+)' \({NUMBER}, {NUMBER} to {NUMBER}( points)?\)")
HEADED = re.compile(r"(?:^|[:;] )(higher|lower|a little higher|a little lower)[^']*('.*?)(?=; [a-z]|\.$)")


def checked(results: Answers) -> int:
    """Look up all that a finding says; return how many numbers were looked up."""
    table = comparison(results)
    compared = table[table["variant"] != table["reference"]]
    judgments = records(judged(results))
    said = found(results)
    rows = {(row["outcome"], str(row["variant"])): row for row in judgments}
    count = 0
    count += what_it_rests_on(results, said, judgments) if not isinstance(results, Sides) else 0
    if compared["setting"].nunique() > 1:
        count += over_settings(results, said, judgments)
    else:
        count += credibility(said, rows)
        count += _lead(results, [*said.lead, *said.more], rows) + _groups(said.outcomes, rows)
        count += _levels([*said.lead, *said.outcomes], rows)
    return count + _glance(results, compared, judgments)


def _lead(results: Answers, lead: list[str], rows: dict[Any, Any]) -> int:
    """People, typical difference, mean and the few who make it, each against the people themselves; what it means."""
    first = next((name for name in results.outcomes if name in results.levels.columns), "")
    outcome, count, gains, row = OUTCOMES[first], 0, pd.Series(dtype=float), {}
    for sentence in lead:
        if (of := PEOPLE.search(sentence)) is not None:
            row, gains = rows[first, of[5]], _differences(results, first, of[5], of[6])
            count += _people(of, gains, row, outcome)
        elif (of := OF_WAY.search(sentence)) is not None:
            row, gains = rows[first, of[1]], _differences(results, first, of[1], of[2])
        if (typical := TYPICAL.search(sentence)) is not None:
            assert close(typical[1], gains.median(), outcome)
            for text, key in zip(typical.groups()[1:], ("typical_low", "typical_high"), strict=True):
                assert text is None or close(text, row[key], outcome), sentence
            count += 1 + _mean(sentence, gains, row, outcome)
        if (meant := MEANING.search(sentence)) is not None and row:
            count += _meaning(meant, row, outcome)
        assert meant is not None or not sentence.startswith(("That is ", "By the mean")), sentence
        if "no clear difference" in sentence and row:
            assert row["low"] <= 0.0 <= row["high"]
    return count


def _people(found: re.Match[str], gains: pd.Series[Any], row: dict[str, Any], outcome: Outcome) -> int:
    """How many of the same people did better, worse and the same."""
    base, ahead, *ends, _, _, behind, low, high, alike = found.groups()
    assert int(ahead) + int(behind) + int(alike) == int(base) == min(100, gains.size)
    better = gains < 0 if outcome.less_is_better else gains > 0
    for text, share in ((ahead, better.mean()), (alike, (gains == 0).mean())):
        assert abs(int(text) - share * int(base)) < 1.0
    for text, key in zip((*ends, low, high), ("ahead_low", "ahead_high", "behind_low", "behind_high"), strict=True):
        assert text is None or abs(int(text) - row[key] * int(base)) <= 0.5001, found[0]
    return 3


def _mean(sentence: str, gains: pd.Series[Any], row: dict[str, Any], outcome: Outcome) -> int:
    """The mean, and the few people who make it."""
    mean = MEAN.search(sentence)
    assert mean is not None
    for text, key in zip(mean.groups()[:3], ("difference", "low", "high"), strict=True):
        assert text is None or close(text, row[key], outcome), sentence
    if mean[4]:
        few = int(mean[4].replace(",", ""))
        toward = (gains * (1 if gains.sum() > 0 else -1)).sort_values(ascending=False)
        assert int(mean[5].replace(",", "")) == gains.size
        assert toward.iloc[:few].sum() >= abs(gains.sum()) * (1 - 1e-9)
        assert toward.iloc[: few - 1].sum() < abs(gains.sum())
    return 1


def _meaning(found: re.Match[str], row: dict[str, Any], outcome: Outcome) -> int:
    """Which of the answers it is, by which mean, from what on it matters, and how many worlds would decide it."""
    *by_mean, answer, least, worlds = found.groups()
    for text, key in zip(by_mean, ("difference", "low", "high"), strict=True):
        assert text is None or close(text, row[key], outcome), found[0]
    assert close(least, row["least"], outcome), found[0]
    said = {"a difference that matters": "matters", "a small difference": "small", "no difference that matters": "none"}
    assert said.get(answer, "open") == row["answer"], found[0]
    towards = answer.partition(",")[0]
    assert towards not in ("higher", "lower") or (towards == "higher") == (row["difference"] > 0), found[0]
    if (number_of := re.search(r"[\d,]+", worlds or "")) is not None:
        assert int(number_of[0].replace(",", "")) == min(row["needed"], MOST_WORLDS)
    return 2 + sum(text is not None for text in by_mean)


def _levels(sentences: list[str], rows: dict[Any, Any]) -> int:
    """Both means, the difference with its interval or its direction, and what is said of it."""
    count = 0
    for match in filter(None, map(LEVEL.match, sentences)):
        label, here, ours, there, *sizes, part, more, least, most, answer = match.groups()
        outcome = _named(label)
        row = rows[outcome.name, ours]
        texts = zip((here, there, *sizes), ("mean", "reference_mean", "difference", "low", "high"), strict=True)
        for text, key in texts:
            assert text is None or close(text, row[key], outcome), match[0]
            count += text is not None
        assert more is None or (row["difference"] > 0) == (more == "more")
        ends = sorted((row["low"], row["high"]), key=abs)
        for text, size in zip((part, least, most), (row["difference"], *ends), strict=True):
            assert text is None or abs(int(text) - abs(size) / row["reference_mean"] * 100) <= 0.5001, match[0]
        assert ("no clear difference" in answer) <= (row["low"] <= 0.0 <= row["high"])
        assert ("a difference that matters" in answer) <= (abs(row["difference"]) >= row["least"])
    return count


def _named(label: str) -> Outcome:
    return next(each for each in OUTCOMES.values() if label in (each.named, each.label))


def _differences(results: Answers, outcome: str, ours: str, theirs: str) -> pd.Series[Any]:
    persons = results.individuals.set_index(["seed", "person", "variant"])[outcome].unstack("variant")
    return (persons[ours] - persons[theirs]).dropna()


def _groups(outcomes: list[str], rows: dict[Any, Any]) -> int:
    """Differences in brackets behind the names of ways, and the directions that stand before them."""
    count = 0
    for sentence in outcomes:
        label = sentence.partition(":")[0].partition(", compared with")[0]
        name = _named(label).name
        for variant, *texts, _ in SIZED.findall(sentence):
            if (name, variant) in rows and "against" not in sentence:
                row = rows[name, variant]
                if f"'{row['reference']}' (" in sentence:
                    continue
                for text, key in zip(texts, ("difference", "low", "high"), strict=True):
                    assert close(text, row[key], OUTCOMES[name]), sentence
                    count += 1
        for direction, named in HEADED.findall(sentence):
            for variant in re.findall(r"'([^']+)' \(", named):
                assert (rows[name, variant]["difference"] > 0) == direction.endswith("higher"), sentence
                count += 1
    return count


def _glance(results: Answers, compared: pd.DataFrame, judgments: list[dict[str, Any]]) -> int:
    """Arrows, values and intervals of the small table; and the titles of figures are short."""
    glance, count = at_a_glance(results), 0
    if glance is None:
        return 0
    rows = {(str(r["setting"]), str(r["variant"]), r["outcome"]): r for r in records(compared)}
    names = [name for name in results.outcomes if name in results.levels.columns]
    for setting, variant, cells in glance.rows:
        for name, cell in zip(names, cells, strict=False):
            row = rows[setting, variant, name]
            if cell.direction in ("higher", "lower"):
                assert (row["low"] > 0) == (cell.sign == "▲")
                assert (row["high"] < 0) == (cell.sign == "▼")
            if cell.direction == "level":
                assert row["low"] <= 0 <= row["high"]
            if cell.difference not in ("", "–"):
                assert close(cell.difference, row["difference"], OUTCOMES[name])
            count += 1
    for name in names:
        assert 0 < len(title(results, name)) <= 90
        count += titled(results, name, judgments)
        assert subtitle(results, name)
    return count
