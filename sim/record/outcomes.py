"""Outcomes: each declared once, above the function that measures it for everybody who ever worked.

A function takes a :class:`sim.record.lived.Lived` and gives a column, or one for each of the outcomes that stand above
it. Their order here is that of the columns. What :mod:`sim.model.outcomes` says of units holds here: money is in cents
while a world runs, and nan where a person has no such value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import phase
from sim.core.registry import outcome
from sim.core.rows import Rows
from sim.model.outcomes import MEDIAN, YEARS, flows
from sim.model.plans.rows import Position
from sim.model.tables import NONE
from sim.record.lived import Cents, Columns, Lived, Numbers, are_entrants, credibility_of, part_of


@outcome("recruits", label="Recruits", unit="direct recruits")
@outcome("downline", label="Downline", unit="people")
@outcome("sales", label="Sales", unit="customers")
def team(of: Lived) -> Columns:
    """Whom a person won to work, how many work below them in all their companies, and customers."""
    below, total = np.zeros(of.held.size, np.int64), np.zeros(of.w.people.size, np.int64)
    downlines(of.w.positions, of.held.size, below)
    np.add.at(total, of.held.person, np.where(of.held.left < 0, below, 0))
    return {"recruits": of.counted("recruits"), "downline": total[of.who], "sales": of.counted("sales")}


@phase
def downlines(positions: Rows[Position], size: int, below: Any) -> None:
    """Count the working positions below each position that are still in.

    One pass from the youngest to the oldest suffices, because a sponsor's position is always older.

    Parameters
    ----------
    positions, size
        All positions, and how many are in use.
    below
        Shape (size,), int64, zeros on entry; filled with the counts.
    """
    for back in range(size):
        p = size - 1 - back
        if positions[p].working and positions[p].left < 0 and positions[p].sponsor != NONE:
            below[positions[p].sponsor] += below[p] + 1


@outcome("net_income", label="Net income", unit="currency units", flow=True)
@outcome("active_income", label="Active income", unit="currency units", flow=True)
@outcome("passive_income", label="Passive income", unit="currency units", flow=True)
@outcome("capital_income", label="Capital income", unit="currency units", flow=True)
@outcome("capital_result", label="Result of shares", unit="currency units", flow=True)
@outcome("gain", label="Share with a gain on shares", unit="share")
@outcome("costs", label="Costs", unit="currency units", better="less", flow=True)
def money(of: Lived) -> Columns:
    """What came in and what the business cost; a gain is more cash from shares than was staked, nan without a stake."""
    purse = of.purse
    return {
        "net_income": of.income - of.costs,
        "active_income": purse.active,
        "passive_income": purse.passive,
        "capital_income": purse.capital,
        "capital_result": purse.capital - purse.stakes,
        "gain": np.where(purse.stakes > 0, purse.capital > purse.stakes, np.nan),
        "costs": of.costs,
    }


@outcome("credibility", label="Credibility", unit="0..1")
@outcome("credibility_spread", label="Spread of credibility", unit="0..1", better="less")
def credibility(of: Lived) -> Columns:
    """Mean and spread of what others think of a person; nan for those nobody knows."""
    return dict(zip(("credibility", "credibility_spread"), credibility_of(of.w, of.who), strict=True))


@outcome("knowledge", label="Knowledge", unit="0..1")
@outcome("care", label="Care received", unit="hours a week")
def support(of: Lived) -> Columns:
    """What a person knows, and the care for their sponsored positions; nan for those who have none any more."""
    return {"knowledge": of.per_position("knowledge"), "care": of.per_position("care", sponsored=True)}


@outcome("team_retention", label="Recruits still in", unit="% of recruits", scale="share")
@outcome("worst_team_retention", label="Worst team's retention", unit="% of recruits", scale="share")
def retention(of: Lived) -> Columns:
    """Share of a person's recruits who are still in, and the lowest such share over their companies.

    Recruits are those who began to work under somebody, wherever they stand now; nan for those without.
    """
    held, people = of.held, of.w.people.size
    won = held[held.recruiter != NONE]
    teams = np.bincount(won.recruiter, minlength=held.size)
    still = np.bincount(won.recruiter, weights=won.left < 0, minlength=held.size)
    person, some = held.person.astype(np.int64), teams > 0
    worst = np.full(people, np.inf)
    np.minimum.at(worst, person[some], still[some] / teams[some])
    recruits = np.bincount(person, weights=teams, minlength=people)
    kept = part_of(np.bincount(person, weights=still, minlength=people), recruits)
    return {"team_retention": kept[of.who], "worst_team_retention": np.where(np.isinf(worst), np.nan, worst)[of.who]}


@outcome("survival", label="Still working", unit="share")
@outcome("months", label="Months active", unit="months")
@outcome("conversations", label="Conversations", unit="conversations")
def work(of: Lived) -> Columns:
    """Whether a person still works, for how long they did, and how often they talked."""
    return {
        "survival": of.works != 0,
        "months": of.counted("months"),
        "conversations": of.counted("conversations"),
    }


@outcome("contradictions", label="Contradictions", unit="times noticed", better="less")
@outcome("contradictions_private", label="Private contradictions", unit="times noticed", better="less")
@outcome("contradictions_public", label="Public contradictions", unit="times noticed", better="less")
@outcome("contradictions_hearsay", label="Contradictions by hearsay", unit="times noticed", better="less")
def contradictions(of: Lived) -> Columns:
    """How often others noticed that stories of a person do not fit, in all and by how they did."""
    ways = ("private", "public", "hearsay")
    return {"contradictions": of.counted(*ways), **{f"contradictions_{way}": of.counted(way) for way in ways}}


@outcome("first_commission_day", label="First commission", unit="day", better="less")
@outcome("event_share", label="Openings at events", unit="% of openings", scale="share")
def openings(of: Lived) -> Columns:
    """Day of the first commission, and the share of conversations that began at events; nan without any.

    Days of people studied who entered late count from there.
    """
    first, began = of.tally.first_commission, np.where(are_entrants(of.w)[of.who], of.tally.joined, 0)
    return {
        "first_commission_day": np.where(first < 0, np.nan, first - began),
        "event_share": part_of(of.tally.at_events, of.tally.conversations),
    }


@outcome("leads", label="Leads by advertising", unit="strangers reached")
@outcome("cross_posts", label="Cross-posts", unit="posts")
@outcome("group_leads", label="Leads by cross-posts", unit="readings")
@outcome("group_usefulness", label="Usefulness of their groups", unit="0..1")
@outcome("bans", label="Bans", unit="positions lost", better="less")
def reach(of: Lived) -> Columns:
    """Who was reached by other ways than talk, and the mean usefulness of the groups of a person's companies."""
    works = of.works[:, np.newaxis] >> np.arange(of.w.company.size, dtype=np.uint32) & 1
    return {
        **{name: of.counted(name) for name in ("leads", "cross_posts", "group_leads")},
        "group_usefulness": part_of(works @ of.w.group.usefulness, works.sum(axis=1)),
        "bans": of.counted("bans"),
    }


