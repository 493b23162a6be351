"""What makes two businesses differ from one, in a sentence: from the record of what was taken apart."""

from __future__ import annotations

from sim.study.telling.words import Words
from sim.study.why.findings import MOST_NAMED, rules_by_key
from sim.study.why.record import Why
from sim.study.why.structure import sign


def cause(words: Words, why: Why) -> str:
    """Say which rules make most of the difference between two ways, and what is left without any of them."""
    net = why.decomposition["net"]
    mean, low, high = net["total"]
    one, two = (words.level("strategy", each) for each in why.ways)
    told = {"one": one, "two": two, "total": words.money(mean), "low": words.money(low), "high": words.money(high)}
    if sign(net["total"]) == 0:
        return words.say("s_cause_open", **told)
    rest, rest_low, rest_high = (words.money(each) for each in net["rest"])
    return words.say(
        "s_cause",
        parts=_parts(words, why),
        many=len(net["adds"]),
        rest=rest,
        rest_low=rest_low,
        rest_high=rest_high,
        **told,
    )


def _parts(words: Words, why: Why) -> str:
    """Name the rules that clearly add to the difference, the largest first."""
    net, names, own = why.decomposition["net"], rules_by_key(), words.table("rules")
    along = [key for key, each in net["adds"].items() if sign(each) == sign(net["total"])]
    largest = sorted(along, key=lambda key: -abs(net["adds"][key][0]))[:MOST_NAMED]
    if not largest:
        return words.say("s_cause_none")
    told = [
        words.say(phrase, name=own.get(key, names[key].name), money=words.money(net["adds"][key][0]))
        for key, phrase in zip(largest, ("s_cause_first", "s_cause_more"), strict=False)
    ]
    return ", ".join(told)
