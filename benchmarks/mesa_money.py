"""Money in the Mesa twin: companies, positions, and month's end as methods of plain objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sim.model.plans.companies import Company as Declared

if TYPE_CHECKING:
    from benchmarks.mesa_twin import Person

MILLION = 1_000_000


def to_cents(amount: Decimal) -> int:
    """Currency units to whole cents."""
    return int(amount * 100)


def part(cents: int, millionths: int) -> int:
    """Return a share of an amount, rounded down to the cent."""
    return cents * millionths // MILLION


@dataclass(eq=False)
class Company:
    """A network: what it asks for, what it pays out, and what it has; money in cents, shares in millionths."""

    name: str
    topic: str
    joining_fee: int
    minimum_purchase: int
    customer_purchase: int
    materials: int
    retail_margin: int
    supply_cost: int
    rates: list[int]
    cash: int = 0

    @classmethod
    def of(cls, declared: Declared) -> Company:
        """Make a company as a scenario declares it."""
        money = ("joining_fee", "minimum_purchase", "customer_purchase", "materials")
        return cls(
            declared.name,
            declared.topic,
            *(to_cents(getattr(declared, name)) for name in money),
            round(declared.retail_margin * MILLION),
            round(declared.supply_cost * MILLION),
            [round(rate * MILLION) for rate in declared.plan.rates],
        )


@dataclass(eq=False)
class Position:
    """One person in one company: a customer, or a member who works it."""

    person: Person
    company: Company
    sponsor: Position | None
    conviction: float
    knowledge: float = 0.0
    working: bool = False
    qualified: bool = False
    volume: int = 0

    @property
    def promise(self) -> float:
        """Quality the holder promises: what they believe, plus what they add for lack of honesty."""
        return self.conviction + (1.0 - self.conviction) * (1.0 - self.person.honesty)

    def buy(self) -> None:
        """Buy for the month, all or nothing; working members qualify by buying."""
        wanted = self.wish()
        affordable = self.person.cash >= wanted
        self.volume = wanted if affordable else 0
        self.qualified = self.working and affordable
        self.person.pay(self.company, self.volume)
        self.company.cash -= part(self.volume, self.company.supply_cost)
        if not self.working and self.sponsor is not None:
            margin = part(self.volume, self.company.retail_margin)
            self.sponsor.person.earn(self.company, margin, active=True)

    def wish(self) -> int:
        """Return what is wanted: the minimum, or what a customer takes when they are convinced."""
        if self.working:
            return self.company.minimum_purchase
        convinced = self.person.random.random() < self.conviction
        return self.company.customer_purchase if convinced else 0

    def buy_materials(self) -> None:
        """Pay for materials, as a working member who can afford them."""
        if self.working and self.person.cash >= self.company.materials:
            self.person.spend(self.company.materials)

    def qualified_upline(self) -> Iterator[Position]:
        """Walk up over sponsors, passing over those who are not qualified this month."""
        above = self.sponsor
        while above is not None:
            if above.qualified:
                yield above
            above = above.sponsor

    def pay_commission(self) -> None:
        """Pay the levels above for what was bought this month."""
        if self.volume == 0:
            return
        for level, (rate, above) in enumerate(zip(self.company.rates, self.qualified_upline(), strict=False)):
            own_sale = level == 0 and not self.working
            above.person.earn(self.company, part(self.volume, rate), active=own_sale)