@outcome("no_commission", label="Share without commission", unit="share", better="less")
@outcome("net_loss", label="Share with a net loss", unit="share", better="less")
def losses(of: Lived) -> Columns:
    """Whether nothing came in at all, and whether less came in than went out."""
    return {"no_commission": of.income == 0, "net_loss": of.income < of.costs}


@outcome("concentration", label="Concentration of income", unit="0..1", better="less")
@outcome("income_at_stake", label="Income at stake", unit="currency units", better="less")
def stakes(of: Lived) -> Columns:
    """How little incomes are spread over companies, and what would be missed if the largest of these closed.

    At stake is what that company brought in the last twelve months. Positions that were given up or lost and companies
    that closed are left out: what they brought is gone already.
    """
    work, capital, passed = of.held.earned.copy(), of.shares.received.copy(), of.passed
    spread = concentration(of.by_company(work, capital))
    work[: passed.earned.size] -= passed.earned
    capital[: passed.received.size] -= passed.received
    brought = of.by_company(np.where(of.held.left < 0, work, 0), capital)
    open_ones = np.where(of.w.pools.closed < 0, brought, 0)
    return {"concentration": spread, "income_at_stake": open_ones.max(axis=1, initial=0)}


def concentration(amounts: Cents) -> Numbers:
    """Return the Herfindahl index of each row, the sum of squared shares; nan where a row sums to 0.

    From 1 / companies (all alike) to 1 (all from one), shape (persons,); ``amounts`` are not negative, shape (persons,
    companies).
    """
    total = amounts.sum(axis=1)
    share = np.divide(amounts, total[:, None], out=np.full(amounts.shape, np.nan), where=total[:, None] > 0)
    return np.asarray((share**2).sum(axis=1))


