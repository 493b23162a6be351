"""Portfolios (A14, A19): what a holder stakes, and what he does with payouts.

Whoever becomes a networker stakes part of his cash in the systems of his strategy, beside his businesses; whoever joins
a revenue-share company, as a worker or a customer, stakes it there.
"""

from __future__ import annotations

from typing import Any

from sim.core.accounts import MILLION
from sim.core.compiled import phase, rule, whole
from sim.model.shares.packs import add_pack, buy
from sim.model.shares.parameters import CashOut
from sim.model.shares.pool import runs
from sim.model.tables import NONE, Tables

STAKE_BACK_FIRST, REINVEST, LET_RUN = CashOut


@rule
def share_again(holding: Any, plan: Any, forced: int) -> int:
    """Return the share of payouts that a holder re-buys, in millionths.

    Parameters
    ----------
    holding
        With what he has staked and received there.
    plan
        The row of his strategy, with his cash-out rule.
    forced
        Share that must be re-bought, in millionths.
    """
    if plan.cash_out == LET_RUN:
        return MILLION
    waits = plan.cash_out == STAKE_BACK_FIRST and holding.received < holding.staked
    return max(forced, 0 if waits else plan.reinvest)


@rule
def packs_for(budget: int, balance: int, price: int) -> int:
    """Return how many packs a budget buys, never on credit; all in cents, the price above 0."""
    return max(0, min(budget, balance)) // price


@rule
def stake_of(cash: int, staked: int, share: float) -> int:
    """Return a share of what a holder has and had before his first stakes, in cents."""
    return int((cash + staked) * share)


@phase
def hold(w: Tables, day: int, i: int, c: int, position: int, packs: int) -> None:
    """Open a holding for person ``i`` in company ``c`` and buy its first packs.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have room for a row.
    day
        Today.
    i, c
        Person and company.
    position
        His position there, or NONE for an investment.
    packs
        How many, 1 or more, which he can pay.
    """
    h = whole(w.count[0].holdings)
    w.count[0].holdings += 1
    holding = w.holdings[h]
    holding.person, holding.company, holding.position = i, c, position
    buy(w, day, h, packs)


@phase
def stake_members(w: Tables, day: int) -> None:
    """Let whoever has come into a revenue-share company since yesterday buy packs: one at least, if he can pay it.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have room for a row each new position.
    day
        Today.
    """
    for p in range(w.count[0].staked, w.count[0].positions):
        position = w.positions[p]
        i, c = whole(position.person), whole(position.company)
        if position.left >= 0 or not runs(w, c):
            continue
        plan, purse, price = w.strategy[w.people[i].strategy], w.accounts[i], w.systems[c].price
        budget = stake_of(purse.balance, purse.stakes, plan.capital / max(1, whole(plan.shares)))
        packs = packs_for(max(budget, price), purse.balance, price)
        if packs > 0:
            hold(w, day, i, c, p, packs)
    w.count[0].staked = w.count[0].positions


@phase
def stake_investors(w: Tables, day: int) -> None:
    """Let whoever became a networker today stake part of his cash in the systems of his strategy.

    Parameters
    ----------
    w
        All tables; ``holdings`` and ``packs`` have room for a row each such person and system.
    day
        Today.
    """
    for i in range(w.people.size):
        if w.tally[i].joined != day:
            continue
        plan, purse = w.strategy[w.people[i].strategy], w.accounts[i]
        for k in range(plan.systems):
            c = whole(plan.system[k])
            budget = stake_of(purse.balance, purse.stakes, plan.capital * plan.weight[k])
            packs = packs_for(budget, purse.balance, w.systems[c].price) if runs(w, c) else 0
            if packs > 0:
                hold(w, day, i, c, NONE, packs)


@phase
def re_buy(w: Tables, day: int) -> None:
    """Let all holders turn credits into whole packs, and settle which share of the next payouts they re-buy.

    Parameters
    ----------
    w
        All tables; ``packs`` has room for a row a holding.
    day
        Today.
    """
    for h in range(w.count[0].holdings):
        holding = w.holdings[h]
        c = whole(holding.company)
        if not runs(w, c):
            continue
        cents = holding.wallet // w.systems[c].price * w.systems[c].price
        if cents > 0:
            holding.wallet -= cents
            add_pack(w, day, h, c, cents, 1)
        plan = w.strategy[w.people[holding.person].strategy]
        holding.again = share_again(holding, plan, whole(w.systems[c].repurchase))
