"""Compensation plans, what households spend, and what the law asks of companies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import fsum
from typing import TYPE_CHECKING, Annotated

from sim.core.parameters import OWNABLE, Line, Money, OneOf, Section, Share, Words, param
from sim.core.registry import numbered, rules

MOST_LEVELS = 30
MOST_RANKS = 12


if TYPE_CHECKING:

    class PlanKind(Words):
        """How commission is divided over the upline: the plans that the package declares."""

else:
    PlanKind = numbered("plan", "PlanKind")


class BeyondCap(Words):
    """What becomes of paired volume beyond the cap of a binary plan."""

    FLUSH = 0
    CARRY = 1


class Rank(Section):
    """A rank: reached anew each month, by own volume and team volume."""

    name: Line = param(min_length=1, max_length=60, meaning="Name of the rank.")
    own_volume: Money = param(
        Decimal("0"),
        unit="currency units a month",
        ge=0,
        le=10**9,
        meaning="What they and their own customers must buy.",
    )
    team_volume: Money = param(
        Decimal("0"), unit="currency units a month", ge=0, le=10**9, meaning="What all below them must buy together."
    )
    levels: int = param(
        MOST_LEVELS,
        unit="levels",
        ge=0,
        le=MOST_LEVELS,
        meaning="Levels that are paid, where the plan pays by level.",
    )
    leg_rate: float | None = param(
        None,
        unit="share of volume",
        ge=0.0,
        le=1.0,
        meaning="Their share of the weaker leg, where the plan pays by legs; none: the plan's.",
    )


class Plan(Section):
    """A compensation plan."""

    kind: Annotated[OneOf[PlanKind], OWNABLE] = param("unilevel", meaning="How commission is divided over the upline.")
    rates: list[Share] = param(
        [0.08, 0.05, 0.04, 0.04, 0.04],
        unit="share of volume",
        min_length=1,
        max_length=MOST_LEVELS,
        meaning="Commission of each level above the buyer, the sponsor's first (unilevel), or of the matrix.",
        source="Young Living: unilevel 8/5/4/4/4 %.",
    )
    compression: bool = param(
        True, meaning="Whether a level passes over members without qualification instead of being lost."
    )
    rolls_up: bool = param(
        True, meaning="Whether the downline of somebody who leaves moves up to their sponsor instead of being orphaned."
    )
    first: float = param(
        0.1, unit="share of volume", ge=0.0, le=1.0, meaning="Commission of the first level of a geometric plan."
    )
    ratio: float = param(
        0.5,
        unit="factor",
        ge=0.0,
        le=1.0,
        meaning="What each further level of a geometric plan gets of the level before.",
    )
    levels: int = param(10, unit="levels", ge=1, le=MOST_LEVELS, meaning="Levels of a geometric plan.")
    leg_rate: float = param(
        0.1, unit="share of volume", ge=0.0, le=1.0, meaning="Share of the weaker leg that a binary plan pays."
    )
    cap: Money = param(
        Decimal("5000"), unit="currency units a month", ge=0, le=10**9, meaning="Most that a binary plan pays a member."
    )
    beyond_cap: OneOf[BeyondCap] = param(
        "flush", meaning="What becomes of paired volume beyond the cap of a binary plan: lost, or carried over."
    )
    width: int = param(3, unit="places", ge=2, le=1000, meaning="Places below each place of a matrix.")
    qualification: Money | None = param(
        None,
        unit="currency units a month",
        ge=0,
        le=10**9,
        meaning="What a member and their own customers must buy for their commission; none: their minimum purchase.",
    )
    ranks: list[Rank] = param(
        [], max_length=MOST_RANKS, meaning="Ranks, the lowest first; none: all qualified are paid alike."
    )
    fast_start: float = param(
        0.0,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of a recruit's joining fee and of their first purchase that their sponsor gets.",
    )
    fast_start_amount: Money = param(
        Decimal("0"), unit="currency units", ge=0, le=10**6, meaning="What a sponsor gets besides for a recruit."
    )


class Budget(Section):
    """What people spend on goods of this kind (A1, A19); its size is ``population.budget``."""

    substitution: float = param(
        0.7,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 1.0),
        meaning="How far another company's goods of the same topic replace a company's own: 0 not at all, 1 fully.",
    )
    independence: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 1.0),
        meaning="Share of it that goods of a topic at distance 1 do not replace.",
    )
    least: float = param(
        0.25,
        unit="share of the purchase",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 1.0),
        meaning="Smallest part of its purchase that a customer buys when money is short; less is left alone.",
    )
    goods_worth: float = param(
        0.5,
        unit="share of the price",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 1.0),
        meaning="What goods are worth to those who use them themselves.",
    )


class Policies(Section):
    """What the law asks of all companies; without any they do as their own numbers say."""

    buy_back: float = param(
        0.0,
        unit="share of the price",
        ge=0.0,
        le=1.0,
        meaning="What a company pays for goods that a member who leaves had to buy: 0 nothing.",
        source="Off. Codes of the industry ask for at least 90 % of the price of goods bought in the last 12 months.",
    )
    buy_back_days: int = param(
        360, unit="days", ge=1, le=900, meaning="How long before leaving such goods may have been bought."
    )
    cooling_off: int = param(
        0,
        unit="days",
        ge=0,
        le=365,
        meaning="Those who leave within so many days of beginning to work get fee and first purchase back; 0: nobody.",
    )
    minimum_purchase_cap: Money | None = param(
        None,
        unit="currency units a month",
        ge=0,
        le=10**6,
        meaning="Most that a member may be made to buy; 0 bans it, and members qualify by working; none: no cap.",
    )
    recruiting_pay_cap: float | None = param(
        None,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Largest share of what a recruit pays for joining and the first purchase that goes to their sponsor.",
    )
    income_disclosure: bool = param(
        False, meaning="Whether companies must tell what half of their members earned at most last month."
    )
    exclusivity: bool = param(
        True, meaning="Whether companies may forbid to work another; otherwise only to win fellow members for it."
    )


READ_BY: dict[str, tuple[str, ...]] = {
    name: tuple(rule.name for rule in rules("plan") if name in rule.reads)
    for name in Plan.model_fields
    if any(name in rule.reads for rule in rules("plan"))
}
"""Which kinds read a value that not all do."""


def level_rates(plan: Plan) -> Sequence[float]:
    """Share of a purchase that each level gets, the first level first; empty if levels get none.

    A geometric plan pays level L ``first * ratio**(L - 1)``.
    """
    if plan.kind in READ_BY["first"]:
        return [plan.first * plan.ratio**level for level in range(plan.levels)]
    return plan.rates if plan.kind in READ_BY["rates"] else []


def declared_payout(plan: Plan) -> float:
    """Largest share of a purchase that all levels get together; a binary plan declares none."""
    return fsum(level_rates(plan))
