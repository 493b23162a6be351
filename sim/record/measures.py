"""Measures: what every networker has to show for himself, in columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.core.money import FLOWS
from sim.model.people.standing import credibility_sums, mean_and_spread
from sim.model.tables import NONE, Tables
from sim.record.milestones import Milestones, costs_of, ever_worked
from sim.record.stakes import NOTHING, by_company, concentration, income_at_stake, paid_by_packs, ruined
from sim.scenario.design import YEARS

TOP = {"top1_share": 0.01, "top10_share": 0.1}  # shares of people, the best paid


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


def per_person(w: Tables, column: str, *, sponsored: bool = False) -> NDArray[np.float64]:
    """Return the mean of a column over the working positions that each person still holds.

    Parameters
    ----------
    w
        All tables.
    column
        A column of ``rows.Position`` that holds amounts, not rows: ``"knowledge"``, ``"conviction"``,
        ``"expected"``, ``"backlog"``, ``"recruits"``, ``"care"``, ``"volume"`` or ``"earned"``.
    sponsored
        Whether positions that were at the top from the beginning are left out.

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
    if sponsored:
        held = held[held.top == 0]
    sums = np.bincount(held.person, weights=held[column], minlength=w.people.size)
    seats = np.bincount(held.person, minlength=w.people.size)
    return np.divide(sums, seats, out=np.full(w.people.size, np.nan), where=seats > 0)


def group_usefulness(w: Tables) -> NDArray[np.float64]:
    """Return the mean usefulness (0..1) of the groups of the companies each person works, nan without any."""
    works = w.people.works[:, np.newaxis] >> np.arange(w.company.size, dtype=np.uint32) & 1
    return _share(works @ w.group.usefulness, works.sum(axis=1))


def downline_sizes(w: Tables) -> NDArray[np.int64]:
    """Return the number of working positions below each person, over the companies he is in, shape (people,)."""
    size = int(w.count[0].positions)
    below = np.zeros(size, np.int64)
    downlines(w.positions, size, below)
    total = np.zeros(w.people.size, np.int64)
    held = w.positions[:size]
    np.add.at(total, held.person, np.where(held.left < 0, below, 0))
    return total