@outcome("ruin", label="Share with savings gone", unit="share", better="less")
def ruin(of: Lived) -> NDArray[np.bool_]:
    """Whose cash does not pay one month of what their business obliges them to buy.

    That is the minimum purchase of every company they work; of the last one that was their main business if they work
    none any more; packs are no obligation. Next month's allowance is not counted. Without a purchase that is owed
    nobody is ruined.
    """
    works, main = of.works.astype(np.int64), of.w.people.main[of.who].astype(np.int64)
    counted = np.where(works == 0, 1 << main, works)
    monthly = np.where(of.w.systems.revshare == 1, 0, of.w.company.minimum_purchase)
    owed = (counted[:, None] >> np.arange(of.w.company.size) & 1) @ monthly
    return np.asarray(of.w.accounts.balance[of.who] < owed)


@outcome("net_income_1y", label="Net income after 1 year", unit="currency units")
@outcome("net_income_2y", label="Net income after 2 years", unit="currency units")
@outcome("net_income_3y", label="Net income after 3 years", unit="currency units")
@outcome("net_income_5y", label="Net income after 5 years", unit="currency units")
def after_years(of: Lived) -> Columns:
    """Net income so far at the end of years; nan after years that were not lived or not worked."""
    taken, unknown = of.passed.net_income, np.full(of.who.size, np.nan)
    return {f"net_income_{year}y": taken[year][of.who] if year in taken else unknown for year in YEARS}


@outcome("net_income_median", label="Net income of a world's median person", unit="currency units", of="medians")
def medians(people: Columns) -> dict[str, float]:
    """Medians of money over the networkers of a group."""
    amounts = np.array([people[name] for name in flows()], np.float64)
    return dict(zip((f"{name}{MEDIAN}" for name in flows()), np.median(amounts, axis=1).tolist(), strict=True))


@outcome("gini", label="Gini of commissions", unit="0..1", of="group")
@outcome("top1_share", label="Top 1 % of earners", unit="% of commissions", scale="share", of="group")
@outcome("top10_share", label="Top 10 % of earners", unit="% of commissions", scale="share", of="group")
def inequality(people: Columns) -> dict[str, float]:
    """How unequal commissions (active and passive income) are among the networkers of a group."""
    paid = people["active_income"] + people["passive_income"]
    return {"gini": gini(paid), "top1_share": top_share(paid, 0.01), "top10_share": top_share(paid, 0.1)}


def gini(income: Cents) -> float:
    """Return the Gini coefficient of incomes: 0 where all are equal, towards 1 where one has all, nan without any."""
    ranked = np.sort(np.asarray(income, np.float64))
    if ranked.sum() == 0.0:
        return float("nan")
    places = np.arange(1, ranked.size + 1)
    return float((2 * places - ranked.size - 1) @ ranked / (ranked.size * ranked.sum()))


def top_share(income: Cents, share: float) -> float:
    """Return the part of all income, 0..1, that the best paid get; nan where nobody has anything.

    Parameters
    ----------
    income
        One per person, not negative.
    share
        Who they are: this share of all people, 0..1, rounded to whole people and at least one.
    """
    ranked = np.sort(np.asarray(income, np.float64))[::-1]
    if ranked.sum() == 0.0:
        return float("nan")
    return float(ranked[: max(1, round(share * ranked.size))].sum() / ranked.sum())
