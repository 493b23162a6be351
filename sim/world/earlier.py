"""What a revenue-share company lived before the people of the model meet it at a random moment of its life.

They come like the crowd comes: a day is as likely as it is rich in deposits, so most come late. The life of which they
meet a moment is that which the company has without them: it ends at the drawn lifetime, or when the pool fails.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.accounts import OUTSIDE, Account
from sim.core.errors import UserError
from sim.model.limits import COUNTED, POOLS
from sim.model.people.rows import Person
from sim.model.shares.birth import keep_out, live_alone
from sim.model.shares.closure import OPEN, cause_of_death
from sim.model.shares.pool import endow
from sim.model.shares.rows import Holding, Pack
from sim.model.tables import Count, Tables
from sim.scenario.schema import Scenario
from sim.world.limits import outgrown_before

LONGEST = 36_500  # days, as long as the longest run


def met_on(scenario: Scenario) -> int:
    """Return the day on which people meet companies: the first, or that on which those studied enter a focal world."""
    return scenario.design.focal_entry if scenario.design.worlds == "focal" else 0


def meet_at_random(scenario: Scenario, w: Tables, c: int, draw: float) -> Tables:
    """Let company ``c`` be born so long ago that people meet it at a random moment of its life, and live up to there.

    A company that is born later than on the first day is kept from everybody until then.

    Parameters
    ----------
    scenario, w
        What is built; the company's pool knows the day on which its life ends, counted from its birth, or -1.
    c
        Row of the company.
    draw
        Uniform draw of its age, 0 <= draw < 1.

    Returns
    -------
    Tables
        With the packs that the crowd holds by the first morning.

    Raises
    ------
    UserError
        If its life has no end, or is too rich to be counted.
    """
    born = met_on(scenario) - age_by_deposits(_deposits(scenario, w, c), draw)
    if born > 0:
        keep_out(w, c)
    else:
        w = _with_past(scenario, w, c, -born)
    pool = w.pools[c]
    pool.born = born
    pool.ends += born if pool.ends >= 0 else 0
    return w


def age_by_deposits(deposits: NDArray[np.float64], draw: float) -> int:
    """Return the day of a life, from 0, on which people come who come like the money does.

    Parameters
    ----------
    deposits
        Of each day of the life, 1 or more; without any at all, every day is as likely.
    draw
        Uniform draw, 0 <= draw < 1.

    Notes
    -----
    The inverse of the cumulated deposits. Where these grow by g a day for L days it is ln(1 + u (exp(g L) - 1)) / g.
    """
    weights = deposits if deposits.any() else np.ones_like(deposits)
    share = np.cumsum(weights / weights.max())
    return min(int(np.searchsorted(share, draw * share[-1], side="right")), deposits.size - 1)


def _deposits(scenario: Scenario, w: Tables, c: int) -> NDArray[np.float64]:
    """Return what the crowd pays in on each day of a life without anybody else, the day of the closure included."""
    ends = int(w.pools[c].ends)
    days = min(ends + 1, LONGEST) if ends >= 0 else LONGEST
    alone = _alone(w, c, days)
    deposits = _live(scenario, c, alone, days)
    if deposits.size == LONGEST and cause_of_death(alone.pools[0], alone.systems[0], LONGEST - 1) == OPEN:
        name = scenario.company[c].name
        raise UserError(
            f"The company '{name}' would still be open after {LONGEST:,} days without the people of the model, so that "
            f"they cannot meet it at a random moment of its life. Give it a shorter life (company.{name}.life), or let "
            f'them meet it at its birth (company.{name}.revshare.enter = "birth").'
        )
    return deposits


def _with_past(scenario: Scenario, w: Tables, c: int, days: int) -> Tables:
    """Let a company live its first days on the crowd alone, and hand over its pool, its packs and every cent."""
    alone = _alone(w, c, days)
    _live(scenario, c, alone, days)
    packs = alone.packs[: alone.count[0].packs]
    packs.company = c
    packs.day -= days
    w.pools[c] = alone.pools[0]
    w.pools[c].peak_day -= days
    w.accounts.balance[w.people.size + c] += alone.accounts.balance[0]
    w.accounts.balance[w.people.size + w.company.size :] += alone.accounts.balance[1:]
    w.count[0].packs += packs.size
    both = Pack.rows(w.packs.size + packs.size)
    both[: w.packs.size], both[w.packs.size :] = w.packs, packs
    return w._replace(packs=both)


def _alone(w: Tables, c: int, days: int) -> Tables:
    """Return the tables of a world of one company and nobody, on the morning of its birth, with room for its days."""
    alone = w._replace(
        people=Person.rows(0),
        accounts=Account.rows(1 + len(OUTSIDE)),
        company=w.company[c : c + 1].copy(),
        systems=w.systems[c : c + 1].copy(),
        pools=w.pools[c : c + 1].copy(),
        holdings=Holding.rows(0),
        packs=Pack.rows(2 * days + 2),
        count=Count.rows(1),
    )
    endow(alone, 0)
    return alone


def _live(scenario: Scenario, c: int, alone: Tables, days: int) -> NDArray[np.float64]:
    """Live days of a lone company; return the deposits of those lived, or say on which there is too much money."""
    deposits, lived = np.zeros(days), np.zeros(1, np.int64)
    try:
        counted = live_alone(alone, days, deposits, lived)
    except OverflowError:
        counted = POOLS
    if counted != COUNTED:
        raise outgrown_before(scenario, c, int(lived[0]))
    return deposits[: lived[0]]
