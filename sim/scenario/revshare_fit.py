"""What must hold for revenue-share companies, lives and portfolios, and what is allowed but odd."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from sim.core.wording import number, shown
from sim.model.plans.companies import Company
from sim.scenario.errors import Problem
from sim.scenario.problems import among, at, total
from sim.scenario.schema import Scenario

TOLERANCE = 1e-9
OF_PRODUCTS = (
    "quality",
    "quality_spread",
    "minimum_purchase",
    "customer_purchase",
    "materials",
    "retail_margin",
    "supply_cost",
    "credits",
)
OF_PAYOUT: dict[str, tuple[str, ...]] = {
    "fixed": ("price", "returns", "days", "repurchase"),
    "pool-share": ("price", "returns", "share", "repurchase"),
    "account": ("promised", "withdrawn"),
}
OF_LAW: dict[str, tuple[str, ...]] = {
    "none": (),
    "exponential": ("days", "management"),
    "lognormal": ("days", "sigma", "management"),
    "weibull": ("days", "shape", "management"),
}


def portfolios_fit(scenario: Scenario) -> Iterator[Problem]:
    """A portfolio holds declared revenue-share companies, each of them once, with a weight each or none."""
    known = [company.name for company in scenario.company if company.kind == "revshare"]
    for i, strategy in enumerate(scenario.strategy):
        portfolio, path = strategy.portfolio, ("strategy", i, "portfolio")
        for j, name in enumerate(portfolio.systems):
            if name not in known:
                message = among("a revenue-share company", name, known) if known else "is no revenue-share company."
                yield at(scenario, (*path, "systems", j), message)
            elif name in portfolio.systems[:j]:
                yield at(scenario, (*path, "systems", j), "is named twice.")
        if portfolio.held > len(portfolio.systems):
            message = f"must be at most {len(portfolio.systems)}, the number of its systems."
            yield at(scenario, (*path, "held"), message)
        if portfolio.weights and len(portfolio.weights) != len(portfolio.systems):
            message = f"must have a weight for each of the {len(portfolio.systems)} systems, or none."
            yield at(scenario, (*path, "weights"), message)
        elif portfolio.weights and fsum(portfolio.weights[: portfolio.held or None]) <= 0.0:
            yield at(scenario, (*path, "weights"), "must not all be 0.")


def pools_fit(scenario: Scenario) -> Iterator[Problem]:
    """Fee and commission come out of a deposit, and only the crowd has accounts."""
    for c, company in enumerate(scenario.company):
        if company.kind != "revshare":
            continue
        taken = fsum([company.revshare.fee, *company.plan.rates])
        if taken > 1.0 + TOLERANCE:
            message = f"with plan.rates must sum to at most 1 of a deposit; the sum is {total(taken)}."
            yield at(scenario, ("company", c, "revshare", "fee"), message)
        if company.revshare.payout == "account" and company.name in _holders(scenario):
            message = "is for the crowd alone, but a strategy works or holds the company."
            yield at(scenario, ("company", c, "revshare", "payout"), message)


def _holders(scenario: Scenario) -> set[str]:
    """Companies that strategies work or hold."""
    return {name for each in scenario.strategy for name in (*each.companies, *each.portfolio.systems)}


def kind_unused(scenario: Scenario) -> Iterator[Problem]:
    """What only the other kind of company reads."""
    for c, company in enumerate(scenario.company):
        stated = company.model_fields_set
        names = OF_PRODUCTS if company.kind == "revshare" else ("revshare",)
        for name in (name for name in names if name in stated):
            message = f"is not used: company.kind is {shown(company.kind)}."
            yield Problem(message, key=f"company.{company.name}.{name}", path=("company", c, name))
        if company.kind == "product" and company.life.exit != "none":
            yield at(scenario, ("company", c, "life", "exit"), "is not used: only a pool can be left with.")


def payout_unused(scenario: Scenario) -> Iterator[Problem]:
    """What another payout, or another law of life, reads."""
    for c, company in enumerate(scenario.company):
        yield from _unused(scenario, ("company", c, "revshare"), OF_PAYOUT, "payout", company)
        yield from _unused(scenario, ("company", c, "life"), OF_LAW, "law", company)


def _unused(
    scenario: Scenario, path: tuple[str | int, ...], readers: dict[str, tuple[str, ...]], by: str, company: Company
) -> Iterator[Problem]:
    section = getattr(company, str(path[-1]))
    all_read = {name for names in readers.values() for name in names}
    read = readers.get(getattr(section, by), all_read)  # what an own law reads only its author knows
    for name in sorted(section.model_fields_set & (all_read - set(read))):
        yield at(scenario, (*path, name), f"is not used: {by} is {shown(getattr(section, by))}.")


def pays_back_less(scenario: Scenario) -> Iterator[Problem]:
    """A pack on which everybody loses."""
    for c, company in enumerate(scenario.company):
        if company.kind == "revshare" and company.revshare.payout != "account" and company.revshare.returns < 1.0:
            message = f"is below 1: a pack never pays back its price of {number(float(company.revshare.price))}."
            yield at(scenario, ("company", c, "revshare", "returns"), message)


def portfolio_unused(scenario: Scenario) -> Iterator[Problem]:
    """A portfolio of somebody who holds nothing."""
    shares = {company.name for company in scenario.company if company.kind == "revshare"}
    for i, strategy in enumerate(scenario.strategy):
        holds = strategy.portfolio.systems or shares & set(strategy.companies)
        if strategy.portfolio.model_fields_set and not holds:
            message = "is not used: the strategy neither holds nor works a revenue-share company."
            yield Problem(message, key=f"strategy.{strategy.name}.portfolio", path=("strategy", i, "portfolio"))


def phases_missing(scenario: Scenario) -> Iterator[Problem]:
    """Pools or lives in a world in which nothing is paid or nothing ends."""
    if not scenario.phases.revshares and any(company.kind == "revshare" for company in scenario.company):
        yield at(scenario, ("phases", "revshares"), "lets no revenue-share company take in or pay anything.")
    if not scenario.phases.closures and any(company.life.law != "none" for company in scenario.company):
        yield at(scenario, ("phases", "closures"), "lets companies outlive their declared lives.")
