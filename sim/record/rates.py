"""Outcomes with a denominator: per month and per hour, of whom somebody recruited, and per month that a group worked.

The mean number of recruits over all networkers cannot move, since everybody but the founders is somebody's recruit; a
rate can.
"""

from __future__ import annotations

import numpy as np

from sim.core.registry import outcome
from sim.model.membership.reasons import AWKWARDNESS, MONEY
from sim.model.tables import MONTH, NONE
from sim.record.lived import Cents, Columns, Lived, Numbers, books_of, net_of, part_of

TAIL = 0.1
"""Share of earners, the best paid, among whom the exponent of the tail is estimated."""
FEWEST_IN_TAIL = 5


@outcome("entry_day", label="Day of entry", unit="day")
@outcome("months_to_commission", label="Months to the first commission", unit="months", better="less")
def beginnings(of: Lived) -> Columns:
    """Day on which a person began to work, and months of 30 days until something came in; nan if nothing did."""
    first, joined = of.tally.first_commission.astype(np.int64), of.tally.joined.astype(np.int64)
    waited = np.where(first < 0, np.nan, np.maximum(first - joined, 0) / MONTH)
    return {"entry_day": joined, "months_to_commission": waited}


@outcome("hours", label="Hours worked", unit="hours")
@outcome("net_per_month", label="Net income a month worked", unit="currency units")
@outcome("net_per_hour", label="Net income an hour worked", unit="currency units")
@outcome("goods", label="Own goods", unit="currency units")
@outcome("net_with_goods", label="Net income, own goods counted", unit="currency units")
def pay(of: Lived) -> Columns:
    """What was left a month and an hour worked, and with own goods at the worth that the scenario gives them.

    Hours are those spent on study, care, evenings and talk; nan for those who worked no month or spent no hour.
    """
    life, net = of.w.life[of.who], (of.income - of.costs).astype(np.float64)
    hours = of.tally.hours + life.given - life.hours_left
    return {
        "hours": hours,
        "net_per_month": part_of(net, of.counted("months")),
        "net_per_hour": part_of(net, hours),
        "goods": of.purse.goods,
        "net_with_goods": net + of.w.law[0].budget.goods_worth * of.purse.goods,
    }


@outcome("recruits_net", label="Net income of a recruit", unit="currency units")
@outcome("recruits_loss", label="Recruits with a net loss", unit="% of recruits", scale="share", better="less")
def recruited(of: Lived) -> Columns:
    """What became of the people whom a person won to work: mean net income so far, and the share with a loss.

    Who was won for two companies by the same person counts twice; nan for those without recruits.
    """
    won = of.held[of.held.recruiter != NONE]
    winner, net = of.held.person[won.recruiter], net_of(books_of(of.w))[won.person]
    people = of.w.people.size
    number = np.bincount(winner, minlength=people)
    mean = part_of(np.bincount(winner, weights=net, minlength=people), number)
    loss = part_of(np.bincount(winner, weights=net < 0, minlength=people), number)
    return {"recruits_net": mean[of.who], "recruits_loss": loss[of.who]}


@outcome("left_awkward", label="Left because asking felt awkward", unit="% of those who left", scale="share")
@outcome("left_money", label="Left because of the money", unit="% of those who left", scale="share")
def reasons(of: Lived) -> Columns:
    """What weighed most when a person last gave up; nan for those who never did."""
    left = of.tally.reason > 0
    money, awkward = (np.where(left, of.tally.reason == reason, np.nan) for reason in (MONEY, AWKWARDNESS))
    return {"left_awkward": awkward, "left_money": money}


@outcome("recruits_rate", label="Recruits a month worked", unit="recruits a month", of="group")
@outcome("sales_rate", label="Customers won a month worked", unit="customers a month", of="group")
@outcome("recruits_per_founder", label="Recruits a founder", unit="recruits", of="group")
@outcome("tail_exponent", label="Tail exponent of commissions", unit="exponent", of="group")
def rates(people: Columns) -> dict[str, float]:
    """Totals of a group over the months it worked and over its founders, and how heavy the tail of commissions is."""
    months, founders = people["months"].sum(), people["founder"].sum()
    return {
        "recruits_rate": _over(people["recruits"].sum(), months),
        "sales_rate": _over(people["sales"].sum(), months),
        "recruits_per_founder": _over(people["recruits"].sum(), founders),
        "tail_exponent": tail_exponent(people["active_income"] + people["passive_income"]),
    }


def _over(total: float, count: float) -> float:
    return float(total / count) if count > 0 else float("nan")


def tail_exponent(income: Cents | Numbers) -> float:
    """Return the exponent a of the tail of incomes, P(more than x) ~ x^a: negative, nearer to 0 the heavier the tail.

    Parameters
    ----------
    income
        One per person, not negative; those without any are left out.

    Notes
    -----
    Maximum likelihood over the best paid tenth (Hill 1975); nan for fewer than five of them.
    """
    ranked = np.sort(np.asarray(income, np.float64)[np.asarray(income) > 0])[::-1]
    size = round(TAIL * ranked.size)
    if size < FEWEST_IN_TAIL or ranked[0] == ranked[size]:
        return float("nan")
    return float(-1.0 / np.mean(np.log(ranked[:size] / ranked[size])))
