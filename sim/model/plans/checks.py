"""What must hold of companies and strategies, and what is allowed but odd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum

from sim.core.errors import Finding, KeyPath
from sim.core.parameters import Section
from sim.core.registry import check
from sim.core.wording import among, number, shown, total
from sim.model.people.parameters import Phases
from sim.model.plans.companies import Company, Strategy
from sim.model.plans.parameters import declared_payout
from sim.model.week.parameters import Activity

TOLERANCE = 1e-9
Companies = Sequence[Company]
Strategies = Sequence[Strategy]
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


@check("names-differ", order=1)
def names_differ(company: Companies, strategy: Strategies) -> Iterator[Finding]:
    """Companies and strategies are called by their names, so no two may share one."""
    for kind, plural, entries in (("company", "companies", company), ("strategy", "strategies", strategy)):
        names = [entry.name for entry in entries]
        for i, name in enumerate(names):
            if name in names[:i]:
                yield Finding((kind, i, "name"), f"is the name of two {plural}.")


@check("strategies-fit", order=3)
def strategies_fit(company: Companies, strategy: Strategies) -> Iterator[Finding]:
    """A strategy works declared companies, each of them once."""
    known = [each.name for each in company]
    for i, each in enumerate(strategy):
        for j, name in enumerate(each.companies):
            path = ("strategy", i, "companies", j)
            if name not in known:
                yield Finding(path, among("a declared company", name, known))
            elif name in each.companies[:j]:
                yield Finding(path, "is named twice.")


@check("spends-fit", order=4, needs=["strategy"])
def spends_fit(strategy: Strategies) -> Iterator[Finding]:
    """Hours are spent on every activity, and on each in one place of the order."""
    for i, each in enumerate(strategy):
        *most, last = Activity.words()
        if sorted(each.spends) != sorted([*most, last]):
            message = f"must name {', '.join(most)} and {last}, each exactly once."
            yield Finding(("strategy", i, "spends"), message)


@check("plans-fit", order=6, needs=["company"])
def plans_fit(company: Companies) -> Iterator[Finding]:
    """Nobody pays out more than a purchase."""
    for i, each in enumerate(company):
        paid = declared_payout(each.plan)
        if paid > 1.0 + TOLERANCE:
            path = ("company", i, "plan", "first" if each.plan.kind == "geometric" else "rates")
            levels = f" over {each.plan.levels} levels" if each.plan.kind == "geometric" else ""
            yield Finding(path, f"must sum to at most 1{levels}; the sum is {total(paid)}.")


@check("ranks-rise", order=7, needs=["company"])
def ranks_rise(company: Companies) -> Iterator[Finding]:
    """A higher rank asks for at least as much as a lower one."""
    for i, each in enumerate(company):
        for k, (lower, higher) in enumerate(pairwise(each.plan.ranks), 1):
            for name in ("own_volume", "team_volume"):
                least = getattr(lower, name)
                if getattr(higher, name) < least:
                    message = f"must be at least {number(float(least))}, as the rank before it: the lowest comes first."
                    yield Finding(("company", i, "plan", "ranks", k, name), message)


@check("portfolios-fit", order=8, needs=["company", "strategy"])
def portfolios_fit(company: Companies, strategy: Strategies) -> Iterator[Finding]:
    """A portfolio holds declared revenue-share companies, each of them once, with a weight each or none."""
    known = [each.name for each in company if each.kind == "revshare"]
    for i, each in enumerate(strategy):
        portfolio, path = each.portfolio, ("strategy", i, "portfolio")
        for j, name in enumerate(portfolio.systems):
            if name not in known:
                message = among("a revenue-share company", name, known) if known else "is no revenue-share company."
                yield Finding((*path, "systems", j), message)
            elif name in portfolio.systems[:j]:
                yield Finding((*path, "systems", j), "is named twice.")
        if portfolio.held > len(portfolio.systems):
            message = f"must be at most {len(portfolio.systems)}, the number of its systems."
            yield Finding((*path, "held"), message)
        if portfolio.weights and len(portfolio.weights) != len(portfolio.systems):
            message = f"must have a weight for each of the {len(portfolio.systems)} systems, or none."
            yield Finding((*path, "weights"), message)
        elif portfolio.weights and fsum(portfolio.weights[: portfolio.held or None]) <= 0.0:
            yield Finding((*path, "weights"), "must not all be 0.")


@check("pools-fit", order=9, needs=["company", "strategy"])
def pools_fit(company: Companies, strategy: Strategies) -> Iterator[Finding]:
    """Fee and commission come out of a deposit, and only the crowd has accounts."""
    holders = {name for each in strategy for name in (*each.companies, *each.portfolio.systems)}
    for c, each in enumerate(company):
        if each.kind != "revshare":
            continue
        taken = fsum([each.revshare.fee, *each.plan.rates])
        if taken > 1.0 + TOLERANCE:
            message = f"with plan.rates must sum to at most 1 of a deposit; the sum is {total(taken)}."
            yield Finding(("company", c, "revshare", "fee"), message)
        if each.revshare.payout == "account" and each.name in holders:
            message = "is for the crowd alone, but a strategy works or holds the company."
            yield Finding(("company", c, "revshare", "payout"), message)


@check("pays-too-much", order=101, odd=True)
def pays_too_much(company: Companies) -> Iterator[Finding]:
    """A company that pays out more than it takes in, of a purchase or for a recruit."""
    for c, each in enumerate(company):
        plan, path = each.plan, ("company", c)
        paid = fsum([declared_payout(plan), each.retail_margin, each.supply_cost])
        if paid > 1.0 + TOLERANCE:
            by_level = {"geometric": "plan.first over its levels, ", "binary": "", "none": ""}
            message = (
                f"{by_level.get(plan.kind, 'plan.rates, ')}retail_margin and supply_cost "
                f"sum to {total(paid)} of a purchase; the company pays out more than it takes in."
            )
            yield Finding(path, message, shows=False)
        reward = float(each.joining_fee) * plan.fast_start + float(plan.fast_start_amount)
        if reward > float(each.joining_fee) + TOLERANCE:
            message = f"a recruit brings their sponsor {total(reward)} at once, more than the joining fee"
            yield Finding(path, f"{message} ({number(float(each.joining_fee))}).", shows=False)


@check("event-topic-unused", order=105, odd=True)
def event_topic_unused(strategy: Strategies) -> Iterator[Finding]:
    """A topic of the evening for somebody who does not stay with one."""
    for i, each in enumerate(strategy):
        if each.event_topic != "main" and each.pitch != "one-topic-per-event":
            message = f"is not used: the pitch is {shown(each.pitch)}, not one-topic-per-event."
            yield Finding(("strategy", i, "event_topic"), message)


@check("at-once-unused", order=106, odd=True)
def at_once_unused(strategy: Strategies) -> Iterator[Finding]:
    """No more businesses can be worked at once than a strategy names."""
    for i, each in enumerate(strategy):
        if each.at_once >= len(each.companies):
            yield Finding(("strategy", i, "at_once"), "has no effect: the strategy names no more companies.")


@check("synergy-unused", order=107, odd=True)
def synergy_unused(company: Companies, strategy: Strategies) -> Iterator[Finding]:
    """A link that has nothing to link."""
    gives = {each.name for each in company if each.credits > 0.0}
    for i, each in enumerate(strategy):
        if each.synergy and (not gives & set(each.companies) or gives >= set(each.companies)):
            message = "is not used: it needs a company with credits and another without among its companies."
            yield Finding(("strategy", i, "synergy"), message)


@check("regime-unused", order=110, odd=True)
def regime_unused(company: Companies, phases: Phases) -> Iterator[Finding]:
    """Rules that nobody watches over."""
    for i, each in enumerate(company):
        if each.regime != "free" and not phases.regimes:
            yield Finding(("company", i, "regime"), "is not used: phases.regimes is off.")


@check("kind-unused", order=113, odd=True)
def kind_unused(company: Companies) -> Iterator[Finding]:
    """What only the other kind of company reads."""
    for c, each in enumerate(company):
        stated = each.model_fields_set
        names = OF_PRODUCTS if each.kind == "revshare" else ("revshare",)
        for name in (name for name in names if name in stated):
            message = f"is not used: company.kind is {shown(each.kind)}."
            yield Finding(("company", c, name), message, shows=False)
        if each.kind == "product" and each.life.exit != "none":
            yield Finding(("company", c, "life", "exit"), "is not used: only a pool can be left with.")


@check("payout-unused", order=114, odd=True)
def payout_unused(company: Companies) -> Iterator[Finding]:
    """What another payout, or another law of life, reads."""
    for c, each in enumerate(company):
        yield from _unread(("company", c, "revshare"), each.revshare, OF_PAYOUT, "payout")
        yield from _unread(("company", c, "life"), each.life, OF_LAW, "law")


def _unread(path: KeyPath, section: Section, readers: dict[str, tuple[str, ...]], by: str) -> Iterator[Finding]:
    all_read = {name for names in readers.values() for name in names}
    read = readers.get(getattr(section, by), all_read)  # what an own law reads only its author knows
    for name in sorted(section.model_fields_set & (all_read - set(read))):
        yield Finding((*path, name), f"is not used: {by} is {shown(getattr(section, by))}.")


@check("pays-back-less", order=115, odd=True)
def pays_back_less(company: Companies) -> Iterator[Finding]:
    """A pack on which everybody loses."""
    for c, each in enumerate(company):
        if each.kind == "revshare" and each.revshare.payout != "account" and each.revshare.returns < 1.0:
            message = f"is below 1: a pack never pays back its price of {number(float(each.revshare.price))}."
            yield Finding(("company", c, "revshare", "returns"), message)


@check("portfolio-unused", order=116, odd=True)
def portfolio_unused(company: Companies, strategy: Strategies) -> Iterator[Finding]:
    """A portfolio of somebody who holds nothing."""
    shares = {each.name for each in company if each.kind == "revshare"}
    for i, each in enumerate(strategy):
        holds = each.portfolio.systems or shares & set(each.companies)
        if each.portfolio.model_fields_set and not holds:
            message = "is not used: the strategy neither holds nor works a revenue-share company."
            yield Finding(("strategy", i, "portfolio"), message, shows=False)


@check("phases-missing", order=117, odd=True)
def phases_missing(company: Companies, phases: Phases) -> Iterator[Finding]:
    """Pools or lives in a world in which nothing is paid or nothing ends."""
    if not phases.revshares and any(each.kind == "revshare" for each in company):
        yield Finding(("phases", "revshares"), "lets no revenue-share company take in or pay anything.")
    if not phases.closures and any(each.life.law != "none" for each in company):
        yield Finding(("phases", "closures"), "lets companies outlive their declared lives.")
