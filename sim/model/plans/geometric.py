"""The geometric plan: each further level above the buyer gets a fixed part of what the level before got.

The rates ``first * ratio**(level - 1)`` are laid out when the world is built
(:func:`sim.model.plans.parameters.level_rates`).
"""

from __future__ import annotations

from sim.core.compiled import phase
from sim.model.plans.parameters import PlanKind
from sim.model.plans.unilevel import pay_sponsors
from sim.model.tables import Tables

GEOMETRIC = PlanKind.GEOMETRIC


@phase
def geometric(w: Tables, day: int) -> None:
    """Pay this month's commissions of all geometric plans up the tree of sponsors.

    Parameters
    ----------
    w
        All tables.
    day
        Today.

    Notes
    -----
    In a full tree of width k, a member with enough levels below earns the volume of a purchase times
    ``first k (1 - (ratio k)**levels) / (1 - ratio k)``.
    """
    pay_sponsors(w, day, GEOMETRIC)
