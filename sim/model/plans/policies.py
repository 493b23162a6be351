"""What the law asks of companies: what they may pay and demand, what they give back, and what they have to tell.

A law holds for all companies alike. What it forbids is left out of their rows when a world is built; what it orders
happens as members leave and months end. What sponsors and suppliers got for goods that are given back stays theirs.
"""

from __future__ import annotations

import numpy as np

from sim.core.accounts import FEES, GOODS, give_back, part, purse, to_cents, to_millionths
from sim.core.compiled import members, phase, rule, whole
from sim.model.membership.parameters.regimes import Regime
from sim.model.plans.parameters import Policies
from sim.model.plans.rows import CompanyRow, Position
from sim.model.tables import MONTH, Tables

REMEMBERED = 32  # months of purchases that a position knows of


def recruiting_share(share: int, policies: Policies) -> int:
    """Return the share of a recruit's payments (millionths) that a sponsor may get, of what the plan would give."""
    most = policies.recruiting_pay_cap
    return share if most is None else min(share, to_millionths(most))


def regulate(row: CompanyRow, policies: Policies, *, sells_goods: bool) -> None:
    """Leave out of a company's row what the law forbids, and write into it what the law orders.

    Pay for recruiting is capped where it is paid: of the joining fee (with the amount that a recruit is worth besides)
    and of the first purchase, each by itself. Without exclusivity clauses the company may still forbid to win fellow
    members for another network.

    Parameters
    ----------
    row
        The company's own numbers, some of which change.
    sells_goods
        Whether it sells goods that members must buy; nothing is given back of packs.
    """
    if policies.recruiting_pay_cap is not None:
        row.fast_start = recruiting_share(int(row.fast_start), policies)
        most = part(int(row.joining_fee), to_millionths(policies.recruiting_pay_cap))
        row.fast_start_amount = min(int(row.fast_start_amount), most - part(int(row.joining_fee), int(row.fast_start)))
    if not policies.exclusivity:
        row.regime = min(int(row.regime), Regime.NO_CROSS_RECRUITING)
    row.income_disclosure = policies.income_disclosure
    if not sells_goods:
        return
    if policies.minimum_purchase_cap is not None:
        row.minimum_purchase = min(int(row.minimum_purchase), to_cents(policies.minimum_purchase_cap))
        row.banned = policies.minimum_purchase_cap == 0
    row.buy_back, row.buy_back_days = to_millionths(policies.buy_back), policies.buy_back_days
    row.cooling_off = policies.cooling_off


@rule
def remember_purchase(position: Position, month: int, bought: bool) -> None:
    """Write down whether a member bought the minimum this month; what was 32 months ago is forgotten.

    Parameters
    ----------
    position
        The member's, whose ``bought`` changes.
    month
        Number of the month, not negative.
    bought
        Whether they did.
    """
    now, following = 1 << month % REMEMBERED, 1 << (month + 1) % REMEMBERED
    position.bought = (whole(position.bought) & ~now & ~following) | (now if bought else 0)


@rule
def months_bought(position: Position, day: int, days: int) -> int:
    """Return in how many months a member bought the minimum within the last days, today included.

    Parameters
    ----------
    days
        How many, 0..900; purchases are made on the last day of a month.
    """
    count, month, bought = 0, (day + 1) // MONTH - 1, whole(position.bought)
    while month >= 0 and day + 1 - MONTH * (month + 1) < days:
        count += bought >> month % REMEMBERED & 1
        month -= 1
    return count


@rule
def cools_off(position: Position, day: int, days: int) -> bool:
    """Tell whether somebody began to work, for a fee, less than ``days`` days ago."""
    return position.began > 0 and day + 1 - position.began < days


@phase
def refund(w: Tables, p: int, day: int) -> None:
    """Let a company give back what the law says to the holder of position ``p``, who leaves or was banned.

    Within the cooling-off period these are the fee and the first minimum purchase. Goods of other minimum purchases are
    bought back at a share of their price. Founders paid no fee.

    Parameters
    ----------
    p
        A position that was worked until now; of a customer's nothing is given back.
    """
    position, accounts = w.positions[p], w.accounts
    plan, i = w.company[position.company], whole(position.person)
    if position.working == 0 or (plan.buy_back == 0 and plan.cooling_off == 0):
        return
    firm, returned, cents = accounts[purse(w.people.size, position.company)], 0, 0
    if plan.buy_back > 0:
        returned = months_bought(position, day, whole(plan.buy_back_days))
    if cools_off(position, day, whole(plan.cooling_off)):
        give_back(firm, accounts[i], plan.joining_fee, FEES)
        first = min(1, members(whole(position.bought)))
        others = min(returned, members(whole(position.bought)) - first)
        cents, returned = first * plan.minimum_purchase, first + others
        cents += part(others * plan.minimum_purchase, plan.buy_back)
    else:
        cents = part(returned * plan.minimum_purchase, plan.buy_back)
    give_back(firm, accounts[i], cents, GOODS)
    w.tally[i].goods -= returned * plan.minimum_purchase
    position.bought = 0
    position.began = 0


@phase
def disclose(w: Tables) -> None:
    """Find the median commission and margin of every company's working members in the month that was just closed.

    Of an even number it is the mean of the two in the middle, rounded down to the cent; without members it is 0.
    """
    size = w.count[0].positions
    for c in range(w.company.size):
        incomes, n = np.zeros(size, np.int64), 0
        for p in range(size):
            position = w.positions[p]
            if position.company == c and position.working and position.left < 0:
                incomes[n] = position.returned
                n += 1
        ordered = np.sort(incomes[:n])
        w.group[c].median = (ordered[(n - 1) // 2] + ordered[n // 2]) // 2 if n > 0 else 0
