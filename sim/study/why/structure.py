"""What a headline has to survive: choices of structure, switched one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sim.study.why.declared import NotHere, Switch, Values, switches
from sim.study.why.decomposition import with_ends
from sim.study.why.measuring import Measuring
from sim.study.why.worlds import Pair

Told = dict[str, Any]
Verdict = Literal["holds", "turns", "fades", "appears", "open"]


def structures(measuring: Measuring, pairs: Sequence[Pair]) -> Told:
    """Compare the two ways under each choice, at equal turnover.

    Returns
    -------
    dict
        ``base``, the difference in net income as the scenario is, with the ends of its interval; ``choices``: by key
        the same (``net``), the ``verdict`` and the ``turnover`` over that of the scenario; ``left_out``: by key the
        rest of a sentence why.
    """
    here: dict[str, Values] = {}
    left_out: dict[str, str] = {}
    for choice in switches("structure"):
        try:
            here |= _values(measuring, choice)
        except NotHere as why:
            left_out[choice.key] = str(why)
    base, *found = measuring.compare([{}, *here.values()], pairs, "Structural choices")
    assert base is not None
    as_it_is, level = with_ends(base.net), base.turnover.mean()
    choices: dict[str, Told] = {}
    for key, compared in zip(here, found, strict=True):
        if compared is None:
            left_out[key] = "cannot be compared: the level of sales is out of reach."
            continue
        net = with_ends(compared.net)
        turnover = float(compared.turnover.mean() / level) if level > 0 else float("nan")
        choices[key] = {"net": net, "verdict": verdict(as_it_is, net), "turnover": turnover}
    return {"base": as_it_is, "choices": choices, "left_out": left_out}


def _values(measuring: Measuring, choice: Switch) -> dict[str, Values]:
    question = measuring.question
    values = choice.values(question.scenario, question.ways)
    if choice.is_idle(question.scenario, question.ways):
        raise NotHere("is how it is in this scenario.")
    return {choice.key: values}


def verdict(base: Sequence[float], other: Sequence[float]) -> Verdict:
    """Say what becomes of a difference; both with the ends of their intervals.

    Returns
    -------
    str
        ``holds`` if both are clear and of one sign, ``turns`` if they are of opposite signs, ``fades`` if the other is
        not clear, ``appears`` if only the other is, ``open`` if neither is.
    """
    here, there = sign(base), sign(other)
    if here == 0:
        return "open" if there == 0 else "appears"
    if there == 0:
        return "fades"
    return "holds" if here == there else "turns"


def sign(told: Sequence[float]) -> int:
    """Return on which side of zero an interval lies: -1 or 1; 0 on both."""
    _, low, high = told
    return 1 if low > 0.0 else -1 if high < 0.0 else 0
