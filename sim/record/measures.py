"""Measures: what every networker has to show for himself, in columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.rules.standing import credibility_sums, mean_and_spread
from sim.world.compiled import phase
from sim.world.tables import NONE
from sim.world.world import Tables

MONEY = ("net_income", "active_income", "passive_income", "capital_income", "capital_result", "costs")


@phase
def downlines(positions: Any, size: int, below: Any) -> None:
    """Count the working positions below each position that are still in.

    One pass from the youngest to the oldest suffices, because a sponsor's position is always older.

    Parameters
    ----------
    positions
        All positions, at least ``size``.
    size
        How many are in use.
    below
        Shape (size,), int64, zeros on entry; filled with the counts.
    """
    for back in range(size):
        p = size - 1 - back
        if positions[p].working and positions[p].left < 0 and positions[p].sponsor != NONE:
            below[positions[p].sponsor] += below[p] + 1


def per_person(w: Tables, column: str) -> NDArray[np.float64]:
    """Return the mean of a column over the working positions that each person still holds.

    Parameters
    ----------
    w
        All tables.
    column
        A column of ``tables.POSITION`` that holds amounts, not rows: ``"knowledge"``, ``"conviction"``,
        ``"expected"``, ``"backlog"``, ``"recruits"``, ``"volume"`` or ``"earned"``.

    Returns
    -------
    numpy.ndarray
        Shape (people,), in the unit of the column; nan without any working position.

    Raises
    ------
    ValueError
        If there is no such column.
    """
    held = w.positions[: w.count[0].positions]
    held = held[(held.working == 1) & (held.left < 0)]
    sums = np.bincount(held.person, weights=held[column], minlength=w.people.size)
    seats = np.bincount(held.person, minlength=w.people.size)
    return np.divide(sums, seats, out=np.full(w.people.size, np.nan), where=seats > 0)


def downline_sizes(w: Tables) -> NDArray[np.int64]:
    """Return the number of working positions below each person, over the companies he is in, shape (people,)."""
    size = int(w.count[0].positions)
    below = np.zeros(size, np.int64)
    downlines(w.positions, size, below)
    total = np.zeros(w.people.size, np.int64)
    held = w.positions[:size]
    np.add.at(total, held.person, np.where(held.left < 0, below, 0))
    return total


def networker_outcomes(w: Tables, strategies: list[str]) -> pd.DataFrame:
    """Return one row for everybody who works a position or did once.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    strategies
        Names of the strategies, in the order of the scenario.

    Returns
    -------
    pandas.DataFrame
        Columns ``person`` (id), ``strategy`` (name), ``founder``, ``focal`` and all outcomes so far; money in
        cents (int64), ``no_commission`` and ``net_loss`` as booleans, ``knowledge`` and ``credibility`` 0..1,
        the latter nan for those nobody knows, ``gain`` 0 or 1 and nan for those without a stake,
        ``first_commission_day`` nan for those without any and ``event_share``
        for those without a conversation; the others are counts.
    """
    who = np.flatnonzero(w.tally.joined >= 0)
    purse, tally = w.accounts[: w.people.size][who], w.tally[who]
    sums = np.zeros((w.people.size, 3))
    credibility_sums(w, sums)
    believed, spread = mean_and_spread(sums)
    income = purse.active + purse.passive + purse.capital
    costs = purse.goods + purse.fees + purse.materials + purse.stakes
    heard = tally.private.astype(np.int64), tally.public.astype(np.int64), tally.hearsay.astype(np.int64)
    return pd.DataFrame(
        {
            "person": who,
            "strategy": np.array(strategies, dtype=object)[w.people.strategy[who]],
            "founder": w.life.founder[who] == 1,
            "focal": w.life.focal[who] == 1,
            "recruits": tally.recruits.astype(np.int64),
            "downline": downline_sizes(w)[who],
            "sales": tally.sales.astype(np.int64),
            "net_income": income - costs,
            "active_income": purse.active,
            "passive_income": purse.passive,
            "capital_income": purse.capital,
            "capital_result": purse.capital - purse.stakes,
            "gain": np.where(purse.stakes > 0, purse.capital > purse.stakes, np.nan),
            "costs": costs,
            "credibility": believed[who],
            "credibility_spread": spread[who],
            "knowledge": per_person(w, "knowledge")[who],
            "conversations": tally.conversations.astype(np.int64),
            "contradictions": sum(heard),
            "contradictions_private": heard[0],
            "contradictions_public": heard[1],
            "contradictions_hearsay": heard[2],
            "first_commission_day": np.where(tally.first_commission < 0, np.nan, tally.first_commission),
            "event_share": _share(tally.at_events, tally.conversations),
            "leads": tally.leads.astype(np.int64),
            "no_commission": income == 0,
            "net_loss": income < costs,
        }
    )


def _share(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(whole.size, np.nan), where=whole > 0)


def by_strategy(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Sum up :func:`networker_outcomes` by strategy and focal.

    Parameters
    ----------
    outcomes
        One row a networker.

    Returns
    -------
    pandas.DataFrame
        One row a group that has networkers, sorted: ``strategy``, ``focal``, ``people``, ``founders`` (numbers),
        then the mean of every outcome under its own name (of booleans the share; nan is left out), then the
        medians of money as ``net_income_median`` and so on, in cents.
    """
    keys = ["strategy", "focal"]
    groups = outcomes.groupby(keys, sort=True)
    values = [name for name in outcomes.columns if name not in ("person", "founder", *keys)]
    means = groups[values].mean()
    means.insert(0, "people", groups.size())
    means.insert(1, "founders", groups["founder"].sum())
    for name in MONEY:
        means[f"{name}_median"] = groups[name].median()
    return means.reset_index()
