"""How companies stand over time."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.core.compiled import phase
from sim.core.rows import Row, Rows, column
from sim.model.tables import NONE, Tables
from sim.record.lived import Columns
from sim.world.world import World


class Firm(Row):
    """How one company stands on one day; money is in cents here, in the frame of a run in currency units."""

    members: int = column("i8", "people", ">= 0", "working members who are still in")
    customers: int = column("i8", "people", ">= 0", "customers who are still in")
    left: int = column("i8", "positions", ">= 0", "given up or taken away, of members and customers")
    volume: int = column("i8", "cents", ">= 0", "what those still in bought at the last month's end")
    consumer_volume: int = column("i8", "cents", ">= 0", "the part of it by those who never won anybody to work")
    paid: int = column("i8", "cents", ">= 0", "commission and margin so far, of departed positions too")
    usefulness: float = column("f8", "", "0..1", "attention that the company's group still deserves")
    pool: int = column("i8", "cents", ">= 0", "in the pool of a revenue-share company; 0 for others")
    closed: int = column("i8", "day", "-1..", "day on which it closed; -1 while it is open")
    cause: int = column("i8", "", "0..4", "why it closed, by its place in sim.model.shares.closure.CAUSES")
    paid_in: int = column("i8", "cents", ">= 0", "fresh money of all holders of packs so far")
    paid_out: int = column("i8", "cents", ">= 0", "cash that all holders of packs got so far")
    crowd_in: int = column("i8", "cents", ">= 0", "the part of paid_in that holders outside the model paid")
    crowd_out: int = column("i8", "cents", ">= 0", "the part of paid_out that they got")
    crowd_lost: int = column("i8", "cents", "", "crowd_in less crowd_out; below 0 if the crowd has won")
    won: int = column("i8", "cents", ">= 0", "won by people of the model: see gains")
    born: int = column("i8", "day", "-36500..36500", "first day of its life, 0 the first day of the model")


@phase
def stand(w: Tables, firms: Rows[Firm]) -> None:
    """Fill ``firms``, one row per company and zeros on entry, with how companies stand."""
    for c in range(w.company.size):
        firm, pool = firms[c], w.pools[c]
        firm.usefulness = w.group[c].usefulness
        if w.systems[c].revshare:
            firm.pool = w.accounts[w.people.size + c].balance
        firm.born, firm.closed, firm.cause = pool.born, pool.closed, pool.cause
        firm.paid_in = firm.crowd_in = pool.staked
        firm.paid_out = firm.crowd_out = pool.received
    used = w.count[0].positions
    has_won = np.zeros(used, np.bool_)
    for p in range(used):
        held, firm = w.positions[p], firms[w.positions[p].company]
        if held.left >= 0:
            firm.left += 1
        elif held.working:
            firm.members += 1
        else:
            firm.customers += 1
        firm.volume += held.volume
        firm.paid += held.earned
        if held.recruiter != NONE:
            has_won[held.recruiter] = True
    for p in range(used):
        if not has_won[p]:
            firms[w.positions[p].company].consumer_volume += w.positions[p].volume
    gains(w, firms)


@phase
def gains(w: Tables, firms: Rows[Firm]) -> None:
    """Tell the people of the model from the crowd: what each side paid for packs and got, and what winners here won.

    A member wins what they got in cash and commission beyond what they staked, an investor what they got in cash beyond
    it; who got less wins nothing. What is still promised counts as not got, as long as it is not.

    Parameters
    ----------
    w
        All tables.
    firms
        One row per company, in which ``crowd_in`` and ``crowd_out`` hold the sums of all holders.
    """
    result = np.zeros(w.count[0].positions, np.int64)
    for p in range(result.size):
        if w.systems[w.positions[p].company].revshare:
            result[p] = w.positions[p].earned
    for h in range(w.count[0].holdings):
        holding, firm = w.holdings[h], firms[w.holdings[h].company]
        firm.crowd_in -= holding.staked
        firm.crowd_out -= holding.received
        if holding.position == NONE:
            firm.won += max(0, holding.received - holding.staked)
        else:
            result[holding.position] += holding.received - holding.staked
    for p in range(result.size):
        if w.systems[w.positions[p].company].revshare:
            firms[w.positions[p].company].won += max(0, result[p])
    for c in range(w.company.size):
        firms[c].crowd_lost = firms[c].crowd_in - firms[c].crowd_out


@dataclass
class Firms:
    """Collects one row per company whenever it is told to look.

    Columns of the result: ``day``, ``company`` (name), then those of :class:`Firm`.

    Attributes
    ----------
    world
        The world that is looked at, whatever tables it has by then; it is only read.
    looks
        Days lived, and how the companies stood then, in the order of the scenario.
    """

    world: World
    looks: list[tuple[int, Rows[Firm]]] = field(default_factory=list)

    def look(self, day: int) -> None:
        """Take down the state of all companies after ``day`` days."""
        firms = Firm.rows(self.world.tables.company.size)
        stand(self.world.tables, firms)
        self.looks.append((day, firms))

    def columns(self) -> Columns:
        """Return all rows so far, by day and in the order of the scenario; no columns if there are none."""
        if not self.looks:
            return {}
        names = [company.name for company in self.world.scenario.company]
        seen = np.concatenate([np.asarray(firms) for _, firms in self.looks])
        return {
            "day": np.repeat([day for day, _ in self.looks], len(names)),
            "company": np.array(names * len(self.looks), dtype=object),
            **{each.name: seen[each.name].copy() for each in Firm.columns},
        }
