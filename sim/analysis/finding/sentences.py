"""One comparison in sentences: people first, then the typical difference, the mean and who makes it, what it means."""

from __future__ import annotations

import math
from typing import Any

from sim.analysis.finding.judging import MATTERS, MOST_WORLDS, NONE, SMALL
from sim.analysis.finding.words import Crowd, said, way, yes
from sim.analysis.statistics import ROUGH
from sim.model.outcomes import OUTCOMES, Outcome

Row = dict[str, Any]
FIRST_DAY = " who worked on the first day"
BY_PART = ("costs", "active_income", "passive_income", "capital_income")
"""Money that is never below 0, so that a difference may be told in per cent."""
ANSWERS = {MATTERS: "a difference that matters", SMALL: "a small difference", NONE: "no difference that matters"}
CLOSE = 1e-9
MOST_PARTS = 2.0  # of a base; more is easier to read as amounts


def people(outcome: Outcome, row: Row, worlds: str) -> str:
    """How many of the same people did better and worse; empty if there are none who lived twice."""
    if outcome.is_share_of_people:
        return _so_many(outcome, row)
    if not row["twins"] > 0:
        return ""
    crowd, words = Crowd(int(row["twins"])), said(outcome)
    ahead, behind, alike = crowd.counts(row["ahead"], row["behind"], row["alike"])
    who = FIRST_DAY if worlds == "population" else ""
    better = f"{ahead}{crowd.ends(row['ahead_low'], row['ahead_high'])} {words.better}"
    worse = f"{behind}{crowd.ends(row['behind_low'], row['behind_high'])} {words.worse}"
    return (
        f"Of the same {crowd.base} people{who}, {better} with {way(row['variant'])} than with {way(row['reference'])}, "
        f"{worse}, {alike} the same"
    )


def _so_many(outcome: Outcome, row: Row) -> str:
    """Of how many people something is so, with each way."""
    if math.isnan(row["mean"]) or math.isnan(row["reference_mean"]):
        return ""
    crowd = Crowd(int(row["people"]))
    here, there = crowd.count(row["mean"]), crowd.count(row["reference_mean"])
    return (
        f"Of {crowd.base} people, {here} {yes(outcome)} with {way(row['variant'])}, {there} with "
        f"{way(row['reference'])}{in_brackets(outcome, row)}"
    )


def typical(outcome: Outcome, row: Row, worlds: str) -> str:
    """The median of the differences of the same people; then the mean, and how many people make it."""
    if outcome.is_share_of_people or not row["twins"] > 0:
        return ""
    middle, low, high = outcome.write_all([row["typical"], row["typical_low"], row["typical_high"]], sign=True)
    ends = "" if math.isnan(row["typical_low"]) else f" ({low} to {high})"
    unit = _unit(outcome)
    return f"The typical difference is {middle}{unit}{ends}; {_mean(outcome, row, worlds)}"


def typical_of(row: Row, worlds: str) -> str:
    """The same of one of several ways, which it names; empty where nobody lives twice."""
    text = typical(OUTCOMES[row["outcome"]], row, worlds)
    return f"{way(row['variant'])} compared with {way(row['reference'])}: {text[:1].lower()}{text[1:]}" if text else ""


def _mean(outcome: Outcome, row: Row, worlds: str) -> str:
    whose = "the mean over all who ever worked" if worlds == "population" else "the mean"
    text = f"{whose} is {outcome.write(row['difference'], sign=True)}{ends(outcome, row)}"
    few, apart = row["few"], abs(row["each"] - row["difference"])
    if worlds == "population" or math.isnan(few) or apart > CLOSE * max(1.0, abs(row["difference"])):
        return text
    count = round(few * row["twins"])
    makes = "person alone makes" if count == 1 else "people alone make"
    return f"{text}, and {count:,} of the {row['twins']:,.0f} {makes} it"


def _unit(outcome: Outcome) -> str:
    return {"money": " currency units", "share": " points", "day": " days"}.get(outcome.kind, "")


def ends(outcome: Outcome, row: Row) -> str:
    """The interval of a difference in brackets; empty if there is none."""
    if math.isnan(row["low"]):
        return ""
    low, high = outcome.write_all([row["difference"], row["low"], row["high"]], sign=True)[1:]
    return f" ({low} to {high}{outcome.suffix(sign=True)})"


def in_brackets(outcome: Outcome, row: Row) -> str:
    """A difference with its interval: `` (−1.00, −1.08 to −0.90)``; the difference alone if it has none."""
    if math.isnan(row["difference"]):
        return ""
    if math.isnan(row["low"]):
        return f" ({outcome.write(row['difference'], sign=True)})"
    mean, low, high = outcome.write_all([row["difference"], row["low"], row["high"]], sign=True)
    return f" ({mean}, {low} to {high}{outcome.suffix(sign=True)})"


