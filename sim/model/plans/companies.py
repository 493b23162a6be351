"""Companies, and the strategies of those who work them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from sim.core.parameters import ONE_LINE, OWNABLE, Money, OneOf, Section, Words, param
from sim.model.membership.parameters.regimes import Regime
from sim.model.plans.parameters import Plan
from sim.model.reach.parameters import CrossPost
from sim.model.shares.parameters import Life, Portfolio, RevShare
from sim.model.talk.parameters import EventTopic, Pitch
from sim.model.week.parameters import Activity, Division

MOST_COMPANIES = 16
NAME_PATTERN = r"^[^\s.](?:[^.\n]*[^\s.])?$"
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=NAME_PATTERN), ONE_LINE]


class CompanyKind(Words):
    """What a company sells: goods with monthly purchases, or packs that are paid back out of a pool."""

    PRODUCT = 0
    REVSHARE = 1


class Company(Section):
    """A network: goods are sold through it, or shares of a pool."""

    name: Name = param(meaning="Name by which strategies and results call it.")
    kind: OneOf[CompanyKind] = param(
        "product", meaning="Goods with monthly purchases, or packs that are paid back out of a pool."
    )
    topic: Name = param(meaning="Industry it stands for in a conversation.")
    quality: float = param(
        0.6, unit="0..1", ge=0.0, le=1.0, plausible=(0.4, 0.8), meaning="Mean experience with the product."
    )
    quality_spread: float = param(
        0.15, unit="0..1", ge=0.0, le=1.0, plausible=(0.05, 0.25), meaning="Standard deviation of single experiences."
    )
    joining_fee: Money = param(
        Decimal("35"),
        unit="currency units",
        ge=0,
        le=10**6,
        plausible=(20, 60),
        meaning="Paid once for a working position.",
    )
    minimum_purchase: Money = param(
        Decimal("100"),
        unit="currency units a month",
        ge=0,
        le=10**6,
        meaning="Own volume a working member buys to stay qualified.",
        source="Young Living: 100 own volume a month.",
    )
    customer_purchase: Money = param(
        Decimal("50"),
        unit="currency units a month",
        ge=0,
        le=10**6,
        plausible=(30, 200),
        prior="log-uniform",
        meaning="What a customer buys a month.",
    )
    materials: Money = param(
        Decimal("10"),
        unit="currency units a month",
        ge=0,
        le=10**6,
        plausible=(0, 60),
        meaning="Materials of a working member.",
    )
    retail_margin: float = param(
        0.2,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.45),  # with the plan's .25 and the suppliers' .3 all of a purchase is paid out
        meaning="Share of a customer's purchase that goes to the seller.",
    )
    supply_cost: float = param(
        0.3, unit="share", ge=0.0, le=1.0, meaning="Share of each purchase the company pays its suppliers."
    )
    updates: float = param(
        2.0,
        unit="updates a month",
        ge=0.0,
        le=100.0,
        plausible=(1, 4),
        meaning="Mean number of updates published (Poisson).",
    )
    update_hours: float = param(
        1.0, unit="hours", ge=0.0, le=40.0, plausible=(0.5, 2.0), meaning="Time it takes to read one update."
    )
    credits: float = param(
        0.0,
        unit="leads a month",
        ge=0.0,
        le=400.0,
        meaning="Advertising that comes with a working member's monthly purchase.",
    )
    regime: OneOf[Regime] = param(
        "free",
        meaning="What members may not do: nothing; win fellow members for another network; or work another at all.",
    )
    detection: float = param(
        0.1,
        unit="probability",
        ge=0.0,
        le=1.0,
        meaning="Chance that a breach of the regime is seen: a post, a member won, or a month of working elsewhere.",
    )
    plan: Plan = param(Plan(), meaning="Compensation plan.")
    revshare: RevShare = param(RevShare(), meaning="Packs and pool of a revenue-share company.")
    life: Life = param(Life(), meaning="How long it lives.")


class Strategy(Section):
    """What a networker does, should they ever become one."""

    name: Name = param(meaning="Name by which the design and the results call it.")
    companies: list[Name] = param(
        min_length=1,
        max_length=MOST_COMPANIES,
        meaning="Companies to work, the main business first; a recruit starts with the one that won them over.",
    )
    pitch: Annotated[OneOf[Pitch], OWNABLE] = param(
        "focus", meaning="Which of their topics they open a conversation with."
    )
    event_topic: OneOf[EventTopic] = param(
        "main", meaning="What one-topic-per-event tells at an evening: the main business, or what suits those present."
    )
    synergy: bool = param(
        False,
        meaning="Whether advertising credits promote another business of theirs instead of the advertiser.",
    )
    cross_post: OneOf[CrossPost] = param(
        "never", meaning="In which companies' groups they advertise another business of theirs."
    )
    hours: OneOf[Division] = param(
        "main-first",
        meaning="Companies' shares of study and care: the main one first, equal, or by last month's income.",
    )
    spends: list[OneOf[Activity]] = param(
        list(Activity.words()),
        meaning="What the week's hours go into, in this order; what comes later makes do with the rest.",
    )
    conviction_floor: float = param(
        0.0, unit="0..1", ge=0.0, le=1.0, meaning="Offers only products they are at least this convinced of."
    )
    pace: int = param(30, unit="days", ge=0, le=36_500, meaning="Time between taking on one business and the next.")
    at_once: int = param(
        0,
        unit="businesses",
        ge=0,
        le=MOST_COMPANIES,
        meaning="Most that they work at the same time, the next once one of them has closed or is given up; 0: all.",
    )
    portfolio: Portfolio = param(Portfolio(), meaning="Shares of revenue-share companies.")
    share: float = param(1.0, unit="weight", ge=0.0, le=1.0, meaning="Weight among strategies in a mixed world.")


class TopicDistance(Section):
    """How far two industries lie apart in a listener's mind."""

    between: tuple[Name, Name] = param(strict=False, meaning="The two topics.")
    distance: float = param(
        unit="0..1", ge=0.0, le=1.0, meaning="0: the same thing, liked alike; 1: nothing to do with each other."
    )
