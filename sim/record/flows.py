"""Who paid whom: all money that moved in a world, between founders, levels, customers, companies and the outside.

Nothing is counted while a world lives: what purses have booked, and what they hold, tells every flow from both ends.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import OUTSIDE
from sim.core.compiled import phase
from sim.model.plans.rows import Position
from sim.model.tables import NONE, Tables
from sim.record.lived import Columns

PEOPLE = ("founders", "level 1", "level 2", "level 3", "deeper", "customers", "others")
"""Kinds of people: by the highest place they ever worked in, below founders; those who only bought; all others."""
FOUNDERS, FIRST_LEVEL, DEEPER, CUSTOMERS, OTHERS = 0, 1, 4, 5, 6
COMPANIES = "companies"
Flow = tuple[str, str, str, int]


@phase
def places(w: Tables, kinds: NDArray[np.int64]) -> None:
    """Fill ``kinds``, shape (people,), with the place of everybody in ``PEOPLE``."""
    used = w.count[0].positions
    level = np.zeros(used, np.int64)
    kinds[:] = OTHERS
    for p in range(used):
        position = w.positions[p]
        above = _winner(position)
        level[p] = 0 if above == NONE else level[above] + 1
        i = position.person
        kind = min(level[p], DEEPER) if position.recruiter != NONE or position.top else CUSTOMERS
        kinds[i] = min(kinds[i], kind)
    for i in range(w.people.size):
        if w.life[i].founder:
            kinds[i] = FOUNDERS
        elif kinds[i] == FOUNDERS:
            kinds[i] = FIRST_LEVEL  # at the top of a company later on: on no level below a founder


@phase
def _winner(position: Position) -> int:
    return position.recruiter if position.recruiter != NONE else position.sponsor


def flows(w: Tables) -> Columns:
    """Return all that was paid so far, by who paid whom and what for.

    Returns
    -------
    dict
        One row per flow that is not 0: ``payer`` and ``payee`` (a kind of people, ``companies``, or a part of the
        outside world), ``kind`` (``goods``, ``fees``, ``materials``, ``shares``, ``active``, ``passive``, ``capital``,
        ``cost of goods``, ``fee of the operator``, ``advertising``, ``household``) and ``amount``,
        whole cents, above 0.

    Notes
    -----
    Money of the household is savings and allowances less what was paid back; it is the only flow that is told from
    what purses hold.
    """
    rows = [flow for flow in (*_of_people(w), *_of_companies(w)) if flow[3] != 0]
    turned = [
        (payee, payer, kind, -cents) if cents < 0 else (payer, payee, kind, cents) for payer, payee, kind, cents in rows
    ]
    columns = list(zip(*turned, strict=True)) or [(), (), (), ()]
    names = {name: np.array(columns[k], dtype=object) for k, name in enumerate(("payer", "payee", "kind"))}
    return {**names, "amount": np.array(columns[3], np.int64)}


def _of_people(w: Tables) -> Iterator[Flow]:
    kinds = np.empty(w.people.size, np.int64)
    places(w, kinds)
    purses = w.accounts[: w.people.size]
    for number, who in enumerate(PEOPLE):
        of = purses[kinds == number]
        paid = {name: int(of[name].sum()) for name in ("goods", "fees", "materials", "stakes")}
        got = {name: int(of[name].sum()) for name in ("active", "passive", "capital")}
        for name, cents in paid.items():
            payee = "suppliers" if name == "materials" else COMPANIES
            yield who, payee, "shares" if name == "stakes" else name, cents
        for name, cents in got.items():
            yield COMPANIES, who, name, cents
        yield "households", who, "household", int(of.balance.sum()) + sum(paid.values()) - sum(got.values())


def _of_companies(w: Tables) -> Iterator[Flow]:
    outside = dict(zip(OUTSIDE, w.accounts.balance[w.people.size + w.company.size :].tolist(), strict=True))
    materials = int(w.accounts.materials[: w.people.size].sum())
    yield COMPANIES, "suppliers", "cost of goods", outside["suppliers"] - materials
    yield COMPANIES, "operators", "fee of the operator", outside["operators"]
    yield "advertisers", COMPANIES, "advertising", -outside["advertisers"]
    packs = w.holdings[: w.count[0].holdings]
    yield "crowd", COMPANIES, "shares", int(w.pools.staked.sum()) - int(packs.staked.sum())
    yield COMPANIES, "crowd", "capital", int(w.pools.received.sum()) - int(packs.received.sum())