def meaning(outcome: Outcome, row: Row, *, by_mean: bool = False) -> str:
    """Which of the answers it is: three that say something, or not enough worlds and how many would decide it.

    With ``by_mean`` the mean stands in it, where no sentence before has told it.
    """
    text = _meaning(outcome, row)
    return text.replace("That is", f"By the mean{in_brackets(outcome, row)}, that is", 1) if by_mean else text


def _meaning(outcome: Outcome, row: Row) -> str:
    least = f"{outcome.write(row['least'], sign=outcome.kind == 'share').lstrip('+')}"
    if row["answer"] == MATTERS:
        return f"That is a difference that matters: {least} or more does"
    if row["direction"] == "same":
        return "There is no difference, in no world"
    if row["answer"] in ANSWERS:
        return f"That is {ANSWERS[row['answer']]}: {least} or more would"
    if row["direction"] in ("higher", "lower"):
        start = f"That is {row['direction']}, but there are not enough worlds to say whether it matters"
    elif row["direction"] == "level":
        start = "That is no clear difference: there are not enough worlds to say whether one that matters is there"
    else:
        return "There are not enough worlds to say anything"
    return f"{start} ({least} or more would; {enough(row)})"


def enough(row: Row) -> str:
    """How many worlds would decide an open comparison."""
    if not row["needed"]:
        return "more worlds are needed"
    if row["needed"] > MOST_WORLDS:
        return f"more than {MOST_WORLDS:,} worlds would be needed"
    return f"about {row['needed']:,} worlds would decide it"


def relative(outcome: Outcome, row: Row) -> str:
    """A difference as a part of its base: ``7 % fewer (6 to 8)``; empty where a base means nothing."""
    base = row["reference_mean"]
    counts = outcome.kind == "count" and not outcome.is_own
    if not (counts or outcome.name in BY_PART) or not base > 0.0 or row["direction"] not in ("higher", "lower"):
        return ""
    if abs(row["difference"]) > MOST_PARTS * base:
        return ""
    parts = sorted(abs(row[name]) / base * 100 for name in ("low", "high"))
    word = "more" if row["direction"] == "higher" else "fewer" if counts else "less"
    return f"{abs(row['difference']) / base * 100:.0f} % {word} ({parts[0]:.0f} to {parts[1]:.0f})"


def level(outcome: Outcome, row: Row) -> str:
    """Any further outcome in a sentence: both means, the difference, and which of the answers it is."""
    if row["direction"] == "unknown":
        return f"{outcome.label}: not enough worlds to say anything{_remark(row)}"
    here, there = outcome.write_all([row["mean"], row["reference_mean"]])
    part = relative(outcome, row)
    size = f", {part}" if part else "" if row["direction"] == "same" else in_brackets(outcome, row)
    both = (
        f"{here}{outcome.suffix()} with {way(row['variant'])}, {there}{outcome.suffix()} with {way(row['reference'])}"
    )
    return f"{outcome.named}: {both}{size}: {answer(row)}{_remark(row)}"


def answer(row: Row) -> str:
    """The answer in a few words."""
    if row["direction"] == "same":
        return "no difference in any world"
    if row["answer"] in ANSWERS:
        return ANSWERS[row["answer"]]
    clear = row["direction"] in ("higher", "lower")
    return f"{'whether that matters is open' if clear else 'no clear difference'}, {enough(row)}"


def _remark(row: Row) -> str:
    """What else is to be known, but for what is said of the batch as a whole."""
    if row["direction"] == "same":
        return ""
    parts = [part for part in str(row["remark"]).split("; ") if part and not part.endswith(ROUGH)]
    return f" ({'; '.join(parts)})" if parts else ""


def credibility(rows: dict[str, Row], outcomes: dict[str, Outcome]) -> str:
    """How credible people ended up with a way and with the reference, and how often their stories met."""
    one, why = rows.get("credibility"), rows.get("contradictions")
    if one is None or math.isnan(one["mean"]) or math.isnan(one["difference"]):
        return ""
    credible = outcomes["credibility"]
    here, there = credible.write_all([one["mean"], one["reference_mean"]])
    text = f"Credibility ended at {here} with {way(one['variant'])}, at {there} with {way(one['reference'])}"
    text += f"{in_brackets(credible, one)}, {answer(one)}"
    if why is None or math.isnan(why["difference"]):
        return text
    if why["mean"] == why["reference_mean"] == 0.0:
        return f"{text}; no contradiction was noticed"
    caught, other = outcomes["contradictions"].write_all([why["mean"], why["reference_mean"]])
    return f"{text}; {caught} contradictions per person were noticed, against {other}"