def team_retention(w: Tables) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of each person's recruits who are still in, and the lowest such share over his companies.

    Recruits are those who began to work under him, wherever they stand now.

    Parameters
    ----------
    w
        All tables.

    Returns
    -------
    tuple of numpy.ndarray
        Shape (people,) each, 0..1; nan for those without recruits.
    """
    held = w.positions[: w.count[0].positions]
    won = held[held.recruiter != NONE]
    teams = np.bincount(won.recruiter, minlength=held.size)
    still = np.bincount(won.recruiter, weights=won.left < 0, minlength=held.size)
    person, some = held.person.astype(np.int64), teams > 0
    worst = np.full(w.people.size, np.inf)
    np.minimum.at(worst, person[some], still[some] / teams[some])
    recruits = np.bincount(person, weights=teams, minlength=w.people.size)
    kept = np.bincount(person, weights=still, minlength=w.people.size)
    return _share(kept, recruits), np.where(np.isinf(worst), np.nan, worst)


def networker_outcomes(w: Tables, strategies: list[str], passed: Milestones | None = None) -> pd.DataFrame:
    """Return one row for everybody who works a position or did once.

    Parameters
    ----------
    w
        All tables, which stay as they are.
    strategies
        Names of the strategies, in the order of the scenario.
    passed
        What was taken down on the way, if anything was.

    Returns
    -------
    pandas.DataFrame
        Columns ``person`` (id), ``strategy`` (name), ``founder``, ``focal`` and all outcomes so far; money in
        cents (int64), ``survival``, ``no_commission``, ``net_loss`` and ``ruin`` as booleans, ``knowledge``,
        ``credibility``, ``concentration`` and retentions 0..1, ``gain`` 0 or 1, ``care`` in hours a week,
        ``net_income_1y`` and so on in cents (float64); the others are counts. Nan: ``credibility`` of those nobody
        knows, ``first_commission_day`` and ``concentration`` of those without any, ``event_share`` of those without a
        conversation, retentions of those without recruits, ``gain`` of those without a stake, ``knowledge`` of those
        who work nothing any more, ``care`` of those or of whoever only ever stood at the top, and net income after
        years that were not lived or not worked.
    """
    who = ever_worked(w)
    purse, tally = w.accounts[: w.people.size][who], w.tally[who]
    sums = np.zeros((w.people.size, 3))
    credibility_sums(w, sums)
    believed, spread = mean_and_spread(sums)
    income = purse.active + purse.passive + purse.capital
    costs = costs_of(purse)
    retention, worst = team_retention(w)
    earned = w.positions.earned[: w.count[0].positions]
    received = w.holdings.received[: w.count[0].holdings]
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
            "care": per_person(w, "care", sponsored=True)[who],
            "team_retention": retention[who],
            "worst_team_retention": worst[who],
            "survival": w.people.works[who] != 0,
            "months": tally.months.astype(np.int64),
            "conversations": tally.conversations.astype(np.int64),
            "contradictions": sum(heard),
            "contradictions_private": heard[0],
            "contradictions_public": heard[1],
            "contradictions_hearsay": heard[2],
            "first_commission_day": np.where(tally.first_commission < 0, np.nan, tally.first_commission),
            "event_share": _share(tally.at_events, tally.conversations),
            "leads": tally.leads.astype(np.int64),
            "cross_posts": tally.cross_posts.astype(np.int64),
            "group_leads": tally.group_leads.astype(np.int64),
            "group_usefulness": group_usefulness(w)[who],
            "bans": tally.bans.astype(np.int64),
            "no_commission": income == 0,
            "net_loss": income < costs,
            "concentration": concentration(by_company(w, who, earned) + paid_by_packs(w, who, received)),
            "income_at_stake": income_at_stake(w, who, *((passed.earned, passed.received) if passed else NOTHING)),
            "ruin": ruined(w, who),
            **_after_years(who, passed),
        }
    )


def _after_years(who: NDArray[np.int64], passed: Milestones | None) -> dict[str, NDArray[np.float64]]:
    taken = passed.net_income if passed else {}
    unknown = np.full(who.size, np.nan)
    return {f"net_income_{year}y": taken[year][who] if year in taken else unknown for year in YEARS}


def _share(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(whole.size, np.nan), where=whole > 0)


def gini(income: NDArray[np.int64]) -> float:
    """Return the Gini coefficient of incomes.

    Parameters
    ----------
    income
        One a person, not negative.

    Returns
    -------
    float
        0 where all are equal, towards 1 where one has all; nan where nobody has anything.
    """
    ranked = np.sort(np.asarray(income, np.float64))
    if ranked.sum() == 0.0:
        return float("nan")
    places = np.arange(1, ranked.size + 1)
    return float((2 * places - ranked.size - 1) @ ranked / (ranked.size * ranked.sum()))


def top_share(income: NDArray[np.int64], share: float) -> float:
    """Return the part of all income that the best paid get.

    Parameters
    ----------
    income
        One a person, not negative.
    share
        Who they are: this share of all people, 0..1, rounded to whole people and at least one.

    Returns
    -------
    float
        0..1; nan where nobody has anything.
    """
    ranked = np.sort(np.asarray(income, np.float64))[::-1]
    if ranked.sum() == 0.0:
        return float("nan")
    return float(ranked[: max(1, round(share * ranked.size))].sum() / ranked.sum())


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
        medians of money as ``net_income_median`` and so on, in cents, then how unequal commissions (active and passive
        income) are among them: ``gini``, ``top1_share``, ``top10_share``, 0..1, nan where nobody got any.
    """
    keys = ["strategy", "focal"]
    groups = outcomes.groupby(keys, sort=True)
    values = [name for name in outcomes.columns if name not in ("person", "founder", *keys)]
    means = groups[values].mean()
    means.insert(0, "people", groups.size())
    means.insert(1, "founders", groups["founder"].sum())
    for name in FLOWS:
        means[f"{name}_median"] = groups[name].median()
    commission = outcomes.assign(commission=outcomes["active_income"] + outcomes["passive_income"])
    paid = commission.groupby(keys, sort=True)["commission"]
    means["gini"] = paid.agg(gini)
    for name, share in TOP.items():
        means[name] = paid.agg(top_share, share=share)
    return means.reset_index()
