"""What the NumPy version keeps of companies and positions: one column per number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.mesa_money import Company
from sim.scenario.schema import Scenario

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Firms:
    """Companies, one entry each: money in cents, shares in millionths; ``rates`` has the shape (companies, levels)."""

    fee: Whole
    minimum: Whole
    customer: Whole
    materials: Whole
    margin: Whole
    rates: Whole

    @classmethod
    def of(cls, scenario: Scenario) -> Firms:
        """Read them off a scenario."""
        found = [Company.of(declared) for declared in scenario.company]
        levels = max(len(company.rates) for company in found)
        rates = [company.rates + [0] * (levels - len(company.rates)) for company in found]
        names = ("joining_fee", "minimum_purchase", "customer_purchase", "materials", "retail_margin")
        return cls(*(np.array([getattr(company, name) for company in found]) for name in names), np.array(rates))

    def price(self, working: NDArray[np.bool_], company: Whole) -> Whole:
        """Return what joining costs: fee and first purchase of members, the purchase of customers."""
        return np.where(working, (self.fee + self.minimum)[company], self.customer[company])


@dataclass
class Positions:
    """One entry per person and company; ``sponsor`` is the position above, -1 at the top."""

    person: Whole
    company: Whole
    sponsor: Whole
    working: NDArray[np.bool_]
    conviction: NDArray[np.float64]
    knowledge: NDArray[np.float64]
    volume: Whole
    qualified: NDArray[np.bool_]

    @classmethod
    def of(cls, founders: Any) -> Positions:
        """Read those of the first morning, which are all at the top."""
        person = founders.column("person").astype(np.int64)
        return cls(
            person,
            founders.column("company").astype(np.int64),
            np.full(person.size, -1),
            founders.column("working") == 1,
            founders.column("conviction").copy(),
            founders.column("knowledge").copy(),
            np.zeros(person.size, np.int64),
            np.zeros(person.size, bool),
        )

    @property
    def size(self) -> int:
        """Number of positions."""
        return int(self.person.size)

    def add(self, **columns: NDArray[Any]) -> Whole:
        """Append positions that have bought nothing yet, and return their numbers."""
        more = {**columns, "volume": np.zeros(columns["person"].size, np.int64)}
        more["qualified"] = np.zeros(columns["person"].size, bool)
        first = self.size
        for name, column in more.items():
            setattr(self, name, np.concatenate([getattr(self, name), column]))
        return np.arange(first, self.size)

    def nearest_qualified(self) -> Whole:
        """Return the nearest qualified position above each, -1 if there is none."""
        above = self.sponsor.copy()
        while (passed := np.flatnonzero((above >= 0) & ~self.qualified[above])).size:
            above[passed] = self.sponsor[above[passed]]
        return above
