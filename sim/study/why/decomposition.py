"""Which rule carries how much of the difference between two ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import UserError
from sim.analysis import interval
from sim.study.why.declared import Switch, switches, together
from sim.study.why.measuring import Compared, Measuring
from sim.study.why.shapley import MOST, Coalition, coalitions_of, marginals, orders_of, spread_over_orders
from sim.study.why.worlds import Pair

Numbers = NDArray[np.float64]
Told = dict[str, Any]
OUTCOMES = ("net", "better")


def decompose(measuring: Measuring, pairs: Sequence[Pair], orders: int, seed: int) -> Told:
    """Split the difference between two ways into what each rule adds to it.

    Parameters
    ----------
    measuring
        Where worlds are lived.
    pairs
        Over which is averaged.
    orders, seed
        How many orders are sampled if there are too many for all, and the seed of the sample.

    Returns
    -------
    dict
        See :func:`told`.

    Raises
    ------
    UserError
        If the level of sales cannot be restored for some coalition.
    """
    question = measuring.question
    rules = switches("rule")
    active = [rule for rule in rules if not rule.is_idle(question.scenario, question.ways)]
    chosen = orders_of([rule.key for rule in active], orders, seed)
    coalitions = coalitions_of(chosen)
    off = {
        each: together(rule.values(question.scenario, question.ways) for rule in active if rule.key not in each)
        for each in coalitions
    }
    compared = dict(zip(coalitions, measuring.compare(list(off.values()), pairs, "What the rules add"), strict=True))
    lost = [each for each, found in compared.items() if found is None]
    if lost:
        names = ", ".join(rule.name for rule in active if rule.key not in lost[0])
        raise UserError(f"The level of sales cannot be restored without {names}; see sim/study/why/rules.toml.")
    whole = {each: found for each, found in compared.items() if found is not None}
    sampled = len(chosen) if 2 ** len(active) > MOST else 0
    return told(rules, whole, chosen, sampled)


def told(
    rules: Sequence[Switch], compared: Mapping[Coalition, Compared], orders: Sequence[tuple[str, ...]], sampled: int
) -> Told:
    """Return what is kept of a decomposition.

    Parameters
    ----------
    rules
        All of them; those that are in no order are idle and add nothing.
    compared
        Of every coalition of rules that hold.
    orders
        In which rules are put in force.
    sampled
        How many orders were sampled; 0 if they are all.

    Returns
    -------
    dict
        For ``net`` (currency units) and ``better`` (share of people): ``total`` with all rules, ``rest`` without any
        and ``adds`` by rule, each with the ends of its 95 % interval over pairs (nan for one pair), and ``chance``, the
        standard error by rule that is due to the orders having been sampled; ``idle`` rules; numbers of ``orders``
        (``all`` or sampled), ``coalitions`` and ``pairs``; ``turnover``, the smallest and largest level of a coalition
        over that of the whole; ``apart``, by which share a search missed it at most.
    """
    players = orders[0]
    everything, nothing = compared[frozenset(players)], compared[frozenset()]
    found: Told = {}
    for name in OUTCOMES:
        adds = marginals({each: getattr(one, name) for each, one in compared.items()}, orders)
        found[name] = {
            "total": with_ends(getattr(everything, name)),
            "rest": with_ends(getattr(nothing, name)),
            "adds": {key: with_ends(values.mean(axis=0)) for key, values in adds.items()},
            "chance": {key: spread_over_orders(values, sampled) for key, values in adds.items()},
        }
    level = everything.turnover.mean()
    shares = [one.turnover.mean() / level for one in compared.values()] if level > 0 else [float("nan")]
    return {
        **found,
        "one": with_ends(everything.one),
        "two": with_ends(everything.two),
        "idle": [rule.key for rule in rules if rule.key not in players],
        "orders": len(orders),
        "all": sampled == 0,
        "coalitions": len(compared),
        "pairs": int(everything.net.size),
        "turnover": [float(min(shares)), float(max(shares))],
        "apart": max(one.apart for one in compared.values()),
    }


def with_ends(sample: Numbers) -> list[float]:
    """Return the mean over pairs, and the ends of its interval."""
    ends = interval(sample)
    return [float(sample.mean()), ends.low, ends.high]
