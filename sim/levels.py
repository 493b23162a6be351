"""Equal turnover: a changed world brought back to the level of sales of another before the two are compared.

Costs are fixed and sales are not, so a rule that lowers sales for everybody turns the sign of a difference in net
income whatever else it does. A counterfactual is therefore compared at a stated level, which is restored by making
everybody a little easier, or harder, to win.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.core.errors import UserError
from sim.core.money import CENTS
from sim.model.tables import MONTH
from sim.runs import begin
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values

DIALS = ("decision.intercept", "decision.work_intercept")
"""What is moved, all by the same number of logits: how easily somebody buys, and takes up work."""
LEVEL_SEEDS = tuple(range(930_001, 930_005))
"""Seeds of their own: no difference that is shown rests on them."""
YEAR = 12 * MONTH


class Level(NamedTuple):
    """What restores a level.

    Attributes
    ----------
    scenario
        The changed world with its dials moved.
    values
        What the dials are set to, by dotted name.
    shift
        By how many logits they were moved.
    wanted, reached
        Sales per adult in the last year, in currency units: of the world that sets the level, and of the changed one.
    """

    scenario: Scenario
    values: dict[str, float]
    shift: float
    wanted: float
    reached: float

    @property
    def apart(self) -> float:
        """By which share of the level the two worlds still differ."""
        return abs(self.reached / self.wanted - 1.0)


def sales_per_adult(scenario: Scenario, seeds: Sequence[int] = LEVEL_SEEDS, strategy: str | None = None) -> float:
    """Return what a person bought in the last year of a world, in currency units, over all people and seeds.

    Parameters
    ----------
    scenario
        What is lived; a year has 360 days, and shorter worlds count as a whole.
    seeds
        Worlds that are lived.
    strategy
        Name of the strategy under study, as :func:`sim.runs.run` takes it.
    """
    return sum(_sold(scenario, seed, strategy) for seed in seeds) / len(seeds)


def _sold(scenario: Scenario, seed: int, strategy: str | None) -> float:
    market, before = begin(scenario, seed, strategy), 0
    try:
        while market.running:
            if market.day == scenario.time.days - YEAR:
                before = int(market.world.tables.accounts.goods.sum())
            market.step()
        return (int(market.world.tables.accounts.goods.sum()) - before) / CENTS / market.world.people
    finally:
        market.close()


def restored(
    scenario: Scenario,
    changed: Scenario,
    *,
    seeds: Sequence[int] = LEVEL_SEEDS,
    strategy: str | None = None,
    reach: float = 4.0,
    within: float = 0.02,
    most: int = 12,
    closest: bool = False,
) -> Level:
    """Find how far the dials of a changed world must be moved for its sales to equal those of the given one.

    Parameters
    ----------
    scenario
        The world that sets the level.
    changed
        The counterfactual.
    seeds, strategy
        As :func:`sales_per_adult` takes them.
    reach
        How far the dials may be moved either way, in logits.
    within
        Share of the level by which the two may still differ.
    most
        Most settings that are tried after the first.
    closest
        Whether the closest setting that was tried is returned where none comes within that share.

    Raises
    ------
    sim.core.errors.UserError
        If nothing is sold, or the level is not within reach.

    Notes
    -----
    Halving: sales grow with the dials, whose draws are the same in all worlds of a seed. With few seeds sales are not
    smooth, so what was reached is told as well.
    """
    wanted = sales_per_adult(scenario, seeds, strategy)
    if wanted <= 0.0:
        raise UserError("Nothing is sold in the last year of the given world, so that there is no level to restore.")
    low, high = -reach, reach
    best = last = _tried(changed, 0.0, wanted, seeds, strategy)
    for _ in range(most):
        if best.apart <= within:
            return best
        low, high = (last.shift, high) if last.reached < wanted else (low, last.shift)
        last = _tried(changed, (low + high) / 2.0, wanted, seeds, strategy)
        best = min(best, last, key=lambda each: each.apart)
    if best.apart > within and not closest:
        raise UserError(
            f"Sales of {wanted:,.2f} per adult and year are not restored within {reach:g} logits: "
            f"{best.reached:,.2f} were reached with a shift of {best.shift:+.3f}."
        )
    return best


def _tried(changed: Scenario, shift: float, wanted: float, seeds: Sequence[int], strategy: str | None) -> Level:
    values = {dial: _value(changed, dial) + shift for dial in DIALS}
    there = with_values(changed, values)
    try:
        reached = sales_per_adult(there, seeds, strategy)
    except UserError:  # people are won so easily that nobody is left to be studied, or more is counted than can be
        reached = math.inf
    return Level(there, values, shift, wanted, reached)


def _value(scenario: Scenario, dial: str) -> float:
    section, _, name = dial.partition(".")
    return float(getattr(getattr(scenario, section), name))
