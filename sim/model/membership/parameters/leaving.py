"""Going on buying without working, and giving up the work."""

from __future__ import annotations

from sim.core.parameters import Section, param


class Customers(Section):
    """Going on buying, without working (A1)."""

    risk: float = param(
        0.028,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.06),
        meaning="Chance that a half-convinced customer stops buying.",
        source="assumed; of half-convinced customers 71 % are left after a year",
    )
    loyalty: float = param(
        2.0,
        unit="log factor",
        ge=0.0,
        le=50.0,
        plausible=(0.5, 4.0),
        meaning="How much the risk falls as conviction rises by 1.",
    )
    rest: int = param(
        6,
        unit="months",
        ge=0,
        le=1000,
        plausible=(3, 24),
        meaning="Months in which a former customer is not offered the goods again.",
    )
    work: float = param(
        0.002,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.01),
        meaning="Chance that a fully convinced customer takes up the work by their own success, if they are open.",
    )


class Leaving(Section):
    """Giving up one's business, a side business, and starting again (A2, A3, A8, A9)."""

    risk: float = param(
        0.08,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.02, 0.12),
        meaning="Chance to give up in the first month, with care at its baseline and a result of zero.",
        source="Of a cohort .52 after 12, .37 after 24 months (Quixtar .53; Melaleuca .51; Young Living .53 and .37).",
    )
    settling: float = param(
        9.0,
        unit="months",
        gt=0.0,
        le=1200.0,
        plausible=(3, 36),
        meaning="Months after which the risk has fallen to half.",
        source="The same, with leaving.risk.",
    )
    most: float = param(
        0.6,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        meaning="Highest chance to give up in a month, whatever comes together.",
    )
    money: float = param(
        0.9,
        unit="log factor",
        ge=0.0,
        le=10.0,
        plausible=(0.4, 1.4),
        meaning="How much the risk rises from a result of zero to a loss as large as the hope; it falls as much to a "
        "result as hoped for.",
        source="assumed; months of loss raise it two to three times",
    )
    result_half_life: float = param(
        2.0,
        unit="months",
        gt=0.0,
        le=1200.0,
        plausible=(1, 6),
        meaning="Months after which a month's result weighs half in what all businesses together brought of late.",
    )
    baseline: float = param(
        0.25,
        unit="hours a week",
        gt=0.0,
        le=40.0,
        plausible=(0.1, 0.5),
        meaning="Care that a member reckons with; less drives them away.",
    )
    neglect: float = param(
        2.0,
        unit="factor",
        ge=1.0,
        le=10.0,
        plausible=(1.5, 3.0),
        meaning="Risk without any care, against the baseline; very much care divides it by as much.",
        source="assumed; care counts 1.5 to 3 times, and neglected teams lose 60 to 90 % a year",
    )
    awkwardness: float = param(
        0.5,
        unit="log factor",
        ge=0.0,
        le=10.0,
        plausible=(0.0, 1.0),
        meaning="How much the risk rises by as many refusals by close contacts as leaving.awkward_ref, or more.",
        source="assumed; 39 % stopped because pitching friends felt awkward (AARP 2018)",
    )
    awkward_ref: float = param(
        4.0,
        unit="refusals",
        gt=0.0,
        le=10_000.0,
        plausible=(2, 10),
        meaning="Refusals by close contacts of late at which awkwardness is complete.",
    )
    awkward_half_life: float = param(
        60.0,
        unit="days",
        gt=0.0,
        le=36_500.0,
        plausible=(20, 180),
        meaning="Days after which a refusal feels half as awkward.",
    )
    disappointment: float = param(
        0.5,
        unit="log factor",
        ge=0.0,
        le=100.0,
        plausible=(0.0, 1.5),
        meaning="How much the risk rises when products are by 1 worse than was promised.",
    )
    prune: int = param(
        6,
        unit="months",
        ge=0,
        le=1200,
        plausible=(3, 12),
        meaning="Months of loss on end after which a side business is given up; 0: never.",
    )
    rest: int = param(
        12,
        unit="months",
        ge=0,
        le=1200,
        plausible=(6, 24),
        meaning="Months after leaving in which nobody starts again by themselves.",
    )
    again: float = param(
        0.05,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.1),
        meaning="Chance to start again, once the rest is over.",
    )
