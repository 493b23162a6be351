"""What the networkers of each group had on average, and what only a group has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.core.registry import declared
from sim.model.outcomes import OUTCOMES
from sim.record.lived import Columns

KEYS = ("strategy", "focal")


def measured(outcomes: Collection[str], of: Any) -> dict[str, Any]:
    """Return outcomes by name, a function being asked once for all that stand above it."""
    found: dict[str, Any] = {}
    for name in outcomes:
        if name not in found:
            values = declared("outcome", name).function(of)
            found |= values if isinstance(values, dict) else {name: values}
    return found


def by_strategy(outcomes: Columns) -> Columns:
    """Sum up :func:`sim.record.run.outcomes_of` by strategy and focal.

    Parameters
    ----------
    outcomes
        One row per networker.

    Returns
    -------
    dict
        One row per group that has networkers, sorted: ``strategy``, ``focal``, ``people``, ``founders`` (numbers),
        then the mean of every outcome under its own name (of booleans the share; nan is left out), then the
        medians of money as ``net_income_median`` and so on, in cents, then how unequal commissions (active and passive
        income) are among them: ``gini``, ``top1_share``, ``top10_share``, 0..1, nan where nobody got any.
    """
    names = sorted(set(outcomes["strategy"].tolist()))
    place = {name: 2 * number for number, name in enumerate(names)}
    group = np.array([place[name] for name in outcomes["strategy"].tolist()], np.int64) + outcomes["focal"]
    people = np.bincount(group, minlength=2 * len(names))
    groups = np.flatnonzero(people)
    averaged = [name for name in outcomes if name not in ("person", "founder", *KEYS)]
    return {
        "strategy": np.array(names, dtype=object)[groups // 2],
        "focal": groups % 2 == 1,
        "people": people[groups],
        "founders": np.bincount(group[outcomes["founder"]], minlength=people.size)[groups],
        **{name: means(outcomes[name].astype(np.float64), group, people.size)[groups] for name in averaged},
        **_of_groups(outcomes, [group == number for number in groups]),
    }


def _of_groups(outcomes: Columns, groups: list[NDArray[np.bool_]]) -> Columns:
    """Measure what only groups have; without groups there are no such columns."""
    alone = [name for name, each in OUTCOMES.items() if each.of != "persons"]
    found = [measured(alone, {name: values[who] for name, values in outcomes.items()}) for who in groups]
    return {name: np.array([each[name] for each in found]) for name in (found[0] if found else ())}


@phase
def means(values: NDArray[np.float64], group: NDArray[np.int64], groups: int) -> NDArray[np.float64]:
    """Return the mean of each group, shape (groups,); nan is left out, and is the mean where there is nothing else.

    Parameters
    ----------
    values, group
        A value and the number of their group for each person.
    groups
        How many there are.

    Notes
    -----
    Sums carry along what rounding loses (Kahan 1965).
    """
    count, total, lost = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    for i in range(values.size):
        if not np.isnan(values[i]):
            g = group[i]
            more = values[i] - lost[g]
            rounded = total[g] + more
            lost[g] = rounded - total[g] - more
            total[g] = rounded
            count[g] += 1.0
    for g in range(groups):
        total[g] = total[g] / count[g] if count[g] > 0.0 else np.nan
    return total
