"""How much money is counted: beyond, whole cents would not be exact any more, and a run ends with a sentence.

A purse, and what the packs of a company promise, may reach 10**15 cents: below 2**51, so that what is paid pro rata (a
float) never exceeds what is there, and a thousand times as much, the most that a pack promises, is below 2**63. The
outside world and totals may reach 10**18; all purses inside together then hold 5 * 10**18 at most, because money only
moves. Purses are looked at before anybody stakes, pools before they pay, totals at the end of a month, in which no
more than 20,000,000 people times 16 companies times 10**8 cents of purchases come to them.
"""

from __future__ import annotations

import numpy as np

from sim.core.accounts import MOST_HELD, OUTSIDE
from sim.core.compiled import phase, whole
from sim.core.errors import UserError
from sim.model.tables import Tables
from sim.scenario.schema import Scenario
from sim.world.world import World

MOST_SUMMED = 10**18  # cents of a total
NOTHING, SUMMED, OWED, TURNED_OVER, PROMISED = -1, 0, 1, 2, 3
POOL = "deposits, deposits_growth, advertising, advertising_growth, earnings or pool of {key}"
LOWER = {
    SUMMED: ("What people have earned or paid sums", "population.people, population.allowance or the purchases"),
    OWED: ("The accounts of '{name}' hold", "{key}.promised, {key}.pool or {key}.deposits_growth"),
    TURNED_OVER: ("What was paid into or out of '{name}' sums", POOL),
    PROMISED: ("The packs of '{name}' promise", "{key}.returns, {key}.repurchase or {key}.deposits_growth"),
}
"""By what has become too large: how the sentence begins, and what to lower."""


@phase
def purse_beyond(w: Tables) -> int:
    """Return the first row of accounts that holds or lacks more than is counted, or NOTHING."""
    inside = w.people.size + w.company.size
    for row in range(w.accounts.size):
        most = MOST_HELD if row < inside else MOST_SUMMED
        if abs(w.accounts[row].balance) > most:
            return row
    return NOTHING


@phase
def booked_beyond(w: Tables) -> bool:
    """Tell whether all people together have booked more under one heading than is counted."""
    income, costs, stakes = 0.0, 0.0, 0.0
    for row in range(w.people.size):
        purse = w.accounts[row]
        income += float(purse.active) + float(purse.passive)
        costs += float(purse.goods) + float(purse.fees) + float(purse.materials)
        stakes += float(purse.capital) + float(purse.stakes)
    return max(income, costs, stakes) > MOST_SUMMED


@phase
def pool_beyond(w: Tables) -> tuple[int, int]:
    """Return what about a company's pool is more than is counted, and the company's row; or NOTHING twice."""
    promised = np.zeros(w.company.size)
    for p in range(w.count[0].packs):
        promised[w.packs[p].company] += float(max(w.packs[p].cap - w.packs[p].paid, w.packs[p].price))
    for c in range(w.company.size):
        pool = w.pools[c]
        if pool.owed > MOST_HELD:
            return OWED, whole(c)
        if max(pool.staked, pool.received) > MOST_SUMMED:
            return TURNED_OVER, whole(c)
        if promised[c] > MOST_HELD:
            return PROMISED, whole(c)
    return NOTHING, NOTHING


def refuse_rich(world: World, when: str) -> None:
    """End a run in which a purse holds more than is counted.

    Parameters
    ----------
    world
        Which is only read.
    when
        How the sentence begins: which day it is.

    Raises
    ------
    UserError
        That names the purse, what is in it, and which parameters to lower.
    """
    row = int(purse_beyond(world.tables))
    if row == NOTHING:
        return
    cents, inside = int(world.tables.accounts.balance[row]), world.people + len(world.scenario.company)
    whose, lower = _whose(world.scenario, row, world.people)
    verb = "holds" if cents > 0 else "has given away"
    raise _beyond(when, f"{whose} {verb}", abs(cents), MOST_HELD if row < inside else MOST_SUMMED, lower)


def refuse_totals(world: World, when: str) -> None:
    """End a run in which totals have become more than is counted; as :func:`refuse_rich`."""
    if booked_beyond(world.tables):
        begin, lower = LOWER[SUMMED]
        raise _beyond(when, begin + " to", None, MOST_SUMMED, lower)


def refuse_pools(world: World, when: str) -> None:
    """End a run in which a pool owes, turns over or promises more than is counted; as :func:`refuse_rich`."""
    what, c = (int(number) for number in pool_beyond(world.tables))
    if what == NOTHING:
        return
    begin, lower = (
        text.format(name=world.scenario.company[c].name, key=_key(world.scenario, c)) for text in LOWER[what]
    )
    raise _beyond(when, begin + (" to" if what == TURNED_OVER else ""), None, _most(what), lower)


def outgrown(world: World, when: str, c: int, what: str) -> UserError:
    """Return the sentence about what a company takes in a day, ``advertising`` or ``deposits``."""
    key = f"{_key(world.scenario, c)}.{what}"
    begin = f"The {what} of '{world.scenario.company[c].name}' a day are"
    return _beyond(when, begin, None, MOST_HELD, f"{key}, {key}_growth or time.days")


def _most(what: int) -> int:
    return MOST_SUMMED if what == TURNED_OVER else MOST_HELD


def _key(scenario: Scenario, c: int) -> str:
    return f"company.{scenario.company[c].name}.revshare"


def _whose(scenario: Scenario, row: int, people: int) -> tuple[str, str]:
    """Say whose purse a row of accounts is, and what fills it."""
    if row < people:
        return f"The purse of person {row}", "population.savings, population.savings_sigma or population.allowance"
    c = row - people
    if c >= len(scenario.company):
        outside = OUTSIDE[c - len(scenario.company)]
        return f"The purse of the {outside}", "population.people, time.days or what companies take in and pay"
    company = scenario.company[c]
    if company.kind == "revshare":
        return f"The pool of '{company.name}'", POOL.format(key=_key(scenario, c))
    return f"The purse of '{company.name}'", f"population.people, time.days or the prices of company.{company.name}"


def _beyond(when: str, begin: str, cents: int | None, most: int, lower: str) -> UserError:
    amount = "more" if cents is None else f"{cents / 100:,.2f} currency units, more"
    return UserError(
        f"{when}: {begin} {amount} than the {most // 100:,} currency units that are counted exactly. Lower {lower}."
    )
