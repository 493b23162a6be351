"""Pruning: side businesses that only cost are given up, by one rule for every strategy (A2)."""

from __future__ import annotations

from sim.core.compiled import phase, rule, whole
from sim.model.membership.leaving import give_up, regroup
from sim.model.membership.parameters.leaving import Leaving
from sim.model.plans.rows import Position
from sim.model.tables import Tables


@rule
def only_costs(position: Position, law: Leaving) -> bool:
    """Tell whether a business has cost more than it brought for so many months on end that it is not worth it."""
    return law.prune > 0 and position.losses >= law.prune


@phase
def prune(w: Tables, day: int) -> None:
    """On the last day of a month, let everybody give up the side businesses that only cost.

    The main business is given up only by leaving. Those who go may stay customers, as when leaving.
    """
    law = w.law[0].leaving
    for i in range(w.people.size):
        works, c = whole(w.people[i].works), 0
        if works & (works - 1) == 0:
            continue
        while works >> c:
            if works >> c & 1 and c != w.people[i].main and only_costs(w.positions[w.held[i].seat[c]], law):
                give_up(w, whole(w.held[i].seat[c]), day)
            c += 1
    regroup(w)
