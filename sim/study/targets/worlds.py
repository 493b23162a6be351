"""The worlds in which targets are measured: the default one, and two that differ from it in one respect."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from sim.model.plans.companies import Company
from sim.model.plans.parameters import Plan
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from sim.study.targets.lived import Lived, live
from sim.study.targets.pooling import pooled

DAYS = 730
VERDICT_SEEDS = tuple(range(910_001, 910_011))  # which no search ever sees
RECRUITING = {"rates": [0.015] * 5, "fast_start": 0.4}


def neglected(scenario: Scenario) -> Scenario:
    """Return the scenario without care for recruits."""
    return with_values(scenario, {"teams.care_hours": 0.0})


def fee_heavy(scenario: Scenario) -> Scenario:
    """Return the scenario with Fortune Hi-Tech Marketing's prices in all product companies.

    250 to join and 100 a month; two fifths of fee and first purchase go to the sponsor, and little to levels, so that
    four fifths of what is paid out is for recruiting; no margin on what customers buy.
    """
    return scenario.model_copy(update={"company": [_dear(company) for company in scenario.company]})


def _dear(company: Company) -> Company:
    if company.kind != "product":
        return company
    prices = {"joining_fee": Decimal(250), "minimum_purchase": Decimal(100), "materials": Decimal(0)}
    return company.model_copy(update={**prices, "retail_margin": 0.0, "plan": Plan.model_validate(RECRUITING)})


class Worlds:
    """Worlds of several seeds, pooled, of two years each; every kind is lived when it is first asked for.

    Parameters
    ----------
    scenario
        The default scenario, or one like it on another graph.
    seeds
        Seeds, at least one.
    variants
        How many of the seeds the neglected and the fee-heavy world are lived with; none: all.
    """

    def __init__(self, scenario: Scenario, seeds: Sequence[int], variants: int | None = None) -> None:
        self.scenario = with_values(scenario, {"time.days": DAYS})
        self.seeds, self.some = tuple(seeds), tuple(seeds[:variants])

    @cached_property
    def default(self) -> Lived:
        """The scenario itself, with what decisions hung on."""
        return pooled([live(self.scenario, seed, offers=True) for seed in self.seeds])

    @cached_property
    def neglected(self) -> Lived:
        """The same in which nobody cares for his recruits."""
        careless = neglected(self.scenario)
        return pooled([live(careless, seed) for seed in self.some])

    @cached_property
    def fee_heavy(self) -> Lived:
        """The same under a plan that pays for recruiting."""
        dear = fee_heavy(self.scenario)
        return pooled([live(dear, seed) for seed in self.some])

    @property
    def rates(self) -> tuple[float, ...]:
        """Rates of the plan of the first company."""
        return tuple(self.scenario.company[0].plan.rates)
