"""Revenue-share systems, how long companies live, and what is held of such systems beside a business."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from sim.core.parameters import OWNABLE, Money, OneOf, Section, Share, Words, param
from sim.core.registry import numbered

MOST_MONEY = 10**9
Name = Annotated[str, Field(min_length=1, max_length=60)]
Weight = Annotated[float, Field(ge=0.0, le=1000.0)]


class Payout(Words):
    """How packs are paid back."""

    FIXED = 0
    POOL_SHARE = 1
    ACCOUNT = 2


if TYPE_CHECKING:

    class Law(Words):
        """Distribution of a company's lifetime: the laws that the package declares."""

else:
    Law = numbered("life", "Law")


class Enter(Words):
    """At which moment of a system's life the people of the model meet it."""

    BIRTH = 0
    RANDOM = 1


class Exit(Words):
    """Whether the operator leaves with the pool."""

    NONE = 0
    PEAK = 1


class CashOut(Words):
    """When payouts are kept instead of being staked again."""

    STAKE_BACK_FIRST = 0
    REINVEST = 1
    LET_RUN = 2


class RevShare(Section):
    """What a revenue-share company sells and promises: packs, paid back out of a pool."""

    price: Money = param(
        Decimal("50"),
        unit="currency units",
        gt=0,
        le=10**6,
        meaning="Price of a pack.",
        source="Traffic Monsoon: 50 a pack; My Advertising Pays: 49.99.",
    )
    returns: float = param(
        1.1,
        unit="multiple",
        ge=0.0,
        le=1000.0,
        meaning="What a pack pays back at most, in multiples of its price.",
        source="Traffic Monsoon: 50 pays 55; My Advertising Pays: 49.99 pays 60.",
    )
    days: int = param(
        55,
        unit="days",
        ge=1,
        le=36_500,
        meaning="Days in which a fixed payout pays a pack back, in equal parts.",
        source="Traffic Monsoon: about 55 days.",
    )
    payout: OneOf[Payout] = param(
        "fixed",
        meaning="Paid by promise while the pool lasts, as a share of the pool, or as withdrawals from an account.",
    )
    share: Share = param(
        0.1, unit="share a day", meaning="With payout pool-share: share of the pool that is paid out every day."
    )
    fee: Share = param(0.1, unit="share", meaning="Operator's share of every deposit.")
    repurchase: Share = param(0.0, unit="share", meaning="Share of every payout that must be re-bought.")
    enter: OneOf[Enter] = param(
        "birth",
        meaning="When the people of the model meet it: at its birth on the first day, or at a random moment of life, "
        "likelier the more is paid in then; in focal worlds with a late entry, that is when those studied enter.",
    )
    pool: Money = param(
        Decimal(0),
        unit="currency units",
        ge=0,
        le=MOST_MONEY,
        meaning="Pool on the first day of its life, owed in an account.",
    )
    advertising: Money = param(
        Decimal(0), unit="currency units a day", ge=0, le=MOST_MONEY, meaning="Real revenue from outside."
    )
    advertising_growth: float = param(0.0, unit="per day", ge=-1.0, le=1.0, meaning="Growth of it, compounding.")
    deposits: Money = param(
        Decimal(0),
        unit="currency units a day",
        ge=0,
        le=MOST_MONEY,
        meaning="Fresh money of holders who are not among the people of the model.",
    )
    deposits_growth: float = param(0.0, unit="per day", ge=-1.0, le=1.0, meaning="Growth of it, compounding.")
    earnings: float = param(
        0.0, unit="per year", ge=0.0, le=10.0, meaning="Real return on what is in the pool, paid from outside."
    )
    promised: float = param(
        0.1,
        unit="per year",
        ge=0.0,
        le=10.0,
        meaning="With payout account: rate at which balances are promised to grow.",
        source="Artzrouni 2009: r_p = .10.",
    )
    withdrawn: float = param(
        0.15,
        unit="per year",
        ge=0.0,
        le=10.0,
        meaning="With payout account: rate at which balances are withdrawn.",
        source="Artzrouni 2009: r_w = .15.",
    )
    patience: int = param(
        0, unit="days", ge=0, le=36_500, meaning="Days on end on which the pool may fail to pay before it is insolvent."
    )
    recovery: Share = param(
        0.0,
        unit="share",
        meaning="Share of stakes not yet back that is paid back on closure, as far as the pool reaches.",
    )


class Life(Section):
    """How long a company lives, if nothing else ends it."""

    law: Annotated[OneOf[Law], OWNABLE] = param(
        "none", meaning="Distribution of the lifetime; with none only a pool that cannot pay ends it."
    )
    days: float = param(
        28.0,
        unit="days",
        gt=0.0,
        le=1e6,
        meaning="Mean (exponential), median (lognormal) or scale (weibull) of the lifetime.",
        source="Median life of high-yield programmes (Moore, Han & Clayton 2012).",
    )
    sigma: float = param(
        1.8,
        unit="log days",
        ge=0.0,
        le=10.0,
        meaning="Spread of a lognormal lifetime.",
        source="Moore, Han & Clayton 2012: a quarter outlives 90 days, a tenth 300.",
    )
    shape: float = param(
        1.0, unit="exponent", ge=0.05, le=100.0, meaning="Shape of a weibull lifetime; below 1 risk falls with age."
    )
    management: Share = param(
        0.5,
        unit="share",
        meaning="Share of such closures for reasons of management; the others are failures of software.",
    )
    exit: OneOf[Exit] = param(
        "none", meaning="Whether the operator plans to leave with the pool once it has stopped growing."
    )
    exit_days: int = param(
        7, unit="days", ge=1, le=36_500, meaning="Days without a new peak of the pool after which the operator leaves."
    )


class Portfolio(Section):
    """Shares held as an investment beside the businesses; members of a revenue-share company hold them alike."""

    systems: list[Name] = param(
        [], max_length=16, meaning="Revenue-share companies in which they hold packs without working them."
    )
    held: int = param(0, unit="systems", ge=0, le=16, meaning="How many of them they hold, the first ones; 0: all.")
    capital: Share = param(0.5, unit="share", meaning="Share of their cash that they stake when they start.")
    weights: list[Weight] = param(
        [], max_length=16, unit="weight", meaning="How the stake is spread over the systems; empty: equally."
    )
    cash_out: OneOf[CashOut] = param(
        "stake-back-first",
        meaning="Re-buys only once their stake is back, from the first payout on, or everything for ever.",
    )
    reinvest: Share = param(
        0.5,
        unit="share",
        meaning="Share of payouts to re-buy, with stake-back-first once their stake is back.",
        source="assumed; .65 to .80 were re-bought in a large system (Traffic Monsoon .73)",
    )
