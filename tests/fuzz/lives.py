"""A world lived to its end under watch: whatever its values, what always holds has to hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.errors import UserError
from sim.market import Market
from sim.model.tables import MONTH, NONE, WEEK, Tables
from sim.model.talk.reputation import credibility
from sim.record.run import Recorder
from tests.fuzz.extremes import Extreme
from tests.test_invariants import bounds_hold, money_holds, seats_hold


def live(extreme: Extreme, seed: int = 1) -> str:
    """Live a world to its end and look at every day of it.

    Returns
    -------
    str
        The sentence with which it ended, empty if it reached its last day.

    Raises
    ------
    AssertionError
        If something does not hold that always does, with the name of the extreme.
    """
    try:
        market = Market(extreme.scenario, seed, collect=False)
        recorder = Recorder(market.world)
        while market.running:
            market.step()
            recorder.look(market.day)
            if market.day % WEEK == 5 or market.day % MONTH == 0 or not market.running:  # the morning after an evening
                wrong = broken(market.world.tables)
                assert not wrong, f"{extreme.name}, day {market.day}: {', '.join(wrong)}"
                for holds in (money_holds, seats_hold, bounds_hold):
                    holds(market.world.tables)
        record = recorder.finish(market.strategy)
        for name in ("groups", "people", "series", "companies"):
            columns = getattr(record, name).select_dtypes("number")
            assert not np.isinf(columns.to_numpy(np.float64)).any(), f"{extreme.name}: {name} is not finite"
    except UserError as error:
        return str(error)
    return ""


def broken(w: Tables) -> list[str]:
    """Return what does not hold of a world, though it always must."""
    seats, ties = w.positions[: w.count[0].positions], w.ties
    law, purses = w.law[0].credibility, w.accounts[: w.people.size]
    opinions = [credibility(tie, law) for tie in ties[w.links.other != NONE][:: 1 + ties.size // 100]]
    shares = [
        *(seats[name] for name in ("knowledge", "conviction", "expected", "promised")),
        *(ties.ceiling, np.array(opinions), w.group.usefulness, w.life.honesty),
    ]
    counts = [w.tally[name] for name in w.tally.dtype.names] + [seats.recruits, seats.losses, ties.talks, w.group.bans]
    flows = [w.accounts[name] for name in w.accounts.dtype.names if name != "balance"]
    flows += [w.pools[name] for name in ("peak", "reserved", "owed", "credited", "staked", "received", "unpaid")]
    flows += [w.packs[name][: w.count[0].packs] for name in ("price", "cap", "paid")]
    held = {
        "money is neither made nor destroyed": w.accounts.balance.sum() == 0,
        "nobody owes": purses.balance.min() >= 0,
        "shares lie in 0..1": all(_within(values, 0.0, 1.0 + 1e-9) for values in shares),
        "counts are counts": all(_within(values, -1, 10**7) for values in counts),
        "amounts are not negative": all(_within(values, 0, 10**18) for values in flows),
        "hours are not overdrawn": _within(w.life.hours_left, 0.0, 168.0),
        "evidence is not negative": _within(ties.good, 0.0, 1e9) and _within(ties.bad, 0.0, 1e9),
        "overload is a number": _within(w.life.overload, 0.0, 1e9),
        "contacts who are in are those who are in": bool((around(w) == w.held.around).all()),
    }
    return [f"it does not hold that {what}" for what, holds in held.items() if not holds]


def _within(values: Any, low: float, high: float) -> bool:
    return bool(((values >= low) & (values <= high)).all())


def around(w: Tables) -> Any:
    """Count anew, from the address books, how many contacts of each person are in each company."""
    place = np.arange(w.links.size)
    owner = np.searchsorted(w.people.first, place, side="right") - 1
    taken = (w.links.other != NONE) & (place < w.people.first[owner].astype(np.int64) + w.people.degree[owner])
    found = np.zeros(w.held.around.shape, np.int64)
    np.add.at(found, owner[taken], (w.held.seat[w.links.other[taken]] != NONE).astype(np.int64))
    return found
