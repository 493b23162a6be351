"""A run in which more money is about than is counted ends with a sentence; see :mod:`sim.model.limits`."""

from __future__ import annotations

from sim.core.accounts import MOST_HELD, OUTSIDE
from sim.core.errors import UserError
from sim.model.limits import (
    MOST_SUMMED,
    NOTHING,
    OWED,
    PROMISED,
    SUMMED,
    TURNED_OVER,
    booked_beyond,
    pool_beyond,
    purse_beyond,
)
from sim.model.shares.packs import runs
from sim.model.shares.pool import grown
from sim.scenario.schema import Scenario
from sim.world.world import World

POOL = "deposits, deposits_growth, advertising, advertising_growth, earnings or pool of {key}"
LOWER = {
    SUMMED: ("What people have earned or paid sums", "population.people, population.allowance or the purchases"),
    OWED: ("The accounts of '{name}' hold", "{key}.promised, {key}.pool or {key}.deposits_growth"),
    TURNED_OVER: ("What was paid into or out of '{name}' sums", POOL),
    PROMISED: ("The packs of '{name}' promise", "{key}.returns, {key}.repurchase or {key}.deposits_growth"),
}
"""By what has become too large: how the sentence begins, and what to lower."""


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


def outgrown(world: World, day: int) -> UserError:
    """Return the sentence about the first company that takes in more in a day than can be counted."""
    for c, system in enumerate(world.tables.systems):
        pool = world.tables.pools[c]
        if not runs(system, pool, day):
            continue
        for what in ("advertising", "deposits"):
            try:
                grown(int(getattr(system, what)), float(getattr(system, f"{what}_growth")), day - pool.born)
            except OverflowError:
                key = f"{_key(world.scenario, c)}.{what}"
                begin = f"The {what} of '{world.scenario.company[c].name}' a day are"
                return _beyond(f"Day {day + 1}", begin, None, MOST_HELD, f"{key}, {key}_growth or time.days")
    raise AssertionError("no company has outgrown what is counted")


def outgrown_before(scenario: Scenario, c: int, day: int) -> UserError:
    """Return the sentence about a company that comes to more than is counted before the people of the model meet it.

    Parameters
    ----------
    scenario, c
        Whose company it is.
    day
        Day of its life, from 0.
    """
    name, key = scenario.company[c].name, _key(scenario, c)
    return _beyond(
        f"Day {day + 1:,} of the life of '{name}', without the people of the model",
        "its deposits, pool, accounts or packs come to",
        None,
        MOST_HELD,
        f"{key}.deposits_growth or company.{name}.life.days, or take a life.law without a long tail",
    )


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
