"""What a sampled design found: the level of an outcome over all points, and what it hangs on."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.explained import CAUTION, INDEXED, USELESS, Explanation, condition, grow
from sim.analysis.finding.parts import Finding
from sim.analysis.sampled import MINUS
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome

MOST_NAMED = 3
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


def sampled_finding(explanation: Explanation, seeds: int, days: int) -> Finding:
    """The parts of a finding, one sentence an outcome and target."""
    sample = explanation.sample
    basis = (
        f"{len(sample.unit):,} points of {len(sample.factors)} parameters ({sample.design.kind}) were run with "
        f"{seeds:,} {'world' if seeds == 1 else 'worlds'} of {days:,} days each."
    )
    pairing = " Differences are taken at the same point and seed." if sample.differences else ""
    first, *others = [_sentence(explanation, name, target) for name, target in pairs_of(explanation)] or [""]
    rests = f"{basis}{pairing}{SENSE.get(sample.design.kind, '')}"
    return Finding([first], [], others, rests, "", f"{CAUTION} It is no evidence about people.")


def sampled_lead(explanation: Explanation) -> str:
    """The answer for the first outcome."""
    return _sentence(explanation, *pairs_of(explanation)[0]) if explanation.outcomes else ""


def pairs_of(explanation: Explanation) -> list[tuple[str, str]]:
    """Every outcome with every target, in the order in which they are told."""
    return [(name, target) for target in explanation.sample.targets for name in explanation.outcomes]


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
